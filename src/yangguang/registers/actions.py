"""Adding, changing and deleting one entry: one function per act, each with its entry in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yangguang.ledger.book import record
from yangguang.offices.models import Agency, Person
from yangguang.registers.acting import required, writing
from yangguang.registers.declaring import Register
from yangguang.registers.history import ADDED, CHANGED, DELETED
from yangguang.registers.models import RegisterEntry
from yangguang.registers.refused import Conflict, Refused
from yangguang.registers.understanding import Understood
from yangguang.registers.values import changes, content, values_of


def add(
    register: Register, agency: Agency, understood: Understood, *, by: Person, at: datetime
) -> RegisterEntry:
    """A new entry, out of what was understood of a form."""
    with writing(register, agency, by):
        _check_key(register, agency, understood)
        entry = register.model(agency=agency, changed_at=at)
        write_into(entry, understood)
        entry.save()
        record(
            ADDED,
            entry,
            by=by,
            agency=agency,
            at=at,
            register=str(register.label),
            content=_said(register, entry),
        )
    return entry


def change(
    register: Register,
    entry: RegisterEntry,
    understood: Understood,
    *,
    version: int,
    by: Person,
    at: datetime,
) -> bool:
    """Change an entry; whether anything was different. ``version`` is what the person saw."""
    with writing(register, entry.agency, by):
        fresh = _fresh(register, entry, version)
        if fresh.fingerprint == understood.fingerprint:
            return False
        _check_key(register, entry.agency, understood, own=fresh.pk)
        differs = changes(register, values_of(register, fresh), understood.values)
        write_into(fresh, understood)
        fresh.last_import = None
        fresh.version += 1
        fresh.changed_at = at
        fresh.save()
        said = "；".join(f"{label}：{before or '—'} → {after or '—'}" for label, before, after in differs)
        record(CHANGED, fresh, by=by, agency=fresh.agency, at=at, register=str(register.label), changes=said)
    return True


def delete(
    register: Register, entry: RegisterEntry, *, reason: str, version: int, by: Person, at: datetime
) -> None:
    """Take an entry out of the register; the ledger keeps what it said and why."""
    reason = required(reason, _("请写明删除的理由。"))
    with writing(register, entry.agency, by):
        fresh = _fresh(register, entry, version)
        record(
            DELETED,
            fresh,
            by=by,
            agency=fresh.agency,
            at=at,
            register=str(register.label),
            content=_said(register, fresh),
            reason=reason,
        )
        fresh.delete()


def write_into(entry: Any, understood: Understood) -> None:
    """Put what was understood into an entry."""
    for name, value in understood.values.items():
        setattr(entry, name, value)
    entry.key, entry.fingerprint = understood.key, understood.fingerprint


def _fresh(register: Register, entry: RegisterEntry, version: int) -> Any:
    fresh = register.model.objects.select_related("agency").filter(pk=entry.pk).first()
    if fresh is None:
        raise Conflict(_("这一条已被别人删除。请回到列表。"))
    if fresh.version != version:
        raise Conflict(_("您打开页面以后，这一条被别人改动过。请先看现在的内容，再决定是否继续。"))
    return fresh


def _check_key(register: Register, agency: Agency, understood: Understood, own: int | None = None) -> None:
    if not understood.key:
        return
    twin = register.model.objects.filter(agency=agency, key=understood.key).exclude(pk=own).first()
    if twin is not None:
        raise Refused(_("台账里已有同一编号的“%(entry)s”。请改那一条，或核对编号。") % {"entry": twin})


def _said(register: Register, entry: RegisterEntry) -> str:
    return "；".join(f"{label}：{words}" for label, words in content(register, values_of(register, entry)))
