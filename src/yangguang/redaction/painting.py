"""Black boxes on a picture, each with its ground; what was there is gone before the ground is written."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from yangguang.redaction.grounds import ground
from yangguang.redaction.marks import Box, BoxMark
from yangguang.translation import gettext
from yangguang.typesetting import FONTS

FONT = FONTS / "NotoSansCJKsc-Regular-subset.otf"
_LEAST, _MOST = 11, 30  # sizes of the writing in pixels
_RING = 3  # pixels at the rim that stay black
DARK = 90
"""Grey level up to which a point of a box counts as painted; JPEG blurs the black a little."""


def paint(picture: Image.Image, marks: Iterable[BoxMark]) -> Image.Image:
    """A new picture with the boxes painted, in grey or colour."""
    painted = picture.convert("L" if picture.mode in ("1", "L", "LA", "I", "I;16", "F") else "RGB")
    areas = [(pixels(one.box, painted.size), one.ground) for one in marks]
    pen = ImageDraw.Draw(painted)
    black, white = (0, 255) if painted.mode == "L" else ((0, 0, 0), (255, 255, 255))
    for area, _code in areas:
        pen.rectangle((area[0], area[1], area[2] - 1, area[3] - 1), fill=black)
    for area, code in areas:
        fitted = _fitted(area, code)
        if fitted:
            words, font = fitted
            pen.text(
                (area[0] + _RING + 1, (area[1] + area[3]) / 2), words, fill=white, font=font, anchor="lm"
            )
    return painted


def pixels(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom (beyond the last point): never a point less than the box."""
    width, height = size
    clipped = box.clipped()
    left, top = int(clipped.left * width), int(clipped.top * height)
    right = min(-int(-clipped.right * width // 1) + 1, width)
    bottom = min(-int(-clipped.bottom * height // 1) + 1, height)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _fitted(area: tuple[int, int, int, int], code: str) -> tuple[str, ImageFont.FreeTypeFont] | None:
    """The longest words that fit into the box: ground and article, the ground, nothing."""
    wide, high = area[2] - area[0] - 2 * _RING - 2, area[3] - area[1] - 2 * _RING
    size = min(int(high * 0.62), _MOST)
    if size < _LEAST:
        return None
    font = _font(size)
    found = ground(code)
    for words in (f"{gettext(found.short)} {gettext(found.article)}", gettext(found.short)):
        if font.getlength(words) <= wide:
            return words, font
    return None


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def is_painted(picture: Image.Image, box: Box) -> bool:
    """Whether the box is black: a rim without a light point, and never more writing than a ground is."""
    left, top, right, bottom = pixels(box, picture.size)
    # what is scaled and compressed once more bleeds over the rim: look two points further in
    rim = 2 if min(right - left, bottom - top) > 8 else 1
    area = picture.convert("L").crop(
        (left + rim, top + rim, max(right - rim, left + rim + 1), max(bottom - rim, top + rim + 1))
    )
    wide, high = area.size
    counts = area.histogram()
    if sum(counts[: DARK + 1]) < 0.55 * wide * high:
        return False
    edges = ((0, 0, wide, 1), (0, high - 1, wide, high), (0, 0, 1, high), (wide - 1, 0, wide, high))
    return all(int(area.crop(edge).getextrema()[1]) <= DARK for edge in edges)  # type: ignore[arg-type]
