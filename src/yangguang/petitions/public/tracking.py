"""The page of a petition that number and query code have opened (信访工作条例第二十一条): state, days, papers, result."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yangguang.cases.engine import situation_of
from yangguang.cases.models import Case
from yangguang.letters.selectors import public_letters
from yangguang.petitions.outcomes import Outcome
from yangguang.petitions.procedure import PROCEDURE
from yangguang.requests.public.opening import linked_cases, with_case
from yangguang.requests.tracking import fetch, timeline


@require_safe
@with_case(PROCEDURE, "petition")
def tracked(request: HttpRequest, case: Case) -> HttpResponse:
    """Where the matter stands, what has happened, which papers there are. Of an accusation not what it says."""
    situation = situation_of(case, timezone.now())
    context = {
        "case": case,
        "own": case.petition,
        "state": case.state.public_label or case.state.label,
        "outcome": Outcome(case.outcome_id).label if case.outcome_id else "",
        "lines": timeline(situation),
        "letters": public_letters(case)[::-1],
        "linked": linked_cases(case),
    }
    return render(request, "petitions/public/tracked.html", context)


@require_safe
@with_case(PROCEDURE, "petition")
def letter(request: HttpRequest, case: Case, pk: int) -> HttpResponse:
    """A letter to the petitioner. Whoever only asks for its head has not fetched it."""
    found = next((issued for issued in public_letters(case) if issued.pk == pk), None)
    if found is None:
        raise Http404
    data = fetch(found, timezone.now()) if request.method == "GET" else b""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{found}.pdf") or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response
