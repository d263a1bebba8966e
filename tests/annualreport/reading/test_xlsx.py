"""Workbooks become what their sheets show."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from yangguang.annualreport.errors import BrokenFile, EmptyFile, TooLarge
from yangguang.annualreport.reading.document import Document, Grid, Paragraph
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.xlsx import read_xlsx
from yangguang.annualreport.reading.xlsx_formulas import Calculator, column_number, shifted
from yangguang.annualreport.reading.xlsx_numbers import shown

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def read(book: openpyxl.Workbook, limits: Limits = DEFAULT_LIMITS) -> Document:
    return read_xlsx(saved(book), "年报.xlsx", limits)


def sheet_of(*rows: list[object], boxed: bool = False) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if boxed:
        for row in sheet.iter_rows():
            for cell in row:
                cell.border = BOX
    return book, sheet


def order(document: Document) -> list[object]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def placed(grid: Grid) -> list[list[tuple[str, int, int, int]]]:
    return [[(c.text, c.column, c.colspan, c.rowspan) for c in row.cells] for row in grid.rows]


# layout


def test_a_whole_report_on_one_ruled_sheet():
    book, sheet = sheet_of(
        ["某市2023年年度报告"],
        ["一、总体情况"],
        ["本年工作平稳。\n收到申请5件。"],
        ["第二十条第（一）项", None, None],
        ["信息内容", "制发件数", "废止件数"],
        ["规章", 3, None],
        ["行政规范性文件", 5, 0],
        [],
        ["三、收到和处理情况"],
    )
    for row in sheet["A4:C7"]:
        for cell in row:
            cell.border = BOX
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A4:C4")
    sheet["A1"].border = Border(bottom=THIN)
    assert order(read(book)) == [
        "某市2023年年度报告",
        "一、总体情况",
        "本年工作平稳。",
        "收到申请5件。",
        [
            ["第二十条第（一）项"],
            ["信息内容", "制发件数", "废止件数"],
            ["规章", "3", ""],
            ["行政规范性文件", "5", "0"],
        ],
        "三、收到和处理情况",
    ]


def test_a_sheet_without_lines_goes_by_the_look_of_the_text():
    book, _ = sheet_of(
        ["一、总体情况"],
        ["本年工作平稳。"],
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", 12],
        ["四、其他"],
        [],
        ["行政复议", 1],
        [],
        ["行政诉讼", 2],
    )
    assert order(read(book)) == [
        "一、总体情况",
        "本年工作平稳。",
        [["第二十条第（五）项", ""], ["信息内容", "本年处理决定数量"], ["行政许可", "12"]],
        "四、其他",
        [["行政复议", "1"]],
        [["行政诉讼", "2"]],
    ]


def test_a_ruled_banner_that_reads_like_a_heading_is_one():
    book, sheet = sheet_of(["一、总体情况", None], ["规章", 3], boxed=True)
    sheet.merge_cells("A1:B1")
    assert order(read(book)) == ["一、总体情况", [["规章", "3"]]]


def test_merged_areas_are_spans():
    book, sheet = sheet_of(["头", None, "甲"], [None, None, "乙"], ["尾", 1, 2], boxed=True)
    sheet.merge_cells("A1:B2")
    assert placed(next(read(book).grids)) == [
        [("头", 0, 2, 2), ("甲", 2, 1, 1)],
        [("乙", 2, 1, 1)],
        [("尾", 0, 1, 1), ("1", 1, 1, 1), ("2", 2, 1, 1)],
    ]


def test_hidden_rows_columns_and_sheets_are_not_shown():
    book, sheet = sheet_of(["标", "密", "数"], ["甲", "x", 1], ["隐", "x", 9], ["乙", "x", 2], boxed=True)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    secret = book.create_sheet("底稿")
    secret["A1"] = "不公开"
    secret.sheet_state = "hidden"
    deeper = book.create_sheet("更深")
    deeper["A1"] = "不公开"
    deeper.sheet_state = "veryHidden"
    document = read(book)
    assert order(document) == [[["标", "数"], ["甲", "1"], ["乙", "2"]]]
    assert document.pages == 1
    assert [row.number for row in next(document.grids).rows] == [1, 2, 4]


def test_text_merged_over_a_hidden_column_still_shows():
    book, sheet = sheet_of(["总计", None, 5], ["甲", 2, 3], boxed=True)
    sheet.merge_cells("A1:B1")
    sheet.column_dimensions["A"].hidden = True
    assert order(read(book)) == [[["总计", "5"], ["2", "3"]]]


def test_each_sheet_is_a_page():
    book, _ = sheet_of(["甲", 1])
    book.create_sheet("二").append(["乙", 2])
    grids = list(read(book).grids)
    assert [(grid.page, grid.rows[0].page, grid.number) for grid in grids] == [(1, 1, 1), (2, 2, 2)]


# values


def test_values_as_the_sheet_shows_them():
    book, sheet = sheet_of(
        ["a", 123.0, 1234567, 0.1826, 4166.241619, date(2024, 1, 31), True, 0.1 + 0.2, -5], boxed=True
    )
    sheet["C1"].number_format, sheet["D1"].number_format = "#,##0", "0.00%"
    sheet["F1"].number_format = 'yyyy"年"m"月"d"日"'
    assert order(read(book)) == [
        [["a", "123", "1,234,567", "18.26%", "4166.241619", "2024年1月31日", "TRUE", "0.3", "-5"]]
    ]


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("123", "General", "123"),
        ("123.0", "General", "123"),
        ("1E3", "General", "1000"),
        ("0.30000000000000004", "General", "0.3"),
        ("123456789012", "General", "123456789012"),
        ("12.5", "0", "13"),
        ("1234.5", "#,##0.00", "1,234.50"),
        ("0.5", "0%", "50%"),
        ("-3", "0;(0)", "(3)"),
        ("-3", "0_ ;[Red]-0 ", "-3"),
        ("0", "0;-0;;@", ""),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("22", '0"件"', "22件"),
        ("137.41", '0.00"万元"', "137.41万元"),
        ("7", "000", "007"),
        ("0", "#", ""),
        ("1234567", '#,##0,"千"', "1,235千"),
        ("3.10", "0.0#", "3.1"),
        ("-0.2", "0", "0"),
        ("45322", "yyyy-mm-dd", "2024-01-31"),
        ("45322", "yyyy/m/d", "2024-01-31"),
        ("45322.5", "yyyy-mm-dd hh:mm", "2024-01-31 12:00"),
        ("45322", 'yyyy"年"m"月"', "2024年1月"),
        ("0.75", "h:mm", "18:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("99999999999", "yyyy-mm-dd", "99999999999"),
        ("#REF!", "0", "#REF!"),
        ("1E+400", "0", "1E+400"),
        ("nan", "0", "nan"),
        ("12", "@", "12"),
    ],
)
def test_number_formats(value, code, text):
    assert shown(value, code) == text


def test_the_other_epoch():
    assert shown("43860", "yyyy-mm-dd", from_1904=True) == "2024-01-31"


def test_cached_results_are_read_and_missing_ones_worked_out():
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [1, 2])
    sheet.write_formula(0, 2, "=SUM(A1:B1)", None, 3)
    sheet.write_formula(0, 3, '=IF(A1>0,"是","否")', None, "是")
    book.close()
    assert order(read_xlsx(data.getvalue(), "a", DEFAULT_LIMITS)) == [[["1", "2", "3", "是"]]]
    book, _ = sheet_of(
        ["甲", 1, 2, "=SUM(B1:C1)"],
        ["乙", 3, None, "=B2+C2"],
        ["计", "=SUM(B1:B2)", "=C1+C2", "=SUM(D1:D2)"],
        ["疑", "=VLOOKUP(1,A1:B2,2)", 0, "=B4"],
    )
    assert order(read(book)) == [
        [["甲", "1", "2", "3"], ["乙", "3", "", "3"], ["计", "4", "2", "6"], ["疑", "", "0", ""]]
    ]


def test_results_declared_stale_are_worked_out_again():
    """xlsxwriter stores 0 for every formula and asks the spreadsheet to recalculate on loading."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, [5, 6])
    sheet.write_formula(0, 2, "=SUM(A1:B1)")
    sheet.write_formula(0, 3, "=NOW()")
    book.close()
    assert order(read_xlsx(data.getvalue(), "a", DEFAULT_LIMITS)) == [[["5", "6", "11", "0"]]]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("A1+B1", 3), ("=A1-B1*2", -3), ("SUM(A1:B2)", 10), ("SUM(A1:B1,A2,10)", 16), ("(A1+B1)/3", 1), ("-A1+5", 4),
        ("SUM($A$1:$B$2)-SUM(A1)", 9), ("A1/0", None), ("SUM(A1:XFD1048576)", None), ("A9", 0), ("Sheet2!A1", None),
        ("C1", None), ("SUM(A1:B2", None), ("A1 B1", None), ("", None), ("(" * 500, None), ("SUM()", None), ("1.5+.5", 2),
    ],
)  # fmt: skip
def test_formulas(formula, value):
    numbers = {(1, 1): Decimal(1), (1, 2): Decimal(2), (2, 1): Decimal(3), (2, 2): Decimal(4)}
    formulas = {(5, 5): formula, (1, 3): "C1+1"}
    assert Calculator(numbers.get, formulas.get).value((5, 5)) == value


