"""Tables of which every cell stands on a line of its own with a stroke behind it.

Programs that turn pages into text write ``规章 |``, ``0 |`` and so on below each other. An empty cell is a
lone ``|``; a row with merged cells is filled up to the width of the table with strokes on one line
(``|||``). Some set a stroke before each row and each cell on the line after it; some set labels on lines
of their own and the figures of a row on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yangguang.annualreport.labels import is_column_label, leading_number
from yangguang.annualreport.reading.lines import is_value

_CELL = re.compile(r"^[^|]*\|[\s|]*$")
_FILLED = re.compile(r"\|\s*\|\s*$")
_FEWEST_LINES = 6  # of such a table; a few lines that end in a stroke may be anything
_FEWEST_TEXTS = 3

Row = tuple[int, list[str]]  # on which line of the table the row begins, and its cells


@dataclass(frozen=True, slots=True)
class StrokedTable:
    """The rows of one such table and the number of lines that it covers."""

    rows: list[Row]
    length: int


def stroked_tables(lines: list[str]) -> Iterator[tuple[int, StrokedTable]]:
    """Every such table with the position of its first line."""
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].rstrip().endswith("|"):
            end += 1
        if _has_cells_alone(lines[start:end]):
            cells = _Cells(lines[start:end])
            if sum(bool(text) for text in cells.texts) >= _FEWEST_TEXTS:
                yield start, StrokedTable(cells.in_rows(), end - start)
        start = max(end, start + 1)


def _has_cells_alone(lines: list[str]) -> bool:
    """Whether most lines hold a single cell; the others may hold the figures of a row together."""
    alone = sum(_CELL.match(line) is not None for line in lines) if len(lines) >= _FEWEST_LINES else 0
    return alone >= _FEWEST_LINES and 2 * alone >= len(lines)


class _Cells:
    """The cells of a table in their order; those before a stroke at the beginning of a row are left out."""

    def __init__(self, lines: list[str]) -> None:
        self.texts: list[str] = []
        self.lines: list[int] = []
        self.row_ends: list[int] = []  # after how many cells a line with several strokes ended
        for number, line in enumerate(lines):
            *cells, _ = line.split("|")
            self.texts += [cell.strip() for cell in cells]
            self.lines += [number] * len(cells)
            if _FILLED.search(line):
                self.row_ends.append(len(self.texts))
        self.leads = lines[0].strip() == "|"  # a stroke before each row

    def in_rows(self) -> list[Row]:
        """Rows of the width that the filled-up ones tell, or rows that begin with the words of a label."""
        width = self.row_ends[0] if self.row_ends else 0
        whole = width > 1 and all(end % width == 0 for end in self.row_ends)
        if len(self.row_ends) < 2:  # else the last row may be cut off
            whole = whole and len(self.texts) % width == 0
        starts = range(0, len(self.texts), width) if whole else self._starts_with_words()
        rows = []
        for start, end in zip(starts, [*starts[1:], len(self.texts)], strict=True):
            first = start + 1 if self.leads and not self.texts[start] else start
            rows.append((self.lines[start], self.texts[first:end]))
        return rows

    def _starts_with_words(self) -> list[int]:
        """A row begins with the last words before its figures; the words before those are heads."""
        starts = [0]
        for position in range(1, len(self.texts)):
            words, words_before = not is_value(self.texts[position]), not is_value(self.texts[position - 1])
            if words and not words_before:
                starts.append(position)
            elif words_before and not words:
                starts.append(position if self._ends_heads(position - 1) else position - 1)
        return sorted(set(starts))

    def _ends_heads(self, position: int) -> bool:
        """Whether a cell is a head of a column and names no row."""
        text = self.texts[position]
        return is_column_label(text) and not leading_number(text)
