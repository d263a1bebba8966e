"""Ruling lines: what was drawn in pieces becomes whole lines, and lines that meet become frames."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from yangguang.annualreport.reading.pdf_page import Rule

SNAP = 5.0
"""Lines nearer to each other than this are one border: no text fits between them."""

BREAK = 5.0
"""A gap along a line up to this long is a dash, a corner or the space between two cells' borders."""

REACH = 4.0
"""Lines that end this near to each other meet."""

MOST_PAIRS = 4_000_000


@dataclass(slots=True)
class Frame:
    """Lines that hang together: one drawn table."""

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def columns(self) -> list[float]:
        """Where the columns begin and the last one ends."""
        ends = [x for rule in self.across for x in (rule.start, rule.end)]
        return _edges([rule.at for rule in self.down], ends)

    @property
    def rows(self) -> list[float]:
        """Where the rows begin and the last one ends."""
        ends = [y for rule in self.down for y in (rule.start, rule.end)]
        return _edges([rule.at for rule in self.across], ends)


def _edges(inner: Sequence[float], ends: Sequence[float]) -> list[float]:
    """Positions of borders, with the outermost ends of the lines across them where no border is drawn."""
    positions = sorted([*inner, min(ends), max(ends)] if ends else inner)
    edges: list[list[float]] = []
    for position in positions:
        if edges and position - edges[-1][0] <= SNAP:
            edges[-1].append(position)
        else:
            edges.append([position])
    return [sum(edge) / len(edge) for edge in edges]


def whole_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Join pieces, dashes and doubled lines to whole lines."""
    groups: list[list[Rule]] = []
    for rule in sorted(rules):
        if groups and rule.at - groups[-1][0].at <= SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [rule for group in groups for rule in _joined(group)]


def _joined(group: list[Rule]) -> list[Rule]:
    whole: list[Rule] = []
    weight = 0.0
    for rule in sorted(group, key=lambda r: r.start):
        length = max(0.1, rule.end - rule.start)
        if whole and rule.start <= whole[-1].end + BREAK:
            last = whole[-1]
            at = (last.at * weight + rule.at * length) / (weight + length)
            whole[-1] = Rule(at, last.start, max(last.end, rule.end))
            weight += length
        else:
            whole.append(rule)
            weight = length
    return whole


def frames_of(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Frame], list[Rule], list[Rule]]:
    """Sort whole lines into frames; what meets no other line is given back apart."""
    if len(across) * len(down) > MOST_PAIRS:
        return [], [], []  # a drawing, not tables
    parent = list(range(len(across) + len(down)))
    by_height = sorted(range(len(across)), key=lambda i: across[i].at)
    heights = [across[i].at for i in by_height]
    for number, post in enumerate(down):
        for place in range(bisect_left(heights, post.start - REACH), len(heights)):
            beam = across[by_height[place]]
            if beam.at > post.end + REACH:
                break
            if beam.start - REACH <= post.at <= beam.end + REACH:
                _unite(parent, by_height[place], len(across) + number)
    return _sorted_out(across, down, parent)


def _sorted_out(
    across: Sequence[Rule], down: Sequence[Rule], parent: list[int]
) -> tuple[list[Frame], list[Rule], list[Rule]]:
    frames: dict[int, Frame] = defaultdict(Frame)
    for number, rule in enumerate(across):
        frames[_root(parent, number)].across.append(rule)
    for number, rule in enumerate(down):
        frames[_root(parent, len(across) + number)].down.append(rule)
    whole = [frame for frame in frames.values() if frame.across and frame.down]
    loose_across = [rule for frame in frames.values() if not frame.down for rule in frame.across]
    loose_down = [rule for frame in frames.values() if not frame.across for rule in frame.down]
    return whole, loose_across, loose_down


def _root(parent: list[int], item: int) -> int:
    while parent[item] != item:
        parent[item] = parent[parent[item]]
        item = parent[item]
    return item


def _unite(parent: list[int], a: int, b: int) -> None:
    parent[_root(parent, a)] = _root(parent, b)


@dataclass(slots=True)
class Area:
    """A cell of a frame in grid positions."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1


DRAWN = 0.6
"""A border counts where this share of its length is drawn."""


def areas_of(frame: Frame, rows: Sequence[float], columns: Sequence[float]) -> list[Area]:
    """The cells of a frame: grid positions run together where no border stands between them."""
    height, width = len(rows) - 1, len(columns) - 1
    shut_below = _drawn(frame.across, rows, columns)
    shut_right = _drawn(frame.down, columns, rows)
    parent = list(range(height * width))
    for row in range(height):
        for column in range(width):
            here = row * width + column
            if column + 1 < width and not shut_right[column + 1][row]:
                _unite(parent, here, here + 1)
            if row + 1 < height and not shut_below[row + 1][column]:
                _unite(parent, here, here + width)
    owners = [_root(parent, i) for i in range(height * width)]
    return _rectangles(owners, height, width)


def _drawn(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> list[list[bool]]:
    """For each border position and each stretch of it whether it is drawn."""
    length = [[0.0] * (len(along) - 1) for _ in across]
    for rule in rules:
        nearest = min(range(len(across)), key=lambda i: abs(across[i] - rule.at))
        for stretch in range(len(along) - 1):
            shared = min(rule.end, along[stretch + 1]) - max(rule.start, along[stretch])
            if shared > 0:
                length[nearest][stretch] += shared
    return [
        [done >= DRAWN * (along[stretch + 1] - along[stretch]) for stretch, done in enumerate(border)]
        for border in length
    ]


def _rectangles(owners: Sequence[int], height: int, width: int) -> list[Area]:
    """Grid positions of one owner as rectangles: one where it is one, else the fewest simple ones."""
    areas: list[Area] = []
    open_areas: dict[tuple[int, int, int], Area] = {}
    for row in range(height):
        still_open: dict[tuple[int, int, int], Area] = {}
        column = 0
        while column < width:
            owner, end = owners[row * width + column], column
            while end < width and owners[row * width + end] == owner:
                end += 1
            key = (owner, column, end)
            area = open_areas.get(key)
            if area is None:
                area = Area(row, column, 1, end - column)
                areas.append(area)
            else:
                area.rows += 1
            still_open[key] = area
            column = end
        open_areas = still_open
    return areas
