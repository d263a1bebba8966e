"""Words of a Word file that nobody sees: by a style, by a colour, by size, under a shape. Told, and never let out."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from letters import SECRET, letter, style
from yangguang.redaction import TextMark, check_release, open_material, release
from yangguang.redaction.leaks import LeakKind
from yangguang.redaction.release import leaks_of


def run(properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{SECRET}</w:t></w:r>"


def alone(properties: str) -> str:
    return f"<w:p>{run(properties)}</w:p>"


def styled(name: str, inner: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr>{inner or run()}</w:p>'


def table(name: str, row: str = "", cell: str = "", words: str = "") -> str:
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{name}"/></w:tblPr><w:tr>{row}<w:tc>{cell}<w:p>{words or run()}</w:p></w:tc>'
        "</w:tr></w:tbl>"
    )


WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
VANISH = "<w:rPr><w:vanish/></w:rPr>"
HIDDEN = {
    "style on a hidden style": letter(styled("B"), style("A", VANISH), style("B", "", base="A")),
    "character style": letter(alone('<w:rStyle w:val="A"/>'), style("A", VANISH, "character")),
    "table style": letter(table("A"), style("A", VANISH, "table")),
    "table style on a hidden one": letter(
        table("B"), style("A", VANISH, "table"), style("B", "", "table", "A")
    ),
    "row of a table style": letter(table("A"), style("A", "<w:trPr><w:hidden/></w:trPr>", "table")),
}
UNSEEN = {
    "part of a table style": letter(
        table("A"), style("A", f'<w:tblStylePr w:type="firstRow">{VANISH}</w:tblStylePr>', "table")
    ),
    "white by style": letter(styled("B"), style("A", WHITE), style("B", "", base="A")),
    "white by table style": letter(table("A"), style("A", WHITE, "table")),
    "nearly white": letter(alone('<w:color w:val="FDFDFE"/>')),
    "white by theme": letter(alone('<w:color w:val="000000" w:themeColor="background1"/>')),
    "colour of the cell": letter(
        table(
            "X",
            cell='<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>',
            words=run('<w:color w:val="1F3864"/>'),
        )
    ),
    "white in a white cell": letter(
        table(
            "X",
            cell='<w:tcPr><w:shd w:val="clear" w:fill="FFFFFF"/></w:tcPr>',
            words=run('<w:color w:val="FFFFFF"/>'),
        )
    ),
    "colour of the paragraph": letter(
        '<w:p><w:pPr><w:shd w:val="clear" w:fill="C00000"/></w:pPr>'
        + run('<w:color w:val="C00000"/>')
        + "</w:p>"
    ),
    "solid pattern": letter(alone('<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>')),
    "black marker": letter(alone('<w:highlight w:val="black"/>')),
    "tiny by style": letter(styled("A"), style("A", '<w:rPr><w:sz w:val="2"/></w:rPr>')),
    "squeezed": letter(alone('<w:w w:val="1"/>')),
    "filled with nothing": letter(alone("<w14:textFill><w14:noFill/></w14:textFill>")),
    "line without height": letter(
        f'<w:p><w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr>{run()}</w:p>'
    ),
    "row without height": letter(table("X", row='<w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>')),
    "beyond the page": letter(f'<w:p><w:pPr><w:ind w:left="31000"/></w:pPr>{run()}</w:p>'),
}


def told(data: bytes) -> list[str]:
    return [str(leak) for leak in check_release(data, "x.docx") if leak.kind is LeakKind.HIDDEN_TEXT]


def everything(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("how", HIDDEN)
def test_words_hidden_by_a_style_are_told_and_gone(how: str) -> None:
    assert told(HIDDEN[how]) == [f"文件内部的 word/document.xml 第 2 段——看不见的文字：{SECRET}"]
    assert SECRET.encode() not in everything(release(HIDDEN[how], "x.docx", []).data)


def test_words_hidden_by_the_defaults_of_the_document_are_gone() -> None:
    data = letter(f"<w:p>{run()}</w:p>", defaults="<w:vanish/>")
    assert len(told(data)) == 2
    assert SECRET.encode() not in everything(release(data, "x.docx", []).data)


@pytest.mark.parametrize("how", UNSEEN)
def test_words_that_nobody_sees_are_told_with_their_place(how: str) -> None:
    expected = [f"文件内部的 word/document.xml 第 2 段——看不见的文字：{SECRET}"]
    assert told(UNSEEN[how]) == expected
    material = open_material(UNSEEN[how], "x.docx")
    marks = [TextMark(*place, "personal_privacy") for place in material.find(SECRET)]
    assert leaks_of(release(UNSEEN[how], "x.docx", marks), "x.docx", material, marks) == ()


SEEN = {
    "shown again by the run": letter(styled("A", run('<w:vanish w:val="0"/>')), style("A", VANISH)),
    "shown again by a style": letter(
        styled("B"), style("A", VANISH), style("B", '<w:rPr><w:vanish w:val="0"/></w:rPr>', base="A")
    ),
    "white on a dark cell": letter(
        table(
            "X",
            cell='<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr>',
            words=run('<w:color w:val="FFFFFF"/>'),
        )
    ),
    "white head of a table style": letter(
        table("A"),
        style(
            "A",
            f'<w:tblStylePr w:type="firstRow">{WHITE}<w:tcPr><w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr>',
            "table",
        ),
    ),
    "dark again by the run": letter(styled("A", run('<w:color w:val="333333"/>')), style("A", WHITE)),
    "small print": letter(alone('<w:sz w:val="12"/>')),
}


@pytest.mark.parametrize("how", SEEN)
def test_words_that_people_see_are_left_alone(how: str) -> None:
    assert told(SEEN[how]) == []
    assert SECRET.encode() in everything(release(SEEN[how], "x.docx", []).data)


# --- shapes on the text ---------------------------------------------------------------------------


def anchored(wrap: str, *, behind: str = "0", form: str = "rect", fill: str = "") -> str:
    paint = fill or '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
    return (
        f'<w:p><w:r><w:drawing><wp:anchor behindDoc="{behind}" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:extent cx="2000000" cy="300000"/>'
        f'{wrap}<wp:docPr id="1" name="x"/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape"><wps:wsp><wps:spPr><a:prstGeom prst="{form}"/>{paint}</wps:spPr><wps:bodyPr/></wps:wsp>'
        f"</a:graphicData></a:graphic></wp:anchor></w:drawing></w:r><w:r><w:t>{SECRET}</w:t></w:r></w:p>"
    )


ON_TEXT = "文件内部的 word/document.xml 第 2 段（浮在文字上方的图形可能盖住文字）——看不见的文字"


@pytest.mark.parametrize(
    "wrap",
    ["<wp:wrapNone/>", "<wp:wrapTight wrapText='bothSides'/>", "<wp:wrapThrough wrapText='bothSides'/>", ""],
)
def test_a_black_shape_on_words_is_told_and_laid_beside_them(wrap: str) -> None:
    data = letter(anchored(wrap))
    assert told(data) == [ON_TEXT]
    released = release(data, "x.docx", [])
    assert told(released.data) == []
    assert b"wrapTopAndBottom" in everything(released.data)
    docx.Document(io.BytesIO(released.data))


@pytest.mark.parametrize(
    "body",
    [
        anchored("<wp:wrapSquare wrapText='bothSides'/>"),
        anchored("<wp:wrapTopAndBottom/>"),
        anchored("<wp:wrapNone/>", behind="1"),
        anchored("<wp:wrapNone/>", form="line"),
        anchored("<wp:wrapNone/>", fill="<a:noFill/>"),
    ],
)
def test_shapes_that_cover_nothing_stay_where_they_are(body: str) -> None:
    data = letter(body)
    assert told(data) == []
    wrapped = b"wrapTopAndBottom" in body.encode()
    assert (b"wrapTopAndBottom" in everything(release(data, "x.docx", []).data)) == wrapped


def test_a_shape_of_older_programs_on_words_is_told() -> None:
    shape = '<v:rect style="position:absolute;margin-left:10pt;width:200pt;height:20pt;z-index:9" fillcolor="black"/>'
    data = letter(f"<w:p><w:r><w:pict>{shape}</w:pict></w:r>{run()}</w:p>")
    assert told(data) == [ON_TEXT]
    assert told(release(data, "x.docx", []).data) == []
