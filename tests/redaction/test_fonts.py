"""A font shared by marked and unmarked pages tells nothing of what was withheld; the check finds one that does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pytest
from papers import SECRET, answer
from typefaces import FIRST, HOLDING, SECOND, WITHHELD, paper, without_page

from yangguang.redaction import check_release, cmap, open_material, release
from yangguang.redaction.font_reading import glyphs_of
from yangguang.redaction.leaks import LeakKind
from yangguang.redaction.pdf import read_passages, release_pdf
from yangguang.redaction.release import leaks_of

GROUND = "personal_privacy"


@contextmanager
def fonts_of(data: bytes) -> Iterator[list[pikepdf.Object]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        things = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        yield [one for one in things if str(one.get("/Type")) == "/Font" and "/Subtype" in one]


def meant(data: bytes) -> str:
    """Every sign that a table of a font names."""
    with fonts_of(data) as fonts:
        return "".join(sign for font in fonts for sign in cmap.meanings(font.get("/ToUnicode")).values())


def shapes(data: bytes) -> int:
    """Glyphs with an outline in all fonts that show what they write."""
    found = 0
    with fonts_of(data) as fonts:
        abouts = [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]
        for about in abouts:
            if about.FontName != "/Box":
                glyphs = glyphs_of(about)
                found += sum(not glyphs.is_empty(name) for name in glyphs.order[1:])
    return found


def withheld(data: bytes, words: str):
    material = open_material(data, "x.pdf")
    return material, [
        mark
        for passage, start, end in material.find(words)
        for mark in material.marks_for(passage, start, end, GROUND)
    ]


@pytest.mark.parametrize("how", HOLDING)
def test_a_font_keeps_the_signs_of_the_page_that_is_left(how: str) -> None:
    data = paper(how, FIRST, SECOND)
    material, marks = withheld(data, WITHHELD)
    released = release_pdf(data, "x.pdf", marks)
    first, second = (one.text.strip() for one in read_passages(released, "x.pdf"))
    assert (first, second) == ("申请人", SECOND)
    assert not set(meant(released)) & set(WITHHELD)
    assert shapes(released) == len(set(SECOND))
    with pikepdf.open(io.BytesIO(released)) as pdf:
        assert "/XObject" not in pdf.pages[1].resources  # still text: the font was cut, not the page drawn
    assert leaks_of(release(data, "x.pdf", marks), "x.pdf", material, marks) == ()


@pytest.mark.parametrize("how", HOLDING)
def test_the_order_of_the_signs_tells_of_no_gap(how: str) -> None:
    data = paper(how, WITHHELD + "公", "民公人")  # the withheld signs had the first numbers
    _material, marks = withheld(data, WITHHELD)
    released = release_pdf(data, "x.pdf", marks)
    with fonts_of(released) as fonts:
        kept = [font for font in fonts if font.get("/BaseFont") == "/Kept" and "/ToUnicode" in font]
        assert [cmap.meanings(font.ToUnicode) for font in kept] == [{1: "民", 2: "公", 3: "人"}]
        for about in [font.FontDescriptor for font in fonts if "/FontDescriptor" in font]:
            assert not {"/CharSet", "/CIDSet"} & set(about.keys())


@pytest.mark.parametrize("how", HOLDING)
def test_the_check_shows_the_signs_that_a_font_kept(how: str) -> None:
    left = without_page(paper(how, FIRST, SECOND), 1)
    told = [leak for leak in check_release(left, "x.pdf") if leak.kind is LeakKind.FONT]
    assert [str(leak.where) for leak in told] == [
        f"第 1 页所用的字体“{'ABCDEF+Hei' if 'composite c' in how else 'ABCDEF+Song'}”"
    ]
    assert set(told[0].text) >= set(WITHHELD)
    assert not [
        leak for leak in check_release(paper(how, FIRST, SECOND), "x.pdf") if leak.kind is LeakKind.FONT
    ]


def test_shapes_without_a_table_are_counted() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(without_page(paper("composite truetype", FIRST, SECOND), 1))) as pdf:
        del pdf.pages[0].resources.Font.F.ToUnicode
        program = pdf.pages[0].resources.Font.F.DescendantFonts[0].FontDescriptor
        program.FontFile2 = pdf.make_stream(_without_signs(program.FontFile2.read_bytes()))
        pdf.save(out)
    told = [leak for leak in check_release(out.getvalue(), "x.pdf") if leak.kind is LeakKind.FONT]
    assert [leak.text for leak in told] == [f"{len(set(WITHHELD))} 个字形"]


def _without_signs(program: bytes) -> bytes:
    from fontTools.ttLib import TTFont

    font, out = TTFont(io.BytesIO(program)), io.BytesIO()
    del font["cmap"]
    font.save(out)
    return out.getvalue()


def test_the_pages_of_a_real_paper_lose_the_name(tmp_path) -> None:
    data = answer(tmp_path)
    material, marks = withheld(data, SECRET)
    assert set(SECRET) <= set(meant(data))
    released = release(data, "x.pdf", marks)
    assert not set(meant(released.data)) & set(SECRET)
    assert leaks_of(released, "x.pdf", material, marks) == ()


def test_a_font_that_cannot_be_cut_has_its_pages_drawn() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("simple compact", FIRST, SECOND))) as pdf:
        about = pdf.pages[0].resources.Font.F.FontDescriptor
        about.FontFile = pdf.make_stream(b"%!PS-AdobeFont-1.0: Song")
        del about.FontFile3
        pdf.save(out)
    released = release_pdf(out.getvalue(), "x.pdf", [])
    with pikepdf.open(io.BytesIO(released)) as pdf:
        assert all("/XObject" in page.resources for page in pdf.pages)
    assert check_release(released, "x.pdf") == ()


def test_a_font_that_comes_out_otherwise_has_its_pages_drawn(monkeypatch) -> None:
    """Whatever goes wrong when a font is cut, the page that people get is the page that they saw."""
    from yangguang.redaction import outlines

    def empty(glyphs, names):
        return made(glyphs, [glyphs.order[0] for _name in names])

    made = outlines.program
    monkeypatch.setattr(outlines, "program", empty)
    released = release_pdf(paper("composite truetype", FIRST, SECOND), "x.pdf", [])
    with pikepdf.open(io.BytesIO(released)) as pdf:
        assert all("/XObject" in page.resources for page in pdf.pages)


def _with_font(font: pikepdf.Dictionary, *texts: bytes) -> bytes:
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    held = pdf.make_indirect(font)
    for text in texts:
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=[0, 0, 400, 200],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=held)),
            Contents=pdf.make_stream(b"BT /F 24 Tf 30 100 Td " + text + b" Tj ET"),
        )
        pdf.pages.append(pikepdf.Page(page))
    pdf.save(out)
    return out.getvalue()


def test_a_font_of_the_reader_gives_up_widths_and_names_of_other_signs() -> None:
    names = pikepdf.Array([65, *(pikepdf.Name(f"/{name}") for name in ("W", "A", "N", "G"))])
    data = _with_font(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/ABCDEF+Helvetica"),
            FirstChar=65,
            LastChar=68,
            Widths=[944, 667, 722, 778],
            Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=names),
        ),
        b"(ABCD)",
        b"(BB)",
    )
    left = [leak for leak in check_release(without_page(data, 1), "x.pdf") if leak.kind is LeakKind.FONT]
    assert [leak.text for leak in left] == ["GNW"]
    _material, marks = withheld(data, "WANG")
    released = release_pdf(data, "x.pdf", marks)
    with fonts_of(released) as fonts:
        kept = next(font for font in fonts if font.get("/BaseFont") == "/Helvetica")
        assert [str(item) for item in kept.Encoding.Differences] == ["66", "/A"]
        assert [int(width) for width in kept.Widths] == [667]
    assert read_passages(released, "x.pdf")[1].text.strip() == "AA"


@pytest.mark.parametrize("writes", ["<{0}> Tj", "[ <{0}> 20 ] TJ", "<{0}> '", '30 2 <{0}> "'])
def test_space_between_words_stays_when_codes_become_wider(writes: str) -> None:
    """The space has the code 32, for which alone the space between words counts."""
    written = "202120222320"
    data = paper("simple compact", " 人民公", before=f"40 TL 30 Tw {writes.format(written)}")
    with pikepdf.open(io.BytesIO(release_pdf(data, "x.pdf", []))) as pdf:
        assert "/XObject" not in pdf.pages[0].resources  # it looks and reads as it did
