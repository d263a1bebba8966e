"""The case page of a reconsideration or a suit: before whom, what about, what was decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.permissions import may_reveal
from yangguang.cases.refused import NotAllowed
from yangguang.cases.sealing import masked
from yangguang.cases.staff.pages import OverviewPage
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.remedy_clock import suit_until
from yangguang.law.remedy_results import RESULT_BY_CODE
from yangguang.law.workdays import Counted
from yangguang.letters.selectors import letters_of
from yangguang.remedies.models import Remedy
from yangguang.remedies.procedure import DECIDED, IDS, SUSPENDED, forum_of
from yangguang.remedies.revealing import reveal
from yangguang.requests.revealing import Revealed


class RemedyPage(OverviewPage):
    """A case against the office, on the desk."""

    template_name = "remedies/staff/case.html"
    revealed: Revealed | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.case.procedure_id not in IDS:
            raise Http404

    @cached_property
    def own(self) -> Remedy:
        related = Remedy.objects.select_related("request", "review")
        return related.get(case=self.case)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own, forum = self.own, forum_of(self.case)
        result = RESULT_BY_CODE.get(self.case.outcome_id)
        return super().get_context_data(
            own=own,
            forum=forum,
            result=result,
            result_article=result.article(forum) if result else "",
            first_outcome=OUTCOME_BY_CODE.get(own.request.outcome_id) if own.request else None,
            rests=self.situation.last("suspend") if self.case.state_id == SUSPENDED else None,
            suits=self.suits,
            suit_until=self.suit_until(),
            lacks_ruling=bool(result) and not self.has_ruling(),
            seen=self.seen(),
            revealed=self.revealed,
            masked_identity=masked(own.identity_number),
            masked_phone=masked(own.phone),
            may_reveal=may_reveal(self.user, self.case),
            letters=letters_of(self.case),
            **kwargs,
        )

    @cached_property
    def suits(self) -> list[Case]:
        """The suits that followed this reconsideration."""
        return [one.case for one in Remedy.objects.filter(review=self.case).select_related("case")]

    def suit_until(self) -> Counted | None:
        """Until when the applicant may sue, reckoned from the day on which the office got the decision."""
        decision = self.situation.last("decide")
        if decision is None or self.case.state_id != DECIDED or self.suits:
            return None
        return suit_until(decision.on, self.situation.calendar)

    def has_ruling(self) -> bool:
        """Whether the paper of the decision is among the files."""
        last = self.situation.last("decide") or self.situation.last("judge")
        rulings = self.case.attachments.filter(kind=AttachmentKind.RULING)
        return last is None or rulings.exclude(step_number__lt=last.number).exists()

    def seen(self) -> set[int]:
        """Which of the linked cases this person may open."""
        linked = [pk for pk in (self.own.request_id, self.own.review_id) if pk]
        linked += [case.pk for case in self.suits]
        return set(Case.objects.visible_to(self.user).filter(pk__in=linked).values_list("pk", flat=True))


class RevealPage(RemedyPage):
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
