"""What a person is in a case. The only place where roles and cases meet."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from yangguang.cases.models.case import Case
from yangguang.offices.models import Person
from yangguang.offices.roles import Role

HANDLES = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
"""Roles that need to know who the applicant is; everybody else sees a masked name."""


def roles_in_case(user: Person | AnonymousUser, case: Case) -> frozenset[Role]:
    """The roles that ``user`` holds in the case's own agency; a superuser holds all.

    An inspector's role above the agency lets them read (:meth:`CaseQuerySet.visible_to`), never act.
    """
    if not isinstance(user, Person) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Role)
    held = user.memberships.filter(agency=case.agency_id).values_list("role", flat=True)
    return frozenset(Role(role) for role in held)


def may_reveal(user: Person | AnonymousUser, case: Case) -> bool:
    """Whether ``user`` may see an identity number or a telephone number in clear; each look is recorded."""
    return bool(roles_in_case(user, case) & HANDLES)


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
