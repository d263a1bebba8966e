"""The text behind a drawn page: invisible, so that the page can be searched and read aloud.

Every page has its own numbering of signs, in order of appearance, so that the file says nothing of signs
that do not stand on the page. The font is one glyph, a box as large as the sign: readers that mark what is
selected go by the outline, and pdfium takes lines without outlines for repetitions of each other.
"""

from __future__ import annotations

import base64
import unicodedata
import zlib
from collections.abc import Sequence

import pikepdf

from yangguang.redaction.cmap import table
from yangguang.redaction.marks import Box, Passage

Run = tuple[str, Box]
_BOX_FONT = (
    "c-muNWME)mXK-L(VlYV0sZ86k&TT&f10x4eR4OAiF-1VF`v#C*1H@(-KmqnB=2<}Y79dv1$StX05nup;A3)5Olb@W(zzgDn3}s-"
    ";O{^$jU}0bbvO#7j6yz6|FffDVRX}{OG9Z?d_`wm+Z}XLbnfV1s_S)nn3~*ZG{~YE6%rQVNGti9?0Mx@=@V^5{zF^Q`&|p3Qu@DI"
    "`f<>5swnJo?(Bv7wHfcaPykH$Ln}9A97gQ9~V4jh}eBh4**k-%{06?uPss"
)


def runs_left(passage: Passage, withheld: Sequence[Box]) -> list[Run]:
    """The words of a page that no box touches, each with its box.

    A run has signs of one width only, wide or narrow, so that its signs stand where the drawn ones do.
    """
    runs: list[Run] = []
    text, box = "", None
    for sign, place in zip(passage.text, passage.boxes, strict=True):
        gone = place is not None and any(mark.touches(place) for mark in withheld)
        if place is None or gone:
            _close(runs, text, box)
            text, box = "", None
        elif box is not None and _is_wide(sign) == _is_wide(text[-1]) and _continues(box, place):
            text, box = text + sign, _around(box, place)
        else:
            _close(runs, text, box)
            text, box = sign, place
    _close(runs, text, box)
    return runs


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _close(runs: list[Run], text: str, box: Box | None) -> None:
    if box is not None and text.strip():
        runs.append((text.rstrip(), box))


def _continues(line: Box, sign: Box) -> bool:
    shared = min(line.bottom, sign.bottom) - max(line.top, sign.top)
    high = max(min(line.bottom - line.top, sign.bottom - sign.top), 1e-6)
    return shared > 0.3 * high and -0.01 < sign.left - line.right < 0.05


def _around(one: Box, other: Box) -> Box:
    return Box(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def layer(pdf: pikepdf.Pdf, runs: Sequence[Run], width: float, height: float) -> tuple[bytes, pikepdf.Object]:
    """Commands that write the runs invisibly on a page of this size, and the font they use."""
    codes: dict[str, int] = {}
    for text, _box in runs:
        for sign in text:
            codes.setdefault(sign, len(codes) + 1)
    commands = ["BT 3 Tr"]
    for text, box in runs:
        size = max((box.bottom - box.top) * height, 1.0)
        wide = max((box.right - box.left) * width, 0.5)
        stretch = 100 * wide / (size * len(text))
        coded = "".join(f"{codes[sign]:04X}" for sign in text)
        across, up = box.left * width, height - box.bottom * height + 0.12 * size
        commands.append(f"/T {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {across:.2f} {up:.2f} Tm <{coded}> Tj")
    commands.append("ET")
    return "\n".join(commands).encode("ascii"), _font(pdf, codes)


def _font(pdf: pikepdf.Pdf, codes: dict[str, int]) -> pikepdf.Object:
    program = zlib.decompress(base64.b85decode(_BOX_FONT))
    name, dictionary = pikepdf.Name, pikepdf.Dictionary
    glyphs = pdf.make_stream(b"\x00\x00" + b"\x00\x01" * len(codes))  # every code is the box
    descriptor = dictionary(
        Type=name.FontDescriptor,
        FontName=name.Box,
        Flags=4,
        FontBBox=[0, -120, 1000, 880],
        ItalicAngle=0,
        Ascent=880,
        Descent=-120,
        CapHeight=880,
        StemV=80,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    descendant = dictionary(
        Type=name.Font,
        Subtype=name.CIDFontType2,
        BaseFont=name.Box,
        CIDSystemInfo=dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=1000,
        CIDToGIDMap=glyphs,
    )
    return pdf.make_indirect(
        dictionary(
            Type=name.Font,
            Subtype=name.Type0,
            BaseFont=name.Box,
            Encoding=name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(table({code: sign for sign, code in codes.items()})),
        )
    )
