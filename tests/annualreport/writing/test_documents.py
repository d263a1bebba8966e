"""What each kind of file must be beyond its text: layout, safety, accessibility, properties."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from lxml import html

from yangguang.annualreport.model import AnnualReport, Cell, CellState
from yangguang.annualreport.writing import KINDS, write, write_fragment

MakeReport = Callable[..., AnnualReport]
NASTY = '<script>alert(1)</script> & "甲" #read("/etc/passwd") $x$ \\u{1} =1+1 {{ x }} \x00\x0b'


def nasty(make_report: MakeReport) -> AnnualReport:
    path = "requests.granted.total"
    return make_report(
        agency="甲<乙>&局",
        title=NASTY,
        preamble=(NASTY,),
        notes={"requests": "注：" + NASTY},
        cells={path: Cell(path, 3, note=NASTY)},
    )


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize("kind", KINDS)
def test_words_of_a_report_are_never_commands(kind: str, make_report: MakeReport) -> None:
    written = write(nasty(make_report), kind)
    assert b"root:" not in written
    if kind == "html":
        page = html.fromstring(written)
        assert not page.xpath("//script")
        assert "alert(1)" in page.xpath("string(//h1)")
    if kind == "pdf":
        assert '#read("/etc/passwd") $x$' in re.sub(r"\s+", " ", pdf_text(written))


def test_another_kind_is_refused(make_report: MakeReport) -> None:
    with pytest.raises(ValueError, match="odt"):
        write(make_report(), "odt")


# --- Word ------------------------------------------------------------------------------------------


def test_word_follows_the_layout_of_official_documents(make_report: MakeReport) -> None:
    document = docx.Document(io.BytesIO(write(make_report(), "docx")))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert [
        round(m.mm) for m in (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    ] == [
        37,
        35,
        28,
        26,
    ]
    fonts = {
        name: document.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Title", "Heading 1", "Heading 2", "Normal")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Heading 1": "黑体",
        "Heading 2": "楷体_GB2312",
        "Normal": "仿宋_GB2312",
    }
    body = document.styles["Normal"]
    assert (body.font.size, body.paragraph_format.line_spacing) == (Pt(16), Pt(29))
    assert body.element.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert "— 1 —" in "".join(node.text or "" for node in page.footer._element.iter(qn("w:t")))
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"][:2] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
    ]


def test_word_repeats_heads_and_never_splits_a_row(make_report: MakeReport) -> None:
    document = docx.Document(io.BytesIO(write(make_report(), "docx")))
    _, requests, remedies = document.tables
    for table in (requests, remedies):
        repeated = [row.find(f".//{qn('w:tblHeader')}") is not None for row in table._tbl.iter(qn("w:tr"))]
        assert repeated[:4] == [True, True, True, False]
    for table in document.tables:
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in table._tbl.iter(qn("w:tr")))


def test_word_carries_properties_and_no_macros(make_report: MakeReport) -> None:
    written = write(make_report(), "docx")
    properties = docx.Document(io.BytesIO(written)).core_properties
    assert properties.title == "云溪市档案局2023年政府信息公开工作年度报告"
    assert properties.author == "云溪市档案局"
    names = zipfile.ZipFile(io.BytesIO(written)).namelist()
    assert not [name for name in names if "vba" in name.lower() or name.endswith(".bin")]
    assert "方正小标宋_GBK" in zipfile.ZipFile(io.BytesIO(written)).read("word/fontTable.xml").decode()


# --- PDF -------------------------------------------------------------------------------------------


def test_pdf_is_tagged_archivable_and_brings_its_fonts(make_report: MakeReport) -> None:
    written = write(make_report(published_on="2024-01-20"), "pdf")
    assert b"/MarkInfo" in written
    assert b"/StructTreeRoot" in written
    document = pypdfium2.PdfDocument(written)
    assert document.get_metadata_value("Title") == "云溪市档案局2023年政府信息公开工作年度报告"
    assert document.get_metadata_value("Author") == "云溪市档案局"
    assert document.is_tagged()
    assert b"pdfuaid:part" in written
    assert b"pdfaid:part" in written
    assert b"/Lang" in written
    assert document.get_metadata_value("CreationDate").startswith("D:20240120")
    assert {name.split(b"+")[1] for name in re.findall(rb"/FontName\s*/([A-Za-z+-]+)", written)} == {
        b"NotoSerifCJKsc-Regular",
        b"NotoSerifCJKsc-Bold",
        b"NotoSansCJKsc-Regular",
    }


def test_pdf_numbers_its_pages(make_report: MakeReport) -> None:
    document = pypdfium2.PdfDocument(write(make_report(), "pdf"))
    assert len(document) > 1
    for number, page in enumerate(document, 1):
        assert f"— {number} —" in page.get_textpage().get_text_bounded()


def test_pdf_repeats_the_heads_of_a_table_that_goes_on_overleaf(make_report: MakeReport) -> None:
    path = "requests.{}.research"
    rows = make_report().format.requests.row_ids
    long = {
        path.format(row): Cell(path.format(row), 3, note="（含上年结转及补正后重新计算的件数）")
        for row in rows
    }
    document = pypdfium2.PdfDocument(write(make_report(cells=long), "pdf"))
    with_heads = [page for page in document if "法律服" in page.get_textpage().get_text_bounded()]
    assert len(with_heads) >= 2


@pytest.mark.parametrize("sign", ["\ue000", "𰻝", "ئۇيغۇر", "བོད", "😀"])
def test_pdf_is_written_even_with_signs_that_its_fonts_lack(sign: str, make_report: MakeReport) -> None:
    written = write(make_report(preamble=(f"联系人{sign}。",)), "pdf")
    assert pypdfium2.PdfDocument(written).is_tagged()


@pytest.mark.parametrize("day", ["2024-13-45", "二〇二四年一月", "今日"])
def test_pdf_is_written_whatever_the_day_of_publishing_says(day: str, make_report: MakeReport) -> None:
    assert write(make_report(published_on=day), "pdf").startswith(b"%PDF")


def test_pdf_may_be_written_by_several_threads_at_once(make_report: MakeReport) -> None:
    reports = [make_report(agency=f"第{n}局", title=f"第{n}局报告") for n in range(6)]
    written: dict[int, bytes] = {}

    def work(n: int) -> None:
        written[n] = write(reports[n], "pdf")

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    titles = [pypdfium2.PdfDocument(written[n]).get_metadata_value("Title") for n in range(6)]
    assert titles == [f"第{n}局报告" for n in range(6)]


# --- web -------------------------------------------------------------------------------------------


def test_page_is_in_chinese_with_one_title_and_loads_nothing(make_report: MakeReport) -> None:
    page = html.fromstring(write(make_report(), "html"))
    assert page.get("lang") == "zh-Hans"
    assert page.xpath("string(//title)") == page.xpath("string(//main//h1)")
    assert len(page.xpath("//h1")) == 1
    assert len(page.xpath("//h2")) == 6
    assert not page.xpath("//@src | //link | //script | //@href")
    assert "url(" not in page.xpath("string(//style)")
    assert "@media print" in page.xpath("string(//style)")


def test_every_figure_on_a_page_names_headings_that_are_there(make_report: MakeReport) -> None:
    report = make_report()
    page = html.fromstring(write(report, "html"))
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    figures = page.xpath("//td")
    assert len(figures) == len(report.cells)
    for cell in figures:
        headers = cell.get("headers").split()
        assert len(headers) >= 2
        assert set(headers) <= set(page.xpath("//th/@id"))
    assert all(heading.get("scope") for heading in page.xpath("//th"))
    assert len(page.xpath("//table/caption")) == 3


def test_the_fragment_stands_in_another_page(make_report: MakeReport, blank: Callable[[str], Cell]) -> None:
    path = "requests.granted.total"
    fragment = write_fragment(make_report(cells={path: blank(path)}), prefix="r7", level=3)
    part = html.fragment_fromstring(fragment, create_parent="div")
    assert not part.xpath("//h1 | //h2 | //style | //@style")
    assert all(name.startswith("r7-") for name in part.xpath("//@id"))
    assert part.xpath(f"string(//td[@data-path='{path}']/@class)") == "blank"


# --- spreadsheet -----------------------------------------------------------------------------------


def opened(report: AnnualReport, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(report, "xlsx")), data_only=values)


RIGHT = {
    "requests.granted.natural_person": 3,
    "requests.granted.business": 2,
    "requests.granted.total": 5,
    "requests.results_total.natural_person": 3,
    "requests.results_total.business": 2,
    "requests.results_total.total": 5,
}


def test_a_total_that_holds_is_a_live_formula_with_its_value(make_report: MakeReport) -> None:
    report = make_report(cells=RIGHT)
    sheet, values = opened(report)["申请"], opened(report, values=True)["申请"]
    assert (sheet["J6"].value, values["J6"].value) == ("=SUM(D6:I6)", 5)
    assert (sheet["D27"].value, values["D27"].value) == ("=SUM(D6:D26)", 3)
    assert values["J27"].value == 5
    assert opened(report)["复议诉讼"]["E4"].value == "=SUM(A4:D4)"


def test_a_wrong_total_stays_as_printed_with_a_comment(make_report: MakeReport) -> None:
    sheet = opened(make_report(cells=RIGHT | {"requests.granted.total": 8}))["申请"]
    assert sheet["J6"].value == 8
    assert "R1：各格之和为 5" in sheet["J6"].comment.text
    assert sheet["D6"].comment is None


def test_a_blank_total_stays_blank_and_a_remark_stays_in_its_cell(
    make_report: MakeReport, blank: Callable[[str], Cell]
) -> None:
    total, part = "requests.granted.total", "requests.granted.natural_person"
    sheet = opened(make_report(cells={total: blank(total), part: Cell(part, 3, note="（其中补正1件）")}))[
        "申请"
    ]
    assert sheet["J6"].value is None
    assert sheet["D6"].value == "3（其中补正1件）"
    assert sheet["D27"].value == 0  # a part that is text cannot be summed: neither formula nor comment
    assert sheet["D27"].comment is None


@pytest.mark.parametrize("start", ["=", "+", "-", "@", '=HYPERLINK("http://x")'])
def test_text_is_never_a_formula(start: str, make_report: MakeReport) -> None:
    path = "requests.granted.total"
    evil = f"{start}1+1"
    report = make_report(
        title=evil, preamble=(evil,), cells={path: Cell(path, None, CellState.UNREADABLE, raw=evil)}
    )
    book = opened(report)
    assert book["正文"]["A1"].value == evil
    assert {book["正文"]["A1"].data_type, book["正文"]["A2"].data_type, book["申请"]["J6"].data_type} == {"s"}


def test_the_sheets_print_on_a4_with_their_heads(make_report: MakeReport) -> None:
    book = opened(make_report())
    assert book.sheetnames == ["主动公开", "申请", "复议诉讼", "正文", "说明"]
    assert book["申请"].print_title_rows == "$1:$3"
    assert {sheet.page_setup.paperSize for sheet in book} == {9}
    assert book["申请"].merged_cells.ranges
    assert book.properties.title == "云溪市档案局2023年政府信息公开工作年度报告"


def test_a_paragraph_longer_than_a_cell_is_not_lost(make_report: MakeReport) -> None:
    long = "长" * 40_000
    sheet = opened(make_report(preamble=(long,)))["正文"]
    assert "".join(sheet[f"A{row}"].value for row in (2, 3)) == long


def test_decimals_keep_their_printed_digits(make_report: MakeReport) -> None:
    path = "proactive.art20_8.fees.amount"
    sheet = opened(make_report(cells={path: Cell(path, Decimal("4068.20"))}))["主动公开"]
    assert (sheet["B14"].value, sheet["B14"].number_format) == (4068.2, "0.00")


def test_the_same_report_gives_the_same_pages(make_report: MakeReport) -> None:
    report = make_report()
    for kind in ("html", "json"):
        assert write(report, kind) == write(replace(report), kind)