def test_long_chains_of_formulas_end():
    formulas = {(row, 1): f"A{row - 1}+1" for row in range(2, 500)}
    calculator = Calculator({(1, 1): Decimal(1)}.get, formulas.get)
    assert calculator.value((499, 1)) is None
    assert calculator.value((5, 1)) == 5


def test_shared_formulas_move_with_their_cell():
    assert shifted("SUM(A1:$B$2)+C$3", 2, 1) == "SUM(B3:$B$2)+D$3"
    assert column_number("AA") == 27


# bounds


def test_an_empty_workbook_says_so():
    with pytest.raises(EmptyFile):
        read(openpyxl.Workbook())


def test_too_many_cells_are_refused():
    book, _ = sheet_of(*[["甲", 1]] * 600)
    with pytest.raises(TooLarge):
        read(book, Limits(cells=1000))


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with some text of a part replaced."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            text = source.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode())
            target.writestr(name, text)
    return made.getvalue()


def test_a_merge_over_the_whole_sheet_costs_nothing():
    book, sheet = sheet_of(["甲", 1], ["乙", 2], boxed=True)
    sheet.merge_cells("A3:B4")
    data = edited(saved(book), "xl/worksheets/sheet1.xml", "A3:B4", "A1:XFD1048576")
    assert order(read_xlsx(data, "a", DEFAULT_LIMITS)) == [[["甲"], []]]


def test_cells_far_apart_cost_little():
    book, sheet = sheet_of(["甲", 1])
    sheet["XFD1"] = 5
    document = read(book)
    assert len(next(document.grids).rows[0].cells) == 16384
    sheet.cell(1_048_576, 1, "底")
    assert len(read(book).blocks) == 2
    with pytest.raises(TooLarge):
        read(book, Limits(cells=10_000))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_part_is_broken(part):
    data = edited(saved(sheet_of(["甲", 1])[0]), part, "</", "<")
    with pytest.raises(BrokenFile) as caught:
        read_xlsx(data, "年报.xlsx", DEFAULT_LIMITS)
    assert part in str(caught.value)
