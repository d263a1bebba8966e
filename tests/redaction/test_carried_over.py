"""What is carried over has no names, profiles, keys or codes that somebody gave: in pages of a PDF and in Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from papers import says
from pikepdf import Array, Dictionary, Name, String
from typefaces import SECOND, paper

from letters import SECRET, letter, style
from yangguang.redaction import TextMark, open_material, release

TOLD = Name(f"/{SECRET}")


def _state(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.resources.ExtGState = Dictionary(
        {str(TOLD): Dictionary(Type=Name.ExtGState, ca=1, Note=String(SECRET))}
    )
    page.contents_add(f"{TOLD} gs".encode(), prepend=True)


def _ink(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    made = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1], C1=[0], N=1, Note=String(SECRET))
    page.resources.ColorSpace = Dictionary(S=Array([Name.Separation, TOLD, Name.DeviceGray, made]))
    page.contents_add(b"q /S cs 0.5 scn 0 0 5 5 re f Q")


def _profile(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    profile = pdf.make_stream(SECRET.encode(), N=3)
    page.resources.ColorSpace = Dictionary(P=Array([Name.ICCBased, profile]))
    page.contents_add(b"q /P cs 1 0 0 scn 0 0 5 5 re f Q")


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form = pdf.make_stream(b"0 0 5 5 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 5, 5])
    form.Group = Dictionary(S=Name.Transparency, Note=String(SECRET))
    page.resources.XObject = Dictionary({str(TOLD): form})
    page.contents_add(f"{TOLD} Do".encode())


def _unknown_command(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.contents_add(f"BX /{SECRET} foo EX".encode())


def _picture(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    picture = pdf.make_stream(bytes(64) + SECRET.encode())
    for key, value in (("Type", Name.XObject), ("Subtype", Name.Image), ("ColorSpace", Name.DeviceGray)):
        picture[f"/{key}"] = value
    picture.Width = picture.Height = picture.BitsPerComponent = 8
    page.resources.XObject = Dictionary(I=picture)
    page.contents_add(b"q 9 0 0 9 0 0 cm /I Do Q")


@pytest.mark.parametrize("hide", [_state, _ink, _profile, _form, _unknown_command, _picture])
def test_a_page_is_carried_over_with_what_draws_only(
    hide: Callable[[pikepdf.Pdf, pikepdf.Page], None],
) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("composite truetype", SECOND))) as pdf:
        hide(pdf, pdf.pages[0])
        pdf.save(out)
    assert says(out.getvalue(), SECRET)
    released = release(out.getvalue(), "x.pdf", [])
    assert not says(released.data, SECRET)
    with pikepdf.open(io.BytesIO(released.data)) as pdf:
        assert "/Font" in pdf.pages[0].resources  # carried over, not drawn
        assert [str(name) for name in pdf.pages[0].resources.Font] == ["/R1"]


def test_a_picture_whose_letters_are_kept_for_all_pages_in_one_place_is_drawn() -> None:
    """JBIG2 keeps one shape for each letter, beside the pages: those of a withheld page would go along."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("composite truetype", SECOND))) as pdf:
        shapes = pdf.make_stream(SECRET.encode())
        _picture(pdf, pdf.pages[0])
        picture = pdf.pages[0].resources.XObject.I
        picture.write(b"\0" * 8, filter=Name.JBIG2Decode, decode_parms=Dictionary(JBIG2Globals=shapes))
        picture.BitsPerComponent = 1
        pdf.save(out)
    assert not says(release(out.getvalue(), "x.pdf", []).data, SECRET)


NAMED = {
    "name of a style": letter(
        '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr></w:p>',
        style("A", "").replace('name w:val="A"', f'name w:val="{SECRET}"'),
    ),
    "identifier of a style": letter(
        f'<w:p><w:pPr><w:pStyle w:val="{SECRET}"/></w:pPr></w:p>', style(SECRET, "")
    ),
    "other names of a style": letter("<w:p/>", style("A", f'<w:aliases w:val="{SECRET}"/>')),
    "any attribute": letter(f'<w:p><w:pPr><w:jc w:val="{SECRET}"/></w:pPr></w:p>'),
}


@pytest.mark.parametrize("where", NAMED)
def test_names_that_somebody_gave_do_not_leave(where: str) -> None:
    released = release(NAMED[where], "x.docx", [])
    assert says(NAMED[where], SECRET)
    assert not says(released.data, SECRET)


def test_styles_still_do_what_they_did() -> None:
    data = letter(
        '<w:p><w:pPr><w:pStyle w:val="Mine"/></w:pPr><w:r><w:t>字</w:t></w:r></w:p>',
        style("Mine", "<w:rPr><w:b/></w:rPr>", base="Heading1"),
    )
    with zipfile.ZipFile(io.BytesIO(release(data, "x.docx", []).data)) as archive:
        import docx

        document = docx.Document(io.BytesIO(release(data, "x.docx", []).data))
        assert "word/styles.xml" in archive.namelist()
    found = document.paragraphs[1].style
    assert found.font.bold
    assert found.base_style.name.lower() == "heading 1"


def test_the_words_of_a_formula_can_be_marked() -> None:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    data = letter(f'<w:p><m:oMath xmlns:m="{namespace}"><m:r><m:t>{SECRET}</m:t></m:r></m:oMath></w:p>')
    marks = [TextMark(*place, "personal_privacy") for place in open_material(data, "x.docx").find(SECRET)]
    assert len(marks) == 1
    assert not says(release(data, "x.docx", marks).data, SECRET)
