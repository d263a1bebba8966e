"""Rows of a table without lines between its rows: which lines of a label belong to which figures.

The figures of a row stand on one line; its label may take several, with the figures beside their
middle, their first or their last. The lines of each label column are divided so that the whole
fits best: a small dynamic program over lines and rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from yangguang.annualreport.reading.pdf_lines import Line

Member = tuple[Line, int, int]
"""A word with its first column and the number of columns it covers."""

_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、]|第.{1,3}条)"
)

IMPOSSIBLE = 1e9

MOST_LINES = 8
"""A label has no more lines than this."""

MOST_STEPS = 200_000
"""A page of more rows times labels is no table that the division was made for."""


class Band(NamedTuple):
    """The stretch between two lines drawn across a table."""

    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """What holds for all rows of a table.

    ``labels`` columns at the left are no figures; ``pitch`` is the distance of lines within a cell,
    ``told_apart`` whether rows are further from each other than that; ``ruled`` says that lines are
    drawn between the rows.
    """

    labels: int
    pitch: float
    told_apart: bool
    ruled: bool
    is_figure: Callable[[str], bool]

    @classmethod
    def of(
        cls, members: Sequence[Member], labels: int, *, ruled: bool, is_figure: Callable[[str], bool]
    ) -> Layout:
        """Measured on all words of the table."""
        pitch = _pitch(members)
        row = min((b - a for a, b in pairwise(_anchors(members, labels, is_figure))), default=float("inf"))
        return cls(labels, pitch, pitch < 0.97 * row, ruled, is_figure)


def rows_of(members: Sequence[Member], layout: Layout) -> list[list[Member]]:
    """The words of a band as rows from top to bottom; a band with one line of figures may be one row."""
    anchors = _anchors(members, layout.labels, layout.is_figure)
    if layout.ruled and len(anchors) <= 1:
        return [list(members)]
    if not anchors:
        return _stacked(members, layout.pitch)
    return _Rows(members, layout, anchors).result()


def _anchors(members: Sequence[Member], labels: int, is_figure: Callable[[str], bool]) -> list[float]:
    """The heights of the lines of figures, and of lines with a label and a word in another column."""
    figures = [word for word, column, _n in members if column >= labels and is_figure(word.text)]
    first = [word for word, column, _n in members if column == 0 and labels]
    others = [
        word
        for word, column, _n in members
        if column >= labels and any(abs(word.middle - label.middle) < 0.2 * word.size for label in first)
    ]
    anchors: list[list[float]] = []
    for height, size in sorted((word.middle, word.size) for word in [*figures, *others]):
        if anchors and height - anchors[-1][0] < 0.5 * size:
            anchors[-1].append(height)
        else:
            anchors.append([height])
    return [median(group) for group in anchors]


def _pitch(members: Sequence[Member]) -> float:
    """The distance of lines within a cell: the least that occurs in a column."""
    steps: list[float] = []
    by_column: dict[int, list[Line]] = defaultdict(list)
    for word, column, _n in members:
        by_column[column].append(word)
    for words in by_column.values():
        words.sort(key=lambda w: w.y)
        steps += [b.y - a.y for a, b in pairwise(words) if b.y - a.y > 1.05 * a.size]
    size = median(word.size for word, _c, _n in members)
    return min(steps, default=1.5 * size)


def _stacked(members: Sequence[Member], pitch: float) -> list[list[Member]]:
    """Rows of words without figures: lines at cell distance in one column are one cell."""
    stacks: list[list[Member]] = []
    last: dict[int, list[Member]] = {}
    for member in sorted(members, key=lambda m: (m[0].y, m[1])):
        word, column, count = member
        stack = last.get(column)
        if (
            stack
            and stack[-1][2] == count
            and word.y - stack[-1][0].y <= 1.06 * pitch + 0.3
            and not _item(word)
        ):
            stack.append(member)
        else:
            last[column] = [member]
            stacks.append(last[column])
    rows: list[list[list[Member]]] = []
    for stack in sorted(stacks, key=_stack_middle):
        if (
            rows
            and _stack_middle(stack) - _stack_middle(rows[-1][0]) < 0.45 * pitch
            and not _clash(rows[-1], stack)
        ):
            rows[-1].append(stack)
        else:
            rows.append([stack])
    return [[member for stack in row for member in stack] for row in rows]


def _clash(row: Sequence[Sequence[Member]], stack: Sequence[Member]) -> bool:
    return any(other[0][1] == stack[0][1] for other in row)


def _stack_middle(stack: Sequence[Member]) -> float:
    return (stack[0][0].middle + stack[-1][0].middle) / 2


def _item(word: Line) -> bool:
    return bool(_ITEM.match(word.text))


@dataclass(slots=True)
class _Fit:
    cost: float
    blocks: list[tuple[int, int, int]]
    """First and past-the-last word of a block, and its row; rows of -1 are free words."""


class _Rows:
    """Divides the words of a band among its lines of figures."""

    def __init__(self, members: Sequence[Member], layout: Layout, anchors: list[float]) -> None:
        self.members = members
        self.layout = layout
        self.labels = layout.labels
        self.anchors = anchors
        self.is_figure = layout.is_figure
        self.pitch = layout.pitch

    def result(self) -> list[list[Member]]:
        """Rows of figures with their labels, and the rows of what belongs to none, by height."""
        rows: list[list[Member]] = [[] for _ in self.anchors]
        free: list[Member] = []
        waiting: dict[int, list[Member]] = defaultdict(list)
        for member in sorted(self.members, key=lambda m: m[0].y):
            row = self._own_row(member)
            if row is None:
                waiting[self._group(member)].append(member)
            else:
                rows[row].append(member)
        for group, words in waiting.items():
            if group < self.labels - 1:
                free += self._beside(words, rows)
                continue
            taken = frozenset(
                i for i, row in enumerate(rows) if any(m[1] == group >= self.labels for m in row)
            )
            if group < self.labels:
                words = self._without_titles(words, free)
            free += self._divide(words, rows, taken, missing=0.9 if group < self.labels else 0.05)
        ordered = list(zip(self.anchors, rows, strict=True))
        ordered += [(_stack_middle(sorted(row, key=lambda m: m[0].y)), row) for row in self._free_rows(free)]
        return [row for _height, row in sorted(ordered, key=lambda item: item[0])]

    def _group(self, member: Member) -> int:
        """The column whose words are divided together: labels that reach the figures are one group."""
        _word, column, count = member
        return self.labels - 1 if column < self.labels <= column + count else column

    def _beside(self, words: Sequence[Member], rows: list[list[Member]]) -> list[Member]:
        """Put labels of several rows whole into the row beside their middle."""
        stacks: list[list[Member]] = []
        for member in words:
            step = member[0].y - stacks[-1][-1][0].y if stacks else 0.0
            if stacks and step <= 1.15 * self.pitch and not _item(member[0]):
                stacks[-1].append(member)
            else:
                stacks.append([member])
        free: list[Member] = []
        for stack in stacks:
            middle = _stack_middle(stack)
            row = min(range(len(self.anchors)), key=lambda i: abs(self.anchors[i] - middle))
            near = abs(self.anchors[row] - middle) < 1.5 * self.pitch
            (rows[row] if near else free).extend(stack)
        return free

    def _without_titles(self, words: Sequence[Member], free: list[Member]) -> list[Member]:
        """The words of a label column; what runs on under the figures is a title and stands free."""
        edge = min(
            (w.x0 for w, column, _n in self.members if column >= self.labels and self.is_figure(w.text)),
            default=float("inf"),
        )
        free += [member for member in words if member[0].x1 > edge + 2]
        return [member for member in words if member[0].x1 <= edge + 2]

    def _own_row(self, member: Member) -> int | None:
        """The row of a figure; None for other words."""
        word, column, _count = member
        if column < self.labels or not self.is_figure(word.text):
            return None
        return min(range(len(self.anchors)), key=lambda i: abs(self.anchors[i] - word.middle))

    def _free_rows(self, free: Sequence[Member]) -> list[list[Member]]:
        return _stacked(free, self.pitch) if free else []

    def _divide(
        self, words: Sequence[Member], rows: list[list[Member]], taken: frozenset[int], *, missing: float
    ) -> list[Member]:
        """Put the words of a column into their rows; those that belong to no row are given back."""
        if len(words) * len(self.anchors) > MOST_STEPS:
            return list(words)
        lines = [member[0] for member in words]
        fits = [
            _Division(lines, self.anchors, taken, self.layout, where, missing).best()
            for where in ("middle", "first", "last")
        ]
        best = min(fits, key=lambda fit: fit.cost)
        free: list[Member] = []
        for start, end, row in best.blocks:
            (free if row < 0 else rows[row]).extend(words[start:end])
        return free


_Step = tuple[float, tuple[int, int, int] | None]
"""A cost, and where it came from: words and rows used before, and the row of the words since."""

_FREE, _EMPTY = -1, -2


@dataclass(slots=True)
class _Division:
    """The cheapest division of ``words`` (from the top) into blocks beside the rows not ``taken``."""

    words: Sequence[Line]
    anchors: Sequence[float]
    taken: frozenset[int]
    layout: Layout
    where: str
    missing: float
    """What it costs, in pitches, that a row gets none."""

    @property
    def pitch(self) -> float:
        """The distance of lines within a cell."""
        return self.layout.pitch

    def best(self) -> _Fit:
        """Fill the table of costs and read the blocks off it."""
        table: list[list[_Step]] = []
        for i in range(len(self.words) + 1):
            table.append([])
            for j in range(len(self.anchors) + 1):
                table[i].append(self._step(table, i, j))
        return _Fit(table[-1][-1][0], _traced(table))

    def _step(self, table: Sequence[Sequence[_Step]], i: int, j: int) -> _Step:
        if not i and not j:
            return (0.0, None)
        ways: list[_Step] = []
        if i:
            ways.append((table[i - 1][j][0] + 0.45 * self.pitch, (i - 1, j, _FREE)))
        if j:
            taken = j - 1 in self.taken
            ways.append(
                (table[i][j - 1][0] + (0.0 if taken else self.missing * self.pitch), (i, j - 1, _EMPTY))
            )
            far = not i or abs(self.words[i - 1].middle - self.anchors[j - 1]) > MOST_LINES * self.pitch
            for k in range(i if taken or far else max(0, i - MOST_LINES), i):
                cost = self._block(self.words[k:i], self.anchors[j - 1])
                ways.append((table[k][j - 1][0] + cost, (k, j - 1, j - 1)))
        return min(ways, key=lambda way: way[0])

    def _block(self, block: Sequence[Line], anchor: float) -> float:
        """How badly these lines fit as the label of the figures at ``anchor``."""
        first, last = block[0].middle, block[-1].middle
        height = (first + last) / 2 if self.where == "middle" else first if self.where == "first" else last
        off = abs(height - anchor)
        if off > 0.8 * self.pitch:
            return IMPOSSIBLE
        cost = off if off > 0.15 * self.pitch else 0.0
        right = max(line.x1 for line in self.words)
        for above, below in pairwise(block):
            step = below.y - above.y
            if step > 1.8 * self.pitch:
                return IMPOSSIBLE
            cost += 2 * max(0.0, step - 1.06 * self.pitch) + (2 * self.pitch if _item(below) else 0.0)
            if not self.layout.told_apart or step > 1.06 * self.pitch + 0.5:
                cost += 0.8 * self.pitch
            if above.x1 < right - 1.6 * above.size:
                cost += 0.3 * self.pitch  # nothing forced the line to end there
        return cost


def _traced(table: Sequence[Sequence[_Step]]) -> list[tuple[int, int, int]]:
    blocks: list[tuple[int, int, int]] = []
    i, j = len(table) - 1, len(table[0]) - 1
    while (step := table[i][j][1]) is not None:
        before_i, before_j, row = step
        if row != _EMPTY:
            blocks.append((before_i, i, row))
        i, j = before_i, before_j
    return blocks
