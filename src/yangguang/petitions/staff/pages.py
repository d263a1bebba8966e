"""The case page of a petition: who turns to the office (masked), with what, and how it is treated."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property

from yangguang.cases.permissions import may_reveal
from yangguang.cases.refused import NotAllowed
from yangguang.cases.sealing import masked
from yangguang.cases.staff.pages import OverviewPage
from yangguang.letters.selectors import letters_of
from yangguang.petitions.models import Petition
from yangguang.petitions.outcomes import Outcome
from yangguang.petitions.procedure import PROCEDURE
from yangguang.petitions.revealing import Revealed, reveal


class PetitionPage(OverviewPage):
    """A petition on the desk."""

    procedure_id = PROCEDURE.id
    template_name = "petitions/staff/case.html"
    revealed: Revealed | None = None

    @cached_property
    def own(self) -> Petition:
        return Petition.objects.get(case=self.case)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outcome = Outcome(self.case.outcome_id).label if self.case.outcome_id else ""
        return super().get_context_data(
            own=self.own,
            revealed=self.revealed,
            masked_identity=masked(self.own.identity_number),
            masked_phone=masked(self.own.phone),
            may_reveal=may_reveal(self.user, self.case),
            outcome=outcome,
            letters=letters_of(self.case),
            **kwargs,
        )


class RevealPage(PetitionPage):
    """The sealed data in clear, once: asked for by POST, recorded, and gone with the next page."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        status = 200
        try:
            self.revealed = reveal(self.case, by=self.user, at=self.at)
        except NotAllowed as reason:
            messages.error(request, str(reason))
            status = 403
        response = self.render_to_response(self.get_context_data(), status=status)
        response["Cache-Control"] = "private, no-store"
        return response
