"""Lines outside tables to paragraphs, across pages, without running heads and page numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from yangguang.annualreport.reading.pdf_lines import Line
from yangguang.annualreport.reading.pdf_page import is_wide

HEAD = 0.1
FOOT = 0.9
"""Running heads and feet stand in the outer tenths of the page."""

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–―─~·•.|/]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})(?:\s*页)?"
    r"(?:\s*[/，,共of ]+\s*\d{1,4}\s*页?)?[\s\-—–―─~·•.|]*$"
)
_BEGINS_PART = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十百]+[章节条部])"
)
_ENDS_SENTENCE = frozenset("。！？；：…”）!?;:")


def without_running_lines(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The lines of each page (given with its height) less page numbers and running heads and feet."""
    seen: Counter[tuple[str, int]] = Counter()
    for height, lines in pages:
        seen.update({_shape(line, height) for line in lines if _in_margin(line, height)})
    often = max(2, (len(pages) + 1) // 2)
    return [
        [line for line in lines if not _is_running(line, height, seen, often, len(pages))]
        for height, lines in pages
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.middle < HEAD * height or line.middle > FOOT * height


def _shape(line: Line, height: float) -> tuple[str, int]:
    """What repeats in a running head: its text but for the figures, at about the same height."""
    return re.sub(r"\d+", "#", line.text), round(20 * line.middle / height)


def _is_running(line: Line, height: float, seen: Counter[tuple[str, int]], often: int, pages: int) -> bool:
    if not _in_margin(line, height):
        return False
    if _PAGE_NUMBER.match(line.text) and (pages > 1 or line.middle > FOOT * height):
        return True
    return seen[_shape(line, height)] >= often


@dataclass(slots=True)
class Flow:
    """A paragraph in the making."""

    page: int
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines joined: without a blank, except between Latin words."""
        text = ""
        for line in self.lines:
            piece = line.text
            if text and piece and _latin(text[-1]) and _latin(piece[0]):
                text += " "
            text += piece
        return text

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle around the lines on the paragraph's first page."""
        first = [self.lines[0]]
        for line in self.lines[1:]:
            if line.y <= first[-1].y:
                break  # it goes on on the next page
            first.append(line)
        return (
            min(line.x0 for line in first),
            min(line.top for line in first),
            max(line.x1 for line in first),
            max(line.bottom for line in first),
        )


def _latin(char: str) -> bool:
    return not is_wide(char) and (char.isalpha() or char in ",;")


@dataclass(frozen=True, slots=True)
class Measure:
    """The type area of the running text: where its lines begin and end, and how far apart they stand."""

    left: float
    right: float
    pitch: float
    size: float

    @classmethod
    def of(cls, pages: Iterable[Sequence[Line]]) -> Measure | None:
        """Measured on the lines that are long enough to be running text."""
        pages = list(pages)
        lines = [line for page in pages for line in page]
        if not lines:
            return None
        size = median(line.size for line in lines)
        longest = max(line.x1 - line.x0 for line in lines)
        running = [line for line in lines if line.x1 - line.x0 > 0.6 * longest]
        left = min(_mode(line.x0 for line in running), min(line.x0 for line in running) + 1.0)
        right = _upper(line.x1 for line in running)
        steps = [b.y - a.y for page in pages for a, b in itertools.pairwise(page)]
        steps = [step for step in steps if 0.8 * size < step < 4 * size]
        return cls(left, right, _mode(steps) if steps else 1.5 * size, size)


def _mode(values: Iterable[float]) -> float:
    """The value that occurs most, within a point; the smallest of several."""
    ordered = sorted(values)
    counted = Counter(round(value) for value in ordered)
    most = max(counted, key=lambda value: counted[value])
    return median(value for value in ordered if round(value) == most)


def _upper(values: Iterable[float]) -> float:
    """The right margin: near the furthest, leaving out a few that hang over it."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]


def goes_on(before: Line, line: Line, measure: Measure, *, same_page: bool) -> bool:
    """Whether ``line`` continues the paragraph of the line before it."""
    size = max(before.size, measure.size * 0.8)
    if abs(line.size - before.size) > 0.15 * before.size and not _mixed(line, before):
        return False
    if before.x1 < measure.right - 2.2 * size:
        return False
    indent = line.x0 - measure.left
    if indent > 1.2 * size and not (before.x0 - measure.left > indent - 0.3 * size and indent > 3 * size):
        return False
    if same_page and line.y - before.y > 1.35 * max(measure.pitch, 1.2 * size):
        return False
    return not (_BEGINS_PART.match(line.text) and before.text[-1:] in _ENDS_SENTENCE)


def _mixed(a: Line, b: Line) -> bool:
    """Whether either line has characters of the size of the other: then the size says nothing."""
    return any(abs(g.size - b.size) < 0.1 * b.size for g in a.glyphs) or any(
        abs(g.size - a.size) < 0.1 * a.size for g in b.glyphs
    )
