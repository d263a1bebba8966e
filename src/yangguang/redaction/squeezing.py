"""Making a drawn page small: black and white as a fax, anything else as JPEG within a budget."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageChops

_COLOURFUL = 40  # difference between channels that people would call a colour
_TONES = 0.035  # share of points that are neither paper nor ink, up to which a page counts as text
_STEPS = ((0.75, 75), (0.75, 55), (0.6, 50), (0.5, 42), (0.4, 35), (0.32, 28))  # scale and JPEG quality


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The bytes of a picture and how they are to be read."""

    data: bytes
    size: tuple[int, int]
    is_fax: bool
    is_colour: bool


def squeezed(picture: Image.Image, budget: int) -> Squeezed:
    """The picture in the smallest dress that people can still read."""
    is_colour = picture.mode == "RGB" and _has_colour(picture)
    grey = picture.convert("L")
    if not is_colour and _is_text(grey):
        return Squeezed(_fax(grey), grey.size, is_fax=True, is_colour=False)
    shown = picture.convert("RGB") if is_colour else grey
    for scale, quality in _STEPS:
        smaller = shown if scale == 1 else shown.resize(_scaled(shown.size, scale), Image.Resampling.LANCZOS)
        data = jpeg(smaller, quality)
        if len(data) <= budget:
            break
    return Squeezed(data, smaller.size, is_fax=False, is_colour=is_colour)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """A JPEG with nothing but the picture."""
    out = io.BytesIO()
    fresh = Image.new(picture.mode, picture.size)
    fresh.paste(picture)  # a new picture carries no notes of the old one
    fresh.save(out, format="JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(round(size[0] * scale), 1), max(round(size[1] * scale), 1)


def _has_colour(picture: Image.Image) -> bool:
    small = picture.resize(_scaled(picture.size, 0.5), Image.Resampling.BOX)
    red, green, blue = small.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    counts = ImageChops.subtract(most, least).histogram()
    return sum(counts[_COLOURFUL:]) > 20


def _is_text(grey: Image.Image) -> bool:
    """Whether nearly every point is paper or ink; soft edges of letters are few."""
    counts = grey.histogram()
    total = sum(counts)
    paper_and_ink = sum(counts[:64]) + sum(counts[200:])
    return sum(counts[225:]) > 0.5 * total and (total - paper_and_ink) <= _TONES * total * 2


def _fax(grey: Image.Image) -> bytes:
    """The picture by CCITT group 4, in one strip."""
    out = io.BytesIO()
    two = grey.point(lambda value: 255 if value > 150 else 0).convert("1", dither=Image.Dither.NONE)
    two.save(out, format="TIFF", compression="group4", strip_size=1 << 30)
    with Image.open(io.BytesIO(out.getvalue())) as read:
        tags = read.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[273], tags[279]
    return out.getvalue()[start : start + length]
