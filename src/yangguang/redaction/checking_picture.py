"""What a picture carries beside itself: EXIF, thumbnails, comments, bytes after its end."""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image, UnidentifiedImageError

from yangguang.redaction.errors import BrokenFile
from yangguang.redaction.leaks import Leak, LeakKind, Search, short
from yangguang.redaction.limits import Limits
from yangguang.redaction.picture import FORMATS
from yangguang.translation import Message, mark

_HARMLESS = frozenset(
    [
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "adobe",
        "adobe_transform",
        "dpi",
        "gamma",
        "interlace",
        "srgb",
        "transparency",
        "aspect",
        "compression",
        "icc_profile",
        "loop",
        "duration",
        "background",
        "version",
        "progression",
        "progressive",
        "chromaticity",
        "timestamp",
    ]
)
_ORIENTATION = 0x0112
_TIFF_ITSELF = range(0x00FE, 0x0119)  # sizes, compression, strips: the picture, not about it


def picture_leaks(data: bytes, name: str, where: Message, search: Search, limits: Limits) -> Iterator[Leak]:
    """Leaks of a picture's bytes; ``where`` says which picture it is."""
    for term in search.in_bytes(data):
        yield Leak(LeakKind.FORBIDDEN, where, term)
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.size[0] * picture.size[1] > limits.picture_pixels:
                return
            found = list(_carried(picture))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise BrokenFile(mark("图片已损坏，无法检查。请重新生成后再试。"), file=name) from error
    for what in found:
        yield Leak(LeakKind.PICTURE_DATA, where, what)
    if _goes_on(data):
        yield Leak(LeakKind.LEFTOVER, where)


def _carried(picture: Image.Image) -> Iterator[str]:
    exif = picture.getexif()
    told = [
        tag for tag in exif if tag != _ORIENTATION and not (picture.format == "TIFF" and tag in _TIFF_ITSELF)
    ]
    if told or exif.get_ifd(0x8825) or exif.get_ifd(0x8769):
        yield "EXIF"
    for key, value in {**picture.info, **getattr(picture, "text", {})}.items():
        if str(key).lower() not in _HARMLESS and key != "exif" and value:
            yield short(f"{key}: {value!r}" if not isinstance(value, str) else f"{key}: {value}")


def _goes_on(data: bytes) -> bool:
    """Whether bytes follow the end of the picture: a second picture, an archive."""
    if data.startswith(b"\xff\xd8"):
        end = data.rfind(b"\xff\xd9")
        return end < 0 or bool(data[end + 2 :].strip(b"\0\r\n ")) or _second_jpeg(data)
    if data.startswith(b"\x89PNG"):
        end = data.find(b"IEND")
        return end >= 0 and len(data) > end + 8
    return False


def _second_jpeg(data: bytes) -> bool:
    return b"\xff\xd9\xff\xd8\xff" in data
