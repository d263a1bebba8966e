"""Fonts of pages that are carried over, made anew: the signs that these pages show, and nothing of any other.

A font of a PDF is cut to what the whole document shows. Its glyphs, their order and widths, the table of what
they mean, the list of their names: all of that still tells the signs of a word that was withheld. So a font
gets new numbers in the order in which the kept pages use them. What cannot be taken apart safely raises
:class:`Doubtful`; its pages are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from yangguang.redaction import cmap, outlines
from yangguang.redaction.drawn_codes import width_of
from yangguang.redaction.font_reading import (
    PROGRAMS,
    SYMBOLIC,
    UNREADABLE,
    by_cid,
    by_code,
    composite_widths,
    differences,
    glyphs_of,
    listed_widths,
    number_of,
    simple_meanings,
    simple_widths,
)

_NUMBERS = (
    "/Flags",
    "/ItalicAngle",
    "/Ascent",
    "/Descent",
    "/CapHeight",
    "/StemV",
    "/XHeight",
    "/FontWeight",
)
_WHOLE = 90  # identifiers in a row: so many widths are given for an alphabet, not for the words of a document


class Doubtful(Exception):
    """The page could hide something; draw it instead."""


@dataclass(frozen=True, slots=True)
class KeptFont:
    """A font for the released file. ``numbers`` are the new codes, of two bytes, for the old ones of ``width``
    bytes; ``None`` where codes stay."""

    font: pikepdf.Object
    numbers: Mapping[int, int] | None = None
    width: int = 2


def kept(pdf: pikepdf.Pdf, font: Any, codes: Sequence[int]) -> KeptFont:
    """The font with these codes only, in this order. Raises :class:`Doubtful`."""
    try:
        if width_of(font) == 0:
            return _by_its_table(pdf, font)
        is_composite = str(font.Subtype) == "/Type0"
        inner = font.DescendantFonts[0] if is_composite else font
        descriptor = inner.get("/FontDescriptor", pikepdf.Dictionary())
        if any(key in descriptor for key in PROGRAMS):
            return _embedded(pdf, font, inner, descriptor, codes)
        return _composite(pdf, font, inner, codes) if is_composite else _simple(pdf, font, codes)
    except UNREADABLE as error:
        raise Doubtful from error


# --- embedded -------------------------------------------------------------------------------------


def _embedded(pdf: pikepdf.Pdf, font: Any, inner: Any, descriptor: Any, codes: Sequence[int]) -> KeptFont:
    glyphs = glyphs_of(descriptor)
    if str(font.Subtype) == "/Type0":
        if str(font.Encoding) != "/Identity-H":
            raise Doubtful
        names = [by_cid(glyphs, inner, code) for code in codes]
        widths, means = composite_widths(inner, codes), cmap.meanings(font.get("/ToUnicode"))
    else:
        names = [by_code(glyphs, font, descriptor, code) for code in codes]
        widths, means = simple_widths(font, descriptor), simple_meanings(font)
    numbers = {code: number for number, code in enumerate(codes, start=1)}
    made = outlines.program(glyphs, [name or glyphs.order[0] for name in names])
    said = {number: means.get(code, "") for code, number in numbers.items()}
    given = [widths.get(code, 0.0) for code in codes]
    return KeptFont(
        _type0(pdf, descriptor, made, given, said, is_cubic=glyphs.is_cubic), numbers, width_of(font)
    )


def _type0(
    pdf: pikepdf.Pdf,
    descriptor: Any,
    made: bytes,
    widths: Sequence[float],
    said: Mapping[int, str],
    *,
    is_cubic: bool,
) -> pikepdf.Object:
    name, dictionary = pikepdf.Name, pikepdf.Dictionary
    about = dictionary(Type=name.FontDescriptor, FontName=name.Kept)
    for key in _NUMBERS:
        if key in descriptor:
            about[key] = number_of(descriptor[key])
    about.Flags = int(about.get("/Flags", 0)) & ~32 | SYMBOLIC
    low, high = number_of(about.get("/Descent", -200)), number_of(about.get("/Ascent", 900))
    about.FontBBox = [-100, min(low, -100), 1100, max(high, 800)]
    if is_cubic:
        about.FontFile3 = pdf.make_stream(made, Subtype=name.CIDFontType0C)
    else:
        about.FontFile2 = pdf.make_stream(made, Length1=len(made))
    inner = dictionary(
        Type=name.Font,
        Subtype=name("/CIDFontType0" if is_cubic else "/CIDFontType2"),
        BaseFont=name.Kept,
        CIDSystemInfo=dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(about),
        DW=1000,
        W=[1, list(widths)],
    )
    if not is_cubic:
        inner.CIDToGIDMap = name.Identity
    return pdf.make_indirect(
        dictionary(
            Type=name.Font,
            Subtype=name.Type0,
            BaseFont=name.Kept,
            Encoding=name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(inner)],
            ToUnicode=pdf.make_stream(cmap.table(said)),
        )
    )


# --- not embedded ---------------------------------------------------------------------------------


def _described(pdf: pikepdf.Pdf, holder: Any, name: pikepdf.Name) -> pikepdf.Object | None:
    descriptor = holder.get("/FontDescriptor")
    if descriptor is None:
        return None
    about = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=name)
    for key in (*_NUMBERS, "/MissingWidth"):
        if key in descriptor:
            about[key] = number_of(descriptor[key])
    if "/FontBBox" in descriptor:
        about.FontBBox = [number_of(side) for side in descriptor.FontBBox]
    return pdf.make_indirect(about)


def _plain_name(font: Any) -> pikepdf.Name:
    """The name without the letters that stand for a choice of glyphs."""
    said = str(font.get("/BaseFont", "/Helvetica"))
    return pikepdf.Name(f"/{said[8:]}" if said[7:8] == "+" else said)


def _simple(pdf: pikepdf.Pdf, font: Any, codes: Sequence[int]) -> KeptFont:
    name = _plain_name(font)
    fresh = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=font.Subtype, BaseFont=name)
    about = _described(pdf, font, name)
    if about is not None:
        fresh.FontDescriptor = about
    if "/Widths" in font:
        given = simple_widths(font, font.get("/FontDescriptor", pikepdf.Dictionary()))
        first, last = min(codes), max(codes)
        fresh.FirstChar, fresh.LastChar = first, last
        fresh.Widths = [given.get(code, 0) if code in set(codes) else 0 for code in range(first, last + 1)]
    encoding = _encoding_of(font, codes)
    if encoding is not None:
        fresh.Encoding = encoding
    if isinstance(font.get("/ToUnicode"), pikepdf.Stream):
        means = cmap.meanings(font.ToUnicode)
        fresh.ToUnicode = pdf.make_stream(cmap.table({code: means.get(code, "") for code in codes}, width=1))
    return KeptFont(pdf.make_indirect(fresh))


def _encoding_of(font: Any, codes: Sequence[int]) -> pikepdf.Object | None:
    encoding = font.get("/Encoding")
    if not isinstance(encoding, pikepdf.Dictionary):
        return encoding  # type: ignore[no-any-return]
    fresh = pikepdf.Dictionary(Type=pikepdf.Name.Encoding)
    if "/BaseEncoding" in encoding:
        fresh.BaseEncoding = encoding.BaseEncoding
    changed = differences(encoding)
    listed: list[Any] = []
    for code in sorted(set(codes) & set(changed)):
        listed += [code, pikepdf.Name(f"/{changed[code]}")]
    if listed:
        fresh.Differences = pikepdf.Array(listed)
    return fresh


def _composite(pdf: pikepdf.Pdf, font: Any, inner: Any, codes: Sequence[int]) -> KeptFont:
    """Codes are those of a font that the reader has: they stay."""
    fresh = _outer(pdf, font, inner, composite_widths(inner, codes))
    if isinstance(font.get("/ToUnicode"), pikepdf.Stream):
        means = cmap.meanings(font.ToUnicode)
        fresh.ToUnicode = pdf.make_stream(cmap.table({code: means.get(code, "") for code in codes}))
    return KeptFont(pdf.make_indirect(fresh))


def _by_its_table(pdf: pikepdf.Pdf, font: Any) -> KeptFont:
    """A font that the reader has, with codes of a standard: nothing of it tells what the document says."""
    inner = font.DescendantFonts[0]
    if not isinstance(font.Encoding, pikepdf.Name) or any(
        key in inner.get("/FontDescriptor", {}) for key in PROGRAMS
    ):
        raise Doubtful
    widths = listed_widths(inner)
    starts = [cid for cid in widths if cid - 1 not in widths]
    if any(cid + step not in widths for cid in starts for step in range(_WHOLE)):
        raise Doubtful
    return KeptFont(pdf.make_indirect(_outer(pdf, font, inner, widths)))


def _outer(pdf: pikepdf.Pdf, font: Any, inner: Any, widths: Mapping[int, float]) -> pikepdf.Dictionary:
    name = _plain_name(inner)
    information = inner.CIDSystemInfo
    fresh = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=inner.Subtype,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=information.Registry, Ordering=information.Ordering, Supplement=information.Supplement
        ),
        DW=number_of(inner.get("/DW", 1000)),
    )
    about = _described(pdf, inner, name)
    if about is not None:
        fresh.FontDescriptor = about
    if widths:
        fresh.W = [item for cid in sorted(widths) for item in (cid, [widths[cid]])]
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=name,
        Encoding=font.Encoding,
        DescendantFonts=[pdf.make_indirect(fresh)],
    )
