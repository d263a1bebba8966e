"""Letters as files: GB/T 9704, the seal, the office's own Word layout, and what is refused of uploads."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from support_letters import LetterDesk, opened, red_seal, stored, words_of
from support_office import Cast, Desk, at

from yangguang.cases.refused import Refused
from yangguang.letters import actions
from yangguang.letters.models import Letter
from yangguang.letters.papers import paper
from yangguang.letters.seals import trimmed_seal
from yangguang.letters.writing.content import LetterContent, SealPicture, blocks_of, signature_of, tidy
from yangguang.letters.writing.docx import write_docx
from yangguang.letters.writing.pdf import write_pdf
from yangguang.letters.writing.word_layout import WrongLayout, check_layout, lay


def content(text: str, *, seal: bytes = b"", agency: str = "云溪市信访局") -> LetterContent:
    blocks = blocks_of(tidy(text))
    return LetterContent(
        title=blocks[0].text,
        blocks=blocks,
        agency=agency,
        number="市信访局公开〔2026〕1号",
        signed_on="2026年3月4日",
        day=date(2026, 3, 4),
        seal=SealPicture(seal, 42) if seal else None,
    )


LETTER = "告知书\n王小明：\n第一段。\n一、事项\n第二段。\n---\n回函\n同意公开。"


def test_word_keeps_the_page_and_fonts_of_the_standard() -> None:
    document = opened(write_docx(content(LETTER)))
    section = document.sections[0]
    measures = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(measure.mm) for measure in measures] == [210, 297, 37, 35]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [28, 26]
    normal = document.styles["Normal"]
    assert normal.font.size == Pt(16)
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert document.styles["Title"].font.size == Pt(22)
    assert document.styles["Heading 1"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["告知书"] == styles["回函"] == "Title"
    assert styles["王小明："] == "Letter Addressee"
    assert styles["一、事项"] == "Heading 1"
    assert styles["第二段。"] == "Normal"
    texts = [p.text for p in document.paragraphs]
    assert texts.index("2026年3月4日") < texts.index("回函")


@settings(max_examples=25)
@given(st.lists(st.text("甲乙丙，。：<&\"'一、 ", min_size=1, max_size=60), min_size=1, max_size=8))
def test_reading_word_back_keeps_the_paragraphs(lines: list[str]) -> None:
    text = tidy("\n".join(["标题", *lines]))
    document = opened(write_docx(content(text)))
    kept = [p.text for p in document.paragraphs]
    assert [kept[0], *kept[2:-2]] == text.split("\n")
    assert kept[-2:] == ["云溪市信访局", "2026年3月4日"]


def test_the_pdf_is_tagged_archival_and_the_same_every_time() -> None:
    pdf = write_pdf(content(LETTER))
    assert pdf == write_pdf(content(LETTER))
    assert b"/StructTreeRoot" in pdf or b"/MarkInfo" in pdf
    assert b"pdfaid" in pdf
    said = words_of(pdf)
    assert "告知书市信访局公开〔2026〕1号王小明：第一段。一、事项第二段。云溪市信访局2026年3月4日" in said
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 2
    document.close()


def test_a_sign_that_no_font_has_spoils_no_letter() -> None:
    assert "告知书" in words_of(write_pdf(content("告知书\n\U000e0041\U0003134a同志：\n正文。")))


def test_words_are_never_commands() -> None:
    said = words_of(write_pdf(content('告知书\n#panic("x") $a$ @ref <b> *粗* \\ `code`')))
    assert '#panic("x")$a$@ref<b>*粗*\\`code`' in said


@pytest.mark.parametrize(
    ("agency", "expected"),
    [
        # seven signs wide against a day of six (three signs of Chinese, six figures)
        ("云溪市信访局", (4.0, 4.0, 7.0)),
        ("云溪市局", (5.0, 4.0, 7.0)),
        ("云溪市住房和城乡建设局", (2.0, 4.5, 7.5)),
    ],
)
def test_day_and_agency_are_centred_over_each_other(agency: str, expected: tuple[float, ...]) -> None:
    found = signature_of(content(LETTER, agency=agency))  # the day: 2026年3月4日 is 6 em wide
    assert (found.agency, found.day, found.middle) == expected


@pytest.mark.django_db
def test_the_seal_lies_over_the_day(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    actions.set_seal(cast.bureau, red_seal(), by=cast.administrator, at=at("2024-03-01"))
    letter = writing.sends(
        desk.receives(on="2024-03-04"), "answer", on="2024-03-20", outcome="provide", how="见附件。"
    )
    document = opened(stored(letter.docx))
    anchors = document.element.findall(f".//{qn('wp:anchor')}")
    assert [anchor.get("behindDoc") for anchor in anchors] == ["1"]
    assert int(anchors[0].find(qn("wp:extent")).get("cx")) == Mm(42)

    pdf = pypdfium2.PdfDocument(stored(letter.pdf))
    page = pdf[len(pdf) - 1]
    pictures = [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert len(pictures) == 1
    left, bottom, right, top = pictures[0].get_bounds()
    words = page.get_textpage()
    place = words.search("2024年3月20日", match_case=True)
    found = place.get_next()
    while (another := place.get_next()) is not None:
        found = another
    x, y = words.get_charbox(found[0])[0], words.get_charbox(found[0])[1]
    pdf.close()
    assert left < x < right
    assert bottom < y < top
    assert abs((right - left) - 42 / 25.4 * 72) < 1


@pytest.mark.django_db
def test_what_has_left_stays_as_it_was(cast: Cast, desk: Desk, writing: LetterDesk) -> None:
    letter = writing.sends(
        desk.receives(on="2024-03-04"), "answer", on="2024-03-20", outcome="provide", how="见附件。"
    )
    before = stored(letter.pdf)
    assert hashlib.sha256(before).hexdigest() == letter.pdf_sha256
    actions.set_seal(cast.bureau, red_seal(), by=cast.administrator, at=at("2024-03-21"))
    actions.set_office(
        cast.bureau,
        number_pattern="{全称}〔{年}〕{序号}",
        contact="电话",
        date_style="chinese",
        by=cast.administrator,
        at=at("2024-03-21"),
    )
    assert stored(Letter.objects.get(pk=letter.pk).pdf) == before
    later = writing.sends(
        desk.receives(on="2024-03-04"), "answer", on="2024-03-21", outcome="provide", how="见附件。"
    )
    assert later.number == "云溪市信访局〔2024〕2", "the series goes on under another pattern"
    said = words_of(stored(later.pdf))
    assert "二〇二四年三月二十一日" in said
    assert "联系方式：电话" in said


# --- the seal as it is handed in ---------------------------------------------------------------


def test_a_seal_is_trimmed_and_its_paper_transparent() -> None:
    picture = Image.open(io.BytesIO(trimmed_seal(red_seal(300))))
    assert picture.mode == "RGBA"
    assert 235 <= picture.width <= 243  # the ring's outer radius is two fifths of 300
    assert picture.getpixel((picture.width // 2, picture.height // 2))[3] == 0
    assert picture.getpixel((4, picture.height // 2))[3] == 255


def _png(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", size, (200, 0, 0, 255)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a", "PNG 格式"),
        (b"\x89PNG\r\n\x1a\nnonsense", "已损坏"),
        (red_seal()[:400], "已损坏"),
        (b"x" * (2 * 1024 * 1024 + 1), "不能超过 2 兆"),
        (_png((80, 80)), "太小"),
        (_png((4001, 200)), "不能超过 4000 像素"),
    ],
)
def test_what_is_no_seal_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        trimmed_seal(data)


def test_white_paper_is_no_seal() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    with pytest.raises(Refused, match="没有印章"):
        trimmed_seal(out.getvalue())


# --- the office's own Word layout --------------------------------------------------------------


def layout(*lines: str, header: str = "") -> bytes:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for sign in line:  # Word cuts words into runs as it likes
            paragraph.add_run(sign)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


USUAL = ("{{标题}}", "文号：{{文号}}", "{{主送}}", "{{正文}}", "{{机关}}", "{{成文日期}}{{印章}}")


def test_a_letter_is_laid_into_the_offices_own_word_file() -> None:
    data = layout(*USUAL, header="{{机关}}文件")
    check_layout(data)
    document = opened(lay(data, content(LETTER, seal=trimmed_seal(red_seal()))))
    assert [p.text for p in document.paragraphs] == [
        "告知书",
        "文号：市信访局公开〔2026〕1号",
        "王小明：",
        "第一段。",
        "一、事项",
        "第二段。",
        "云溪市信访局",
        "2026年3月4日",
        "回函",
        "同意公开。",
    ]
    assert document.sections[0].header.paragraphs[0].text == "云溪市信访局文件"
    assert len(document.element.findall(f".//{qn('wp:anchor')}")) == 1


def test_values_in_a_layout_are_not_looked_at_again() -> None:
    document = opened(lay(layout(*USUAL), content("{{机关}}标题\n正文{{文号}}")))
    assert document.paragraphs[0].text == "{{机关}}标题"
    assert document.paragraphs[3].text == "正文{{文号}}"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("{{标题}}",), "单独成段的 {{正文}}"),
        (("{{正文}}", "{{正文}}"), "单独成段"),
        (("前面{{正文}}",), "单独成段"),
        (("{{正文}}", "{{密级}}"), "不认识的占位符“密级”"),
    ],
)
def test_a_layout_that_cannot_be_laid_out_is_refused(lines: tuple[str, ...], why: str) -> None:
    with pytest.raises(WrongLayout, match=why):
        check_layout(layout(*lines))


def _changed(data: bytes, changes: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            change = changes.pop(name, None)
            new.writestr(name, change(old.read(name)) if change else old.read(name))
        for name, body in changes.items():
            new.writestr(name, body)
    return out.getvalue()


_LINK = (
    b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    b'attachedTemplate" Target="http://127.0.0.1/x.dotm" TargetMode="External"/></Relationships>'
)
_FIELD = b'<w:p><w:r><w:instrText> INCLUDEPICTURE "http://127.0.0.1/x" </w:instrText></w:r></w:p><w:sectPr'


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"word/vbaProject.bin": b"x"}, "宏"),
        (
            {"word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", _LINK)},
            "指向外部的链接",
        ),
        ({"word/document.xml": lambda old: old.replace(b"<w:sectPr", _FIELD, 1)}, "从别处取内容的域"),
        ({"word/document.xml": lambda old: b"<no"}, "不是可以打开的 Word 文件"),
    ],
)
def test_a_layout_with_more_than_words_is_refused(changes: dict[str, Any], why: str) -> None:
    with pytest.raises(WrongLayout, match=why):
        check_layout(_changed(layout(*USUAL), dict(changes)))


def test_nonsense_is_no_layout() -> None:
    for data in (b"", b"hello", b"x" * (4 * 1024 * 1024 + 1)):
        with pytest.raises(WrongLayout):
            check_layout(data)


@pytest.mark.django_db
def test_an_offices_layout_is_used_for_word_and_the_pdf_stays_ours(
    cast: Cast, desk: Desk, writing: LetterDesk
) -> None:
    who: dict[str, Any] = {"by": cast.administrator, "at": at("2024-03-01")}
    actions.set_layout(cast.bureau, None, layout("全部文书", "{{正文}}"), name="全部.docx", **who)
    actions.set_layout(cast.bureau, paper("reply"), layout("只用于答复", "{{正文}}"), name="答复.docx", **who)
    case = desk.receives(on="2024-03-04")
    notice = writing.sends(case, "ask_correction", on="2024-03-05", what="年度", until=date(2024, 3, 20))
    assert opened(stored(notice.docx)).paragraphs[0].text == "全部文书"
    desk.does(case, "correct", on="2024-03-06", text="2023")
    reply = writing.sends(case, "answer", on="2024-03-20", outcome="provide", how="见附件。")
    assert opened(stored(reply.docx)).paragraphs[0].text == "只用于答复"
    assert "只用于答复" not in words_of(stored(reply.pdf))
    actions.set_layout(cast.bureau, None, None, name="", **who)
    other = writing.sends(
        desk.receives(on="2024-03-04"), "ask_correction", on="2024-03-07", what="年", until=date(2024, 3, 20)
    )
    assert opened(stored(other.docx)).paragraphs[0].text == "政府信息公开申请补正告知书"
