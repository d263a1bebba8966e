"""Copies as PDF of what came in another form, so that the volume can be read when no program opens the original.

The original is in the package in any case: what cannot be converted stays as it is, and the contents say so.
"""

from __future__ import annotations

import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from yangguang import typesetting
from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading import libreoffice
from yangguang.annualreport.reading.pdf_page import PDFIUM_LOCK
from yangguang.cases.filekinds import KINDS, MOST_PIXELS, decoded

PDF = KINDS["pdf"].media_type
_TEXT = Path(__file__).resolve().parent / "text.typ"
_KIND_OF = {kind.media_type: kind.id for kind in KINDS.values()}
_OFFICE = frozenset({"docx", "doc", "xlsx", "xls"})
_SECONDS = 60.0
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Copy:
    """The copy, or why there is none."""

    data: bytes = b""
    why_not: str | Promise = ""


def copy_of(data: bytes, name: str, media_type: str) -> Copy:
    """A file as PDF. Files that are PDF already need none and get none."""
    kind = _KIND_OF.get(media_type, "")
    if kind == "pdf":
        return Copy()
    if kind in ("jpg", "png", "heic"):
        made = _picture(data)
    elif kind == "txt":
        made = _text(data, name)
    elif kind in _OFFICE:
        return _office(data, kind, name)
    else:
        return Copy(why_not=_("原格式保存，没有 PDF 副本"))
    return Copy(made) if made else Copy(why_not=_("原格式保存，未能转换为 PDF"))


def _picture(data: bytes) -> bytes:
    """The picture on a page of its own, upright."""
    target = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return b""
            # without a fixed date the same picture would give another file every time
            fixed = datetime(2000, 1, 1).timetuple()  # noqa: DTZ001 - PDF's dates have no zone here
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.save(target, "PDF", creationDate=fixed, modDate=fixed)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    return target.getvalue()


def _text(data: bytes, name: str) -> bytes:
    text = decoded(data)
    if text is None or len(text) > MOST_CHARACTERS:
        return b""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return typesetting.pdf(_TEXT, {"title": name, "lines": lines})


def _office(data: bytes, kind: str, name: str) -> Copy:
    program = libreoffice.found()
    if program is None:
        return Copy(why_not=_("原格式保存，没有 PDF 副本（生成时没有安装 LibreOffice）"))
    with suppress(ReportError):
        return Copy(libreoffice.convert(data, kind, "pdf", program=program, name=name, seconds=_SECONDS))
    return Copy(why_not=_("原格式保存，LibreOffice 未能转换为 PDF"))


def pages_of(data: bytes) -> int | None:
    """How many pages a PDF has; nothing where it cannot be opened."""
    with PDFIUM_LOCK:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return None
        try:
            return len(document)
        finally:
            document.close()
