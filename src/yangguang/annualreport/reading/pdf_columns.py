"""Tables without ruling lines, or with only some: columns and rows from how the words are aligned."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from yangguang.annualreport.reading.pdf_align import Band, Layout, rows_of
from yangguang.annualreport.reading.pdf_lines import Line, line_of, lines_of, words_of
from yangguang.annualreport.reading.pdf_page import Rule
from yangguang.annualreport.reading.pdf_rules import Frame
from yangguang.annualreport.reading.pdf_tables import Cell, Table

TIGHT = 0.1
"""Words of a table may stand this near to each other (in ems); whether they are two, alignment tells."""

WIDE = 0.9
"""A gap of running text is never this wide."""

APART = 0.45
"""Four words this far from each other are a row: running text has such gaps once or twice in a line."""

SAME_EDGE = 1.5
"""Words that begin within this many points of each other begin at the same place."""

_PADDING = 6.5  # points that an office suite leaves free at each side of a cell
_MOST_WRAPS = 2

_FIGURE = re.compile(
    r"^[-–—―－/+＋~～]?[\d０-９][\d０-９,，.．]*\s*[%％]?(?:件|元|万元|万|条|项|次|人)?$|^[-–—―－/／]+$|^[〇○]$"
)
_PART = re.compile(r"^[一二三四五六七八九十]{1,3}、")


def is_figure(text: str) -> bool:
    """Whether a word of a table is a figure, or the dash that stands for one."""
    return bool(_FIGURE.match(text))


@dataclass(slots=True)
class Words:
    """A line of the page taken apart for tables."""

    line: Line
    tight: list[Line] = field(default_factory=list)
    wide: int = 0
    aligned: bool = False
    many: bool = False

    @classmethod
    def of(cls, line: Line) -> Words:
        apart = words_of(line, APART)
        many = len(apart) >= 4 and len(line.glyphs) >= 2 * len(apart)
        return cls(line, words_of(line, TIGHT), len(words_of(line, WIDE)), many=many)

    @property
    def strong(self) -> bool:
        """Whether the line looks like a row: words far apart, figures, or words below those of other rows."""
        if self.wide >= 2 or self.aligned or self.many:
            return True
        figures = sum(1 for word in self.tight if is_figure(word.text))
        return figures >= 2 and figures * 2 >= len(self.tight)


def aligned_tables(
    lines: Sequence[Line], rules: Sequence[Rule], posts: Sequence[Rule] = ()
) -> tuple[list[Table], list[Line]]:
    """Tables among the lines outside of ruled tables, and the lines that are running text.

    ``rules`` are the lines drawn across the page, ``posts`` those drawn down it, that meet no other.
    """
    tables, outside = _between_posts(lines, posts, [rule.at for rule in rules])
    split = [Words.of(line) for line in outside]
    rest: list[Line] = []
    begin = 0
    for start, end in _regions(split, rules):
        rest.extend(words.line for words in split[begin:start])
        table = table_of(split[start:end], [rule.at for rule in rules])
        if table is None:
            rest.extend(words.line for words in split[start:end])
        else:
            tables.append(table)
        begin = end
    rest.extend(words.line for words in split[begin:])
    return tables, rest


def _between_posts(
    lines: Sequence[Line], posts: Sequence[Rule], heights: Sequence[float]
) -> tuple[list[Table], list[Line]]:
    """Tables of which only the lines between the columns are drawn."""
    tables: list[Table] = []
    rest = list(lines)
    for group in _standing_together(posts):
        top, bottom = min(post.start for post in group), max(post.end for post in group)
        left, right = group[0].at, group[-1].at
        inside = [ln for ln in rest if top < ln.middle < bottom and left < (ln.x0 + ln.x1) / 2 < right]
        table = table_of([Words.of(line) for line in inside], heights, Frame(down=group).columns)
        if table is not None:
            tables.append(table)
            taken = {id(line) for line in inside}
            rest = [line for line in rest if id(line) not in taken]
    return tables, rest


def _standing_together(posts: Sequence[Rule]) -> list[list[Rule]]:
    """Groups of at least three lines down the page that stand beside each other."""
    groups: list[list[Rule]] = []
    for post in sorted(posts, key=lambda post: (-(post.end - post.start), post.at)):
        for group in groups:
            if min(post.end, group[0].end) - max(post.start, group[0].start) > 0.7 * (post.end - post.start):
                group.append(post)
                break
        else:
            groups.append([post])
    return [sorted(group, key=lambda post: post.at) for group in groups if len(group) >= 3]


def refined(table: Table) -> tuple[list[Table], list[Line]]:
    """A ruled table of which the lines between rows, or all inner lines, are missing: its rows by its words.

    Gives back the tables in its place and the lines that turned out to be none.
    """
    if not _lacks_rows(table):
        return [table], []
    lines = lines_of([glyph for cell in table.cells for glyph in cell.glyphs])
    if len(table.edges) < 3:
        found, rest = aligned_tables(lines, [])
        return ([table], []) if not found else (found, rest)
    heights = sorted({cell.box[1] for cell in table.cells} | {table.box[3]})
    whole = table_of([Words.of(line) for line in lines], heights, table.edges)
    return ([table], []) if whole is None else ([whole], [])


def _lacks_rows(table: Table) -> bool:
    """Whether several cells hold figures below figures, or all is one cell with rows in it."""
    if table.width == 1:
        return max((len(cell.lines) for cell in table.cells), default=0) >= 3
    if table.height == 1 and sum(1 for cell in table.cells if len(cell.lines) >= 3) >= 2:
        return True
    piled = [
        cell
        for cell in table.cells
        if sum(1 for line in cell.lines if is_figure(line.text)) >= 2 and not _is_wrapped(cell)
    ]
    return len(piled) >= 2


def _is_wrapped(cell: Cell) -> bool:
    """Whether the lines are one figure that was too wide for its cell: 2061 over 9."""
    *full, last = cell.lines
    if len(full) > _MOST_WRAPS or not all(line.text.isdigit() for line in cell.lines):
        return False
    width = cell.box[2] - cell.box[0]
    digit = 0.6 * last.size
    tight = all(width - (line.x1 - line.x0) < digit + 2 * _PADDING for line in full)
    return tight and len(last.text) <= len(full[0].text) and len({len(line.text) for line in full}) == 1


def _regions(lines: Sequence[Words], rules: Sequence[Rule]) -> list[tuple[int, int]]:
    """Runs of lines that may be tables, each from its first to its last row."""
    if not any(words.strong for words in lines):
        return []
    longest = max(words.line.x1 - words.line.x0 for words in lines)
    _mark_aligned(lines, longest)
    prose = [words.wide == 1 and not words.strong and _is_prose(words.line, longest) for words in lines]
    regions: list[tuple[int, int]] = []
    start = 0
    for index in range(len(lines) + 1):
        if index == len(lines) or prose[index] or (index > start and _far(lines[index - 1], lines[index])):
            regions.extend(_trimmed(lines, start, index))
            start = index + (index < len(lines) and prose[index])
    return [region for part in regions for region in _split(lines, *part)]


def _mark_aligned(lines: Sequence[Words], longest: float) -> None:
    """Mark short lines whose second or a later word stands in line with words of several rows."""
    known = _Edges(lines)
    for words in lines:
        if not words.strong and words.line.x1 - words.line.x0 <= 0.62 * longest:
            words.aligned = any(known.shared(word) >= 2 for word in words.tight[1:])


class _Edges:
    """Where the words of rows begin, have their middle, and end; all but the first of each row."""

    def __init__(self, lines: Sequence[Words]) -> None:
        words = [word for words in lines if words.strong for word in words.tight[1:]]
        self.count = len(words)
        self.places = [sorted(place(word) for word in words) for place in _PLACES]

    def shared(self, word: Line) -> int:
        """How many of the words stand in line with this one."""
        return max(
            self._near(places, place(word)) for places, place in zip(self.places, _PLACES, strict=True)
        )

    @staticmethod
    def _near(places: Sequence[float], x: float) -> int:
        return bisect_right(places, x + SAME_EDGE) - bisect_left(places, x - SAME_EDGE)


_PLACES: tuple[Callable[[Line], float], ...] = (
    lambda word: word.x0,
    lambda word: (word.x0 + word.x1) / 2,
    lambda word: word.x1,
)


def _is_prose(line: Line, longest: float) -> bool:
    return line.x1 - line.x0 > 0.62 * longest or line.text.endswith("。")


def _far(above: Words, below: Words) -> bool:
    """Whether the distance is too great for two rows of one table."""
    return below.line.y - above.line.y > 6 * max(above.line.size, below.line.size)


def _trimmed(lines: Sequence[Words], start: int, end: int) -> list[tuple[int, int]]:
    """The run without the headings before and after it; nothing if it has no two rows."""
    strong = [i for i in range(start, end) if lines[i].strong]
    if len(strong) < 2:
        return []
    first, last = strong[0], strong[-1]
    left = min(lines[i].line.x0 for i in strong)
    figures = min(
        (word.x0 for i in strong for word in lines[i].tight[1:] if is_figure(word.text)), default=left
    )
    while first > start and _belongs(lines[first - 1], lines[first], left, figures):
        first -= 1
    while last + 1 < end and _belongs(lines[last + 1], lines[last], left, figures):
        last += 1
    return [(first, last + 1)]


def _belongs(words: Words, neighbour: Words, left: float, figures: float) -> bool:
    """Whether a single word beside the outermost row is part of the table: a header, or a label's rest."""
    line = words.line
    step = abs(line.y - neighbour.line.y)
    if _PART.match(line.text):
        return False
    if line.x0 > left + line.size:
        return step < 2.2 * line.size
    return step < 1.7 * line.size and line.x1 < figures


