"""Papers of two pages set in one font, in each way in which a PDF can hold a font."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
from fontTools import subset
from fontTools.agl import UV2AGL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf

from yangguang.redaction.cmap import table
from yangguang.typesetting import FONTS

WITHHELD = "王小明"
FIRST, SECOND = f"申请人{WITHHELD}", "人民申请公开"
"""The second page has nothing of the withheld name."""
_SOURCE = FONTS / "NotoSansCJKsc-Regular-subset.otf"


def cut(signs: str) -> tuple[TTFont, list[str]]:
    """The font with these signs, and their glyphs in the order of the signs."""
    font = TTFont(_SOURCE)
    options = subset.Options(desubroutinize=True, layout_features=[], notdef_outline=False, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    cutter.subset(font)
    names = [font.getBestCmap()[ord(sign)] for sign in signs]
    return font, names


def truetype(signs: str, *, symbol: bool = False) -> bytes:
    """A TrueType font; the glyph of each sign stands at its place, from 1. ``symbol``: codes of its own."""
    source, names = cut(signs)
    shapes, order = source.getGlyphSet(), [".notdef", *(f"glyph{n}" for n in range(1, len(signs) + 1))]
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(
        {(0xF000 + n if symbol else ord(sign)): order[n] for n, sign in enumerate(signs, 1)}
    )
    drawn = {".notdef": TTGlyphPen(None).glyph()}
    for name, own in zip(order[1:], names, strict=True):
        pen = TTGlyphPen(None)
        shapes[own].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    builder.setupGlyf(drawn)
    builder.setupHorizontalMetrics({name: (1000, getattr(drawn[name], "xMin", 0)) for name in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupPost()
    if symbol:
        for one in builder.font["cmap"].tables:
            one.platEncID = 0
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def compact(signs: str) -> bytes:
    """The same signs in Adobe's compact format, with identifiers."""
    font, _names = cut(signs)
    return bytes(font.getTableData("CFF "))


def named_compact(signs: str) -> bytes:
    """Signs in the compact format, by the names of their glyphs."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    source, names = cut(signs)
    shapes = source.getGlyphSet()
    order = [".notdef", *(glyph_name(sign) for sign in signs)]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap({})
    drawn = {".notdef": T2CharStringPen(0, None).getCharString()}
    for name, own in zip(order[1:], names, strict=True):
        pen = T2CharStringPen(1000, None)
        shapes[own].draw(pen)
        drawn[name] = pen.getCharString()
    builder.setupCFF("Named", {}, drawn, {})
    return bytes(builder.font["CFF "].compile(builder.font))


def glyph_name(sign: str) -> str:
    return UV2AGL.get(ord(sign), f"uni{ord(sign):04X}")


def _descriptor(pdf: Pdf, name: str, key: str, program: bytes, **more: object) -> pikepdf.Object:
    about = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{name}"),
        Flags=4,
        FontBBox=[0, -200, 1000, 900],
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=700,
        StemV=80,
    )
    stream = pdf.make_stream(program)
    if key == "/FontFile3":
        stream.Subtype = Name(f"/{more.pop('subtype')}")
    about[key] = stream
    for extra, value in more.items():
        about[f"/{extra}"] = value
    return pdf.make_indirect(about)


def _type0(pdf: Pdf, signs: str, inner: Dictionary, codes: dict[str, int]) -> Dictionary:
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=inner.BaseFont,
        Encoding=Name("/Identity-H"),
        DescendantFonts=[pdf.make_indirect(inner)],
        ToUnicode=pdf.make_stream(table({code: sign for sign, code in codes.items()})),
    )


def composite_truetype(pdf: Pdf, signs: str) -> tuple[Dictionary, dict[str, int], int]:
    codes = {sign: number for number, sign in enumerate(signs, 1)}
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name("/ABCDEF+Song"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=_descriptor(pdf, "ABCDEF+Song", "/FontFile2", truetype(signs)),
        CIDToGIDMap=Name.Identity,
        W=[1, [1000] * len(signs)],
    )
    return _type0(pdf, signs, inner, codes), codes, 2


def composite_compact(pdf: Pdf, signs: str) -> tuple[Dictionary, dict[str, int], int]:
    _font, names = cut(signs)
    codes = {sign: int(name.removeprefix("cid")) for sign, name in zip(signs, names, strict=True)}
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/ABCDEF+Hei"),
        CIDSystemInfo=Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=_descriptor(pdf, "ABCDEF+Hei", "/FontFile3", compact(signs), subtype="CIDFontType0C"),
        W=[item for code in sorted(codes.values()) for item in (code, [1000])],
    )
    return _type0(pdf, signs, inner, codes), codes, 2


def simple_truetype(pdf: Pdf, signs: str) -> tuple[Dictionary, dict[str, int], int]:
    """Codes from 1 in the order in which the signs appear, as office suites write them."""
    codes = {sign: number for number, sign in enumerate(signs, 1)}
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/ABCDEF+Song"),
        FirstChar=1,
        LastChar=len(signs),
        Widths=[1000] * len(signs),
        FontDescriptor=_descriptor(pdf, "ABCDEF+Song", "/FontFile2", truetype(signs, symbol=True)),
        ToUnicode=pdf.make_stream(table({code: sign for sign, code in codes.items()}, width=1)),
    )
    return font, codes, 1


def simple_compact(pdf: Pdf, signs: str) -> tuple[Dictionary, dict[str, int], int]:
    """Glyphs by names, which are the signs' own; the first code is that of the space."""
    codes = {sign: number for number, sign in enumerate(signs, 32)}
    listed = "".join(f"/{glyph_name(sign)}" for sign in signs)
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name("/ABCDEF+Song"),
        FirstChar=32,
        LastChar=31 + len(signs),
        Widths=[1000] * len(signs),
        Encoding=Dictionary(
            Type=Name.Encoding, Differences=Array([32, *(Name(f"/{glyph_name(sign)}") for sign in signs)])
        ),
        FontDescriptor=_descriptor(
            pdf, "ABCDEF+Song", "/FontFile3", named_compact(signs), subtype="Type1C", CharSet=listed
        ),
    )
    return font, codes, 1


HOLDING: dict[str, Callable[[Pdf, str], tuple[Dictionary, dict[str, int], int]]] = {
    "composite truetype": composite_truetype,
    "composite compact": composite_compact,
    "simple truetype": simple_truetype,
    "simple compact": simple_compact,
}


def paper(how: str, *texts: str, before: str = "") -> bytes:
    """A page for each text, in one font for all of them; ``before`` are commands that go before the text."""
    pdf = Pdf.new()
    signs = "".join(dict.fromkeys("".join(texts)))
    made, codes, width = HOLDING[how](pdf, signs)
    font = pdf.make_indirect(made)
    for text in texts:
        written = b"".join(codes[sign].to_bytes(width, "big") for sign in text).hex()
        page = Dictionary(
            Type=Name.Page,
            MediaBox=[0, 0, 400, 200],
            Resources=Dictionary(Font=Dictionary(F=font)),
            Contents=pdf.make_stream(f"BT /F 24 Tf 30 100 Td {before} <{written}> Tj ET".encode()),
        )
        pdf.pages.append(pikepdf.Page(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def without_page(data: bytes, number: int) -> bytes:
    """The paper with a page taken out and nothing else done: what most programs do."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.pages[number - 1]
        pdf.save(out)
    return out.getvalue()
