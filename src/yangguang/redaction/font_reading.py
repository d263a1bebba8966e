"""What a font of a PDF says of its codes: the glyph, the width and the meaning of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from fontTools import agl
from fontTools.encodings.StandardEncoding import StandardEncoding

from yangguang.redaction import cmap, outlines
from yangguang.redaction.streams import Unpackable, unpacked

SYMBOLIC = 4
"""The flag of a font whose codes are its own."""
PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")
UNREADABLE = (
    outlines.OddFont,
    Unpackable,
    pikepdf.PdfError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
)
"""What a font that somebody built by hand may raise when it is read."""
_CODECS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_MOST_PROGRAM = 48 * 1024 * 1024


def glyphs_of(descriptor: Any) -> outlines.Glyphs:
    """The glyphs of the program that is embedded."""
    if "/FontFile2" in descriptor:
        return outlines.truetype(unpacked(descriptor.FontFile2, _MOST_PROGRAM))
    if "/FontFile3" in descriptor:
        data = unpacked(descriptor.FontFile3, _MOST_PROGRAM)
        is_open = str(descriptor.FontFile3.get("/Subtype")) == "/OpenType"
        return outlines.truetype(data) if is_open else outlines.compact(data)
    raise outlines.OddFont  # a program of PostScript: to be run rather than read


def by_cid(glyphs: outlines.Glyphs, inner: Any, cid: int) -> str | None:
    """The glyph of a code of a composite font."""
    if str(inner.Subtype) == "/CIDFontType0":
        return glyphs.by_cid(cid)
    places = inner.get("/CIDToGIDMap")
    if isinstance(places, pikepdf.Stream):
        row = unpacked(places, 2 * 0x10000)[2 * cid : 2 * cid + 2]
        return glyphs.at(int.from_bytes(row, "big"))
    return glyphs.at(cid)


def by_code(glyphs: outlines.Glyphs, font: Any, descriptor: Any, code: int) -> str | None:
    """The glyph of a code of one byte, by name, by sign, or by the table of the font's own."""
    name = names_of(font).get(code, "")
    if glyphs.is_cubic:
        return glyphs.named(name or glyphs.encoding.get(code, ""))
    is_symbolic = bool(int(descriptor.get("/Flags", 0)) & SYMBOLIC)
    by_sign = _by_sign(glyphs, name) if name else None
    own = _by_own_table(glyphs, code)
    return (own or by_sign) if is_symbolic else (by_sign or own)


def _by_sign(glyphs: outlines.Glyphs, name: str) -> str | None:
    sign = agl.toUnicode(name)
    if len(sign) != 1:
        return None
    for place in ((3, 1), (3, 10), (0, 3), (0, 4)):
        if found := glyphs.tables.get(place, {}).get(ord(sign)):
            return found
    roman = sign.encode("mac_roman", "ignore")
    return glyphs.tables.get((1, 0), {}).get(roman[0]) if roman else None


def _by_own_table(glyphs: outlines.Glyphs, code: int) -> str | None:
    for place, offset in (((3, 0), 0xF000), ((3, 0), 0), ((1, 0), 0), ((3, 0), 0xF100)):
        if found := glyphs.tables.get(place, {}).get(offset + code):
            return found
    return None


def composite_widths(inner: Any, codes: Sequence[int]) -> dict[int, float]:
    """The width of each code of a composite font."""
    usual, listed = number_of(inner.get("/DW", 1000)), listed_widths(inner)
    return {code: listed.get(code, usual) for code in codes}


def listed_widths(inner: Any) -> dict[int, float]:
    """The widths that a composite font lists."""
    items = list(inner.get("/W", []))
    found: dict[int, float] = {}
    place = 0
    while place + 1 < len(items):
        first = int(items[place])
        if isinstance(items[place + 1], pikepdf.Array):
            found.update((first + step, number_of(one)) for step, one in enumerate(items[place + 1]))
            place += 2
        elif place + 2 < len(items):
            last = min(int(items[place + 1]), 0xFFFF)
            found.update(dict.fromkeys(range(first, last + 1), number_of(items[place + 2])))
            place += 3
        else:
            break
    return found


def simple_widths(font: Any, descriptor: Any) -> dict[int, float]:
    """The width of each code of a font with codes of one byte."""
    missing = number_of(descriptor.get("/MissingWidth", 0))
    first = int(font.get("/FirstChar", 0))
    listed = {first + step: number_of(one) for step, one in enumerate(font.get("/Widths", []))}
    return {code: listed.get(code, missing) for code in range(256)}


def simple_meanings(font: Any) -> dict[int, str]:
    """The text of each code of a font with codes of one byte."""
    told = cmap.meanings(font.get("/ToUnicode"))
    return {**{code: agl.toUnicode(name) for code, name in names_of(font).items()}, **told}


def names_of(font: Any) -> dict[int, str]:
    """Code -> name of the glyph, as the encoding says; empty where the font's own holds."""
    encoding = font.get("/Encoding")
    if isinstance(encoding, pikepdf.Name):
        return _base(str(encoding))
    if isinstance(encoding, pikepdf.Dictionary):
        return {**_base(str(encoding.get("/BaseEncoding", ""))), **differences(encoding)}
    return {}


def _base(name: str) -> dict[int, str]:
    if name == "/StandardEncoding":
        return {code: glyph for code, glyph in enumerate(StandardEncoding) if glyph != ".notdef"}
    codec = _CODECS.get(name)
    if codec is None:
        return {}
    signs = ((code, bytes([code]).decode(codec, "ignore")) for code in range(32, 256))
    return {code: agl.UV2AGL[ord(sign)] for code, sign in signs if sign and ord(sign) in agl.UV2AGL}


def differences(encoding: Any) -> dict[int, str]:
    """Code -> name of a glyph, where an encoding departs from a standard."""
    found: dict[int, str] = {}
    if not isinstance(encoding, pikepdf.Dictionary):
        return found
    code = 0
    for item in encoding.get("/Differences", []):
        if isinstance(item, pikepdf.Name):
            found[code] = str(item).lstrip("/")
            code += 1
        else:
            code = int(item)
    return found


def number_of(value: Any) -> float | int:
    """A number of a PDF, whole where it can be."""
    plain = float(value)
    return int(plain) if plain == int(plain) else round(plain, 3)
