"""Taking a step and taking one back. A refused act shows the form again with everything typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases import engine
from yangguang.cases.attaching import all_or_nothing, attach
from yangguang.cases.forms import StepForm
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.procedure import Step
from yangguang.cases.refused import Conflict, NotAllowed, Refused, WrongFacts
from yangguang.cases.staff import presence
from yangguang.cases.staff.pages import CasePage

STATUS = {Conflict: 409, NotAllowed: 403}


class ActPage(CasePage):
    """A page with a form that acts on the case. ``version`` is what the person has seen of it."""

    presence = presence.WRITING
    tab = "act"

    def seen_version(self) -> int:
        """The version that the form was filled in against."""
        try:
            return int(self.request.POST["version"])
        except (KeyError, ValueError):
            return -1  # a form without it has seen nothing

    def refused(self, reason: Refused, form: forms.Form) -> HttpResponse:
        """Say why, keep what was typed; on a conflict show what happened meanwhile."""
        seen = self.seen_version()
        self.reread()
        meanwhile = []
        if isinstance(reason, Conflict):
            meanwhile = (
                [row for row in self.timeline if row.step.number > seen] if seen >= 0 else self.timeline[:1]
            )
        if isinstance(reason, WrongFacts):
            for name, sentences in reason.errors.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
        else:
            form.add_error(None, str(reason))
        context = self.get_context_data(form=form, meanwhile=meanwhile)
        return self.render_to_response(context, status=STATUS.get(type(reason), 422))

    def reread(self) -> None:
        """Forget what was computed before the act."""
        for name in ("situation", "timeline"):
            self.__dict__.pop(name, None)
        related = Case.objects.select_related("agency", "lead_department", "lead_person", "lead_case")
        self.case = related.get(pk=self.case.pk)


class ConfirmedForm(StepForm):
    """A step's form, with a place for the file that it brings and one more box where it is grave."""

    def __init__(self, step: Step, *args: Any, **kwargs: Any) -> None:
        super().__init__(step, *args, **kwargs)
        if step.brings:
            self.fields["file"] = forms.FileField(
                label=AttachmentKind(step.brings).label,
                required=False,
                help_text=gettext_lazy("扫描件或电子件；也可以以后在“材料”里补上。"),
            )
        if step.is_grave:
            self.fields["sure"] = forms.BooleanField(
                label=gettext_lazy("我已核对，确认办理。这一步会了结案件或对外生效。"),
                error_messages={"required": gettext_lazy("请勾选确认。")},
            )

    def facts(self) -> dict[str, Any]:
        """What the step keeps: everything filled in but the confirmation and the file."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("sure", "file") and value not in (None, "", False)
        }


class StepPage(ActPage):
    """The form of one step, generated from its declaration."""

    template_name = "cases/staff/step.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        procedure = self.case.procedure
        if not procedure.has_step(kwargs["step_id"]):
            raise Http404
        self.step: Step = procedure.step(kwargs["step_id"])
        if not self.step.frm or self.step.paper or not self.step.by:
            raise Http404  # opens a case, is prepared as a letter, or is taken by nobody here

    def get_page_title(self) -> str:
        return str(self.step.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.step.label)}]

    def why_not(self) -> str:
        """Why this person cannot take the step now; empty when they can."""
        if not self.step.by & self.roles:
            return _("您在%(agency)s的角色不能“%(step)s”。需要的角色：%(roles)s。") % {
                "agency": self.case.agency,
                "step": self.step.label,
                "roles": "、".join(sorted(str(role.label) for role in self.step.by)),
            }
        return engine.why_not(self.situation, self.step)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = self.why_not()
        if not reason:
            return super().get(request, *args, **kwargs)
        status = 422 if self.step.by & self.roles else 403
        return self.render_to_response(self.get_context_data(reason=reason, form=None), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "form" not in kwargs:
            kwargs["form"] = ConfirmedForm(self.step, self.situation)
        return super().get_context_data(step=self.step, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ConfirmedForm(self.step, self.situation, request.POST, files=request.FILES)
        seen = self.seen_version()
        if seen == self.case.version and not form.is_valid():
            reason = self.why_not()
            if not reason:
                return self.render_to_response(self.get_context_data(form=form), status=422)
        form.is_valid()
        try:
            self.take(form, seen)
        except Refused as reason:
            return self.refused(reason, form)
        messages.success(request, _("已办理：%(step)s。") % {"step": self.step.label})
        return HttpResponseRedirect(self.overview_url())

    def take(self, form: ConfirmedForm, version: int) -> None:
        """The step, and the file that came with it; both or neither."""
        with all_or_nothing():
            taken = engine.take(
                self.case, self.step.id, facts=form.facts(), by=self.actor, at=self.at, version=version
            )
            if form.cleaned_data.get("file"):
                attach(
                    self.case,
                    form.cleaned_data["file"],
                    self.step.brings,
                    by=self.actor,
                    at=self.at,
                    step_number=taken.number,
                )


class UndoForm(forms.Form):
    """Why a step is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("撤销理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("撤销的步骤仍保留在办理过程中。"),
    )


class UndoPage(ActPage):
    """Taking back the last step, where it had no effect outside the house."""

    template_name = "cases/staff/undo.html"

    def get_page_title(self) -> str:
        return _("撤销上一步")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UndoForm())
        numbers = [step.number for step in self.situation.counting]
        return super().get_context_data(
            reason=engine.why_not_undo(self.situation, self.actor),
            last=next((row for row in self.timeline if numbers and row.step.number == numbers[-1]), None),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UndoForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            engine.undo(
                self.case,
                reason=form.cleaned_data["reason"],
                by=self.actor,
                at=self.at,
                version=self.seen_version(),
            )
        except Refused as reason:
            return self.refused(reason, form)
        messages.success(request, _("已撤销。"))
        return HttpResponseRedirect(self.overview_url())
