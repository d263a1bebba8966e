"""Rolling up: who is a part and from where, the act, and the trace of every sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.annualreport.address import in_words
from yangguang.annualreport.model import Cell, CellState
from yangguang.offices.models import Agency
from yangguang.offices.visitors import person
from yangguang.reports import actions
from yangguang.reports.computing.drawing_up import FIRST_YEAR
from yangguang.reports.figures import COLUMNS
from yangguang.reports.filing import CLOSED
from yangguang.reports.forms import AgencyField
from yangguang.reports.models import PartSource, Report, RollUpPart
from yangguang.reports.permissions import Act, agencies_for
from yangguang.reports.presenting import place_id
from yangguang.reports.refused import Conflict, Refused
from yangguang.reports.rolling_up.drawing_up import missing_sentence
from yangguang.reports.rolling_up.gathering import Gathered, plan
from yangguang.reports.rolling_up.tracing import Given, chosen, given
from yangguang.reports.staff.pages import ReportPage, crumbs
from yangguang.reports.stored import message_from_json
from yangguang.reports.words import shown_cell, shown_value
from yangguang.translation import gettext as say
from yangguang.web.keys import key
from yangguang.web.spreadsheet import write_sheet

A_PAGE = 100
MOST_ISSUES = 50
"""A set in which more is to be looked at has one fault many times."""
NOT_GIVEN = [source for source in PartSource if not source.gives]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RollUpForm(forms.Form):
    """Whose reports of which year are rolled up."""

    agency = AgencyField(label=gettext_lazy("汇总到"), queryset=Agency.objects.none(), empty_label=None)
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("有机关不计入的，须写明为什么；已公开的报告重新汇总的，须写明为什么要更正。"),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].offer(agencies)  # type: ignore[attr-defined]
        years = range(today.year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class RollUpPage(WagtailAdminTemplateMixin, TemplateView):
    """Who would be added up, from where, who is missing; and the button."""

    request: HttpRequest
    page_title = gettext_lazy("汇总下级报告")
    header_icon = "doc-full"
    template_name = "reports/staff/roll_up.html"

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        children = Agency.objects.active().filter(parent=OuterRef("pk"))
        found = agencies_for(person(self.request), Act.ROLL_UP).filter(Exists(children))
        return found.distinct().order_by("path")

    def form(self, data: Any) -> RollUpForm:
        return RollUpForm(data, agencies=self.agencies, today=timezone.localdate())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.agencies.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def asked(self) -> dict[str, Any]:
        """What was asked for; at first one's highest agency and the year whose reports are due."""
        first = self.agencies.first()
        return {
            "agency": self.request.GET.get("agency") or (first.pk if first else ""),
            "year": self.request.GET.get("year") or timezone.localdate().year - 1,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form(self.asked())
        form.is_valid()
        superior, year = form.cleaned_data.get("agency"), form.cleaned_data.get("year")
        shown: dict[str, Any] = {}
        if superior is not None and year is not None:
            out = self.out(superior)
            planned = plan(superior, year, without=out)
            page = Paginator(planned.listed, A_PAGE).get_page(self.request.GET.get("page"))
            here = {part.agency.pk for part in page.object_list}
            existing = Report.objects.filter(agency=superior, year=year).first()
            shown = {
                "plan": planned,
                "page": page,
                "rows": plan_rows(page.object_list, person(self.request)),
                "counts": source_counts(
                    [part.source for part in planned.parts] + [PartSource.LEFT_OUT] * len(planned.left_out)
                ),
                "out": out,
                "out_elsewhere": sorted(out - here),
                "out_query": "".join(f"&out={pk}" for pk in sorted(out)),
                "missing": [part.agency.name for part in planned.missing],
                "existing": existing,
                "asks_note": bool(planned.left_out) or (existing is not None and existing.state in CLOSED),
            }
        return super().get_context_data(form=form, superior=superior, chosen_year=year, **shown, **kwargs)

    def out(self, superior: Agency) -> set[int]:
        """The agencies below that are not to be added; what is no agency below is none of them."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        wanted = {found for value in sent.getlist("out") if (found := key(value))}
        return set(Agency.objects.below([superior]).filter(pk__in=wanted).values_list("pk", flat=True))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if "preview" in request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        told = form.cleaned_data
        superior = told["agency"]
        out = self.out(superior)
        among = None
        if out:
            planned = plan(superior, told["year"], without=out)
            among = [part.agency for part in planned.parts if part.agency.pk != superior.pk]
        try:
            edition = actions.roll_up(
                superior,
                told["year"],
                among=among,
                note=told["note"],
                by=person(request),
                at=timezone.now(),
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            status = 409 if isinstance(reason, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=form), status=status)
        messages.success(request, _("已汇总，成为第 %(number)s 版。") % {"number": edition.number})
        return HttpResponseRedirect(reverse("staff_reports:parts", args=[edition.report_id]))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))


def source_counts(sources: Iterable[str]) -> list[tuple[PartSource, int]]:
    """How many agencies are taken from where."""
    counts = Counter(sources)
    return [(source, counts[source]) for source in PartSource if counts[source]]


def plan_rows(parts: Iterable[Gathered], user: Any) -> list[tuple[Gathered, str]]:
    """Parts with the address of their report, for those who may open it."""
    parts = list(parts)
    readable = readable_reports((part.report_id for part in parts), user)
    return [(part, report_url(part.report_id, readable)) for part in parts]


def readable_reports(ids: Iterable[int | None], user: Any) -> set[int]:
    wanted = {pk for pk in ids if pk is not None}
    return set(Report.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True))


def report_url(report: int | None, readable: set[int]) -> str:
    return reverse("staff_reports:report", args=[report]) if report in readable else ""


class RolledUpPage(ReportPage):
    """A page that only a rolled-up report has."""

    tab = "parts"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.report.edition is None or not self.is_rolled_up:
            raise Http404
        self.edition = self.report.edition

    @property
    def parts(self) -> QuerySet[RollUpPart]:
        return RollUpPart.objects.filter(edition=self.edition).select_related("agency").order_by("pk")


class PartsPage(RolledUpPage):
    """Everybody in the sum with the chosen totals; what a person should know; who gave nothing."""

    template_name = "reports/staff/parts.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return self.spreadsheet()
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(self.parts.exclude(source__in=NOT_GIVEN), A_PAGE).get_page(
            self.request.GET.get("page")
        )
        rows = list(page.object_list)
        readable = readable_reports((part.report_id for part in rows), person(self.request))
        missing = actions.missing_names(self.report)
        last = self.report.wordings.filter(number=6).order_by("-pk").first()
        record = getattr(self.edition, "roll_up", None)
        issues = record.issues if record else []
        totals = self.report.figures.chosen()
        return super().get_context_data(
            columns=[say(column.label) for column in COLUMNS],
            rows=[(part, report_url(part.report_id, readable), list(chosen(part).values())) for part in rows],
            totals=list(totals.values()),
            page=page,
            counts=source_counts(self.parts.order_by().values_list("source", flat=True)),
            issues=[issue_view(item) for item in issues[:MOST_ISSUES]],
            more_issues=max(len(issues) - MOST_ISSUES, 0),
            missing=missing,
            left_out=actions.left_out_names(self.report),
            left_out_why=self.edition.note,
            sentence=missing_sentence(missing),
            seen=last.pk if last and not last.is_template else "",
            **kwargs,
        )

    def spreadsheet(self) -> HttpResponse:
        """Agencies by chosen figures, with where each was taken from."""
        name = f"{self.report.agency.shown_name}-{self.report.year}-{_('汇总构成')}.xlsx"
        response = HttpResponse(content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        columns: list[tuple[str, float]] = [
            (_("机关"), 30),
            (_("来源"), 20),
            (_("出处"), 14),
            (_("错误"), 8),
            *((say(column.label), 10) for column in COLUMNS),
        ]
        write_sheet(response, _("汇总构成"), columns, self.lines(), filters=True)  # type: ignore[arg-type]
        return response

    def lines(self) -> Iterator[list[Any]]:
        for part in self.parts.iterator(chunk_size=500):
            source = str(part.get_source_display())
            yield [part.agency.name, source, part.taken_from, part.errors, *chosen(part).values()]


def issue_view(item: dict[str, Any]) -> dict[str, Any]:
    """What a person should know about the sum, in their language."""
    return {"tone": item["severity"], "message": str(message_from_json(item["message"]) or "")}


class PartOfPage(RolledUpPage):
    """One sum opened: every agency that gave something to it, with the figure and where it is from."""

    template_name = "reports/staff/part_of.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.path = kwargs["path"]
        if self.path not in self.annual_report.cells:
            raise Http404

    def get_page_title(self) -> str:
        return in_words(self.annual_report.format, self.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cell = self.annual_report.cells[self.path]
        summed = self.edition.read().cells[self.path]
        told = [given(part, self.path) for part in self.parts.iterator(chunk_size=500)]
        figures = sorted((item for item in told if item.value), key=lambda item: -(item.value or 0))
        unknown = [item for item in told if not item.is_known and PartSource(item.part.source).gives]
        page = Paginator(figures, A_PAGE).get_page(self.request.GET.get("page"))
        shown = [*unknown, *page.object_list]
        readable = readable_reports((item.part.report_id for item in shown), person(self.request))
        return super().get_context_data(
            cell_path=self.path,
            where=in_words(self.annual_report.format, self.path),
            reported=shown_cell(cell),
            summed=shown_cell(summed),
            is_corrected=(cell.value, cell.state) != (summed.value, summed.state),
            rows=[part_row(item, readable) for item in page.object_list],
            unknown=[part_row(item, readable) for item in unknown[:A_PAGE]],
            unknown_count=len(unknown),
            nought=sum(item.is_known and not item.value for item in told),
            missing=sum(item.part.source == PartSource.NOTHING for item in told),
            left_out=sum(item.part.source == PartSource.LEFT_OUT for item in told),
            page=page,
            back=f"{reverse('staff_reports:report', args=[self.report.pk])}#{place_id(self.path)}",
            **kwargs,
        )


def part_row(item: Given, readable: set[int]) -> dict[str, Any]:
    """An agency as a sum's list names it."""
    if not item.in_form:
        figure = _("该格式没有这一项")
    elif item.value is None:
        figure = shown_cell(Cell("", None, CellState(item.state)))
    else:
        figure = f"{item.value:f}" if not isinstance(item.value, int) else shown_value(item.value)
    return {
        "part": item.part,
        "figure": figure,
        "derived": item.is_derived,
        "url": report_url(item.part.report_id, readable),
    }


class NameMissingView(RolledUpPage):
    """Put the sentence about who did not deliver into part six."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = request.POST.get("seen", "")
        try:
            actions.name_missing(
                self.report,
                seen=key(seen) or None,
                by=person(request),
                at=timezone.now(),
            )
        except Refused as reason:
            messages.error(request, str(reason))
            return HttpResponseRedirect(reverse("staff_reports:parts", args=[self.report.pk]))
        messages.success(request, _("已写入第六部分。"))
        return HttpResponseRedirect(reverse("staff_reports:part", args=[self.report.pk, 6]))
