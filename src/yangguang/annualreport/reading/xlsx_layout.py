"""From the cells of a sheet to what a reader sees on it: headings, sentences and tables.

A sheet has no paragraphs. A row with one text and nothing else is one where it stands outside the
lines of a table; where a sheet draws no lines at all, the look of the text decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from yangguang.annualreport.reading.collector import Collector
from yangguang.annualreport.reading.document import GridCell, GridRow

__all__ = ["Merge", "Sheet", "SheetCell", "lay_out"]

_HEADS_A_TABLE = re.compile(r"^第.{1,12}[条项]")  # 第二十条第（一）项
_LOOKS_LIKE_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])"
)
_LONG = 40


@dataclass(slots=True)
class SheetCell:
    """A cell that holds or draws something."""

    text: str
    border: bool
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area, corners included, rows and columns from 1."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet by row and column, and what is hidden."""

    cells: dict[tuple[int, int], SheetCell]
    merges: list[Merge]
    hidden_rows: set[int]
    hidden_columns: list[tuple[int, int]]

    def hides(self, row: int, column: int) -> bool:
        """Whether a cell is not shown."""
        return row in self.hidden_rows or any(low <= column <= high for low, high in self.hidden_columns)


@dataclass(slots=True)
class _Row:
    number: int
    cells: dict[int, SheetCell]

    @property
    def said(self) -> list[tuple[int, SheetCell]]:
        return [(column, cell) for column, cell in sorted(self.cells.items()) if cell.text.strip()]

    @property
    def is_ruled(self) -> bool:
        return any(cell.border for cell in self.cells.values())


def lay_out(sheet: Sheet, out: Collector, page: int) -> None:
    """Hand the blocks of a sheet to the collector, from top to bottom."""
    _settle_merges(sheet, out)
    rows = _rows(sheet)
    ruled = any(row.is_ruled for row in rows)
    table: list[_Row] = []
    for row in rows:
        gap = bool(table) and _is_gap(sheet, table[-1].number, row.number)
        prose = _is_prose(row, ruled, sheet.merges)
        if table and (gap or prose or (not row.said and not row.is_ruled)):
            _table(table, sheet, out, page)
            table = []
        if prose:
            out.paragraph(" ".join(cell.text for _, cell in row.said), page=page)
        elif row.said or row.is_ruled:
            table.append(row)
    if table:
        _table(table, sheet, out, page)


def _rows(sheet: Sheet) -> list[_Row]:
    rows: dict[int, _Row] = {}
    for (number, column), cell in sheet.cells.items():
        if not sheet.hides(number, column):
            rows.setdefault(number, _Row(number, {})).cells[column] = cell
    return [rows[number] for number in sorted(rows)]


def _settle_merges(sheet: Sheet, out: Collector) -> None:
    """Of a merged area only the first shown cell speaks: the text of the corner, even a hidden one."""
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    settled = []
    for merge in sheet.merges:
        rows = range(merge.top, min(merge.bottom, last_row) + 1)
        columns = range(merge.left, min(merge.right, last_column) + 1)
        out.consider(len(rows) * len(columns))
        shown_rows = [row for row in rows if row not in sheet.hidden_rows]
        shown_columns = [column for column in columns if not sheet.hides(0, column)]
        if not shown_rows or not shown_columns:
            continue
        anchor = shown_rows[0], shown_columns[0]
        corner = sheet.cells.get((merge.top, merge.left)) or SheetCell("", border=False)
        for row in rows:
            for column in columns:
                cell = sheet.cells.get((row, column))
                if cell is not None:
                    sheet.cells[row, column] = SheetCell("", cell.border)
        if corner.text or anchor in sheet.cells:
            sheet.cells[anchor] = corner
        settled.append(Merge(*anchor, merge.bottom, merge.right))
    sheet.merges = settled


def _is_gap(sheet: Sheet, above: int, below: int) -> bool:
    """Whether empty rows part two tables; hidden rows and rows inside a merged area do not."""
    hidden = sum(1 for row in sheet.hidden_rows if above < row < below)
    return below > above + 1 + hidden and not _is_inside(below, sheet.merges)


def _is_prose(row: _Row, sheet_is_ruled: bool, merges: list[Merge]) -> bool:
    """Whether a row is running text: unruled on a ruled sheet, else one text that reads like it."""
    said = row.said
    if not said or any(cell.is_number for _, cell in said):
        return False
    text = said[0][1].text.strip()
    if sheet_is_ruled and not row.is_ruled:
        return len(said) <= 2
    if len(said) > 1:
        return False
    if row.is_ruled:
        banner = any(
            m.top == row.number and m.left == said[0][0] and m.right >= max(row.cells) for m in merges
        )
        return banner and (_LOOKS_LIKE_HEADING.match(text) is not None or len(text) > _LONG)
    return not _HEADS_A_TABLE.match(text) or len(text) > _LONG


def _table(rows: list[_Row], sheet: Sheet, out: Collector, page: int) -> None:
    while rows and not rows[-1].said and not _is_inside(rows[-1].number, sheet.merges):
        rows.pop()
    if not rows or not any(row.said for row in rows):
        return
    numbers = {row.number for row in rows}
    merges = {(merge.top, merge.left): merge for merge in sheet.merges if merge.top in numbers}
    columns = _columns(rows, merges.values(), sheet)
    index = {column: place for place, column in enumerate(columns)}
    covered: set[tuple[int, int]] = set()
    made: list[GridRow] = []
    for row in rows:
        cells = []
        for column in columns:
            if (row.number, column) in covered:
                continue
            cell = row.cells.get(column)
            text = cell.text.strip() if cell else ""
            merge = merges.get((row.number, column))
            wide, high = (1, 1) if merge is None else _extent(merge, columns, numbers, covered)
            cells.append(GridCell(text, index[column], wide, high))
            out.spend(len(text), 1)
        made.append(GridRow(cells, page=page, number=row.number))
    out.grid(made, page)


def _is_inside(row: int, merges: list[Merge]) -> bool:
    return any(merge.top < row <= merge.bottom for merge in merges)


def _columns(rows: list[_Row], merges: Iterable[Merge], sheet: Sheet) -> list[int]:
    """The shown columns from the first to the last that holds or draws something."""
    used = [column for row in rows for column, cell in row.cells.items() if cell.text.strip() or cell.border]
    last = max(
        [*used, *(merge.right for merge in merges if merge.left in used and merge.right - merge.left < 100)]
    )
    return [column for column in range(min(used), last + 1) if not sheet.hides(0, column)]


def _extent(
    merge: Merge, columns: list[int], numbers: set[int], covered: set[tuple[int, int]]
) -> tuple[int, int]:
    """How many shown columns and rows a merged cell covers; marks them as covered."""
    across = [column for column in columns if merge.left <= column <= merge.right]
    down = [number for number in numbers if merge.top <= number <= merge.bottom]
    covered.update((number, column) for number in down for column in across)
    return max(1, len(across)), max(1, len(down))
