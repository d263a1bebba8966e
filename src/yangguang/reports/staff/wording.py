"""Write one part of a computed report; every sentence with a figure is compared with the tables while typing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from yangguang.annualreport.checking import check
from yangguang.annualreport.model import AnnualReport
from yangguang.reports import actions
from yangguang.reports.composing import reworded
from yangguang.reports.computing.wording import OPEN
from yangguang.reports.conclusions import previous_report
from yangguang.reports.models import Wording
from yangguang.reports.models.wording import MOST_SIGNS, paragraphs_of
from yangguang.reports.permissions import Act
from yangguang.reports.presenting import finding_views, marked, place_id
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.staff.pages import ReportPage, crumbs, person, with_seen


class PartForm(forms.Form):
    """The text of a part, a paragraph a line."""

    text = forms.CharField(
        label=gettext_lazy("文字"),
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=gettext_lazy("一行一段。带数字的句子会与各表核对。"),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PartPage(ReportPage):
    """The frame of both: which part of a report made here, and the report as it would be with these words."""

    tab = "report"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.number = kwargs["number"]
        if self.report.edition is None or not self.is_drawn_up or self.number not in actions.PARTS:
            raise Http404
        self.edition = self.report.edition

    @property
    def heading(self) -> str:
        section = self.annual_report.section(self.number)
        return section.heading if section else _("开头")

    def text_of(self, report: AnnualReport | None) -> str:
        """The words of this part in a report, a paragraph a line."""
        if report is None:
            return ""
        section = report.section(self.number)
        paragraphs = report.preamble if self.number == 0 else section.paragraphs if section else ()
        return "\n".join(paragraphs)

    def judged(self, text: str) -> dict[str, Any]:
        """What checking says of these words, against the tables and last year; for page and script alike."""
        report = reworded(self.annual_report, {self.number: paragraphs_of(text)})
        where = f"sections.{self.number}" if self.number else "preamble"
        checked = check(report, previous_report(self.report), today=timezone.localdate())
        views = [view for view in finding_views(report, checked, {}) if view.finding.where == where]
        return {
            "paragraphs": [
                list(marked(paragraph, [view for view in views if view.finding.paragraph == number]))
                for number, paragraph in enumerate(paragraphs_of(text))
            ],
            "findings": views,
            "left_open": text.count(OPEN),
        }


class WritePage(PartPage):
    """The text with its findings, last year's beside it, and the way back to the template."""

    template_name = "reports/staff/part.html"

    @property
    def wording(self) -> Wording | None:
        return self.report.wordings.select_related("created_by").in_force().get(self.number)

    def get_page_title(self) -> str:
        return self.heading

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("staff_reports:report", args=[self.report.pk])
        return crumbs((url, f"{self.report.agency.shown_name} · {self.report.year}"), ("", self.heading))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wording = self.wording
        text = self.text_of(self.annual_report)
        form = kwargs.pop("form", None) or PartForm(
            initial={"text": text, "seen": wording.pk if wording else None}
        )
        return super().get_context_data(
            form=form,
            part_number=self.number,
            heading=self.heading,
            wording=wording,
            template_text=self.text_of(self.edition.read()) if wording else "",
            last_year=self.text_of(previous_report(self.report)),
            past=self.report.wordings.filter(number=self.number).select_related("created_by").order_by("-pk"),
            back=self.back(),
            **self.judged(form["text"].value() or ""),
            **kwargs,
        )

    def back(self) -> str:
        url = reverse("staff_reports:report", args=[self.report.pk])
        return f"{url}#{place_id(f'sections.{self.number}' if self.number else 'preamble')}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PartForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "check" in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        given = form.cleaned_data
        known = {"seen": given["seen"], "by": person(request), "at": timezone.now()}
        try:
            if "restore" in request.POST:
                actions.restore_part(self.report, self.number, **known)
                done = _("已恢复模板的文字。")
            else:
                actions.write_part(self.report, self.number, given["text"], **known)
                done = _("已保存文字并重新核对。")
        except Refused as reason:
            form.add_error(None, str(reason))
            if isinstance(reason, Conflict):
                holds = self.wording
                form.data = with_seen(request.POST, seen=str(holds.pk) if holds else "")
            status = 409 if isinstance(reason, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(request, done)
        return HttpResponseRedirect(self.back())


class CheckPartView(PartPage, View):
    """The findings on words that are being typed, as a fragment. Nothing is kept."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Act.CORRECT not in self.allowed:
            raise Http404
        text = request.POST.get("text", "")[:MOST_SIGNS]
        return render(request, "reports/staff/part_findings.html", self.judged(text))


def part_urls(report_id: int) -> dict[str, str]:
    """The address for writing each part, by the part's id on the page."""
    return {
        place_id(f"sections.{number}" if number else "preamble"): reverse(
            "staff_reports:part", args=[report_id, number]
        )
        for number in actions.PARTS
    }
