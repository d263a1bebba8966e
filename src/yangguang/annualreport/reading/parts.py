"""Finding the six parts: title, preamble, headings, running text between them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.lines import Line

_NUMBER = r"(?:第?[一二三四五六七八九]\s*[、.．,，]?\s*|第[一二三四五六七八]部分[：:、\s]*|[（(][一二三四五六七八][)）]\s*|\d{1,2}\s*[、.．]\s*)"
_BODIES = (
    r"(?:政府信息公开(?:工作)?)?(?:总体(?:工作)?(?:基本)?情况|概述|概况|基本情况)",
    r"(?:行政机关)?主动公开(?:的)?(?:政府)?信息(?:的)?(?:工作)?(?:基本)?情况|(?:政府信息)?主动公开(?:工作)?情况",
    r"(?:行政机关)?(?:收到(?:和|与|及)?处理|受理(?:和|与|及)?处理|收到、处理)(?:政府)?信息公开申请(?:的)?(?:工作)?情况"
    r"|(?:政府信息)?依申请公开(?:政府信息)?(?:工作)?(?:办理)?情况",
    r"(?:因)?(?:政府)?信息公开(?:工作|申请)?(?:被申请|被提起|引起的|申请|被)?[、\s]*行政复议(?:[、和及与，,]|以及)?\s*(?:被)?(?:提起)?行政诉讼(?:的)?情况"
    r"|行政复议[、和及与]?(?:提起)?行政诉讼(?:的)?情况",
    r"(?:政府信息公开)?(?:工作)?(?:中)?(?:存在|面临)?(?:的)?(?:主要)?(?:问题|不足)(?:及其|及|和|与|、)(?:今后)?(?:的)?(?:下一步)?(?:改进|整改)(?:工作)?(?:的)?(?:情况|措施|方向|打算|意见)?",
    r"(?:其他|其它)(?:需要|应当|需)?(?:报告|说明)?(?:的)?(?:事项|情况)|需要报告的其他事项",
)
_ALONE = tuple(re.compile(rf"^[#\s*]*(?:{_NUMBER})?\s*(?:{body})\s*[:：。.]?\s*$") for body in _BODIES)
_INSIDE = tuple(re.compile(body) for body in _BODIES)
# A heading in the office's own words: the part's official number, a word that only this part is about, and an
# ending that sentences and rows of tables do not have.
_OWN_WORDS = re.compile(
    r"^[#\s*]*(?:"
    r"[一\u2014\u2013-](?=、[^、]*(?:总体|整体))|二(?=、.*主动公开)|三(?=、.*(?:申请.*情况|情况.*申请|依申请))"
    r"|四(?=、.*(?:复议|诉讼))|五(?=、.*(?:问题|不足|困难|短板))|六(?=、.*(?:其他|其它))"
    r")、[^。，,；;：:！？]{0,40}?(?:情况|措施|事项|问题|打算|不足|困难|意见|建议|其[他它]|表|说明|方向|改进|计划|安排|思路)"
    r"(?:[（(][^（()）]{1,8}[)）])?[：:。.]?$"
)
_OWN_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_NUMBERED = re.compile(r"[一二三四五六七八](?<![第（(].)\s*[、.．]\s*")
_LONGEST_HEADING = 44
_LATE_PART = 4  # a report that got this far may be followed by another in the same file
_FEWEST_ROWS = 20
_LONGEST_PREAMBLE = 12
_LONGEST_TITLE = 60
_TITLE = re.compile(r"信息公开.{0,10}(?:报告|年报)")
_RUNNING_HEAD = re.compile(r"信息公开.{0,10}(?:报告|年报)\s*$")
_PAGE_NUMBER = re.compile(r"^\W*(?:第?\s*\d{1,3}\s*页?(?:\s*[,，/]?\s*共?\s*\d{1,3}\s*页?)?)?\W*$")
_NUMERALS = "一二三四五六七八九"


@dataclass(slots=True)
class Part:
    """A part while it is being collected. ``number`` 0 is what stands before section one."""

    number: int
    heading: str = ""
    lines: list[Line] = field(default_factory=list)


@lru_cache(maxsize=4096)
def heading_of(text: str) -> int:
    """The official number of the part that this line is the heading of, or 0."""
    if len(text) > _LONGEST_HEADING:
        return 0
    compact = re.sub(r"[\s\u00a0\u3000]+", "", text)
    for number, pattern in enumerate(_ALONE, 1):
        if pattern.match(compact):
            return number
    if _OWN_WORDS.match(compact):
        return _OWN_NUMBERS.get(compact.lstrip("#*")[0], 1)
    return 0


@lru_cache(maxsize=1024)
def _weight(text: str) -> int:
    """How surely a heading opens a part: as in the form, in the office's own words, or without its number.

    ``1.主动公开情况`` is a heading of part two only where none stands there with the number of the form.
    """
    stripped = text.lstrip("# *\u3000")
    if stripped[:1] not in _NUMERALS and stripped[:1] != "第":
        return 0
    return 1 if _OWN_WORDS.match(re.sub(r"[\s\u00a0\u3000]+", "", text)) and not _is_official(text) else 2


def _is_official(text: str) -> bool:
    compact = re.sub(r"[\s\u00a0\u3000]+", "", text)
    return any(pattern.match(compact) for pattern in _ALONE)


def split_headings(lines: list[Line]) -> list[Line]:
    """Break up paragraphs that swallowed headings, as in pages copied without line breaks."""
    if not any(not line.is_row and len(line.text) > _LONGEST_HEADING and "、" in line.text for line in lines):
        return lines
    out: list[Line] = []
    for line in lines:
        out.extend([line] if line.is_row else _split(line))
    return out


def _split(line: Line) -> list[Line]:
    text = line.text
    cuts: list[tuple[int, int]] = []
    numbers = [match.span() for match in _NUMBERED.finditer(text)] if len(text) > 12 else []
    for pattern in _INSIDE if numbers else ():
        cut = _first_true(pattern, text, numbers, cuts[-1][1] if cuts else 0)
        if cut:
            cuts.append(cut)
    if not cuts or (len(cuts) == 1 and cuts[0] == (0, len(text))):
        return [line]
    pieces, position = [], 0
    for start, end in cuts:
        pieces += [text[position:start], text[start:end]]
        position = end
    pieces.append(text[position:])
    return [
        Line(piece.strip(), [], line.page, line.block, line.row, line.exact, line.level)
        for piece in pieces
        if piece.strip()
    ]


def _first_true(
    pattern: re.Pattern[str], text: str, numbers: list[tuple[int, int]], position: int
) -> tuple[int, int] | None:
    """The first numbered heading from a position on that stands as one: at the start, or after the end
    of a sentence or a figure."""
    for start, end in numbers:
        match = pattern.match(text, end) if start >= position else None
        if match is None:
            continue
        before = text[:start].rstrip()
        if (
            not before
            or before[-1] in "。！？；.）)】”"
            or before[-1].isdigit()
            or before[-1] in "元》無无—－-/"
        ):
            return start, match.end()
    return None


def parts_of(lines: list[Line]) -> list[Part]:
    """The parts in the order of the file; the first has number 0 (title and preamble)."""
    parts = [Part(0)]
    numbers = [0 if line.is_row else heading_of(line.text) for line in lines]
    contents = _table_of_contents(numbers)
    surest = [0] * (len(_BODIES) + 1)
    for position, number in enumerate(numbers):
        if number and position not in contents:
            surest[number] = max(surest[number], _weight(lines[position].text))
    for position, (line, number) in enumerate(zip(lines, numbers, strict=True)):
        if (
            number
            and position not in contents
            and _weight(line.text) == surest[number]
            and _begins(parts, number, line.text)
        ):
            parts.append(Part(number, re.sub(r"^[#\s*]+", "", line.text).strip()))
        else:
            parts[-1].lines.append(line)
    return parts


def end_of_first_report(lines: list[Line]) -> int:
    """Where a second report begins in the same file: part one again, after part four and tables.

    Its title lines belong to it. Without a second report this is the number of lines.
    """
    reached, rows = 0, 0
    for position, line in enumerate(lines):
        if line.is_row:
            rows += 1
            continue
        number = heading_of(line.text)
        if number == 1 and reached >= _LATE_PART and rows >= _FEWEST_ROWS and _goes_on(lines[position + 1 :]):
            return _before_title(lines, position)
        reached = max(reached, number)
    return len(lines)


def _goes_on(lines: list[Line]) -> bool:
    """Whether the other parts follow too."""
    numbers = {heading_of(line.text) for line in lines if not line.is_row}
    return {2, 3, 4} <= numbers


def _before_title(lines: list[Line], position: int) -> int:
    """The title above part one, if one stands within the lines of a preamble."""
    for start in range(position - 1, max(position - _LONGEST_PREAMBLE, 0), -1):
        if lines[start].is_row or heading_of(lines[start].text):
            break
        if len(lines[start].text) <= _LONGEST_TITLE and _TITLE.search(lines[start].text):
            return start
    return position


def _table_of_contents(numbers: list[int]) -> range:
    """The lines of a table of contents: headings one after the other that all stand again below."""
    start = next((i for i, number in enumerate(numbers) if number), len(numbers))
    end = start
    while end < len(numbers) and numbers[end] and (end == start or numbers[end] > numbers[end - 1]):
        end += 1
    listed = set(numbers[start:end])
    return range(start, end) if len(listed) >= 3 and listed <= set(numbers[end:]) else range(0)


def _begins(parts: list[Part], number: int, text: str) -> bool:
    """A heading opens a part only going forward; sub-headings such as （一）总体情况 open none."""
    last = parts[-1].number
    if number <= last:
        return False
    stripped = text.lstrip("# *\u3000")
    if stripped.startswith(("（", "(")):
        return False
    numbered = stripped[:1] in _NUMERALS or stripped[:1] == "第"
    return numbered or number - last <= 2


def page_marks(lines: list[Line]) -> set[int]:
    """The ids of lines that are page numbers, lone signs, or the report's title again at the head of a page."""
    prose = [line for line in lines if not line.is_row]
    texts = Counter([line.text for line in prose])
    return {
        id(line)
        for line in prose
        if _PAGE_NUMBER.match(line.text)
        or (texts[line.text] > 1 and len(line.text) <= _LONGEST_TITLE and _RUNNING_HEAD.search(line.text))
    }


def paragraphs_of(part: Part) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """The running text of a part without its tables."""
    texts = [
        (line.text.strip(), line.place()) for line in part.lines if not line.is_row and line.text.strip()
    ]
    return tuple(text for text, _ in texts), tuple(place for _, place in texts)
