"""An annual report as a spreadsheet: the three tables with live totals, the text, an explanation.

A total is a formula where the printed total is what the formula gives. Where it is not, the printed
figure stands there with a comment: an office's error must stay visible and must not be mended by
opening the file. Text is written as text, never as a formula, whatever it begins with.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from yangguang.annualreport.formats.base import Compare, Format, Over
from yangguang.annualreport.model import AnnualReport, Cell, CellState
from yangguang.annualreport.writing.layout import Content, Heading, LaidCell, LaidTable, Text

SHEETS = {"proactive": "主动公开", "requests": "申请", "remedies": "复议诉讼"}
_TEXT_SHEET, _ABOUT_SHEET = "正文", "说明"
_LINE_HEIGHT = 13.5
_TEXT_SIZES = {"title": 3.6, "heading": 1.5}  # with room for the wider signs
_TALLEST_ROW = 409
_PAGE_WIDTH = 82  # of A4, in the width of a figure
_TEXT_WIDTH = 74  # one column is never made narrower to fit
_CELL_LIMIT = 32_000  # characters that a cell may hold: 32 767
_EXACT = 10**15  # beyond this a spreadsheet's number loses digits
_BASE = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_FIGURE = _BASE | {"border": 1, "align": "center"}
_ABOUT = (
    "本文件由年度报告的数据生成，表格版式依照国务院办公厅规定的格式（{document}）。",
    "空白单元格表示原件空白；“/”等符号表示不适用；“？”表示原件该格无法辨认。三者求和时均按 0 计。",
    "“总计”单元格为公式；原件的总计与各格之和不符的，保留原件数字并加批注，未作改动。",
)


@dataclass(frozen=True, slots=True)
class _Total:
    """A cell that should be the sum of others."""

    parts: tuple[str, ...]
    rule: str


def write_xlsx(content: Content, report: AnnualReport) -> bytes:
    """The content as the bytes of an ``.xlsx`` file; ``report`` says which cells are sums."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": content.title[:255], "author": content.agency[:255]})
        book.set_size(2400, 1600)
        _Book(book, content, report).write()
    return out.getvalue()


