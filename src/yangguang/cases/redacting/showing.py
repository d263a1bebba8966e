"""What the desk shows of one page: words that can be clicked, marks, suggestions, each with its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from yangguang.cases.models import Redaction, RedactionMark
from yangguang.cases.redacting.material import Offer, has_pages, offers
from yangguang.redaction import Box, BoxMark, Material, TextMark
from yangguang.redaction.grounds import GROUNDS
from yangguang.redaction.marks import Passage
from yangguang.redaction.suggest import LABELS, Kind
from yangguang.translation import gettext

PARAGRAPHS = 60
"""So many paragraphs of a Word file make a page of the desk."""
MOST_OFFERS = 200
_WORD = re.compile(r"[\w@.+-]+")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the overlay, in thousandths of the page."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph that looks alike."""

    text: str
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a Word file in pieces."""

    passage: Passage
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A mark in the list beside the page."""

    mark: RedactionMark
    page: int
    what: str
    ground: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One page of the work."""

    number: int
    count: int
    has_pages: bool
    size: tuple[float, float]
    areas: tuple[Area, ...]
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    offers_elsewhere: tuple[tuple[int, int], ...]
    listed: tuple[Listed, ...]


def desk(redaction: Redaction, material: Material, number: int) -> Desk:
    """The page with this number, or the nearest there is."""
    paged = has_pages(material)
    count = len(material.sizes) if paged else max(-(-len(material.passages) // PARAGRAPHS), 1)
    number = min(max(number, 1), count)
    open_offers = offers(redaction, material)
    here = tuple(one for one in open_offers if page_of(one.passage, paged=paged) == number)
    marks = list(redaction.marks.in_force())
    return Desk(
        number=number,
        count=count,
        has_pages=paged,
        size=material.sizes[number - 1] if paged else (0.0, 0.0),
        areas=tuple(_areas(material, number, marks, here)) if paged else (),
        lines=() if paged else tuple(_lines(material, number, marks, here)),
        offers=here[:MOST_OFFERS],
        offers_elsewhere=_elsewhere(open_offers, number, paged=paged),
        listed=tuple(_listed(mark, paged=paged) for mark in marks),
    )


def page_of(passage: int, *, paged: bool) -> int:
    """The page of the desk on which a passage stands."""
    return passage if paged else passage // PARAGRAPHS + 1


def _elsewhere(found: Sequence[Offer], number: int, *, paged: bool) -> tuple[tuple[int, int], ...]:
    counted: dict[int, int] = {}
    for one in found:
        page = page_of(one.passage, paged=paged)
        if page != number:
            counted[page] = counted.get(page, 0) + 1
    return tuple(sorted(counted.items()))


def _areas(
    material: Material, number: int, marks: Sequence[RedactionMark], here: Sequence[Offer]
) -> list[Area]:
    passage = next((one for one in material.passages if one.number == number), None)
    found = []
    if passage is not None:
        for word in _WORD.finditer(passage.text):
            for box in passage.boxes_of(*word.span()):
                found.append(_area(box, "word", "", *word.span()))
    for offer in here:
        title = f"{offer.found.kind.label} {offer.found.text}"
        found += [_area(one.box, "offer", title) for one in offer.marks if isinstance(one, BoxMark)]
    for mark in marks:
        if mark.passage == number:
            box = Box(mark.left or 0, mark.top or 0, mark.right or 0, mark.bottom or 0)
            found.append(_area(box, "mark", _ground(mark)))
    return found


def _area(box: Box, kind: str, title: str, start: int = 0, end: int = 0) -> Area:
    left, top, right, bottom = (round(1000 * side, 1) for side in box)
    return Area(left, top, round(right - left, 1), round(bottom - top, 1), kind, title, start, end)


def _ground(mark: RedactionMark) -> str:
    found = GROUNDS.get(mark.ground)
    return found.said if found else mark.ground


def _lines(
    material: Material, number: int, marks: Sequence[RedactionMark], here: Sequence[Offer]
) -> list[Line]:
    found = []
    for passage in material.passages[(number - 1) * PARAGRAPHS : number * PARAGRAPHS]:
        spans = [(m.start or 0, m.end or 0, "mark", _ground(m)) for m in marks if m.passage == passage.number]
        spans += [
            (one.start, one.end, "offer", offer.found.kind.label)
            for offer in here
            if offer.passage == passage.number
            for one in offer.marks
            if isinstance(one, TextMark)
        ]
        found.append(Line(passage, tuple(_pieces(passage.text, spans))))
    return found


def _pieces(text: str, spans: Sequence[tuple[int, int, str, str]]) -> list[Piece]:
    edges = sorted(
        {0, len(text), *(edge for start, end, _k, _t in spans for edge in (start, min(end, len(text))))}
    )
    pieces = []
    for start, end in itertools.pairwise(edges):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        kind, title = next(
            ((s[2], s[3]) for s in over if s[2] == "mark"), (over[0][2], over[0][3]) if over else ("", "")
        )
        pieces.append(Piece(text[start:end], kind, title))
    return pieces


def _listed(mark: RedactionMark, *, paged: bool) -> Listed:
    what = gettext(LABELS[Kind(mark.kind)]) if mark.kind in set(Kind) else ""
    return Listed(mark, page_of(mark.passage, paged=paged), what, _ground(mark))
