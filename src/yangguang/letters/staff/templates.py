"""The office's texts: a list of papers, and one text with its placeholders and a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.refused import Conflict, Refused
from yangguang.letters import actions
from yangguang.letters.forms import LayoutForm, TemplateForm
from yangguang.letters.models import LetterTemplate, WordLayout
from yangguang.letters.papers import Wording, has_paper, paper, papers
from yangguang.letters.rendering import sample_content
from yangguang.letters.selectors import template_text
from yangguang.letters.staff.pages import StaffPage, crumbs
from yangguang.letters.staff.setting_up import agency_of
from yangguang.letters.writing.content import LetterContent


def _url(agency: int, code: str, wording: str) -> str:
    if wording:
        return reverse("staff_letters:wording", args=[agency, code, wording])
    return reverse("staff_letters:template", args=[agency, code])


class TemplatesPage(StaffPage):
    """Every paper with its texts, the changed ones marked."""

    template_name = "letters/staff/templates.html"
    page_title = gettext_lazy("文书模板")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = agency_of(request, kwargs["agency"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        settings = reverse("staff_letters:office", args=[self.agency.pk])
        return crumbs((settings, _("文书设置")), ("", self.page_title))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = {
            (template.paper_code, template.wording_id): template
            for template in LetterTemplate.objects.filter(agency=self.agency)
        }
        rows = [
            {
                "paper": item,
                "wordings": [
                    {
                        "wording": wording,
                        "own": own.get((item.code, wording.id)),
                        "url": _url(self.agency.pk, item.code, wording.id),
                    }
                    for wording in item.wordings
                ],
            }
            for item in papers()
        ]
        return super().get_context_data(agency=self.agency, rows=rows, **kwargs)


class TemplatePage(StaffPage):
    """One text."""

    template_name = "letters/staff/template.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = agency_of(request, kwargs["agency"])
        self.wording_id = kwargs.get("wording", "")
        if not has_paper(kwargs["code"]):
            raise Http404
        self.paper = paper(kwargs["code"])
        try:
            self.wording: Wording = self.paper.wording(self.wording_id)
        except KeyError:
            raise Http404 from None

    def get_page_title(self) -> str:
        if self.wording_id:
            return f"{self.paper.label} · {self.wording.label}"
        return str(self.paper.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = reverse("staff_letters:templates", args=[self.agency.pk])
        return crumbs((listing, _("文书模板")), ("", self.get_page_title()))

    @property
    def text(self) -> str:
        """The text in force."""
        return template_text(self.agency, self.paper, self.wording_id)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TemplateForm(initial={"text": self.text, "seen": self.text})
        return self.render_to_response(self.get_context_data(form=form, shown=self.text))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        who: dict[str, Any] = {"by": self.person, "at": timezone.now()}
        if "reset" in request.POST:
            actions.reset_template(self.agency, self.paper, self.wording_id, **who)
            messages.success(request, _("已恢复为默认模板。"))
            return HttpResponseRedirect(request.path)
        form = TemplateForm(request.POST)
        typed = request.POST.get("text", "")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, shown=typed), status=422)
        try:
            if "save" in request.POST:
                self.keep(form, who)
                messages.success(request, _("已保存模板，对以后拟制的文书有效。"))
                return HttpResponseRedirect(request.path)
            self.sample(typed)
        except Refused as reason:
            form.add_error(None, str(reason))
            status = 409 if isinstance(reason, Conflict) else 422
            return self.render_to_response(self.get_context_data(form=form, shown=typed), status=status)
        return self.render_to_response(self.get_context_data(form=form, shown=typed))

    def keep(self, form: TemplateForm, who: dict[str, Any]) -> None:
        """Save the text, if the one that was opened still holds."""
        seen = form.cleaned_data["seen"].replace("\r\n", "\n")
        text = form.cleaned_data["text"]
        actions.save_template(self.agency, self.paper, self.wording_id, text, seen=seen, **who)

    def sample(self, text: str) -> LetterContent:
        """The text with sample values."""
        return sample_content(self.agency, self.paper, text, timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = kwargs.pop("shown")
        try:
            content = self.sample(shown)
        except Refused:
            content = None
        own = LetterTemplate.objects.filter(
            agency=self.agency, paper_code=self.paper.code, wording_id=self.wording_id
        ).first()
        return super().get_context_data(
            agency=self.agency,
            paper=self.paper,
            wording=self.wording,
            own=own,
            content=content,
            layout_form=LayoutForm(),
            layout=WordLayout.objects.filter(agency=self.agency, paper_code=self.paper.code).first(),
            **kwargs,
        )