class _Book:
    def __init__(self, book: Any, content: Content, report: AnnualReport) -> None:
        self._book = book
        self._content = content
        self._totals = _totals(report.format)
        self._cells = report.cells
        self._document = report.format.document
        self._formats = {
            "figure": book.add_format(_FIGURE),
            "columns": book.add_format(_FIGURE | {"font_name": "黑体", "bg_color": "#F2F2F0"}),
            "rows": book.add_format(_FIGURE | {"align": "left"}),
            "body": book.add_format(_BASE | {"valign": "top"}),
            "heading": book.add_format(_BASE | {"font_name": "黑体", "font_size": 14}),
            "title": book.add_format(_BASE | {"font_size": 18, "align": "center", "bold": True}),
        }

    def write(self) -> None:
        for table in self._content.tables:
            self._table(table)
        self._texts(_TEXT_SHEET)
        self._about()

    def _sheet(self, name: str, *, landscape: bool = False) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_margins(0.7, 0.7, 0.9, 0.9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C— &P —")
        if landscape:
            sheet.set_landscape()
        return sheet

    def _table(self, table: LaidTable) -> None:
        sheet = self._sheet(SHEETS[table.path], landscape=table.path == "remedies")
        widths = [max(6.0, round(share * _PAGE_WIDTH, 1)) for share in table.widths]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, row in enumerate(table.rows):
            sheet.set_row(number, _LINE_HEIGHT * _lines(row, widths) + 6)
        if table.head_rows:
            sheet.repeat_rows(0, table.head_rows - 1)
            sheet.freeze_panes(table.head_rows, 0)
        at = {
            cell.cell.path: (number, cell.column)
            for number, row in enumerate(table.rows)
            for cell in row
            if cell.cell is not None
        }
        for number, row in enumerate(table.rows):
            for cell in row:
                self._cell(sheet, number, cell, at)

    def _cell(self, sheet: Any, row: int, cell: LaidCell, at: Mapping[str, tuple[int, int]]) -> None:
        style = self._formats[cell.head or "figure"]
        if cell.head == "rows" and cell.rowspan > 1:
            style = self._formats["columns"]
        if cell.colspan > 1 or cell.rowspan > 1:
            sheet.merge_range(
                row, cell.column, row + cell.rowspan - 1, cell.column + cell.colspan - 1, "", style
            )
        number = None if cell.cell is None else _number(cell.cell)
        if cell.cell is not None and number is not None:
            self._figure(sheet, row, cell.column, cell.cell.path, number, style, at)
        elif cell.text:
            sheet.write_string(row, cell.column, cell.text, style)
        else:
            sheet.write_blank(row, cell.column, None, style)

    def _figure(
        self,
        sheet: Any,
        row: int,
        column: int,
        path: str,
        number: int | Decimal,
        style: Any,
        at: Mapping[str, tuple[int, int]],
    ) -> None:
        """A number, as a formula where it is a sum that holds; with a comment where it does not."""
        style = self._with_decimals(number, style)
        totals = [total for total in self._totals.get(path, ()) if all(part in at for part in total.parts)]
        holding = [total for total in totals if self._sum(total) == number]
        if holding:
            sheet.write_formula(row, column, _formula(holding[0], at), style, number)
            return
        sheet.write_number(row, column, number, style)
        known = [total for total in totals if self._sum(total) is not None]
        if known:
            sums = "；".join(f"{total.rule}：各格之和为 {self._sum(total)}" for total in known)
            sheet.write_comment(
                row, column, f"原件所填总计与各格不符（{sums}），保留原件数字。", {"x_scale": 2}
            )

    def _with_decimals(self, number: int | Decimal, style: Any) -> Any:
        """The style that shows 4068.20 with both its decimals."""
        exponent = number.as_tuple().exponent if isinstance(number, Decimal) else 0
        if not isinstance(exponent, int) or exponent >= 0:
            return style
        name = f"figure with {-exponent} decimals"
        if name not in self._formats:
            self._formats[name] = self._book.add_format(_FIGURE | {"num_format": "0." + "0" * -exponent})
        return self._formats[name]

    def _sum(self, total: _Total) -> int | Decimal | None:
        """What the formula gives: blank and stroke count 0. ``None`` when a part is not a number cell."""
        result: int | Decimal = 0
        for part in total.parts:
            cell = self._cells[part]
            number = _number(cell)
            if number is None and cell.state not in (CellState.BLANK, CellState.NOT_APPLICABLE):
                return None
            result += number or 0
        return result

    def _texts(self, name: str) -> None:
        sheet = self._sheet(name)
        sheet.set_column(0, 0, _TEXT_WIDTH)
        lines = [(self._content.title, "title")]
        for block in self._content.blocks:
            if isinstance(block, Heading):
                lines.append((block.text, "heading"))
            elif isinstance(block, Text):
                lines += [(piece, "body") for piece in _pieces(block.text)]
        for row, (line, style) in enumerate(lines):
            height = _LINE_HEIGHT * _TEXT_SIZES.get(style, 1) * _lines([LaidCell(line, 0)], [_TEXT_WIDTH])
            sheet.set_row(row, min(height + 6, _TALLEST_ROW))
            sheet.write_string(row, 0, line, self._formats[style])

    def _about(self) -> None:
        sheet = self._sheet(_ABOUT_SHEET)
        text = "\n\n".join(_ABOUT).format(document=self._document)
        sheet.insert_textbox(1, 1, text, {"width": 560, "height": 240, "description": text})


def _lines(row: Sequence[LaidCell], widths: Sequence[float]) -> int:
    """The lines of text in a row; a spreadsheet does not make room for merged cells by itself."""
    needed = (
        math.ceil(sum(2 if ord(sign) > 0xFF else 1 for sign in cell.text) / (room - 1))
        for cell in row
        if cell.rowspan == 1
        for room in (sum(widths[cell.column : cell.column + cell.colspan]),)
    )
    return max(1, *needed, 1)


def _number(cell: Cell) -> int | Decimal | None:
    """The cell as a spreadsheet's number; ``None`` when it must be text to lose nothing."""
    value = cell.value
    if cell.state is not CellState.PRINTED or cell.note or not isinstance(value, int | Decimal):
        return None
    return value if -_EXACT < value < _EXACT and Decimal(repr(float(value))) == value else None


def _totals(form: Format) -> dict[str, list[_Total]]:
    """Which cells are sums, from the relations of the form that equate one cell with a sum."""
    totals: dict[str, list[_Total]] = {}
    for relation in form.relations:
        if relation.compare is not Compare.EQUAL or relation.right != (relation.at,):
            continue
        table = form.table(relation.table)
        by_row = relation.over is Over.EACH_ROW
        for repeated in relation.only or (table.row_ids if by_row else table.column_ids):
            names = [
                f"{table.path}.{repeated}.{term}" if by_row else f"{table.path}.{term}.{repeated}"
                for term in (relation.at, *relation.left)
            ]
            totals.setdefault(names[0], []).append(_Total(tuple(names[1:]), relation.rule))
    return totals


def _formula(total: _Total, at: Mapping[str, tuple[int, int]]) -> str:
    """``=SUM(D4:I4)``; parts that do not stand side by side are named one by one."""
    places = [at[part] for part in total.parts]
    (top, left), (bottom, right) = min(places), max(places)
    if (bottom - top + 1) * (right - left + 1) == len(places):
        return f"=SUM({xl_range(top, left, bottom, right)})"
    return f"=SUM({','.join(xl_rowcol_to_cell(*place) for place in places)})"


def _pieces(text: str) -> list[str]:
    """A paragraph cut where a cell could not hold it."""
    return [text[start : start + _CELL_LIMIT] for start in range(0, len(text), _CELL_LIMIT)] or [""]
