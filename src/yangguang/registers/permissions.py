"""Who may read and write which registers. The only place where this is decided.

Writing belongs to those who draft and to the disclosure office of the agency itself; those who check, sign and lead
read what the report will say. An inspector (条例第四十六条) reads the registers of all agencies below, and writes in none.
"""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import SEES_BELOW, Role

WRITES = frozenset({Role.DRAFTER, Role.DISCLOSURE_OFFICE})
READS = WRITES | {Role.CHECKER, Role.SIGNER, Role.LEADER} | SEES_BELOW
READ, WRITE = "registers.read_registers", "registers.write_registers"


def read_by(user: Person | AnonymousUser) -> QuerySet[Agency]:
    """The agencies whose registers ``user`` may read."""
    return _agencies(user, READS)


def written_by(user: Person | AnonymousUser) -> QuerySet[Agency]:
    """The agencies in whose registers ``user`` may write."""
    return _agencies(user, WRITES)


def may_write(user: Person | AnonymousUser, agency: Agency) -> bool:
    """Whether ``user`` may write in the registers of ``agency``."""
    return written_by(user).filter(pk=agency.pk).exists()


def may_enter(user: Person | AnonymousUser) -> bool:
    """Whether the person has any business with registers."""
    return isinstance(user, Person) and user.is_active and (user.is_superuser or bool(user.roles & READS))


def _agencies(user: Person | AnonymousUser, roles: frozenset[Role]) -> QuerySet[Agency]:
    if not isinstance(user, Person) or not user.is_active:
        return Agency.objects.none()
    if user.is_superuser:
        return Agency.objects.all()
    wanted = Q(pk__in={held.agency_id for held in user.held if held.role in roles})
    for held in user.held:
        if held.role in roles & SEES_BELOW:
            wanted |= Q(path__startswith=held.agency.path)
    return Agency.objects.filter(wanted)
