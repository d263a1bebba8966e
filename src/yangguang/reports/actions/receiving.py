"""Files in: receive them, decide where they belong, file them, let one go."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.offices.models import Agency, Person
from yangguang.reports import filing, intake, stored, tasks
from yangguang.reports.acting import check_allowed, let_go
from yangguang.reports.models import (
    Edition,
    ImportBatch,
    ImportItem,
    ItemState,
)
from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR
from yangguang.reports.permissions import Act, agencies_for
from yangguang.reports.refused import NotAllowed, Refused
from yangguang.translation import Message, mark
from yangguang.web.later import later

logger = logging.getLogger(__name__)


def open_batch(*, by: Person, at: datetime) -> ImportBatch:
    """A new batch for files to come."""
    if not agencies_for(by, Act.IMPORT).exists():
        raise NotAllowed(_("您没有导入年度报告的权限。请联系本机关的管理员。"))
    return ImportBatch.objects.create(created_by=by, created_at=at)


def receive_files(
    files: Iterable[UploadedFile], *, batch: ImportBatch | None = None, by: Person, at: datetime
) -> ImportBatch:
    """Take uploaded files into a batch; each is read in the background as soon as this is kept."""
    files = list(files)
    if not files:
        raise Refused(_("请选择至少一个文件。"))
    received: list[ImportItem] = []
    try:
        with transaction.atomic():
            batch = batch or open_batch(by=by, at=at)
            if batch.created_by_id != by.pk:
                raise NotAllowed(_("这是他人的导入批次。请新建一个批次。"))
            for file in files:
                received.append(_receive(file, batch))
    except BaseException as error:
        _forget_files(received)
        if isinstance(error, OSError):
            logger.exception("a file could not be stored")
            raise Refused(_("没有存下来：服务器的存储空间不足或出了故障。请稍后再试。")) from error
        raise
    return batch


def _forget_files(items: list[ImportItem]) -> None:
    """No file without its row."""
    for item in items:
        if item.file:
            with suppress(OSError):
                item.file.storage.delete(str(item.file.name))


def _receive(file: UploadedFile, batch: ImportBatch) -> ImportItem:
    name = (file.name or "")[-255:]
    item = ImportItem(batch=batch, name=name, size=file.size or 0)
    most = intake.limits().file_bytes
    if item.size > most:
        item.state = ItemState.FAILED
        item.message = stored.message_to_json(
            Message(
                mark("文件超过 {most} MB 的上限。年度报告通常不到 1 MB，请确认文件。"), {"most": most >> 20}
            )
        )
        item.save()
        return item
    item.sha256 = _digest(file)
    twin = batch.items.filter(sha256=item.sha256).exclude(state=ItemState.DISCARDED).first()
    if twin:
        item.state = ItemState.DISCARDED
        item.message = stored.message_to_json(
            Message(mark("与本批次的“{name}”是同一个文件，只处理一次。"), {"name": twin.name})
        )
        item.save()
        return item
    item.file.save(name, file, save=True)
    later(tasks.read_item, item.pk)
    return item


def _digest(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def decide_item(item: ImportItem, *, agency: Agency, year: int, by: Person) -> None:
    """Say where a read file belongs, whatever it says itself."""
    _check_owner(item, by)
    check_allowed(by, Act.IMPORT, agency)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("年度应在 %(first)s 至 %(last)s 之间。") % {"first": FIRST_YEAR, "last": LAST_YEAR})
    decided = ImportItem.objects.filter(pk=item.pk, state=ItemState.READ).update(
        agency=agency, year=year, message=None
    )
    if not decided:
        raise Refused(_("这个文件已经归档或放弃，不能再改动。"))
    item.refresh_from_db()


def file_item(item: ImportItem, *, note: str = "", by: Person, at: datetime) -> Edition:
    """File one read item under the agency and year decided for it."""
    _check_owner(item, by)
    return filing.file_item(item, note=note, by=by, at=at)


@transaction.atomic
def file_all(batch: ImportBatch, *, by: Person) -> None:
    """File every item that needs no decision, in the background."""
    if batch.created_by_id != by.pk:
        raise NotAllowed(_("这是他人的导入批次。请新建一个批次。"))
    if ImportBatch.objects.filter(pk=batch.pk, filing=False).update(filing=True):
        later(tasks.file_batch, batch.pk)


@transaction.atomic
def resume_batch(batch: ImportBatch, *, by: Person) -> None:
    """Ask the background once more for what it left undone, after a breakdown. Done work is not done again."""
    if batch.created_by_id != by.pk:
        raise NotAllowed(_("这是他人的导入批次。请新建一个批次。"))
    for item in batch.items.filter(state=ItemState.WAITING).only("pk"):
        later(tasks.read_item, item.pk)
    if batch.filing:
        later(tasks.file_batch, batch.pk)


@transaction.atomic
def discard_item(item: ImportItem, *, by: Person) -> None:
    """Let a file go that is not to be filed; the file itself is deleted."""
    _check_owner(item, by)
    is_open = ImportItem.objects.filter(pk=item.pk, state__in=(ItemState.WAITING, ItemState.READ)).update(
        state=ItemState.DISCARDED, file="", reading=None, blocks=None, message=None
    )
    if is_open:
        let_go(item.file)


def _check_owner(item: ImportItem, by: Person) -> None:
    if item.batch.created_by_id != by.pk:
        raise NotAllowed(_("这是他人上传的文件。"))


def import_file(
    data: bytes,
    *,
    name: str,
    agency: Agency | None = None,
    year: int | None = None,
    note: str = "",
    by: Person,
    at: datetime,
) -> Edition:
    """Read and file one file at once, for commands and other programs.

    Without ``agency`` or ``year``, what the file says decides. Raises ``ReportError`` for a file that
    cannot be read and ``Refused`` for one that cannot be filed.
    """
    taken = intake.take(data, name)
    agency = agency or intake.guess_agency(taken.report.agency, by)
    if agency is None:
        raise Refused(
            _("没有找到名为“%(name)s”的机关。请选定机关，或先建立它。") % {"name": taken.report.agency}
        )
    year = year or taken.report.year
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("文件“%(name)s”没有写明年度，请选定年度。") % {"name": name})
    sha256 = hashlib.sha256(data).hexdigest()
    return filing.file_taken(taken, data, sha256, agency, year, name=name, note=note, by=by, at=at)
