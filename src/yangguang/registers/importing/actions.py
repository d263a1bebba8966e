"""What people do with an import: hand a file in, confirm it, give it up, take it back, ask once more."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Person
from yangguang.registers import tasks
from yangguang.registers.acting import check_allowed, required
from yangguang.registers.declared import BY_ID
from yangguang.registers.declaring import Register
from yangguang.registers.importing.opening import most_bytes
from yangguang.registers.importing.working import is_as_written, let_go
from yangguang.registers.models import Import, ImportState
from yangguang.registers.refused import Refused
from yangguang.web.later import later


@transaction.atomic
def receive(
    register: Register,
    agency: Agency,
    file: UploadedFile,
    *,
    fallback_kind: str = "",
    by: Person,
    at: datetime,
) -> Import:
    """Take a file in; it is read in the background as soon as this is kept."""
    check_allowed(by, agency)
    size, most = file.size or 0, most_bytes()
    if size > most:
        raise Refused(_("文件超过 %(most)s MB 的上限。请按年份分成几个文件。") % {"most": most >> 20})
    name = PurePath(file.name or "").name[-255:]
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    batch = Import(
        agency=agency,
        register=register.id,
        fallback_kind=fallback_kind,
        name=name,
        size=size,
        sha256=digest.hexdigest(),
        created_at=at,
        created_by=by,
        changed_at=at,
    )
    batch.file.save(name, file, save=True)
    later(tasks.read_import, batch.pk)
    return batch


@transaction.atomic
def confirm(batch: Import, *, by: Person, at: datetime) -> None:
    """Let the rows be written as the preview shows them."""
    check_allowed(by, batch.agency)
    if batch.bad:
        raise Refused(
            _("还有 %(bad)s 行有问题，一行也不会导入。请在文件里改好，再重新上传。") % {"bad": batch.bad}
        )
    if not batch.new + batch.changed:
        raise Refused(_("文件里的内容台账都已经有了，没有可以导入的。"))
    ready = Import.objects.filter(pk=batch.pk, state=ImportState.READ)
    if not ready.update(state=ImportState.WRITING, decided_by=by, message=None, changed_at=at):
        raise Refused(_("这次导入已经确认或放弃。"))
    later(tasks.write_import, batch.pk)


@transaction.atomic
def discard(batch: Import, *, by: Person, at: datetime) -> None:
    """Give the file up; nothing of it was written."""
    check_allowed(by, batch.agency)
    open_ones = Import.objects.filter(pk=batch.pk, state__in=(ImportState.WAITING, ImportState.READ))
    if not open_ones.update(state=ImportState.DISCARDED, decided_by=by, file="", changed_at=at):
        raise Refused(_("这次导入已经确认或放弃。"))
    batch.rows.all().delete()
    let_go(batch)


@transaction.atomic
def undo(batch: Import, *, reason: str, by: Person, at: datetime) -> None:
    """Let a written import be taken back."""
    check_allowed(by, batch.agency)
    reason = required(reason, _("请写明撤销的理由。"))
    if not is_as_written(batch, BY_ID[batch.register]):
        raise Refused(_("导入以后有的条目又被改动、删除或再次导入，不能整批撤销。请逐条处理。"))
    done = Import.objects.filter(pk=batch.pk, state=ImportState.DONE)
    said = batch.said | {"undo_reason": reason}
    if not done.update(state=ImportState.UNDOING, decided_by=by, said=said, message=None, changed_at=at):
        raise Refused(_("这次导入不在“已导入”的状态，不能撤销。"))
    later(tasks.undo_import, batch.pk)


@transaction.atomic
def resume(batch: Import, *, by: Person) -> None:
    """Ask the background once more, after a breakdown. What is done is not done again."""
    check_allowed(by, batch.agency)
    work = {
        ImportState.WAITING: tasks.read_import,
        ImportState.WRITING: tasks.write_import,
        ImportState.UNDOING: tasks.undo_import,
    }
    if batch.is_running:
        later(work[ImportState(batch.state)], batch.pk)
