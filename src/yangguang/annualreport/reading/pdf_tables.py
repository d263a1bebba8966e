"""Ruled tables of a page: cells by ruling lines, their text by where its characters stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from yangguang.annualreport.reading.pdf_lines import Line, cell_lines
from yangguang.annualreport.reading.pdf_page import Glyph, Page
from yangguang.annualreport.reading.pdf_rules import Area, Frame, areas_of

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Cell:
    """A cell of a table on a page."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines in reading order."""
        return "\n".join(line.text for line in self.lines)

    @property
    def doubtful(self) -> bool:
        """Whether a recogniser was unsure of any of it."""
        return any(glyph.doubtful for line in self.lines for glyph in line.glyphs)


@dataclass(slots=True)
class Table:
    """A table, or the piece of it that stands on this page. ``edges`` are the borders of its columns."""

    box: Box
    cells: list[Cell]
    exact: bool = True
    edges: list[float] = field(default_factory=list)

    @property
    def top(self) -> float:
        """Where it begins on the page."""
        return self.box[1]

    @property
    def width(self) -> int:
        """The number of grid columns."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)

    @property
    def height(self) -> int:
        """The number of rows."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)


FRAME_AROUND_PAGE = 0.45
"""A single cell higher than this share of the page is a frame around text, not a table."""

MOST_TABLES = 100
"""Of more frames on a page only the largest are tables; the others belong to a drawing."""

MOST_POSITIONS = 50_000
"""A frame with more positions is squared paper."""

AT_EDGE = 2.0
"""A table that ends this near to the edge of the paper goes on beyond it."""


def ruled_tables(page: Page, frames: Sequence[Frame]) -> tuple[list[Table], list[Glyph]]:
    """The tables of the frames, smallest first, and the glyphs that stand in none of them.

    A table within a cell of another takes its text first.
    """
    plans = [plan for frame in frames if (plan := _Plan.of(frame)) is not None]
    plans.sort(key=lambda plan: plan.size)
    del plans[:-MOST_TABLES]
    rest = list(page.glyphs)
    tables: list[Table] = []
    for plan in plans:
        if plan.is_page_frame(page, plans):
            continue
        table, rest = plan.filled(rest, page)
        tables.append(table)
    return tables, rest


@dataclass(slots=True)
class _Plan:
    """The cells of a frame before their text is known."""

    rows: list[float]
    columns: list[float]
    areas: list[Area]

    @classmethod
    def of(cls, frame: Frame) -> _Plan | None:
        rows, columns = frame.rows, frame.columns
        if len(rows) < 2 or len(columns) < 2 or len(rows) * len(columns) > MOST_POSITIONS:
            return None
        return cls(rows, columns, areas_of(frame, rows, columns))

    @property
    def size(self) -> float:
        return (self.rows[-1] - self.rows[0]) * (self.columns[-1] - self.columns[0])

    @property
    def box(self) -> Box:
        return (self.columns[0], self.rows[0], self.columns[-1], self.rows[-1])

    def is_page_frame(self, page: Page, plans: Sequence[_Plan]) -> bool:
        """Whether this is a border around the page or around other tables."""
        if len(self.areas) > 1:
            return False
        if self.rows[-1] - self.rows[0] > FRAME_AROUND_PAGE * page.height:
            return True
        return any(other is not self and _inside(other.box, self.box) for other in plans)

    def filled(self, glyphs: Sequence[Glyph], page: Page) -> tuple[Table, list[Glyph]]:
        """The table with its text, and the glyphs that are left."""
        cells = [self._cell(area) for area in self.areas]
        width = len(self.columns) - 1
        owner: list[Cell | None] = [None] * (width * (len(self.rows) - 1))
        for cell in cells:
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    owner[row * width + column] = cell
        rest = self._place(glyphs, owner, width, page)
        for cell in cells:
            cell.lines = cell_lines(cell.glyphs)
        return Table(self.box, cells, edges=self.columns), rest

    def _cell(self, area: Area) -> Cell:
        box = (
            self.columns[area.column],
            self.rows[area.row],
            self.columns[area.column + area.columns],
            self.rows[area.row + area.rows],
        )
        return Cell(area.row, area.column, area.rows, area.columns, box)

    def _place(
        self, glyphs: Sequence[Glyph], owner: Sequence[Cell | None], width: int, page: Page
    ) -> list[Glyph]:
        rest: list[Glyph] = []
        x0, top, x1, bottom = self._reach(page)
        for run in _figures_together(glyphs):
            first, last = run[0], run[-1]
            x, y = (first.x0 + last.x1) / 2, _middle(first)
            if not (x0 <= x <= x1 and top <= y <= bottom):
                rest.extend(run)
                continue
            row = _interval(self.rows, y)
            column = _interval(self.columns, x)
            cell = owner[row * width + column]
            if cell is not None:
                cell.glyphs.extend(run)
        return rest

    def _reach(self, page: Page) -> Box:
        """The box of the table, and beyond the paper's edge where the table is wider than the paper.

        Lines end at the edge then, but the characters of the outer columns are still in the file.
        """
        x0, top, x1, bottom = self.box
        left = float("-inf") if x0 < AT_EDGE else x0
        right = float("inf") if x1 > page.width - AT_EDGE else x1
        return (left, top, right, bottom)


def _interval(edges: Sequence[float], position: float) -> int:
    return max(0, min(bisect_right(edges, position), len(edges) - 1) - 1)


def _middle(glyph: Glyph) -> float:
    if glyph.turn:
        return (glyph.top + glyph.bottom) / 2
    return glyph.y - 0.36 * glyph.size


def _figures_together(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs one by one, but the digits of one figure together.

    A figure too wide for its cell is printed over the border; it belongs where its middle is.
    """
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        if runs and _goes_on(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _goes_on(before: Glyph, glyph: Glyph) -> bool:
    return (
        before.text in _FIGURE
        and glyph.text in _FIGURE
        and abs(glyph.y - before.y) < 0.5
        and abs(glyph.x0 - before.x1) < 0.08 * glyph.size
    )


_FIGURE = frozenset("0123456789.,%")


def _inside(inner: Box, outer: Box) -> bool:
    return (
        inner[0] >= outer[0] - 1
        and inner[1] >= outer[1] - 1
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
    )
