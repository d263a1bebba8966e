"""Preparing a letter: what the step asks, and the letter that comes of it, before anything is kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from yangguang.cases import engine
from yangguang.cases.forms import StepForm
from yangguang.cases.models import Case
from yangguang.cases.procedure import Step
from yangguang.cases.refused import Refused
from yangguang.cases.situation import Situation
from yangguang.letters import actions
from yangguang.letters.models import Letter
from yangguang.letters.papers import Paper, has_paper, paper
from yangguang.letters.permissions import may_draft
from yangguang.letters.rendering import has_day, laid_out, render
from yangguang.letters.staff.pages import StaffPage, case_url, crumbs
from yangguang.letters.writing.content import LetterContent
from yangguang.offices.visitors import person


class PreparePage(StaffPage):
    """The letter of a step of a case."""

    template_name = "letters/staff/prepare.html"
    step: Step
    paper: Paper

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        cases = Case.objects.visible_to(person(request)).select_related("agency")
        self.case = get_object_or_404(cases, pk=kwargs["pk"])
        self.find(kwargs)
        if not may_draft(self.person, self.case, self.step):
            raise Http404
        self.now = timezone.now()

    def find(self, kwargs: dict[str, Any]) -> None:
        """The step and its paper."""
        procedure = self.case.procedure
        if not procedure.has_step(kwargs["step"]) or not has_paper(procedure.step(kwargs["step"]).paper):
            raise Http404
        self.step = procedure.step(kwargs["step"])
        self.paper = paper(self.step.paper)

    @cached_property
    def situation(self) -> Situation:
        return engine.situation_of(self.case, self.now)

    def get_page_title(self) -> str:
        return _("拟制%(paper)s") % {"paper": self.paper.label}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs((case_url(self.case), self.case.number), ("", self.get_page_title()))

    def form(self, typed: Any = None) -> StepForm:
        """What the step asks; not the day, which is the day on which the letter leaves."""
        if typed is not None and has_day(self.step):
            typed = typed.copy()
            typed[self.step.day] = self.situation.today.isoformat()
        return StepForm(self.step, self.situation, typed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        refusal = engine.why_not(self.situation, self.step) if self.step.id else ""
        return super().get_context_data(
            case=self.case,
            case_url=case_url(self.case),
            step=self.step,
            paper=self.paper,
            form=form,
            fields=[field for field in form if field.name != self.step.day or not has_day(self.step)],
            refusal=refusal,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        facts = {name: value for name, value in form.cleaned_data.items() if value not in (None, "", False)}
        try:
            if "save" in request.POST:
                letter = self.keep(facts)
                return HttpResponseRedirect(reverse("staff_letters:letter", args=[letter.pk]))
            return self.render_to_response(self.get_context_data(form=form, content=self.shown(facts)))
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=422)

    def shown(self, facts: dict[str, Any]) -> LetterContent:
        """The letter as it would be, without anything being kept."""
        today = self.situation.today
        rendered = render(self.situation, self.step, self.paper, facts, today)
        number = _("（文号在发出时编定）")
        return laid_out(rendered.text, self.paper, self.case.agency, number=number, day=today)

    def keep(self, facts: dict[str, Any]) -> Letter:
        """Make the draft."""
        return actions.prepare(self.case, self.step.id, facts=facts, by=self.actor, at=self.now)


class PreparePaperPage(PreparePage):
    """A paper that no step issues."""

    def find(self, kwargs: dict[str, Any]) -> None:
        code = kwargs["code"]
        if not has_paper(code) or paper(code).procedure_id != self.case.procedure_id:
            raise Http404
        self.paper = paper(code)
        self.step = self.paper.as_step()

    def keep(self, facts: dict[str, Any]) -> Letter:
        return actions.prepare_paper(self.case, self.paper.code, facts=facts, by=self.actor, at=self.now)
