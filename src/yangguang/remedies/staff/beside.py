"""What a request shows of the cases brought against its handling, and where a new one is entered."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse

from yangguang.cases.models import Case
from yangguang.cases.permissions import roles_in_case
from yangguang.law.remedy_results import RESULT_BY_CODE
from yangguang.offices.models import Person
from yangguang.remedies.procedure import HANDLER


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list; ``url`` is empty for somebody who may not open it."""

    case: Case
    url: str
    result: str


def remedies_of_request(request: Case, person: Person) -> str:
    """The cases about a request, and buttons for those who may enter one; nothing where there is neither."""
    cases = list(Case.objects.filter(remedy__request=request).select_related("remedy").order_by("pk"))
    may_enter = bool(roles_in_case(person, request) & HANDLER) and request.received_on is not None
    if not cases and not may_enter:
        return ""
    seen = set(
        Case.objects.visible_to(person).filter(pk__in=[c.pk for c in cases]).values_list("pk", flat=True)
    )
    lines = [
        Line(case, reverse("staff_remedies:case", args=[case.pk]) if case.pk in seen else "", result_of(case))
        for case in cases
    ]
    query = urlencode({"request": request.number})
    context = {
        "lines": lines,
        "review_url": f"{reverse('staff_remedies:new-review')}?{query}" if may_enter else "",
        "suit_url": f"{reverse('staff_remedies:new-suit')}?{query}" if may_enter else "",
    }
    return render_to_string("remedies/staff/_beside.html", context)


def result_of(case: Case) -> str:
    """The result in words; empty while there is none."""
    found = RESULT_BY_CODE.get(case.outcome_id)
    return found.said if found else ""
