"""What the background does with an import: read it, write it, take it back. Doing any of it twice does it once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yangguang.ledger.book import record
from yangguang.registers.acting import revision_of, writing
from yangguang.registers.declared import BY_ID
from yangguang.registers.declaring import Register
from yangguang.registers.history import IMPORTED, UNDONE
from yangguang.registers.importing.comparing import Comparing
from yangguang.registers.importing.opening import CannotRead, Line, open_list
from yangguang.registers.models import Import, ImportRow, ImportState, RowState
from yangguang.registers.problems import Problem
from yangguang.registers.refused import Refused
from yangguang.registers.values import fingerprint, unpack

logger = logging.getLogger(__name__)

CHUNK = 1000
"""Rows that are held against the register, or written, at once."""


class _Stale(Exception):
    """The register has changed since its rows were held against it."""


# --- reading --------------------------------------------------------------------------------------


def read(batch_id: int, at: datetime) -> None:
    """Understand the file and hold every row against the register; nothing of the register changes."""
    batch = Import.objects.select_related("agency").filter(pk=batch_id, state=ImportState.WAITING).first()
    if batch is None:
        return
    register = BY_ID[batch.register]
    try:
        with batch.file.open("rb") as file:
            listing = open_list(
                file.read(), batch.name, register, has_fallback_kind=bool(batch.fallback_kind)
            )
        revision = revision_of(register, batch.agency)
        comparing = Comparing(register, batch.agency, listing.units, batch.fallback_kind)
        _compare(batch, comparing, listing.lines)
    except CannotRead as error:
        _failed(batch, error.problem, at)
    except FileNotFoundError:
        _failed(batch, Problem("", gettext_noop("上传的文件已不在存储中，请重新上传。")), at)
    except Exception:
        # The edge: a fault of ours must not leave the person waiting, and must be seen.
        logger.exception("import could not be read", extra={"import": batch.pk})
        _failed(
            batch, Problem("", gettext_noop("识读程序在这个文件上出错了，已记入日志。请换用模板再试。")), at
        )
    else:
        said = {"ignored": listing.ignored, "sheet": listing.sheet, "other_sheets": listing.other_sheets}
        kept = _waiting(batch).update(
            state=ImportState.READ,
            revision=revision,
            said=said,
            changed_at=at,
            **{state.value: comparing.counted[state] for state in RowState},
        )
        if not kept:  # given up in the meantime
            batch.rows.all().delete()
        logger.info("import read", extra={"import": batch.pk, "rows": len(listing.lines)})


def _waiting(batch: Import) -> QuerySet[Import]:
    return Import.objects.filter(pk=batch.pk, state=ImportState.WAITING)


def _compare(batch: Import, comparing: Comparing, lines: list[Line]) -> None:
    """Row by row, in pieces that are kept one by one, so that the page sees how far it is."""
    batch.rows.all().delete()
    _waiting(batch).update(rows_total=len(lines), rows_done=0)
    for start in range(0, len(lines), CHUNK):
        piece = lines[start : start + CHUNK]
        with transaction.atomic():
            ImportRow.objects.bulk_create(comparing.rows(batch.pk, piece))
            _waiting(batch).update(rows_done=start + len(piece))


def _failed(batch: Import, problem: Problem, at: datetime) -> None:
    with transaction.atomic():
        failed = _waiting(batch).update(
            state=ImportState.FAILED, message=problem.as_json(), file="", changed_at=at
        )
        if failed:
            batch.rows.all().delete()
            let_go(batch)


def let_go(batch: Import) -> None:
    """Delete the stored file once the transaction is kept; its name and digest stay."""
    if batch.file.name:
        transaction.on_commit(partial(batch.file.storage.delete, batch.file.name))


# --- writing and taking back ------------------------------------------------------------------------


def write(batch_id: int, at: datetime) -> bool:
    """Write every row, or none; whether the rows must be held against the register anew, for it has changed since."""
    return _do(batch_id, ImportState.WRITING, ImportState.READ, partial(_write, at=at), at)


def undo(batch_id: int, at: datetime) -> None:
    """Take out what an import added and put back what it changed, or do nothing."""
    _do(batch_id, ImportState.UNDOING, ImportState.DONE, partial(_undo, at=at), at)


def _do(
    batch_id: int,
    running: ImportState,
    otherwise: ImportState,
    work: Callable[[Import, Register], None],
    at: datetime,
) -> bool:
    """The frame of both: the shelf held, everything in one transaction, and back to ``otherwise`` when it fails."""
    batch = Import.objects.select_related("agency", "decided_by").filter(pk=batch_id, state=running).first()
    if batch is None or batch.decided_by is None:
        return False
    register = BY_ID[batch.register]
    here = Import.objects.filter(pk=batch.pk, state=running)
    try:
        with writing(register, batch.agency, batch.decided_by) as shelf:
            if running == ImportState.WRITING and shelf.revision != batch.revision:
                raise _Stale
            if here.select_for_update().exists():
                work(batch, register)
        return False
    except _Stale:
        message = Problem("", gettext_noop("预览以后台账有了变动，已重新核对。请再看一遍，然后确认。"))
        here.update(state=ImportState.WAITING, message=message.as_json(), rows_done=0, changed_at=at)
        return True
    except Refused as reason:
        message = Problem("", str(reason))
    except Exception:
        # The edge: nothing was kept; the person must hear of it.
        logger.exception("import could not be finished", extra={"import": batch.pk})
        message = Problem("", gettext_noop("程序出错，已记入日志；台账没有变化。请稍后再试。"))
    here.update(state=otherwise, message=message.as_json(), changed_at=at)
    return False


def _write(batch: Import, register: Register, *, at: datetime) -> None:
    for rows in _pieces(batch, RowState.NEW):
        entries = [register.model(agency=batch.agency) for _row in rows]
        for entry, row in zip(entries, rows, strict=True):
            _fill(register, entry, row.values, batch.pk, at)
        register.model.objects.bulk_create(entries)
    for rows in _pieces(batch, RowState.CHANGED):
        _overwrite(register, {row.entry_id: (row.values, batch.pk) for row in rows}, at)
    # what an undo needs stays; the rest is in the register now
    batch.rows.exclude(state=RowState.CHANGED).delete()
    let_go(batch)
    Import.objects.filter(pk=batch.pk).update(state=ImportState.DONE, file="", message=None, changed_at=at)
    record(
        IMPORTED,
        batch,
        by=batch.decided_by,
        agency=batch.agency,
        at=at,
        register=str(register.label),
        new=batch.new,
        changed=batch.changed,
        unchanged=batch.unchanged,
        sha256=batch.sha256,
    )
    logger.info("import written", extra={"import": batch.pk, "new": batch.new, "changed": batch.changed})


def _undo(batch: Import, register: Register, *, at: datetime) -> None:
    if not is_as_written(batch, register):
        raise Refused(_("导入以后有的条目又被改动、删除或再次导入，不能整批撤销。请逐条处理。"))
    for rows in _pieces(batch, RowState.CHANGED):
        _overwrite(register, {row.entry_id: (row.before, row.before["last_import"]) for row in rows}, at)
    register.model.objects.filter(last_import=batch).delete()
    batch.rows.all().delete()
    Import.objects.filter(pk=batch.pk).update(state=ImportState.UNDONE, message=None, changed_at=at)
    record(
        UNDONE,
        batch,
        by=batch.decided_by,
        agency=batch.agency,
        at=at,
        register=str(register.label),
        new=batch.new,
        changed=batch.changed,
        reason=batch.said.get("undo_reason", ""),
    )
    logger.info("import undone", extra={"import": batch.pk})


def is_as_written(batch: Import, register: Register) -> bool:
    """Whether everything that the import wrote stands as it wrote it."""
    return register.model.objects.filter(last_import=batch).count() == batch.new + batch.changed


def _pieces(batch: Import, state: RowState) -> Iterator[list[ImportRow]]:
    last = 0
    while rows := list(batch.rows.filter(state=state, number__gt=last).order_by("number")[:CHUNK]):
        yield rows
        last = rows[-1].number


def _overwrite(register: Register, wanted: dict[int | None, tuple[Any, int | None]], at: datetime) -> None:
    """Give the entries these values, in one statement for many."""
    found = register.model.objects.in_bulk([pk for pk in wanted if pk is not None])
    for pk, entry in found.items():
        packed, import_id = wanted[pk]
        _fill(register, entry, packed, import_id, at)
        entry.version += 1
    register.model.objects.bulk_create(
        found.values(),
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*register.fields, "key", "fingerprint", "last_import", "version", "changed_at"],
    )


def _fill(
    register: Register, entry: Any, packed: dict[str, Any], import_id: int | None, at: datetime
) -> None:
    values = unpack(register, {name: packed[name] for name in register.fields})
    for name, value in values.items():
        setattr(entry, name, value)
    entry.key, entry.fingerprint = register.key(values), fingerprint(register, values)
    entry.last_import_id, entry.changed_at = import_id, at
