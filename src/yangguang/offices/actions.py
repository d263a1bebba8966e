"""Setting up agencies and people, with an entry in the ledger for each."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices import lockout
from yangguang.offices.models import Agency, Department, Membership, Person

AGENCY_ADDED = kinds.declare("offices.agency_added", _("新增机关%(object)s"))
AGENCY_CHANGED = kinds.declare("offices.agency_changed", _("修改机关%(object)s：%(fields)s"))
PERSON_ADDED = kinds.declare("offices.person_added", _("新增人员%(object)s，角色：%(roles)s"))
PERSON_CHANGED = kinds.declare("offices.person_changed", _("修改人员%(object)s：%(fields)s；角色：%(roles)s"))


def _said(fields: list[str]) -> str:
    return "、".join(fields) or "—"


@transaction.atomic
def save_agency(
    agency: Agency, *, by: Person, changed: list[str], departments: list[Department], gone: list[Department]
) -> Agency:
    """Save an agency with its departments."""
    is_new = agency.pk is None
    agency.save()
    for old in gone:
        old.delete()
    for department in departments:
        department.agency = agency
        department.save()
    if is_new:
        record(AGENCY_ADDED, agency, by=by, agency=agency)
    elif changed or departments or gone:
        names = [*changed, *(d.name for d in departments), *(f"−{d.name}" for d in gone)]
        record(AGENCY_CHANGED, agency, by=by, agency=agency, fields=_said(names))
    return agency


@transaction.atomic
def save_person(
    person: Person,
    *,
    by: Person,
    changed: list[str],
    password: str,
    memberships: list[Membership],
    gone: list[Membership],
) -> Person:
    """Save a person with their roles; the ledger says which they hold afterwards, never the password."""
    is_new = person.pk is None
    home = memberships[0].agency if memberships else gone[0].agency if gone else None
    if password:
        person.set_password(password)
        lockout.forgive(person.username)
    elif is_new:
        person.set_unusable_password()
    person.save()
    for old in gone:
        old.delete()
    for membership in memberships:
        membership.person = person
        membership.save()
    held = list(person.memberships.select_related("agency"))
    roles = _said([str(membership) for membership in held])
    agency = held[0].agency if held else home
    if is_new:
        record(PERSON_ADDED, person, by=by, agency=agency, roles=roles)
    else:
        record(PERSON_CHANGED, person, by=by, agency=agency, fields=_said(changed), roles=roles)
    return person
