"""The picture of a seal: checked by content, bounded, on a transparent ground, trimmed to its edge."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageChops, UnidentifiedImageError

from yangguang.cases.refused import Refused

MOST_BYTES = 2 * 1024 * 1024
MOST_SIDE = 4000
LEAST_SIDE = 150
KEPT_SIDE = 700
_WHITE = 225
"""From so bright on, a sign of the ground is taken for paper."""


def trimmed_seal(data: bytes) -> bytes:
    """The seal as a PNG whose paper is transparent. Refuses what is no PNG, too large or too small, or empty."""
    if len(data) > MOST_BYTES:
        raise Refused(_("印章图片不能超过 %(most)s 兆字节。") % {"most": MOST_BYTES >> 20})
    picture = _opened(data)
    if picture.getchannel("A").getextrema() == (255, 255):
        picture.putalpha(_ink(picture))
    box = picture.getchannel("A").point(lambda level: 255 if level > 24 else 0).getbbox()
    if box is None:
        raise Refused(_("图片里没有印章，请换一张。"))
    picture = picture.crop(box)
    if min(picture.size) < LEAST_SIDE:
        raise Refused(_("印章图片太小，印出来会模糊；每边至少 %(least)s 像素。") % {"least": LEAST_SIDE})
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    """The picture with its alpha; nothing else of the file is kept."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        raise Refused(_("请上传 PNG 格式的印章图片。"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=["PNG"]) as found:
                if max(found.size) > MOST_SIDE:
                    raise Refused(_("印章图片每边不能超过 %(most)s 像素。") % {"most": MOST_SIDE})
                return found.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise Refused(_("图片已损坏，请重新导出为 PNG 再上传。")) from error


def _ink(picture: Image.Image) -> Image.Image:
    """How much ink lies on each sign of an opaque picture: white paper is none."""
    red, green, blue = picture.convert("RGB").split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    return darkest.point(lambda level: 0 if level >= _WHITE else 255)