def _split(lines: Sequence[Words], start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run at headings between two tables: lines of one word where other columns begin below."""
    for index in range(start + 1, end - 1):
        words = lines[index]
        if words.strong or not _heading(words, lines[start:end]) or not _apart(lines, index):
            continue
        below = lines[index + 1 : min(end, index + 5)]
        if _begins_section(words, lines, index) or not _same_table(lines[start:index], below):
            return [*_trimmed(lines, start, index), *_split_rest(lines, index + 1, end)]
    return [(start, end)]


def _split_rest(lines: Sequence[Words], start: int, end: int) -> list[tuple[int, int]]:
    return [region for part in _trimmed(lines, start, end) for region in _split(lines, *part)]


def _heading(words: Words, region: Sequence[Words]) -> bool:
    return words.line.x0 < min(w.line.x0 for w in region) + 3 * words.line.size


def _apart(lines: Sequence[Words], index: int) -> bool:
    """Whether the line stands clear of those above and below: a heading does, a cell's line may not."""
    least = 1.1 * lines[index].line.size
    above, line, below = (words.line.y for words in lines[index - 1 : index + 2])
    return line - above > least and below - line > least


def _begins_section(words: Words, lines: Sequence[Words], index: int) -> bool:
    """Whether the line is the heading of a section, well clear of the rows around it."""
    least = 1.5 * words.line.size
    above, line, below = (other.line.y for other in lines[index - 1 : index + 2])
    return bool(_PART.match(words.line.text)) and line - above > least and below - line > least


def _same_table(above: Sequence[Words], below: Sequence[Words]) -> bool:
    """Whether most words below a heading stand in line with words above it."""
    known = _Edges(above)
    words = [word for line in below if line.strong for word in line.tight[1:]]
    if not known.count or not words:
        return True
    return sum(1 for word in words if known.shared(word)) >= 0.5 * len(words)


@dataclass(slots=True)
class Columns:
    """The columns of a table: where each begins and ends, and how many at the left are labels."""

    spans: list[tuple[float, float]]
    labels: int

    def covered(self, word: Line) -> tuple[int, int]:
        """The first column of a word and how many it covers."""
        if self.labels > 1 and word.x0 < self.spans[self.labels - 1][1] - SAME_EDGE:
            return self._covered_labels(word)
        hit = [
            i
            for i, (x0, x1) in enumerate(self.spans)
            if min(word.x1, x1) - max(word.x0, x0) > 0.4 * (x1 - x0)
        ]
        if len(hit) > 1:
            return hit[0], hit[-1] - hit[0] + 1
        best = max(range(len(self.spans)), key=lambda i: self._nearness(i, word))
        return best, 1

    def _covered_labels(self, word: Line) -> tuple[int, int]:
        """Labels begin where their column begins, and may run over the columns to the right."""
        starts = [x0 for x0, _x1 in self.spans[: self.labels]]
        first = max(0, bisect_right(starts, word.x0 + SAME_EDGE) - 1)
        last = max(first, bisect_right(starts, word.x1 - 0.5 * word.size) - 1)
        return first, last - first + 1

    def _nearness(self, column: int, word: Line) -> float:
        x0, x1 = self.spans[column]
        return min(word.x1, x1) - max(word.x0, x0)


def table_of(
    lines: Sequence[Words], heights: Sequence[float] = (), edges: Sequence[float] = ()
) -> Table | None:
    """The lines as one table, or nothing if they are none.

    ``heights`` are lines drawn across the table, ``edges`` those between its columns, if drawn.
    """
    rows = [words for words in lines if words.strong]
    figures = sum(1 for words in rows for word in words.tight if is_figure(word.text))
    if not edges and (len(rows) < 2 or (figures < 2 and len(rows) < 3)):
        return None
    columns = _drawn_columns(edges, lines) if edges else _found_columns(lines)
    if columns is None:
        return None
    words = [(word, *place) for line in lines for word, place in _placed(line, columns)]
    if not words:
        return None
    box = (
        min(word.x0 for word, _c, _n in words),
        min(word.top for word, _c, _n in words),
        max(word.x1 for word, _c, _n in words),
        max(word.bottom for word, _c, _n in words),
    )
    inner = sorted(height for height in heights if box[1] - 8 < height < box[3] + 8)
    bands = [Band(top, bottom) for top, bottom in pairwise([float("-inf"), *inner, float("inf")])]
    cells = _cells(words, columns, bands, drawn=len(inner) > 3)
    return Table(box, cells, exact=False) if cells else None


def _drawn_columns(edges: Sequence[float], lines: Sequence[Words]) -> Columns:
    spans = list(pairwise(edges))
    columns = Columns(spans, 0)
    with_figures = [
        columns.covered(word)[0] for words in lines for word in words.tight if is_figure(word.text)
    ]
    columns.labels = max(1, min(with_figures, default=1))
    return columns


def _found_columns(lines: Sequence[Words]) -> Columns | None:
    """Columns by the rows with most words: between two columns is a gap in all of these."""
    most = max(len(words.tight) for words in lines)
    full = [words for words in lines if len(words.tight) >= max(2, 0.6 * most)]
    spans = _between_gaps([(word.x0, word.x1) for words in full for word in words.tight], len(full))
    if len(spans) < 2:
        return None
    _add_missing(spans, [words for words in lines if len(words.tight) >= max(3, 0.3 * most)])
    labels = _label_columns(spans, full)
    starts = _label_starts(lines, spans[labels - 1][1]) if labels else []
    inner = (
        [(start, end - 0.5) for start, end in pairwise([*starts, spans[labels - 1][1] + 0.5])]
        if starts
        else []
    )
    if len(inner) > labels:
        return Columns([*inner, *spans[labels:]], len(inner))
    return Columns(spans, labels)


def _between_gaps(extents: Sequence[tuple[float, float]], rows: int) -> list[tuple[float, float]]:
    """Stretches covered by words, cut where hardly any row has a word."""
    allowed = rows // 10
    events = sorted([(x0, 1) for x0, _ in extents] + [(x1, -1) for _, x1 in extents])
    spans: list[tuple[float, float]] = []
    depth, start = 0, None
    for x, step in events:
        depth += step
        if depth > allowed and start is None:
            start = x
        elif depth <= allowed and start is not None:
            spans.append((start, x))
            start = None
    merged: list[tuple[float, float]] = []
    for span in spans:
        if merged and span[0] - merged[-1][1] < 1.0:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return merged


def _add_missing(spans: list[tuple[float, float]], rows: Sequence[Words]) -> None:
    """Add columns that are empty in the fullest rows: their headers stand clear of all others."""
    for words in sorted(rows, key=lambda words: -len(words.tight)):
        for word in words.tight:
            if all(word.x1 < x0 - 1 or word.x0 > x1 + 1 for x0, x1 in spans):
                spans.append((word.x0, word.x1))
                spans.sort()


def _label_columns(spans: Sequence[tuple[float, float]], full: Sequence[Words]) -> int:
    """How many columns at the left hold labels rather than figures."""
    columns = Columns(list(spans), 0)
    figures = [0] * len(spans)
    others = [0] * len(spans)
    for words in full:
        for word in words.tight:
            column = columns.covered(word)[0]
            if is_figure(word.text):
                figures[column] += 1
            else:
                others[column] += 1
    for column in range(len(spans)):
        if figures[column] >= max(1, others[column] // 2):
            return column
    return 1


def _label_starts(lines: Sequence[Words], end: float) -> list[float]:
    """Where label columns begin: several lines have a word beginning there after a gap."""
    starts = sorted(word.x0 for words in lines for word in words.tight if word.x0 < end - 1)
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= SAME_EDGE:
            groups[-1].append(start)
        else:
            groups.append([start])
    size = median(words.line.size for words in lines)
    found: list[float] = []
    for group in groups:
        if not found or (
            len(group) >= 3 and group[0] - found[-1] > 1.5 * size and _beside_others(lines, group[0]) >= 2
        ):
            found.append(group[0])
    return found


def _beside_others(lines: Sequence[Words], start: float) -> int:
    """In how many lines a word beginning at ``start`` has another to its left."""
    return sum(1 for words in lines if any(abs(word.x0 - start) <= SAME_EDGE for word in words.tight[1:]))


def _placed(words: Words, columns: Columns) -> list[tuple[Line, tuple[int, int]]]:
    """The words of a line with their columns; what stands in one column is one word again."""
    placed: list[tuple[Line, tuple[int, int]]] = []
    for word in words.tight:
        place = columns.covered(word)
        if placed and _same_cell(placed[-1], word, place, columns):
            before, (first, _count) = placed[-1]
            both = line_of([*before.glyphs, *word.glyphs])
            last = max(before_end := first + _count, place[0] + place[1])
            placed[-1] = (both, (first, max(last, before_end) - first))
        else:
            placed.append((word, place))
    return placed


def _same_cell(
    before: tuple[Line, tuple[int, int]], word: Line, place: tuple[int, int], columns: Columns
) -> bool:
    line, (first, count) = before
    if place[0] < first + count:
        return True
    starts_column = abs(word.x0 - columns.spans[place[0]][0]) <= SAME_EDGE
    if first < columns.labels <= place[0]:  # a label runs on under the figures
        return not starts_column and word.x0 - line.x1 < 0.35 * line.size and not is_figure(word.text)
    return place[0] < columns.labels and not starts_column and word.x0 - line.x1 < 0.6 * line.size


def _cells(
    words: Sequence[tuple[Line, int, int]], columns: Columns, bands: Sequence[Band], *, drawn: bool
) -> list[Cell]:
    cells: list[Cell] = []
    row = 0
    layout = Layout.of(words, columns.labels, ruled=drawn, is_figure=is_figure)
    for band in bands:
        inside = [item for item in words if band.top <= item[0].middle < band.bottom]
        if not inside:
            continue
        for members in rows_of(inside, layout):
            cells.extend(_row_cells(row, members, len(columns.spans)))
            row += 1
    return cells


def _row_cells(row: int, members: Sequence[tuple[Line, int, int]], width: int) -> list[Cell]:
    """The cells of a row, with empty ones where no word stands."""
    taken: dict[int, list[tuple[Line, int]]] = {}
    for word, column, count in members:
        taken.setdefault(column, []).append((word, count))
    cells: list[Cell] = []
    column = 0
    while column < width:
        stack = sorted(taken.get(column, []), key=lambda item: item[0].y)
        count = max((n for _, n in stack), default=1)
        following = min((c for c in taken if c > column), default=width)
        count = max(1, min(count, following - column))
        lines = [word for word, _ in stack]
        cells.append(Cell(row, column, 1, count, _around(lines), lines=lines))
        column += count
    return cells


def _around(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    if not lines:
        return (0.0, 0.0, 0.0, 0.0)
    return (
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
    )
