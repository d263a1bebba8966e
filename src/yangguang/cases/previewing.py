"""A small picture and the text of a file, made by the worker so that nobody has to open it to know what it is.

Whoever sent the file may have built it to harm: it is opened in a process apart, bounded in time and memory. A file
that cannot be shown simply has no preview.
"""

from __future__ import annotations

import logging

from django.core.files.base import ContentFile

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.read import load_document
from yangguang.cases.filekinds import KINDS, decoded
from yangguang.cases.models import Attachment, AttachmentKind
from yangguang.cases.models.attachment import stored_at
from yangguang.redaction import apart
from yangguang.redaction.glance import LIMITS, MOST_CHARACTERS, words_of

logger = logging.getLogger(__name__)
_KIND_OF = {kind.media_type: kind.id for kind in KINDS.values()}


def make_preview(attachment_id: int) -> bool:
    """Make picture and text of one attachment; whether there was anything to do. Twice does no harm."""
    attachment = Attachment.objects.filter(pk=attachment_id).select_related("case").first()
    if attachment is None or attachment.preview or attachment.text:
        return False
    kind = _KIND_OF.get(attachment.media_type, "")
    with attachment.file.open("rb") as file:
        data = file.read()
    picture, text = _glance(data, kind)
    if attachment.kind == AttachmentKind.IDENTITY_PROOF:
        text = ""  # it would put the number in clear into the database
    name = _keep(attachment, picture)
    text = text.replace("\0", "")[:MOST_CHARACTERS]
    unmade = Attachment.objects.filter(pk=attachment.pk, preview="", text="")
    if not unmade.update(preview=name, text=text) and name:  # another worker was faster
        attachment.preview.storage.delete(name)
    return True


def _keep(attachment: Attachment, picture: bytes) -> str:
    if not picture:
        return ""
    return str(attachment.preview.storage.save(stored_at(attachment, ""), ContentFile(picture)))


def _glance(data: bytes, kind: str) -> tuple[bytes, str]:
    if kind == "txt":
        return b"", decoded(data) or ""
    try:
        if kind == "doc":  # an office suite reads it, in a process of its own as well
            return b"", words_of(load_document(data, kind=kind, limits=LIMITS))
        return apart.glance(data, kind)
    except ReportError as error:
        logger.info("no preview could be made", extra={"kind": kind, "why": type(error).__name__})
        return b"", ""
