"""Ruling lines: what was drawn in pieces becomes whole lines, and lines that meet become frames."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
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

    def encloses(self, post: Rule) -> bool:
        """Whether a line down the page stands inside the frame."""
        columns, rows = self.columns, self.rows
        return (
            columns[0] < post.at < columns[-1]
            and rows[0] - REACH < post.start
            and post.end < rows[-1] + REACH
        )


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
    return whole, loose_across, [rule for rule in loose_down if not _taken_in(rule, whole)]


def _taken_in(post: Rule, frames: Sequence[Frame]) -> bool:
    """Give a line that stands free inside a frame to the smallest frame around it."""
    around = [frame for frame in frames if frame.encloses(post)]
    if around:
        min(around, key=lambda frame: frame.columns[-1] - frame.columns[0]).down.append(post)
    return bool(around)


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
"""A border beside one row counts where this share of its length is drawn."""

DRAWN_ALONG = 0.4
"""A border below a cell counts where this share of its length is drawn."""


def areas_of(frame: Frame, rows: Sequence[float], columns: Sequence[float]) -> list[Area]:
    """The cells of a frame.

    Within a row, positions run together where no line stands between them; a cell goes on in the
    next row where the same positions run together there and no line is drawn in between.
    """
    below = _drawn(frame.across, rows, columns)
    beside = _drawn(frame.down, columns, rows)
    areas: list[Area] = []
    above: dict[tuple[int, int], Area] = {}
    for row in range(len(rows) - 1):
        current: dict[tuple[int, int], Area] = {}
        for first, end in _runs(beside, columns, rows, row):
            area = above.get((first, end))
            drawn = sum(below[row][first:end])
            if area is not None and drawn < DRAWN_ALONG * (columns[end] - columns[first]):
                area.rows += 1
            else:
                area = Area(row, first, 1, end - first)
                areas.append(area)
            current[first, end] = area
        above = current
    return areas


def _runs(
    beside: Sequence[Sequence[float]], columns: Sequence[float], rows: Sequence[float], row: int
) -> Iterator[tuple[int, int]]:
    """The positions of a row that run together: first and past the last."""
    height = rows[row + 1] - rows[row]
    first = 0
    for column in range(1, len(columns)):
        if column == len(columns) - 1 or beside[column][row] >= DRAWN * height:
            yield first, column
            first = column


def _drawn(rules: Sequence[Rule], across: Sequence[float], along: Sequence[float]) -> list[list[float]]:
    """For each border position and each stretch of it how much is drawn."""
    length = [[0.0] * (len(along) - 1) for _ in across]
    for rule in rules:
        nearest = min(range(len(across)), key=lambda i: abs(across[i] - rule.at))
        for stretch in range(max(0, bisect_left(along, rule.start) - 1), len(along) - 1):
            if along[stretch] > rule.end:
                break
            shared = min(rule.end, along[stretch + 1]) - max(rule.start, along[stretch])
            length[nearest][stretch] += max(0.0, shared)
    return length
