"""Where something is withheld: a box on a page, or characters of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_EDGE = 0.15  # share of a sign that a box may cut without hiding it
_MARGIN = 0.08


class Box(NamedTuple):
    """A rectangle in fractions of the page as shown, from its top left; so it holds at every resolution."""

    left: float
    top: float
    right: float
    bottom: float

    def clipped(self) -> Box:
        """The part of it that lies on the page, sides in order."""
        left, right = sorted((min(max(self.left, 0.0), 1.0), min(max(self.right, 0.0), 1.0)))
        top, bottom = sorted((min(max(self.top, 0.0), 1.0), min(max(self.bottom, 0.0), 1.0)))
        return Box(left, top, right, bottom)

    def touches(self, other: Box) -> bool:
        """Whether a sign at ``other`` is hidden by this box: more than an edge of it lies under it."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        own = (other.right - other.left) * (other.bottom - other.top)
        return wide > 0 and high > 0 and wide * high > _EDGE * own


@dataclass(frozen=True, slots=True)
class BoxMark:
    """A box of a PDF or a picture (pages from 1). ``kind`` says what it hides, where a suggestion made it."""

    page: int
    box: Box
    ground: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class TextMark:
    """Characters ``start`` to ``end`` of a paragraph of a Word file (paragraphs from 0, as the reader counts)."""

    paragraph: int
    start: int
    end: int
    ground: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that can be searched and marked: a page (with a box for each character) or a paragraph."""

    number: int
    text: str
    boxes: tuple[Box | None, ...] = ()
    place: str = ""

    def boxes_of(self, start: int, end: int) -> tuple[Box, ...]:
        """Boxes around the characters, one for each line, a little larger than the ink."""
        return tuple(_lines(_inflated(box) for box in self.boxes[start:end] if box is not None))


def _inflated(box: Box) -> Box:
    wide, high = _MARGIN * (box.right - box.left), _MARGIN * (box.bottom - box.top)
    return Box(box.left - wide, box.top - high, box.right + wide, box.bottom + high).clipped()


def _lines(boxes: Iterable[Box]) -> list[Box]:
    lines: list[Box] = []
    for box in boxes:
        if lines and _same_line(lines[-1], box):
            last = lines[-1]
            lines[-1] = Box(
                min(last.left, box.left),
                min(last.top, box.top),
                max(last.right, box.right),
                max(last.bottom, box.bottom),
            )
        else:
            lines.append(box)
    return lines


def _same_line(line: Box, box: Box) -> bool:
    shared = min(line.bottom, box.bottom) - max(line.top, box.top)
    least = min(line.bottom - line.top, box.bottom - box.top)
    near = abs(box.left - line.right) < 6 * max(box.right - box.left, 0.01)
    return shared > 0.5 * least and near and box.right >= line.left
