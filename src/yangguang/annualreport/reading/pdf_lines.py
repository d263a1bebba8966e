"""Glyphs to lines, lines to words: reading order from positions alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from yangguang.annualreport.reading.pdf_page import Glyph, is_wide

SAME_LINE = 0.45
"""Two glyphs stand on one line if their baselines differ by less than this part of an em."""

WORD_GAP = 0.18
"""A gap of this part of an em between Latin letters is a blank."""

FIGURE_GAP = 0.5
"""Digits are set apart more widely before they are two figures, unless a blank was printed."""

PRINTED_TWICE = 0.3
"""A glyph printed again within this part of its width is imitated bold type."""


@dataclass(slots=True)
class Line:
    """Glyphs of one line, from left to right. ``y`` is the line they stand on, ``size`` their em."""

    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float
    y: float
    size: float

    @property
    def text(self) -> str:
        """The line as text; blanks between Chinese characters are layout and dropped."""
        return joined(self.glyphs)

    @property
    def middle(self) -> float:
        """The height of the middle of its characters."""
        return self.y - 0.36 * self.size

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle around it."""
        return (self.x0, self.top, self.x1, self.bottom)


def joined(glyphs: Sequence[Glyph]) -> str:
    """The text of glyphs in order, with a blank only where Latin words or figures stand apart."""
    parts: list[str] = []
    before: Glyph | None = None
    for glyph in glyphs:
        if before is not None and _blank_between(before, glyph):
            parts.append(" ")
        parts.append(glyph.text)
        before = glyph
    return "".join(parts)


def _blank_between(left: Glyph, right: Glyph) -> bool:
    if is_wide(left.text) or is_wide(right.text):
        return False
    gap = (right.x0 - left.x1) / max(left.size, right.size)
    if left.text.isalpha() and right.text.isalpha():
        return gap > WORD_GAP
    return gap > (WORD_GAP if right.spaced else FIGURE_GAP)


def line_of(glyphs: Iterable[Glyph]) -> Line:
    """One line of the given glyphs, sorted, without what was printed twice."""
    kept: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda g: (g.x0, g.x1)):
        if any(_is_repeat(earlier, glyph) for earlier in kept[-2:]):
            continue
        kept.append(glyph)
    return Line(
        kept,
        x0=kept[0].x0,
        top=min(g.top for g in kept),
        x1=max(g.x1 for g in kept),
        bottom=max(g.bottom for g in kept),
        y=median(g.y for g in kept),
        size=median(g.size for g in kept),
    )


def _is_repeat(earlier: Glyph, glyph: Glyph) -> bool:
    return earlier.text == glyph.text and glyph.x0 - earlier.x0 < PRINTED_TWICE * max(
        0.5, earlier.x1 - earlier.x0
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of upright glyphs, from top to bottom."""
    lines: list[list[Glyph]] = []
    height = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.y):
        if lines and glyph.y - height < SAME_LINE * min(size, glyph.size * 1.5):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
            height, size = glyph.y, glyph.size
    return [line_of(line) for line in lines]


def cell_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines of a cell in reading order, also where its text runs downwards or is turned."""
    if not glyphs:
        return []
    turned = sum(1 for g in glyphs if g.turn)
    if turned * 2 > len(glyphs):
        return lines_of(_upright(glyphs))
    lines = lines_of(glyphs)
    if len(glyphs) > 2 and len(lines) > 2 and _runs_downwards(glyphs):
        return _columns_as_lines(glyphs)
    return lines


def _upright(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Turned glyphs laid level: the cell is turned until its text runs from left to right."""
    turn = max((1, 2, 3), key=lambda t: sum(1 for g in glyphs if g.turn == t))
    return [_turned_back(glyph, turn) for glyph in glyphs]


def _turned_back(glyph: Glyph, turn: int) -> Glyph:
    x0, top, x1, bottom = glyph.x0, glyph.top, glyph.x1, glyph.bottom
    if turn == 1:  # reads upwards
        return glyph._replace(x0=-bottom, x1=-top, top=x0, bottom=x1, y=x1)
    if turn == 3:  # reads downwards
        return glyph._replace(x0=top, x1=bottom, top=-x1, bottom=-x0, y=-x0)
    return glyph._replace(x0=-x1, x1=-x0, top=-bottom, bottom=-top, y=-top)


def _runs_downwards(glyphs: Sequence[Glyph]) -> bool:
    """Whether the glyphs, in the order in which they were printed, step down rather than along."""
    if not all(is_wide(glyph.text) for glyph in glyphs):
        return False  # figures below each other are several figures
    down = along = 0
    for before, after in itertools.pairwise(glyphs):
        if abs(after.x0 - before.x0) < 0.3 * before.size and 0.5 < (after.y - before.y) / before.size < 2.5:
            down += 1
        elif abs(after.y - before.y) < SAME_LINE * before.size and after.x0 > before.x0:
            along += 1
    return down > 2 * along and down >= len(glyphs) // 2


def _columns_as_lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Columns of text that runs downwards, from right to left, each as one line."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.x0 + g.x1)):
        if columns and _centre(columns[-1][0]) - _centre(glyph) < 0.6 * max(columns[-1][0].size, glyph.size):
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    lines: list[Line] = []
    for column in columns:
        column.sort(key=lambda g: g.y)
        line = line_of(column[:1])
        line.glyphs = column
        line.bottom, line.y = column[-1].bottom, column[-1].y
        lines.append(line)
    return lines


def _centre(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def words_of(line: Line, gap: float) -> list[Line]:
    """The parts of a line that stand further apart than ``gap`` ems."""
    words: list[list[Glyph]] = [[line.glyphs[0]]]
    for glyph in line.glyphs[1:]:
        edge = max(g.x1 for g in words[-1][-2:])
        if glyph.x0 - edge > gap * line.size:
            words.append([glyph])
        else:
            words[-1].append(glyph)
    return [line_of(word) for word in words]
