"""The case page of a request: who asks (masked), what is wanted, and how it is to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.models import Case
from yangguang.cases.permissions import HANDLES, may_reveal
from yangguang.cases.refused import NotAllowed, Refused
from yangguang.cases.sealing import masked
from yangguang.cases.staff.pages import OverviewPage
from yangguang.cases.staff.stepping import ActPage
from yangguang.law.errors import LawError
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.receipt import Channel, Receipt, received_on
from yangguang.letters.papers import free_papers
from yangguang.letters.selectors import letters_of
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE
from yangguang.requests.procedure.states import HANDLER
from yangguang.requests.repeats import hints_for
from yangguang.requests.revealing import Revealed, reveal
from yangguang.requests.splitting import split, why_not_split


class RequestPage(OverviewPage):
    """A request on the desk."""

    procedure_id = PROCEDURE.id
    template_name = "requests/staff/case.html"
    revealed: Revealed | None = None

    @cached_property
    def own(self) -> InformationRequest:
        own: InformationRequest = self.case.information_request
        return own

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.own
        outcome = OUTCOME_BY_CODE.get(own.outcome_in_force)
        order = self.situation.last("reopen")
        was_answered = (
            order is not None and self.case.closed_on is not None and self.case.closed_on < order.on
        )
        handles = bool(self.roles & HANDLER) and self.case.is_open
        return super().get_context_data(
            own=own,
            first_outcome=OUTCOME_BY_CODE.get(self.case.outcome_id) if was_answered else None,
            order=order,
            revealed=self.revealed,
            masked_identity=masked(own.identity_number),
            masked_phone=masked(own.phone),
            may_reveal=may_reveal(self.user, self.case),
            receipt=receipt_of(own),
            hints=hints_for(self.case),
            outcome=outcome,
            may_split=handles,
            why_not_split=why_not_split(self.case, self.situation) if handles else "",
            letters=letters_of(self.case),
            **self.together(),
            papers=list(free_papers(PROCEDURE.id)) if self.roles & HANDLES else [],
            **kwargs,
        )

    def together(self) -> dict[str, Any]:
        """The requests that follow this one, and the earliest limit among them all."""
        following = list(self.case.followers.order_by("pk"))
        dues = [case.due_on for case in (self.case, *following) if case.is_open and case.due_on]
        return {"following": following, "earliest_due": min(dues, default=None)}


def receipt_of(own: InformationRequest) -> Receipt | None:
    """The day of receipt with its reason; nothing where the days of an old record contradict each other."""
    try:
        return received_on(Channel(own.channel), own.arrived_on, own.confirmed_on)
    except LawError:
        return None


class RevealPage(RequestPage):
    """The sealed data in clear, once: asked for by POST, recorded, and gone with the next page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.revealed = reveal(self.case, by=self.user, at=self.at)
        except NotAllowed as reason:
            messages.error(request, str(reason))
            response = self.render_to_response(self.get_context_data(), status=403)
        else:
            response = self.render_to_response(self.get_context_data())
        response["Cache-Control"] = "private, no-store"
        return response


class SplitForm(forms.Form):
    """What becomes a case of its own."""

    matter = forms.CharField(
        label=gettext_lazy("拆出的事项"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "照申请人的原话写。新案件沿用同一申请人、收到之日和查询码，原申请的文字不变。"
        ),
    )


class SplitPage(ActPage):
    """Taking one matter out of an application that has several."""

    procedure_id = PROCEDURE.id
    template_name = "requests/staff/split.html"

    def get_page_title(self) -> str:
        return _("拆分申请")

    def why_not(self) -> str:
        if not self.roles & HANDLER:
            return _("只有经办人员可以拆分申请。")
        return why_not_split(self.case, self.situation)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", SplitForm())
        own = InformationRequest.objects.get(case=self.case)
        return super().get_context_data(own=own, reason=self.why_not(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SplitForm(request.POST)
        if not self.roles & HANDLER:
            return self.render_to_response(self.get_context_data(form=form), status=403)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            new = split(
                self.case, form.cleaned_data["matter"], by=self.user, at=self.at, version=self.seen_version()
            )
        except Refused as reason:
            return self.refused(reason, form)
        if Case.objects.visible_to(self.user).filter(pk=new.pk).exists():
            messages.success(request, _("已拆出 %(number)s。") % {"number": new.number})
            return HttpResponseRedirect(reverse("staff_requests:case", args=[new.pk]))
        said = _("已拆出 %(number)s，等待公开机构分办；还没有交给您或者您的部门，您看不到它的办理情况。")
        messages.success(request, said % {"number": new.number})
        return HttpResponseRedirect(self.overview_url())
