"""The printed tables have the merged cells of the official form."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from yangguang.annualreport.figures import figure
from yangguang.annualreport.formats.base import Kind
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Contact, Money, SectionText
from yangguang.annualreport.writing import write
from yangguang.annualreport.writing.layout import Heading, LaidTable, Text, content, printed

MakeReport = Callable[..., AnnualReport]
Spans = list[list[tuple[str, int, int]]]


def spans(table: LaidTable, rows: slice = slice(None)) -> Spans:
    return [[(cell.text, cell.colspan, cell.rowspan) for cell in row] for row in table.rows[rows]]


def test_part_two_is_one_table_of_captions_heads_and_rows(make_report: MakeReport) -> None:
    table, _, _ = content(make_report("2021")).tables
    assert spans(table, slice(0, 6)) == [
        [("第二十条第（一）项", 4, 1)],
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [("规章", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
        [("行政规范性文件", 1, 1), ("0", 1, 1), ("0", 1, 1), ("0", 1, 1)],
        [("第二十条第（五）项", 4, 1)],
        [("信息内容", 1, 1), ("本年处理决定数量", 3, 1)],
    ]
    assert len(table.rows) == 14


def test_part_two_of_2019_puts_two_and_three_columns_on_one_grid(make_report: MakeReport) -> None:
    table, _, _ = content(make_report("2019")).tables
    assert spans(table, slice(-3, None)) == [
        [("第二十条第（九）项", 7, 1)],
        [("信息内容", 1, 1), ("采购项目数量", 3, 1), ("采购总金额", 3, 1)],
        [("政府集中采购", 1, 1), ("0", 3, 1), ("0", 3, 1)],
    ]
    assert spans(table, slice(1, 2)) == [
        [("信息内容", 1, 1), ("本年新制作数量", 2, 1), ("本年新公开数量", 2, 1), ("对外公开总数量", 2, 1)]
    ]


def test_the_request_table_has_the_note_in_its_corner(make_report: MakeReport) -> None:
    _, table, _ = content(make_report("2021")).tables
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    assert spans(table, slice(0, 3)) == [
        [(note, 3, 3), ("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(label, 1, 1) for label in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    assert table.head_rows == 3


@pytest.mark.parametrize(
    ("form", "variant", "year_spans", "other"),
    [
        ("2019", "", 20, ("（六）其他处理", 2, 1)),
        ("2021", "", 22, ("（六）其他处理", 1, 3)),
        ("2021", "single-other", 20, ("（六）其他处理", 2, 1)),
    ],
)
def test_the_heads_of_the_results_span_their_rows(
    form: str, variant: str, year_spans: int, other: tuple[str, int, int], make_report: MakeReport
) -> None:
    _, table, _ = content(make_report(form, variant)).tables
    heads = [cell for row in spans(table, slice(3, None)) for cell in row if cell[1] > 1 or cell[2] > 1]
    assert heads == [
        ("一、本年新收政府信息公开申请数量", 3, 1),
        ("二、上年结转政府信息公开申请数量", 3, 1),
        ("三、本年度办理结果", 1, year_spans),
        ("（一）予以公开", 2, 1),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 2, 1),
        ("（三）不予公开", 1, 8),
        ("（四）无法提供", 1, 3),
        ("（五）不予处理", 1, 5),
        other,
        ("（七）总计", 2, 1),
        ("四、结转下年度继续办理", 3, 1),
    ]


def test_the_remedies_stand_in_one_row_under_three_rows_of_heads(make_report: MakeReport) -> None:
    _, _, table = content(make_report("2021")).tables
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    assert spans(table) == [
        [("行政复议", 5, 1), ("行政诉讼", 10, 1)],
        [*((label, 1, 2) for label in five), ("未经复议直接起诉", 5, 1), ("复议后起诉", 5, 1)],
        [(label, 1, 1) for label in five * 2],
        [("0", 1, 1)] * 15,
    ]


def merged(document: Path | bytes) -> list[list[list[tuple[str, str, str]]]]:
    """Text, grid span and vertical merge of every cell of a Word file's tables."""
    opened = docx.Document(io.BytesIO(document) if isinstance(document, bytes) else str(document))
    return [
        [[_merged_cell(cell) for cell in row.iter(qn("w:tc"))] for row in table._tbl.iter(qn("w:tr"))]
        for table in opened.tables
    ]


def _merged_cell(cell: object) -> tuple[str, str, str]:
    text = "".join(part.text or "" for part in cell.iter(qn("w:t")))  # type: ignore[attr-defined]
    span, merge = (cell.find(f".//{qn(name)}") for name in ("w:gridSpan", "w:vMerge"))  # type: ignore[attr-defined]
    continued = "" if merge is None else merge.get(qn("w:val")) or "continue"
    return "".join(text.split()), "1" if span is None else span.get(qn("w:val")), continued


def test_a_blank_report_has_the_tables_of_the_official_blank_form(
    make_report: MakeReport, shared_reports: Path
) -> None:
    report = make_report("2021")
    blank = {path: Cell(path, None, CellState.BLANK) for path in report.cells}
    ours = merged(write(replace(report, cells=blank), "docx"))
    assert ours == merged(shared_reports / "template-blank-official.docx")


