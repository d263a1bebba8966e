"""Glyphs of a font's program, found by number, name or sign, and a new program with some of them only.

Outlines are taken, nothing else: no names, no tables of signs, no order that tells what stood between them.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from typing import Any

from fontTools import agl
from fontTools.cffLib import CFFFontSet
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.fixedTools import otRound
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it tells of every date of a font that looks odd
_ANY_DAY = 3_155_673_600  # seconds since 1904: a font says nothing of when it was made
_MOST_STROKES = 20_000
"""Strokes of one glyph; a seal script has some hundreds."""
_MOST_SUBROUTINES = 20_000


class OddFont(Exception):
    """A font's program that cannot be taken apart safely."""


class Glyphs:
    """The glyphs of a program, by the ways in which a PDF asks for them."""

    def __init__(self, order: Sequence[str], shapes: Any, units: int, *, is_cubic: bool) -> None:
        self.order = order
        self.shapes = shapes
        self.units = units
        self.is_cubic = is_cubic
        self.is_keyed = False
        """Whether codes are identifiers of its own (CID) rather than places in the order."""
        self.encoding: dict[int, str] = {}
        self.tables: dict[tuple[int, int], dict[int, str]] = {}

    def at(self, place: int) -> str | None:
        """The glyph at a place of the order."""
        return self.order[place] if 0 <= place < len(self.order) else None

    def by_cid(self, cid: int) -> str | None:
        """The glyph of an identifier."""
        if not self.is_keyed:
            return self.at(cid)
        name = ".notdef" if cid == 0 else f"cid{cid:05d}"
        return name if name in self.shapes else None

    def named(self, name: str) -> str | None:
        """The glyph of this name, where the program has names."""
        return name if self.is_cubic and not self.is_keyed and name in self.shapes else None

    def signs(self) -> dict[str, set[str]]:
        """The signs that the program itself says of its glyphs, by the glyph."""
        found: dict[str, set[str]] = {}
        for (platform, _encoding), table in self.tables.items():
            for code, name in table.items():
                sign = chr(code) if platform != 1 else bytes([code & 0xFF]).decode("mac_roman")
                if not 0xF000 <= code <= 0xF0FF:  # codes of the font's own, no signs
                    found.setdefault(name, set()).add(sign)
        if self.is_cubic and not self.is_keyed:
            for name in self.order:
                found.setdefault(name, set()).add(agl.toUnicode(name))
        return found

    def is_empty(self, name: str) -> bool:
        """Whether the glyph draws nothing. Raises :class:`OddFont`."""
        try:
            return not self.drawn(name)
        except OddFont:
            raise
        except Exception as error:  # as below
            raise OddFont from error

    def parts(self, name: str) -> set[str]:
        """The glyphs that a glyph is put together from, itself among them."""
        if self.is_cubic:
            return {name}
        table, found, waiting = self.shapes.glyfTable, set[str](), [name]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += table[one].getComponentNames(table)
        return found

    def drawn(self, name: str) -> list[Any]:
        """The strokes of a glyph, those of the glyphs it is put together from among them."""
        pen = _CountingPen(self.shapes)
        self.shapes[name].draw(pen)
        return list(pen.value)


class _CountingPen(DecomposingRecordingPen):  # type: ignore[misc]
    """A glyph put together from itself would never end."""

    def __init__(self, shapes: Any) -> None:
        super().__init__(shapes)
        self.steps = 0

    def addComponent(self, *args: Any, **kwargs: Any) -> None:
        self.steps += 1
        if self.steps > _MOST_STROKES or len(self.value) > _MOST_STROKES:
            raise OddFont
        super().addComponent(*args, **kwargs)


def truetype(data: bytes) -> Glyphs:
    """The glyphs of a TrueType or OpenType program. Raises :class:`OddFont`."""
    return _read(lambda: _truetype(data))


def compact(data: bytes) -> Glyphs:
    """The glyphs of a program in Adobe's compact format. Raises :class:`OddFont`."""
    return _read(lambda: _compact(data))


def _read(reading: Callable[[], Glyphs]) -> Glyphs:
    try:
        return reading()
    except OddFont:
        raise
    except Exception as error:
        # The edge: a program from outside may break the reader of fonts in any way; then the page is drawn.
        raise OddFont from error


