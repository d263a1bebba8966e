"""A case that number and query code have opened for a while in one browser; and cases that the same code opens."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yangguang.cases.models import Case, CaseLink, LinkKind
from yangguang.cases.procedure import Procedure

TRACKED = "tracked_request"
OPEN_SECONDS = 2 * 60 * 60
"""How long a look-up opens the case in this session."""

CaseView = Callable[..., HttpResponseBase]


def open_for(request: HttpRequest, case: Case) -> HttpResponse:
    """Open the case in this session, and lead to its page."""
    request.session.cycle_key()
    request.session[TRACKED] = {"case": case.pk, "until": timezone.now().timestamp() + OPEN_SECONDS}
    return redirect(case.procedure.track_url)


def _opened(request: HttpRequest) -> int | None:
    opened = request.session.get(TRACKED) or {}
    return int(opened["case"]) if opened.get("until", 0) >= timezone.now().timestamp() else None


def with_case(procedure: Procedure, *own: str) -> Callable[[CaseView], CaseView]:
    """Hands over the case that this session has opened with its code; who has none is asked for it.

    ``own`` is the procedure's own record. A case of another procedure leads to its own page.
    """

    def decorate(view: CaseView) -> CaseView:
        @wraps(view)
        @never_cache
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            pk = _opened(request)
            if pk is None:
                return redirect("requests:track")
            case = get_object_or_404(Case.objects.select_related("agency__parent", *own), pk=pk)
            if case.procedure_id != procedure.id:
                return redirect(case.procedure.track_url)
            return view(request, case=case, **kwargs)

        return inner

    return decorate


def linked_cases(case: Case) -> list[Case]:
    """Where the case was turned into, and where it comes from, as far as the same code opens them."""
    links = CaseLink.objects.filter(kind=LinkKind.CONVERTED_FROM).select_related("frm", "to")
    found = [link.frm for link in links.filter(to=case)] + [link.to for link in links.filter(frm=case)]
    return [other for other in found if _same_code(case, other)]


def _same_code(case: Case, other: Case) -> bool:
    hashes = [one.procedure.code_hash for one in (case, other) if one.procedure.track_url]
    if len(hashes) < 2 or None in hashes:
        return False
    mine, its = (hash_of(one) for hash_of, one in zip(hashes, (case, other), strict=True) if hash_of)
    return mine == its


@require_POST
@never_cache
def open_linked(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Go over to a case that the same code opens."""
    opened = _opened(request)
    if opened is None:
        return redirect("requests:track")
    case = get_object_or_404(Case, pk=opened)
    other = next((other for other in linked_cases(case) if other.pk == pk), None)
    return open_for(request, other) if other else redirect(case.procedure.track_url)