def test_every_figure_knows_its_headings(make_report: MakeReport) -> None:
    for table in content(make_report("2021")).tables:
        texts = {(number, cell.column): cell.text for number, row in enumerate(table.rows) for cell in row}
        named = {
            cell.cell.path: [texts[header] for header in cell.headers]
            for row in table.rows
            for cell in row
            if cell.cell is not None
        }
        if table.path == "requests":
            assert named["requests.denied_third_party.research"] == [
                "申请人情况",
                "法人或其他组织",
                "科研机构",
                "三、本年度办理结果",
                "（三）不予公开",
                "4.保护第三方合法权益",
            ]
        if table.path == "remedies":
            assert named["remedies.after.pending"] == ["行政诉讼", "复议后起诉", "尚未审结"]
        if table.path == "proactive":
            assert named["proactive.art20_6.coercion.decisions"] == [
                "第二十条第（六）项",
                "本年处理决定数量",
                "行政强制",
            ]


PATH = "requests.granted.total"


@pytest.mark.parametrize(
    ("cell", "kind", "text"),
    [
        (Cell(PATH, 1234, raw="1,234"), Kind.COUNT, "1234"),
        (Cell(PATH, -2), Kind.CHANGE, "-2"),
        (Cell(PATH, 22, note="（其中修订16件）"), Kind.COUNT, "22（其中修订16件）"),
        (Cell(PATH, None, CellState.BLANK, raw="　"), Kind.COUNT, ""),
        (Cell(PATH, None, CellState.MISSING), Kind.COUNT, ""),
        (Cell(PATH, None, CellState.NOT_APPLICABLE, raw="—"), Kind.COUNT, "—"),
        (Cell(PATH, None, CellState.NOT_APPLICABLE), Kind.COUNT, "/"),
        (Cell(PATH, None, CellState.UNREADABLE, raw="1?2"), Kind.COUNT, "1?2"),
        (Cell(PATH, None, CellState.UNREADABLE, raw="12"), Kind.COUNT, "？"),
        (Cell(PATH, None, CellState.UNREADABLE), Kind.COUNT, "？"),
        (Cell(PATH, Money("6.64万元", None), raw="6.64万元"), Kind.MONEY, "6.64万元"),
    ],
)
def test_a_cell_is_printed_so_that_it_reads_the_same(cell: Cell, kind: Kind, text: str) -> None:
    assert printed(cell, kind) == text
    read = figure(text, kind).state
    assert read is (CellState.BLANK if cell.state is CellState.MISSING else cell.state)


def test_what_the_report_does_not_have_is_not_printed(make_report: MakeReport) -> None:
    report = make_report("2021")
    gone = {
        path
        for path in report.cells
        if path.startswith(("remedies", "proactive.art20_8", "requests.granted"))
    }
    cells = {
        path: Cell(path, None, CellState.MISSING) if path in gone else c for path, c in report.cells.items()
    }
    laid = content(replace(report, cells=cells, sections=report.sections[:4]))
    assert [table.path for table in laid.tables] == ["proactive", "requests"]
    assert "（八）" not in str(spans(laid.tables[0]))
    assert ("三、本年度办理结果", 1, 21) in [cell for row in spans(laid.tables[1]) for cell in row]
    assert [block.number for block in laid.blocks if isinstance(block, Heading)] == [1, 2, 3, 4]


def test_bare_figures_get_the_headings_of_their_parts(make_report: MakeReport) -> None:
    laid = content(make_report(sections=(SectionText(5, "五、问题"),), title="", preamble=()))
    headings = [block.text for block in laid.blocks if isinstance(block, Heading)]
    assert headings[0] == "二、主动公开政府信息情况"
    assert headings[-1] == "五、问题"
    assert len(headings) == 4
    assert laid.title == "云溪市档案局2023年政府信息公开工作年度报告"


def test_what_no_paragraph_says_is_said_once(make_report: MakeReport) -> None:
    contact = Contact(office="政务公开办公室", telephone="0951-6363000")
    known = make_report(contact=contact, period=("2023-01-01", "2023-12-31"), published_on="2024-01-20")
    said = [block.text for block in content(known).blocks if isinstance(block, Text)]
    assert said[:4] == [
        "发布日期：2024-01-20",
        "根据条例规定编制本报告。",
        "本报告所列数据的统计期限为2023-01-01至2023-12-31。",
        "如对本报告有疑问，请与政务公开办公室联系（电话：0951-6363000）。",
    ]
    again = content(replace(known, preamble=tuple(said[:4])))
    assert [block.text for block in again.blocks if isinstance(block, Text)][:5] == [*said[:4], "一切如常。"]


def test_no_figure_is_set_wider_than_its_column(make_report: MakeReport) -> None:
    _, requests, _ = content(make_report(cells={"requests.granted.total": 123_456_789_012})).tables
    _, usual, _ = content(make_report()).tables
    assert usual.type_size(442, 9, 5) == 9
    assert requests.type_size(442, 9, 5) == 4


def test_a_long_title_breaks_behind_the_agency(make_report: MakeReport) -> None:
    assert content(make_report()).title_lines == ("云溪市档案局", "2023年政府信息公开工作年度报告")
    short = make_report(title="2023年年度报告")
    assert content(short).title_lines == ("2023年年度报告",)
    year_first = make_report(title="2023年云溪市档案局政府信息公开工作年度报告")
    assert content(year_first).title_lines == ("2023年云溪市档案局", "政府信息公开工作年度报告")
    assert content(make_report()).title_size == 22
    assert content(make_report(title="云" * 25 + "2023年政府信息公开工作年度报告")).title_size == 17


def test_a_heading_without_words_is_none(make_report: MakeReport) -> None:
    laid = content(make_report(sections=(SectionText(1, " \x1f", ("甲。",)),)))
    assert [block.number for block in laid.blocks if isinstance(block, Heading)] == [2, 3, 4]
