"""A small picture and the first words of a file, so that nobody has to open it to know what it is.

Bounded in pages, pixels and characters. A file that cannot be shown has neither.
"""

from __future__ import annotations

import io
import warnings
from contextlib import suppress

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.document import Document, Grid
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_page import PDFIUM_LOCK
from yangguang.annualreport.reading.read import load_document
from yangguang.redaction.limits import DEFAULT_LIMITS

EDGE = 640
"""The longer side of a small picture, in pixels."""
MOST_CHARACTERS = 20_000
MOST_PAGES = 10
LIMITS = Limits(
    unpacked_bytes=100 * 1024 * 1024, pages=MOST_PAGES, cells=50_000, characters=500_000, picture_pages=0
)
_UNSHOWN = (OSError, ValueError, SyntaxError, Warning, pypdfium2.PdfiumError, Image.DecompressionBombError)


def glance(data: bytes, kind: str) -> tuple[bytes, str]:
    """The picture (JPEG) and the words of a file of this kind."""
    return _picture(data, kind), _text(data, kind)[:MOST_CHARACTERS]


def _picture(data: bytes, kind: str) -> bytes:
    with suppress(*_UNSHOWN):
        if kind == "pdf":
            return _small(_first_page(data))
        if kind in ("jpg", "png", "heic"):
            if kind == "heic":
                register_heif_opener()
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(io.BytesIO(data)) as picture:
                    if picture.width * picture.height > DEFAULT_LIMITS.picture_pixels:
                        return b""
                    picture.draft("RGB", (EDGE * 2, EDGE * 2))
                    return _small(ImageOps.exif_transpose(picture))
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
    if kind == "pdf":
        return _pdf_text(data)
    if kind in ("docx", "xlsx"):
        with suppress(ReportError):
            return words_of(load_document(data, kind=kind, limits=LIMITS))
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


def words_of(document: Document) -> str:
    """Paragraphs and tables as lines."""
    lines = []
    for block in document.blocks:
        if isinstance(block, Grid):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)
