"""A small picture and the text of a file, made by the worker so that nobody has to open it to know what it is.

Bounded in pages, pixels and characters. A file that cannot be shown simply has no preview.
"""

from __future__ import annotations

import io
import logging
import warnings
from contextlib import suppress

import pypdfium2  # type: ignore[import-untyped]
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.document import Document, Grid
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_page import PDFIUM_LOCK
from yangguang.annualreport.reading.read import load_document
from yangguang.cases.filekinds import KINDS, MOST_PIXELS, decoded
from yangguang.cases.models import Attachment, AttachmentKind
from yangguang.cases.models.attachment import stored_at

logger = logging.getLogger(__name__)
EDGE = 640
"""The longer side of a small picture, in pixels."""
MOST_CHARACTERS = 20_000
MOST_PAGES = 10
_LIMITS = Limits(
    unpacked_bytes=100 * 1024 * 1024, pages=MOST_PAGES, cells=50_000, characters=500_000, picture_pages=0
)
_KIND_OF = {kind.media_type: kind.id for kind in KINDS.values()}


def make_preview(attachment_id: int) -> bool:
    """Make picture and text of one attachment; whether there was anything to do. Twice does no harm."""
    attachment = Attachment.objects.filter(pk=attachment_id).select_related("case").first()
    if attachment is None or attachment.preview or attachment.text:
        return False
    kind = _KIND_OF.get(attachment.media_type, "")
    with attachment.file.open("rb") as file:
        data = file.read()
    picture = _picture(data, kind)
    # the text of a proof of identity would put the number in clear into the database
    text = "" if attachment.kind == AttachmentKind.IDENTITY_PROOF else _text(data, kind)
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


def _picture(data: bytes, kind: str) -> bytes:
    try:
        if kind == "pdf":
            return _small(_first_page(data))
        if kind in ("jpg", "png", "heic"):
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(data)) as picture:
                    if picture.width * picture.height > MOST_PIXELS:
                        return b""
                    picture.draft("RGB", (EDGE * 2, EDGE * 2))
                    return _small(ImageOps.exif_transpose(picture))
    except (OSError, ValueError, SyntaxError, Warning, pypdfium2.PdfiumError, MemoryError):
        logger.info("no small picture could be made", extra={"kind": kind})
    return b""


def _first_page(data: bytes) -> Image.Image:
    with PDFIUM_LOCK:
        document = pypdfium2.PdfDocument(data)
        try:
            page = document[0]
            longest = max(page.get_size()) or 1
            picture: Image.Image = page.render(scale=min(EDGE * 2 / longest, 4)).to_pil()
            return picture.copy()
        finally:
            document.close()


def _small(picture: Image.Image) -> bytes:
    picture.thumbnail((EDGE, EDGE))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=80)  # nothing of the camera's notes goes along
    return out.getvalue()


def _text(data: bytes, kind: str) -> str:
    if kind == "txt":
        return decoded(data) or ""
    if kind == "pdf":
        return _pdf_text(data)
    if kind in ("docx", "xlsx", "doc"):
        with suppress(ReportError):
            return _words(load_document(data, kind=kind, limits=_LIMITS))
    return ""


def _pdf_text(data: bytes) -> str:
    found: list[str] = []
    with PDFIUM_LOCK, suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(data)
        try:
            for number in range(min(len(document), MOST_PAGES)):
                found.append(document[number].get_textpage().get_text_range(errors="replace"))
        finally:
            document.close()
    return "\n".join(found).replace("\r\n", "\n").strip()


def _words(document: Document) -> str:
    lines = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
