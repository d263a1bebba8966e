"""Taking in a file: looked at first, then kept with its row, or not at all.

``inspect`` looks (kind by content, size, virus) and needs no transaction; ``attach`` keeps. Whoever attaches
inside a larger act wraps that act in ``all_or_nothing``, so that a refusal later on leaves no file behind.
What a killed process may leave is collected by :mod:`yangguang.web.sweeping`.
"""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.cases.actor import Actor
from yangguang.cases.filekinds import FileKind, kind_of
from yangguang.cases.models import Attachment, AttachmentKind, Case, ScanState
from yangguang.cases.models.attachment import stored_at
from yangguang.cases.refused import Refused
from yangguang.cases.scanning import scanned
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.redaction.suggest import Kind, suggest
from yangguang.web.later import later

logger = logging.getLogger(__name__)

ATTACHED = kinds.declare(
    "cases.file_attached", gettext_lazy("%(number)s 收入文件：%(sort)s（%(size)s 字节）")
)
MOST_FILES = 200
MEGABYTE = 1024 * 1024
LONGEST_NAME = 120
_SEALED = frozenset({Kind.IDENTITY_NUMBER, Kind.PHONE})
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept: its bytes, and what was found out about them."""

    name: str
    kind: FileKind
    content: bytes
    sha256: str
    scan_state: ScanState

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content)


def inspect(upload: File[bytes]) -> Inspected:
    """Look at a file handed in. Raises :class:`Refused`, saying which file and what to do."""
    name = clean_name(upload.name or "")
    most = settings.MAX_ATTACHMENT_MB
    if (upload.size or 0) > most * MEGABYTE:
        raise Refused(
            _("文件“%(name)s”超过 %(most)s 兆字节。请压缩图片、降低扫描分辨率或拆成几个文件后再提交。")
            % {"name": name, "most": most}
        )
    upload.seek(0)
    content = upload.read(most * MEGABYTE + 1)
    kind = kind_of(content, name)
    return Inspected(
        name=_with_ending(name, kind),
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        scan_state=scanned(content, name),
    )


def clean_name(given: str) -> str:
    """The name as somebody may read and save it: no path, no control or direction signs, no number of a person,
    not too long.
    """
    name = unicodedata.normalize("NFC", given.replace("\\", "/").rpartition("/")[2])
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    name = _without_numbers(_NOT_IN_NAMES.sub("_", name)).strip(" .")
    stem, ending = PurePath(name).stem, PurePath(name).suffix
    return (stem[: LONGEST_NAME - len(ending)] + ending)[:LONGEST_NAME] or _("附件")


def _without_numbers(name: str) -> str:
    """Whoever photographs a card often names the file after it; the name stands in lists and in the archive."""
    found = [one for one in suggest(name) if one.kind in _SEALED]
    for one in sorted(found, key=lambda one: one.start, reverse=True):
        name = name[: one.start] + _("〔号码〕") + name[one.end :]
    return name


def _with_ending(name: str, kind: FileKind) -> str:
    """The name with the ending that tells the truth."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    same = {"jpeg": "jpg", "heif": "heic", "text": "txt"}.get(ending, ending) == kind.id
    if same:
        return name
    stem = name[: -len(ending) - 1] if ending and len(ending) <= 5 else name
    return f"{stem or _('附件')}.{kind.id}"


_written: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("written", default=None)


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction over rows and files: when it fails, the files written in it are removed as well."""
    outer, mine = _written.get(), list[tuple[Storage, str]]()
    token = _written.set(mine)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for storage, name in mine:
            _remove(storage, name)
        raise
    finally:
        _written.reset(token)
    if outer is not None:
        outer.extend(mine)


def _remove(storage: Storage, name: str) -> None:
    try:
        storage.delete(name)
    except OSError:
        logger.exception("a file of an act that failed could not be removed")


def attach(
    case: Case,
    upload: File[bytes] | Inspected,
    kind: AttachmentKind | str,
    *,
    by: Actor,
    at: datetime,
    is_public: bool = False,
    step_number: int | None = None,
) -> Attachment:
    """Keep a file with a case. Raises :class:`Refused`; then there is neither row nor file."""
    given = upload if isinstance(upload, Inspected) else inspect(upload)
    with all_or_nothing():
        Case.objects.select_for_update().only("pk").get(pk=case.pk)  # two uploads at once share the room left
        _check_room(case, given)
        attachment = Attachment(
            case=case,
            kind=AttachmentKind(kind),
            name=given.name,
            media_type=given.kind.media_type,
            size=given.size,
            sha256=given.sha256,
            scan_state=given.scan_state,
            is_public=is_public,
            step_number=step_number,
            added_at=at,
            added_by_name=by.name,
            added_by=by.person,
        )
        attachment.file.name = store(attachment.file.storage, stored_at(attachment, ""), given)
        attachment.save(force_insert=True)
        _enter(attachment, by, at)
        _preview_later(attachment.pk)
    return attachment


def _check_room(case: Case, given: Inspected) -> None:
    kept = case.attachments.aggregate(files=Count("pk"), size=Sum("size"))
    if kept["files"] >= MOST_FILES:
        raise Refused(_("一个案件最多附 %(most)s 个文件，已经满了。") % {"most": MOST_FILES})
    if (kept["size"] or 0) + given.size > settings.MAX_CASE_MB * MEGABYTE:
        raise Refused(
            _("一个案件的文件合计最多 %(most)s 兆字节，加上“%(name)s”就超过了。")
            % {"most": settings.MAX_CASE_MB, "name": given.name}
        )


def store(storage: Storage, name: str, given: Inspected) -> str:
    """Write a file where nobody's words stand in the path; half a file is removed. Inside :func:`all_or_nothing`."""
    written = _written.get()
    if written is not None:
        written.append((storage, name))
    try:
        return str(storage.save(name, ContentFile(given.content)))
    except OSError as error:
        logger.exception("a file could not be stored")
        raise Refused(
            _("文件“%(name)s”没有存下来：服务器的存储空间不足或出了故障。请稍后再试，或联系机关。")
            % {"name": given.name}
        ) from error


def _enter(attachment: Attachment, by: Actor, at: datetime) -> None:
    case = attachment.case
    record(
        ATTACHED,
        attachment.case,
        by=by.person,
        agency=case.agency,
        at=at,
        number=case.number,
        sort=str(AttachmentKind(attachment.kind).label),
        size=attachment.size,
        sha256=attachment.sha256,
        attachment=attachment.pk,
        actor=by.name,
    )


def _preview_later(attachment_id: int) -> None:
    from yangguang.cases.tasks import preview_attachment

    later(preview_attachment, attachment_id)
