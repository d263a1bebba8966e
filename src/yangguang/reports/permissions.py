"""Who may do what with an annual report, and where. The only place where this is decided.

An act is allowed to certain roles in the report's own agency. An inspector (条例第四十六条: the
authority in charge supervises the bodies below it) reads the reports of all agencies below, and may
import, put right and judge them, but never approves, hands in or publishes for another agency: that
stays with the agency whose report it is (条例第四十九条). Sending back what was handed in is for those who stand
above it, never for the agency itself.
"""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import SEES_BELOW, Role


class Act(StrEnum):
    """What may be done; the value is the codename of the permission."""

    IMPORT = "import_report"
    COMPUTE = "compute_report"
    CORRECT = "correct_report"
    JUDGE = "judge_finding"
    REVIEW = "review_report"
    PUBLISH = "publish_report"
    REOPEN = "reopen_report"
    DELETE = "delete_draft_report"
    HAND_IN = "hand_in_report"
    RETURN = "return_report"
    SUPERVISE = "supervise_reports"
    ROLL_UP = "roll_up_reports"


MATRIX: dict[Act, frozenset[Role]] = {
    Act.IMPORT: frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE, Role.INSPECTOR}),
    Act.COMPUTE: frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE}),
    Act.CORRECT: frozenset({Role.DRAFTER, Role.CHECKER, Role.DISCLOSURE_OFFICE, Role.INSPECTOR}),
    Act.JUDGE: frozenset({Role.CHECKER, Role.DISCLOSURE_OFFICE, Role.SIGNER, Role.LEADER, Role.INSPECTOR}),
    Act.REVIEW: frozenset({Role.CHECKER, Role.DISCLOSURE_OFFICE}),
    Act.PUBLISH: frozenset({Role.SIGNER, Role.LEADER}),
    Act.REOPEN: frozenset({Role.DRAFTER, Role.CHECKER, Role.DISCLOSURE_OFFICE, Role.SIGNER, Role.LEADER}),
    Act.DELETE: frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE, Role.INSPECTOR}),
    Act.HAND_IN: frozenset({Role.DISCLOSURE_OFFICE, Role.SIGNER, Role.LEADER}),
    Act.RETURN: frozenset({Role.INSPECTOR}),
    Act.SUPERVISE: frozenset({Role.INSPECTOR}),
    Act.ROLL_UP: frozenset({Role.DISCLOSURE_OFFICE, Role.INSPECTOR}),
}
FROM_ABOVE = frozenset({Act.RETURN})
"""What is done to the agencies below only."""


def agencies_for(user: Person | AnonymousUser, act: Act) -> QuerySet[Agency]:
    """The agencies in whose reports ``user`` may do this."""
    if not isinstance(user, Person) or not user.is_active:
        return Agency.objects.none()
    if user.is_superuser:
        return Agency.objects.all()
    roles = MATRIX[act]
    tops = list(
        Agency.objects.filter(memberships__person=user, memberships__role__in=roles & SEES_BELOW).distinct()
    )
    if act in FROM_ABOVE:
        return Agency.objects.below(tops)
    own = Agency.objects.filter(memberships__person=user, memberships__role__in=roles)
    return Agency.objects.filter(pk__in=own.values("pk")) | Agency.objects.within(tops)


def may(user: Person | AnonymousUser, act: Act, agency: Agency) -> bool:
    """Whether ``user`` may do this with reports of ``agency``."""
    return agencies_for(user, act).filter(pk=agency.pk).exists()


def may_somewhere(user: Person, act: Act) -> bool:
    """Whether there is any agency in whose reports ``user`` may do this."""
    return user.is_superuser or bool(user.roles & MATRIX[act])


def acts_allowed(user: Person | AnonymousUser, agency: Agency) -> frozenset[Act]:
    """Everything that ``user`` may do with reports of ``agency``, in two queries."""
    if not isinstance(user, Person) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset(Act)
    here: set[Role] = set()
    above: set[Role] = set()
    for membership in user.memberships.select_related("agency"):
        if membership.agency_id == agency.pk:
            here.add(Role(membership.role))
        elif membership.role in SEES_BELOW and agency.is_at_or_below(membership.agency):
            above.add(Role(membership.role))
    return frozenset(act for act in Act if MATRIX[act] & (above if act in FROM_ABOVE else here | above))