def _truetype(data: bytes) -> Glyphs:
    font = TTFont(io.BytesIO(data), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    if "CFF " in font:
        return _compact(font.getTableData("CFF "))
    order = [f"g{number}" for number in range(font["maxp"].numGlyphs)]
    font.setGlyphOrder(order)
    found = Glyphs(order, font.getGlyphSet(), font["head"].unitsPerEm, is_cubic=False)
    for table in font["cmap"].tables if "cmap" in font else ():
        if table.isUnicode() or table.platformID in (1, 3):
            found.tables.setdefault((table.platformID, table.platEncID), dict(table.cmap))
    return found


def _compact(data: bytes) -> Glyphs:
    programs = CFFFontSet()
    programs.decompile(io.BytesIO(data), None)
    top = programs.topDictIndex[0]
    if any(len(one) > _MOST_SUBROUTINES for one in (programs.GlobalSubrs, getattr(top, "CharStrings", ()))):
        _check_size(top)
    shapes = top.CharStrings
    found = Glyphs(list(top.charset), _Charstrings(shapes), _units(top), is_cubic=True)
    found.is_keyed = hasattr(top, "ROS")
    if not found.is_keyed:
        from fontTools.encodings.StandardEncoding import StandardEncoding

        written = top.Encoding
        names = StandardEncoding if written == "StandardEncoding" else written
        if isinstance(names, list):
            found.encoding = {code: name for code, name in enumerate(names) if name != ".notdef"}
    return found


def _check_size(top: Any) -> None:
    if len(top.CharStrings) > 0x10000:
        raise OddFont


class _Charstrings:
    """The charstrings of a program, to be drawn by their names like the glyphs of other fonts."""

    def __init__(self, shapes: Any) -> None:
        self._shapes = shapes

    def __contains__(self, name: str) -> bool:
        return name in self._shapes

    def __getitem__(self, name: str) -> Any:
        return self._shapes[name]


def _units(top: Any) -> int:
    matrix = top.FontMatrix
    if hasattr(top, "ROS") and "FontMatrix" not in top.rawDict:
        own = [one.FontMatrix for one in top.FDArray if "FontMatrix" in one.rawDict]
        if own:
            matrix = own[0]
    if not matrix[0] or matrix[1:3] != [0, 0] or matrix[0] != matrix[3]:
        raise OddFont
    return int(otRound(1 / matrix[0]))


def program(glyphs: Glyphs, names: Sequence[str]) -> bytes:
    """A new program with these glyphs in this order, after an empty one. Raises :class:`OddFont`."""
    try:
        strokes = [[], *(glyphs.drawn(name) for name in names)]
        return _cubic(glyphs, strokes) if glyphs.is_cubic else _quadratic(glyphs, strokes)
    except OddFont:
        raise
    except Exception as error:  # as above
        raise OddFont from error


def _replayed(strokes: Sequence[Any], pen: Any) -> Any:
    for command, operands in strokes:
        getattr(pen, command)(*operands)
    return pen


def _names(count: int) -> list[str]:
    return [".notdef", *(f"g{number}" for number in range(1, count))]


def _builder(glyphs: Glyphs, order: Sequence[str]) -> FontBuilder:
    builder = FontBuilder(unitsPerEm=glyphs.units, isTTF=not glyphs.is_cubic)
    builder.setupGlyphOrder(list(order))
    builder.setupCharacterMap({})
    return builder


def _cubic(glyphs: Glyphs, strokes: Sequence[Sequence[Any]]) -> bytes:
    order = _names(len(strokes))
    builder = _builder(glyphs, order)
    charstrings = {
        name: _replayed(one, T2CharStringPen(0, None)).getCharString()
        for name, one in zip(order, strokes, strict=True)
    }
    builder.setupCFF("Kept", {}, charstrings, {})
    return bytes(builder.font["CFF "].compile(builder.font))


def _quadratic(glyphs: Glyphs, strokes: Sequence[Sequence[Any]]) -> bytes:
    order = _names(len(strokes))
    builder = _builder(glyphs, order)
    builder.setupGlyf(
        {name: _replayed(one, TTGlyphPen(None)).glyph() for name, one in zip(order, strokes, strict=True)}
    )
    shapes = builder.font["glyf"]
    builder.setupHorizontalMetrics({name: (glyphs.units, getattr(shapes[name], "xMin", 0)) for name in order})
    builder.setupHorizontalHeader(ascent=glyphs.units, descent=0)
    builder.setupPost(keepGlyphNames=False)
    font = builder.font
    font.recalcTimestamp = False
    font["head"].created = font["head"].modified = _ANY_DAY
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
