"""What a person is in a case. The only place where roles and cases meet."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from yangguang.cases.models.assignment import AssignmentState
from yangguang.cases.models.case import SEES_ASSIGNED, SEES_RESTRICTED, Case
from yangguang.offices.models import Person
from yangguang.offices.roles import Role

HANDLES = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
"""Roles that need to know who the applicant is; everybody else sees a masked name."""


def roles_in_case(user: Person | AnonymousUser, case: Case) -> frozenset[Role]:
    """The roles that ``user`` holds in the case's own agency; a superuser holds all.

    An inspector's role above the agency lets them read (:meth:`CaseQuerySet.visible_to`), never act. The roles of
    :data:`SEES_ASSIGNED` held in a department count while the case is with that department or the person. In a
    restricted case (:data:`SEES_RESTRICTED`) everybody else's roles count while it is with them by name.
    """
    if not isinstance(user, Person) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    held = [one for one in user.held if one.agency_id == case.agency_id]
    sits_in = {one.department_id for one in held if one.role in SEES_ASSIGNED and one.department_id}
    free = {Role(one.role) for one in held if one.role not in SEES_ASSIGNED or one.department_id is None}
    bound = {Role(one.role) for one in held} - free
    if case.is_restricted and not free & SEES_RESTRICTED:
        return frozenset(free | bound) if _in_hand(user, case, set()) else frozenset()
    if bound and case.pk is not None and not _in_hand(user, case, sits_in):
        bound = set()
    return frozenset(free | bound)


def _in_hand(user: Person, case: Case, departments: set[int]) -> bool:
    """Whether the case is now with the person or their department; what was passed on can only be read."""
    now = case.assignments.filter(state=AssignmentState.OPEN)
    return now.filter(Q(person=user) | Q(department__in=departments)).exists()


def may_reveal(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` may see an identity number or a telephone number in clear; each look is recorded."""
    return bool(roles_in_case(user, case) & HANDLES)


def may_take_package(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` may have the archive package: it tells who the applicant is, in clear."""
    return may_reveal(user, case)


APPRAISES = frozenset({Role.DISCLOSURE_OFFICE, Role.LEADER})
"""Roles that say what becomes of a package when its retention has ended (鉴定)."""


def may_appraise(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` may enter what the appraisal of a package came to."""
    return bool(roles_in_case(user, case) & APPRAISES)


MAKES_RELEASES = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
"""Roles that mark what is withheld from a file (区分处理, 条例第三十七条)."""
CONFIRMS_RELEASES = frozenset({Role.CHECKER, Role.SECRECY_OFFICE, Role.DISCLOSURE_OFFICE})
"""Roles that look at the file made and let it go (条例第十七条: examined before disclosure)."""


def may_redact(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` may mark what is withheld from files of the case."""
    return bool(roles_in_case(user, case) & MAKES_RELEASES)


def may_confirm_release(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` holds a role that lets a redacted file go; a second pair of eyes is asked elsewhere."""
    return bool(roles_in_case(user, case) & CONFIRMS_RELEASES)
