"""Telling people of the house about cases: a line in the page at once, e-mail and text message afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from yangguang.cases.models import Assignment, Case, Notice, NoticeKind
from yangguang.cases.models.case import SEES_ASSIGNED
from yangguang.offices.models import Membership, Person
from yangguang.offices.roles import Role
from yangguang.web.later import later

logger = logging.getLogger(__name__)
HOUSE_LANGUAGE = "zh-hans"
AT_ONCE = 500


def notify(
    people: Iterable[Person],
    case: Case,
    kind: NoticeKind,
    key: str,
    text: str,
    *,
    due_on: date | None,
    at: datetime,
) -> int:
    """Tell each of ``people`` once; the number of those who had not been told before."""
    told = set(Notice.objects.filter(case=case, key=key).values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in told]
    Notice.objects.bulk_create(
        [
            Notice(
                person=person, case=case, kind=kind, key=key, text=text[:300], due_on=due_on, created_at=at
            )
            for person in new
        ],
        ignore_conflicts=True,  # another worker may be telling the same
    )
    if new:
        _deliver_later()
    return len(new)


@dataclass(frozen=True, slots=True)
class Telling:
    """Something to be told to one person that is about no case: ``key`` says what, ``address`` where it leads."""

    person_id: int
    kind: NoticeKind
    key: str
    text: str
    address: str
    due_on: date | None = None


def tell(news: Iterable[Telling], *, at: datetime) -> int:
    """Tell each person each thing once; how many were new. Two queries for every few hundred things to tell."""
    wanted = list({(item.person_id, item.key): item for item in news}.values())
    new = sum(_tell_some(wanted[begin : begin + AT_ONCE], at) for begin in range(0, len(wanted), AT_ONCE))
    if new:
        _deliver_later()
    return new


def _tell_some(wanted: Sequence[Telling], at: datetime) -> int:
    known = Notice.objects.filter(
        case=None, key__in={item.key for item in wanted}, person__in={item.person_id for item in wanted}
    )
    told = set(known.values_list("person_id", "key"))
    new = [item for item in wanted if (item.person_id, item.key) not in told]
    Notice.objects.bulk_create(
        [
            Notice(
                person_id=item.person_id,
                kind=item.kind,
                key=item.key,
                text=item.text[:300],
                address=item.address,
                due_on=item.due_on,
                created_at=at,
            )
            for item in new
        ],
        ignore_conflicts=True,  # another worker may be telling the same
    )
    return len(new)


def _deliver_later() -> None:
    from yangguang.cases.tasks import deliver_notices

    later(deliver_notices)


def tell_assigned(item: Assignment, *, number: int, at: datetime) -> int:
    """Tell those who got a case, or were asked to help with one; ``number`` is the step that gave it."""
    case = item.case
    with override(HOUSE_LANGUAGE):
        text = _("%(number)s《%(title)s》交由%(holder)s%(kind)s。") % {
            "number": case.number,
            "title": case.title,
            "holder": item.holder,
            "kind": item.get_kind_display(),
        }
    people = [item.person] if item.person else people_of(item.department_id)
    return notify(
        people, case, NoticeKind.ASSIGNED, f"assigned:{number}", text, due_on=item.internal_due_on, at=at
    )


def people_of(department_id: int | None) -> list[Person]:
    """Those of a department who handle cases."""
    if department_id is None:
        return []
    held = Membership.objects.filter(
        department=department_id, role__in=SEES_ASSIGNED, person__is_active=True
    ).select_related("person")
    return list({membership.person_id: membership.person for membership in held}.values())


def disclosure_office(agency_id: int) -> list[Person]:
    """The people of the agency's disclosure office."""
    held = Membership.objects.filter(
        agency=agency_id, role=Role.DISCLOSURE_OFFICE, person__is_active=True
    ).select_related("person")
    return [membership.person for membership in held]


def holders(case: Case) -> list[Person]:
    """Whom a limit concerns: the person in the lead, else their department, else the disclosure office."""
    if case.lead_person is not None and case.lead_person.is_active:
        return [case.lead_person]
    return people_of(case.lead_department_id) or disclosure_office(case.agency_id)
