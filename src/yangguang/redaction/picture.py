"""A picture to be released: turned upright, boxes painted, encoded anew with nothing beside the picture."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

from yangguang.redaction.errors import BrokenFile, TooLarge, UnknownKind, WrongMark
from yangguang.redaction.limits import DEFAULT_LIMITS, Limits
from yangguang.redaction.marks import Box, BoxMark
from yangguang.redaction.painting import paint
from yangguang.redaction.pdf import add_drawn_page, written
from yangguang.redaction.squeezing import jpeg
from yangguang.translation import mark

FORMATS = ("JPEG", "PNG", "TIFF", "WEBP", "BMP", "GIF", "HEIF")
_A4 = (595.28, 841.89)
_QUALITIES = (85, 75, 62, 50, 40)
_PAGE_BYTES = 90 * 1024


def opened(data: bytes, name: str, limits: Limits = DEFAULT_LIMITS) -> Image.Image:
    """The picture as people see it, upright, in grey or colour; transparent parts are white."""
    limits.check_size(data, name)
    _know_heif(data)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            _check(found, name, limits)
            upright = ImageOps.exif_transpose(found)
            return _flat(upright)
    except UnidentifiedImageError as error:
        raise UnknownKind(mark("无法识别这张图片。请另存为 JPG 或 PNG 后再试。"), file=name) from error
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise BrokenFile(mark("图片已损坏，无法打开。请重新扫描或拍摄后再试。"), file=name) from error


def _know_heif(data: bytes) -> None:
    """Pictures of telephones (HEIC); the reader is only loaded when one comes."""
    if data[4:8] == b"ftyp":
        import pillow_heif

        pillow_heif.register_heif_opener(thumbnails=False)


def _check(found: Image.Image, name: str, limits: Limits) -> None:
    width, height = found.size
    if width * height > limits.picture_pixels:
        raise TooLarge(
            mark("图片有 {found} 万像素，超过 {most} 万像素的上限。请缩小后再试。"),
            file=name,
            found=width * height // 10_000,
            most=limits.picture_pixels // 10_000,
        )
    if getattr(found, "n_frames", 1) > 1 and found.format in ("TIFF", "GIF"):
        raise UnknownKind(mark("这张图片有多页。请先转换为 PDF，再逐页处理。"), file=name)


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("1", "L", "I", "I;16", "F"):
        return picture.convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        ground.alpha_composite(seen)
        return ground.convert("RGB")
    return picture.convert("RGB")


def release_picture(
    data: bytes,
    name: str,
    marks: Sequence[BoxMark],
    *,
    limits: Limits = DEFAULT_LIMITS,
    seen: Box | None = None,
) -> tuple[bytes, str]:
    """The picture without what the marks hide, and its kind: PNG stays PNG, all others become JPEG.

    ``seen`` is the part of it that is shown where it stands; the rest is cut off.
    """
    _one_page(marks, name)
    painted = paint(_cut(opened(data, name, limits), seen, name), marks)
    most = 2 * len(data) + _PAGE_BYTES
    if data.startswith(b"\x89PNG"):
        out = io.BytesIO()
        painted.save(out, format="PNG", optimize=True)
        if len(out.getvalue()) <= most:
            return out.getvalue(), "png"
    for quality in _QUALITIES:
        encoded = jpeg(painted, quality)
        if len(encoded) <= most:
            break
    return encoded, "jpg"


def _cut(whole: Image.Image, seen: Box | None, name: str) -> Image.Image:
    if seen is None:
        return whole
    width, height = whole.size
    edges = (seen.left * width, seen.top * height, seen.right * width, seen.bottom * height)
    left, top, right, bottom = map(round, edges)
    if right <= left or bottom <= top:
        raise BrokenFile(mark("图片已损坏，无法打开。请重新扫描或拍摄后再试。"), file=name)
    return whole if (right - left, bottom - top) == whole.size else whole.crop((left, top, right, bottom))


def picture_as_pdf(
    data: bytes, name: str, marks: Sequence[BoxMark], *, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The same as a PDF of one page, to which the list of what was withheld can be added."""
    _one_page(marks, name)
    painted = paint(opened(data, name, limits), marks)
    painted.thumbnail((2480, 3508))  # A4 at 300 points an inch
    width, height = painted.size
    scale = min(_A4[0] / width, _A4[1] / height) if width <= height else min(_A4[1] / width, _A4[0] / height)
    pdf = pikepdf.Pdf.new()
    add_drawn_page(pdf, painted, (width * scale, height * scale), (), _PAGE_BYTES + len(data))
    return written(pdf)


def _one_page(marks: Sequence[BoxMark], name: str) -> None:
    for one in marks:
        if one.page != 1:
            raise WrongMark(mark("文件没有第 {page} 页。"), file=name, page=one.page)
