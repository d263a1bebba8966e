"""What people do not see on the page, in the paragraph or in a picture, does not leave; and the check finds it."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from docx import Document
from docx.shared import Cm
from PIL import Image, ImageDraw

from yangguang.redaction import check_release, open_material, release
from yangguang.redaction.leaks import LeakKind
from yangguang.redaction.release import leaks_of

SECRET = "王小明"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def scan(size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Lines of writing on the left half, a red field on the right."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for line in range(10, size[1], 20):
        pen.line((10, line, size[0] // 2, line + 7), fill="black", width=3)
    pen.rectangle((size[0] // 2 + 20, 0, *size), fill=(220, 20, 20))
    return picture


def paper(
    *pictures: tuple[Image.Image, tuple[int, int, int, int]], crop: list[int] | None = None, more: str = ""
) -> bytes:
    """A page of 600 by 800 points with pictures at their places, in this order, and ``more`` drawn last."""
    pdf, things, commands = pikepdf.Pdf.new(), pikepdf.Dictionary(), ""
    for number, (picture, (x, y, wide, high)) in enumerate(pictures):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=95)
        image = pdf.make_stream(out.getvalue())
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height = picture.size
        image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8
        image.Filter = pikepdf.Name.DCTDecode
        things[f"/I{number}"] = image
        commands += f"q {wide} 0 0 {high} {x} {y} cm /I{number} Do Q\n"
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, 600, 800],
        Resources=pikepdf.Dictionary(XObject=things, Font=pikepdf.Dictionary(F=font)),
        Contents=pdf.make_stream((commands + more).encode()),
    )
    if crop:
        page.CropBox = crop
    pdf.pages.append(pikepdf.Page(page))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


BLACK = Image.new("RGB", (50, 50), "black")
WHOLE = (50, 50, 400, 300)
HIDING = {
    "under another picture": paper((scan(), WHOLE), (BLACK, (100, 100, 200, 200))),
    "beyond the page": paper((scan(), (-300, 50, 400, 300))),
    "beyond what is shown": paper((scan(), WHOLE), crop=[0, 0, 200, 800]),
    "under a thick line": paper((scan(), WHOLE), more="q 200 w 0 0 0 RG 50 200 m 450 200 l S Q\n"),
    "under words": paper((scan(), WHOLE), more="BT /F 200 Tf 60 80 Td (MMM) Tj ET\n"),
}


def pictures_in(data: bytes) -> set[tuple[int, int]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        return {(int(one.Width), int(one.Height)) for one in found}


@pytest.mark.parametrize("how", HIDING)
def test_a_part_of_a_picture_that_nobody_sees_does_not_leave(how: str) -> None:
    data = HIDING[how]
    assert LeakKind.HIDDEN_PICTURE in {leak.kind for leak in check_release(data, "x.pdf")}
    released = release(data, "x.pdf", [])
    assert (400, 300) not in pictures_in(released.data)  # drawn as it is seen
    assert leaks_of(released, "x.pdf", open_material(data, "x.pdf"), []) == ()


@pytest.mark.parametrize(
    "data",
    [
        paper((scan(), WHOLE)),
        paper((scan(), WHOLE), (scan(), (50, 400, 400, 300))),
        paper((scan(), (0, 0, 600, 800)), more="BT 3 Tr /F 120 Tf 20 300 Td (scan) Tj ET\n"),
        paper((scan(), WHOLE), more="BT /F 20 Tf 60 500 Td (beside it) Tj ET\n"),
    ],
)
def test_pictures_that_are_seen_whole_stay_as_they_are(data: bytes) -> None:
    assert check_release(data, "x.pdf") == ()
    assert pictures_in(release(data, "x.pdf", []).data) == {(400, 300)}


# --- Word -----------------------------------------------------------------------------------------


def word(find: str = "", put: str = "", *, picture: bool = False) -> bytes:
    """A Word file, with ``find`` in its text part changed to ``put``."""
    document, out = Document(), io.BytesIO()
    document.add_paragraph("可以公开的一段")
    document.add_table(1, 1).cell(0, 0).text = "格"
    if picture:
        shown = io.BytesIO()
        scan().save(shown, "PNG")
        document.add_picture(io.BytesIO(shown.getvalue()), Cm(8))
    document.save(out)
    return changed(out.getvalue(), "word/document.xml", find, put)


def changed(data: bytes, part: str, find: str, put: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            content = source.read(name)
            if name == part and find:
                assert find.encode() in content, find
                content = content.replace(find.encode(), put.encode(), 1)
            made.writestr(name, content)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FOREIGN = f'<x:y xmlns:x="urn:x" x:z="{SECRET}">{SECRET}</x:y>'


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("<w:tblW", f'<w:tblCaption w:val="{SECRET}"/><w:tblDescription w:val="{SECRET}"/><w:tblW'),
        ("<w:t>可以", f"{FOREIGN}<w:t>可以"),
        ("<w:body>", f"<w:body>{FOREIGN}"),
        ("<w:t>可以", f"{SECRET}<w:t>可以"),
        ("</w:t></w:r>", f"</w:t></w:r>{SECRET}"),
        ("<w:t>可以", f'<w:t xmlns:x="urn:x" x:who="{SECRET}">可以'),
    ],
)
def test_words_that_no_program_shows_are_not_kept(find: str, put: str) -> None:
    released = release(word(find, put), "x.docx", [])
    assert not [name for name, content in parts_of(released.data).items() if SECRET.encode() in content]
    assert "可以公开的一段" in [one.text for one in open_material(released.data, "x.docx").passages]


def test_the_name_of_a_theme_is_not_kept() -> None:
    data = changed(word(), "word/theme/theme1.xml", 'name="Office Theme"', f'name="{SECRET}"')
    released = release(data, "x.docx", [])
    assert not [name for name, content in parts_of(released.data).items() if SECRET.encode() in content]


def test_the_alternative_text_of_a_table_is_told() -> None:
    data = word("<w:tblW", '<w:tblCaption w:val="内部说明"/><w:tblW')
    assert LeakKind.ALTERNATIVE_TEXT in {leak.kind for leak in check_release(data, "x.docx")}


CROP = ("<a:stretch>", '<a:srcRect r="50000"/><a:stretch>')


def test_what_was_cropped_off_a_picture_does_not_leave() -> None:
    data = word(*CROP, picture=True)
    assert LeakKind.HIDDEN_PICTURE in {leak.kind for leak in check_release(data, "x.docx")}
    parts = parts_of(release(data, "x.docx", []).data)
    kept = [content for name, content in parts.items() if name.startswith("word/media/")]
    with Image.open(io.BytesIO(kept[0])) as picture:
        assert picture.size == (200, 300)
    assert len(kept) == 1
    assert b"srcRect" not in parts["word/document.xml"]


def test_a_hidden_picture_does_not_leave() -> None:
    data = word("<wp:docPr ", '<wp:docPr hidden="1" ', picture=True)
    assert LeakKind.HIDDEN_PICTURE in {leak.kind for leak in check_release(data, "x.docx")}
    parts = parts_of(release(data, "x.docx", []).data)
    assert not [name for name in parts if name.startswith("word/media/")]


# --- other ways to write the same -----------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["王\ufe00小明", "王\U000e0100小\U000e0101明", "王\u034f小明", "王小\u3164明"]
)
def test_signs_that_only_choose_a_shape_hide_no_word(written: str) -> None:
    assert LeakKind.FORBIDDEN in {leak.kind for leak in check_release(written.encode(), "x.txt", [SECRET])}


# --- PDF: words under something that has a pattern of its own -------------------------------------


def striped(size: tuple[int, int] = (200, 60)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    for across in range(0, size[0], 6):
        pen.line((across, 0, across, size[1]), fill="black", width=3)
    return picture


WORDS = "BT /F 24 Tf 60 120 Td (Wang Xiaoming) Tj ET\n"
OVER_WORDS = (50, 100, 300, 60)


def covered(how: str) -> bytes:
    """A line of words with something over it, and a line that everybody sees."""
    seen = "BT /F 24 Tf 60 500 Td (everybody sees) Tj ET\n"
    if how == "picture":
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(paper((striped(), OVER_WORDS)))) as pdf:
            drawn = pdf.pages[0].Contents.read_bytes()
            pdf.pages[0].Contents = pdf.make_stream(WORDS.encode() + drawn + seen.encode())
            pdf.save(out)
        return out.getvalue()
    bars = "".join(f"{x} 100 4 60 re f\n" for x in range(50, 350, 4))
    return paper(more=f"{WORDS}q 0.2 g {bars} 0.6 g 50 128 300 4 re f Q\n{seen}")


@pytest.mark.parametrize("how", ["picture", "bars"])
def test_words_under_a_pattern_are_told_and_do_not_leave(how: str) -> None:
    data = covered(how)
    told = {str(leak.where) for leak in check_release(data, "x.pdf") if leak.kind is LeakKind.HIDDEN_TEXT}
    assert told == {"第 1 页（压在图片或图形下面）"} or told == {"第 1 页（被遮住或与底色相同）"}
    released = release(data, "x.pdf", [])
    text = open_material(released.data, "x.pdf").passages[0].text
    assert "everybody sees" in text
    assert "Xiao" not in text
    assert leaks_of(released, "x.pdf", open_material(data, "x.pdf"), []) == ()


def test_words_of_a_scan_that_lie_under_it_can_be_searched_and_marked() -> None:
    material = open_material(covered("picture"), "x.pdf")
    assert "Wang Xiaoming" in material.passages[0].text


def test_words_over_a_picture_are_seen() -> None:
    data = paper((striped(), OVER_WORDS), more=f"1 0 0 rg {WORDS}")
    assert LeakKind.HIDDEN_TEXT not in {leak.kind for leak in check_release(data, "x.pdf")}
