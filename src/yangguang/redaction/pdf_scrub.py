"""What a page needs to draw, copied value by value: numbers, and the names that the format itself knows.

A state of drawing, a colour or a pattern may hold whatever somebody put there: names of inks, profiles with
descriptions, keys of programs. What has no effect on the page is left behind; what cannot be told raises
:class:`Doubtful`.
"""

from __future__ import annotations

import re
import zlib
from decimal import Decimal
from typing import Any

import pikepdf

from yangguang.redaction.kept_fonts import Doubtful
from yangguang.redaction.streams import filters_of, unpacked

_KEYS = frozenset(
    f"/{key}"
    for key in (  # noqa: SIM905 - a table of names, many in a line
        "Type LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK SMask "  # states
        "WhitePoint BlackPoint Gamma Matrix Range "  # colours
        "FunctionType Domain C0 C1 N Functions Bounds Encode Decode Size BitsPerSample Order "  # functions
        "PatternType Shading ShadingType ColorSpace Background BBox AntiAlias Coords Function Extend "
        "BitsPerCoordinate BitsPerComponent BitsPerFlag VerticesPerRow "  # patterns
        "S CS I K "  # groups
        "Columns Colors Predictor Rows BlackIs1 EncodedByteAlign EndOfLine EndOfBlock DamagedRowsBeforeError "
        "ColorTransform EarlyChange"  # packings
    ).split()
)
_NAMES = frozenset(
    f"/{name}"
    for name in [
        "DeviceGray",
        "DeviceRGB",
        "DeviceCMYK",
        "CalGray",
        "CalRGB",
        "Lab",
        "Indexed",
        "Separation",
        "DeviceN",
        "Pattern",
        "G",
        "RGB",
        "CMYK",
        "I",
        "All",
        "None",
        "Cyan",
        "Magenta",
        "Yellow",
        "Black",
        "Red",
        "Green",
        "Blue",
        "Normal",
        "Compatible",
        "Multiply",
        "Screen",
        "Overlay",
        "Darken",
        "Lighten",
        "ColorDodge",
        "ColorBurn",
        "HardLight",
        "SoftLight",
        "Difference",
        "Exclusion",
        "Hue",
        "Saturation",
        "Color",
        "Luminosity",
        "AbsoluteColorimetric",
        "RelativeColorimetric",
        "Perceptual",
        "Transparency",
        "Group",
        "ExtGState",
        "Identity",
        "Default",
    ]
)
_OF_COUNT = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_MOST_DATA = 8 * 1024 * 1024
_DEEPEST = 12
_COMMENT = re.compile(rb"%[^\r\n]*")


def scrubbed(value: Any, source: pikepdf.Pdf, depth: int = 0) -> Any:
    """The value with nothing in it but what draws. Raises :class:`Doubtful`."""
    if depth > _DEEPEST:
        raise Doubtful
    if isinstance(value, bool | int | float | Decimal) or value is None:
        return value
    if isinstance(value, pikepdf.Name):
        if str(value) not in _NAMES:
            raise Doubtful
        return value
    if isinstance(value, pikepdf.Array):
        return _array(value, source, depth)
    if isinstance(value, pikepdf.Stream):
        return _stream(value, source, depth)
    if isinstance(value, pikepdf.Dictionary):
        return pikepdf.Dictionary(_entries(value, source, depth))
    raise Doubtful


def _entries(value: Any, source: pikepdf.Pdf, depth: int) -> dict[str, Any]:
    return {key: scrubbed(value[key], source, depth + 1) for key in sorted(_KEYS & set(value.keys()))}


def _array(value: Any, source: pikepdf.Pdf, depth: int) -> Any:
    kind = str(value[0]) if len(value) and isinstance(value[0], pikepdf.Name) else ""
    if kind == "/ICCBased":  # the description of a profile names who made it, and of what
        return pikepdf.Name(_OF_COUNT[int(value[1].N)])
    if kind == "/Indexed":
        base, most = scrubbed(value[1], source, depth + 1), int(value[2])
        colours = unpacked(value[3]) if isinstance(value[3], pikepdf.Stream) else bytes(value[3])
        return pikepdf.Array([value[0], base, most, pikepdf.String(colours[: (most + 1) * 4])])
    if kind in ("/Separation", "/DeviceN"):
        inks = pikepdf.Array([_ink(one) for one in value[1]]) if kind == "/DeviceN" else _ink(value[1])
        rest = [scrubbed(one, source, depth + 1) for one in (value[2], value[3])]
        return pikepdf.Array([value[0], inks, *rest])
    return pikepdf.Array([scrubbed(one, source, depth + 1) for one in value])


def _ink(name: Any) -> pikepdf.Name:
    """An ink that is not one of the usual ones has a name that somebody gave it."""
    return name if str(name) in _NAMES else pikepdf.Name.Ink


def _stream(value: Any, source: pikepdf.Pdf, depth: int) -> pikepdf.Object:
    data = unpacked(value, _MOST_DATA)
    if int(value.get("/FunctionType", 0)) == 4:
        data = _COMMENT.sub(b"", data)
    fresh = source.make_stream(data)
    for key, one in _entries(value, source, depth).items():
        fresh[key] = one
    return fresh


def picture_data(picture: Any) -> tuple[bytes, bool]:
    """The packed bytes of a picture, and whether they had to be packed anew: nothing goes along behind its end."""
    raw: bytes = picture.read_raw_bytes()
    filters = filters_of(picture)
    if filters in (["/DCTDecode"], ["/CCITTFaxDecode"]):
        return raw, False
    if filters == ["/FlateDecode"] and "/DecodeParms" in picture and not _goes_on(raw):
        return raw, False
    rows = (int(picture.Width) * _bits(picture) + 7) // 8 * int(picture.Height)
    plain = unpacked(picture)
    if filters == ["/FlateDecode"] and len(plain) <= rows and not _goes_on(raw):
        return raw, False
    return zlib.compress(plain[:rows], 9), True


def _goes_on(raw: bytes) -> bool:
    unpacking = zlib.decompressobj()
    rest = raw
    try:
        while rest and not unpacking.eof:
            unpacking.decompress(rest, 1 << 20)
            rest = unpacking.unconsumed_tail
    except zlib.error as error:
        raise Doubtful from error
    return bool(unpacking.unused_data.strip(b"\r\n"))


def _bits(picture: Any) -> int:
    """Bits of a point."""
    if picture.get("/ImageMask", False):
        return 1
    space = picture.ColorSpace
    kind = str(space[0] if isinstance(space, pikepdf.Array) else space)
    counts = {"/DeviceGray": 1, "/G": 1, "/CalGray": 1, "/Indexed": 1, "/I": 1, "/Separation": 1}
    counts |= {"/DeviceRGB": 3, "/RGB": 3, "/CalRGB": 3, "/Lab": 3, "/DeviceCMYK": 4, "/CMYK": 4}
    if kind == "/ICCBased":
        count = int(space[1].N)
    elif kind == "/DeviceN":
        count = len(space[1])
    else:
        count = counts[kind]
    return count * int(picture.BitsPerComponent)
