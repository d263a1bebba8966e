"""From the cells of a sheet to what a reader sees on it: headings, sentences and tables.

A sheet has no paragraphs. A row with one text and nothing else is one where it stands outside the
lines of a table; where a sheet draws no lines at all, the look of the text decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

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
    hidden_columns: set[int]


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
    _Layout(sheet, out, page).lay_out()


class _Layout:
    """One sheet on its way to blocks."""

    def __init__(self, sheet: Sheet, out: Collector, page: int) -> None:
        self.sheet = sheet
        self.out = out
        self.page = page
        self.hidden_rows = sorted(sheet.hidden_rows)
        self.merges: dict[tuple[int, int], Merge] = {}  # by their first shown cell
        self.merged_rows: set[int] = set()  # rows that a merge reaches from above

    def lay_out(self) -> None:
        for merge in self.sheet.merges:
            self._settle(merge)
        rows = self._rows()
        ruled = any(row.is_ruled for row in rows)
        table: list[_Row] = []
        for row in rows:
            gap = bool(table) and self._is_gap(table[-1].number, row.number)
            prose = _is_prose(row, ruled, self.merges)
            if table and (gap or prose or (not row.said and not row.is_ruled)):
                self._table(table)
                table = []
            if prose:
                self.out.paragraph(" ".join(cell.text for _, cell in row.said), page=self.page)
            elif row.said or row.is_ruled:
                table.append(row)
        if table:
            self._table(table)

    def _settle(self, merge: Merge) -> None:
        """Of a merged area only the first shown cell speaks: the text of the corner, even a hidden one."""
        cells = self.sheet.cells
        rows = range(merge.top, min(merge.bottom, self._last_row) + 1)
        columns = range(merge.left, min(merge.right, self._last_column) + 1)
        self.out.consider(1 + len(rows) * len(columns))
        shown_rows = [row for row in rows if row not in self.sheet.hidden_rows]
        shown_columns = [column for column in columns if column not in self.sheet.hidden_columns]
        if not shown_rows or not shown_columns:
            return
        anchor = shown_rows[0], shown_columns[0]
        corner = cells.get((merge.top, merge.left)) or SheetCell("", border=False)
        for row in rows:
            for column in columns:
                cell = cells.get((row, column))
                if cell is not None:
                    cells[row, column] = SheetCell("", cell.border)
        if corner.text or anchor in cells:
            cells[anchor] = corner
        self.merges[anchor] = Merge(*anchor, rows[-1], columns[-1])
        self.merged_rows.update(shown_rows[1:])

    @cached_property
    def _last_row(self) -> int:
        return max((row for row, _ in self.sheet.cells), default=0)

    @cached_property
    def _last_column(self) -> int:
        return max((column for _, column in self.sheet.cells), default=0)

    def _rows(self) -> list[_Row]:
        rows: dict[int, _Row] = {}
        for (number, column), cell in self.sheet.cells.items():
            if number not in self.sheet.hidden_rows and column not in self.sheet.hidden_columns:
                rows.setdefault(number, _Row(number, {})).cells[column] = cell
        return [rows[number] for number in sorted(rows)]

    def _is_gap(self, above: int, below: int) -> bool:
        """Whether empty rows part two tables; hidden rows and rows inside a merged area do not."""
        hidden = bisect_left(self.hidden_rows, below) - bisect_right(self.hidden_rows, above)
        return below > above + 1 + hidden and below not in self.merged_rows

    def _table(self, rows: list[_Row]) -> None:
        while (
            rows and not rows[-1].said and rows[-1].number not in self.merged_rows and not _is_drawn(rows[-1])
        ):
            rows.pop()
        if not any(row.said for row in rows):
            return
        numbers = {row.number for row in rows}
        index = {column: place for place, column in enumerate(self._columns(rows))}
        covered: set[tuple[int, int]] = set()
        made: list[GridRow] = []
        for row in rows:
            cells = []
            for column, place in index.items():
                if (row.number, column) in covered:
                    continue
                cell = row.cells.get(column)
                text = cell.text.strip() if cell else ""
                merge = self.merges.get((row.number, column))
                wide, high = (1, 1) if merge is None else _extent(merge, index, numbers, covered)
                cells.append(GridCell(text, place, wide, high))
                self.out.spend(len(text), 1)
            made.append(GridRow(cells, page=self.page, number=row.number))
        self.out.grid(made, self.page)

    def _columns(self, rows: list[_Row]) -> list[int]:
        """The shown columns from the first to the last that holds or draws something."""
        used: set[int] = set()
        for row in rows:
            for column, cell in row.cells.items():
                if cell.text.strip() or cell.border:
                    merge = self.merges.get((row.number, column))
                    used.update((column, merge.right if merge else column))
        return [
            column for column in range(min(used), max(used) + 1) if column not in self.sheet.hidden_columns
        ]


def _is_drawn(row: _Row) -> bool:
    """Whether an empty row belongs to the table: ruling lines run through most of it."""
    return sum(cell.border for cell in row.cells.values()) > len(row.cells) // 2


def _is_prose(row: _Row, sheet_is_ruled: bool, merges: dict[tuple[int, int], Merge]) -> bool:
    """Whether a row is running text: unruled on a ruled sheet, else one text that reads like it."""
    said = row.said
    if not said or any(cell.is_number for _, cell in said):
        return False
    column, cell = said[0]
    text = cell.text.strip()
    if sheet_is_ruled and not row.is_ruled:
        return len(said) <= 2
    if len(said) > 1:
        return False
    if row.is_ruled:
        merge = merges.get((row.number, column))
        banner = merge is not None and merge.right >= max(row.cells)
        return banner and (_LOOKS_LIKE_HEADING.match(text) is not None or len(text) > _LONG)
    return not _HEADS_A_TABLE.match(text) or len(text) > _LONG


def _extent(
    merge: Merge, shown_columns: dict[int, int], shown_rows: set[int], covered: set[tuple[int, int]]
) -> tuple[int, int]:
    """How many shown columns and rows a merged cell covers; marks them as covered."""
    across = [column for column in range(merge.left, merge.right + 1) if column in shown_columns]
    down = [row for row in range(merge.top, merge.bottom + 1) if row in shown_rows]
    covered.update((row, column) for row in down for column in across)
    return max(1, len(across)), max(1, len(down))
