"""A sentence cut into segments: the words around each number, and which number belongs to which.

Segments end at commas, semicolons, colons, brackets and enumeration marks. A segment without a number
that ends in 、 is the beginning of a joint label (予以公开、部分公开42件) and is joined to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from yangguang.annualreport.checking.narrative.lexicon import LEXER, WORDS, Sort
from yangguang.annualreport.checking.narrative.numerals import NUMBER, Quantity, quantity
from yangguang.annualreport.checking.narrative.passages import Passage

_OPEN, _CLOSE = "（(", "）)"
_MEASURES = ("count", "percent", "money", "bare")
_ENDS_NUMBER = "0123456789—一二三四五六七八九十百千万件"
_YEAR = re.compile(r"((?:19|20)\d\d)$")


class Word(NamedTuple):
    """A word of the lexicon in its place."""

    sort: Sort
    value: tuple[str, ...]
    text: str
    start: int
    end: int


class Number(NamedTuple):
    """A number in its place, with its unit; ``role`` is what it measures."""

    quantity: Quantity
    role: str  # count, percent, money, year, time, bare
    unit: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Segment:
    """Words and numbers between two stops. ``depth`` counts the brackets around it."""

    start: int
    end: int
    depth: int
    stop: str = ""
    words: list[Word] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    sorts: set[Sort] = field(default_factory=set)
    counts: list[Number] = field(default_factory=list)  # those of the numbers that count something

    def has(self, *sorts: Sort) -> bool:
        return not self.sorts.isdisjoint(sorts)

    def of(self, *sorts: Sort) -> list[Word]:
        return [word for word in self.words if word.sort in sorts]

    @property
    def years(self) -> list[int]:
        return [int(number.quantity.value) for number in self.numbers if number.role == "year"]


def words_of(text: str) -> list[Word]:
    """The words of the lexicon in a text, in order."""
    found = []
    for match in LEXER.finditer(text):
        word = match[0]
        sort, value = WORDS[word]
        found.append(Word(sort, value, word, match.start(), match.end()))
    return found


def numbers_of(text: str) -> list[Number]:
    """The numbers of a text with what they measure."""
    found = []
    for match in NUMBER.finditer(text):
        said = quantity(match)
        role = "" if _ends_range(text, match.start()) else _role(match)
        if said is not None and role:
            unit = match["unit"] or match["percent"] or match["time"] or ""
            found.append(Number(said, role, unit, match[0], match.start(), match.end()))
    return found


def _ends_range(text: str, start: int) -> bool:
    """120—130件, 一百八十至二百件 say neither number."""
    return start >= 2 and text[start - 1] in "-—~～至到" and text[start - 2] in _ENDS_NUMBER


_MONEY = ("元", "万元", "亿元")


def _role(match: re.Match[str]) -> str:
    unit = match["unit"]
    if match["percent"]:
        return "percent"
    if match["chinese"] == "一" and (
        unit == "起" or match.string[: match.start()].endswith(("无", "没有", "未"))
    ):
        return ""  # 一起 is mostly "together", 没有一件 is none
    if match["chinese"]:
        return "count" if unit and unit not in _MONEY and unit not in ("项", "个", "次", "家", "名") else ""
    if unit:
        return "money" if unit in _MONEY else "count"
    if match["time"]:
        is_year = match["time"].startswith("年") and _YEAR.match(match["figure"] or "")
        return "year" if is_year else "time"
    return "bare"


def segments_of(passage: Passage) -> list[Segment]:
    """The segments of a sentence, in order."""
    text = passage.text
    segments: list[Segment] = []
    current = Segment(0, 0, 0)
    numbers = numbers_of(text)
    depth = pending = 0
    stop = Sort.STOP
    for word in words_of(text):
        if word.sort is not stop:
            current.words.append(word)
            current.sorts.add(word.sort)
            continue
        while pending < len(numbers) and numbers[pending].start < word.start:
            current.numbers.append(numbers[pending])
            pending += 1
        if word.text in _OPEN:
            depth += 1
        elif word.text in _CLOSE:
            depth = max(0, depth - 1)
        if word.text == "、" and not any(number.role in _MEASURES for number in current.numbers):
            continue
        if word.text in "“”" or (word.text in "：:" and text[word.end : word.end + 1].isdigit()):
            continue
        current.end, current.stop = word.start, word.text
        segments.append(current)
        current = Segment(word.end, word.end, depth)
    current.numbers.extend(numbers[pending:])
    current.end = len(text)
    segments.append(current)
    return [part for segment in segments for part in _one_number_each(segment)]


def _one_number_each(segment: Segment) -> list[Segment]:
    """A segment with several counts, cut behind each of them."""
    if not segment.numbers:
        return [segment]
    segment.counts = counts = [number for number in segment.numbers if number.role == "count"]
    if len(counts) < 2:
        return [segment]
    parts, start = [], segment.start
    for position, number in enumerate(counts):
        last = position == len(counts) - 1
        end = segment.end if last else number.end
        part = Segment(start, end, segment.depth, segment.stop if last else "")
        part.words = [word for word in segment.words if start <= word.start < end]
        part.sorts = {word.sort for word in part.words}
        part.numbers = [one for one in segment.numbers if start <= one.start < end]
        part.counts = [number]
        parts.append(part)
        start = end
    return parts
