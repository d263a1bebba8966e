"""Tables whose drawing was lost: labels and figures one after the other in running text.

A web page copied as text gives ``（一）予以公开7000007（二）部分公开…``: no cells, often no blanks. The
labels of the form, in their order, still tell where each row begins and ends; the digits between
two labels are one row, to be cut by the relations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from yangguang.annualreport.formats import Format, Row
from yangguang.annualreport.labels import leading_number

_FILLER = r"[\s\u00a0\u3000、，,（）()“”\"'‘’．.\-]*"
_NUMBERED = r"(?:[（(]?[一二三四五六七八九十][)）]|[一二三四五六七八九十][、.．]|\d{1,2}[、.．]?)?"
_VALUES = re.compile(r"[\s\d\u00a0\u3000,，.．+\-−－—/／増增减无万亿元]*")
_REMEDY_HEAD = re.compile(rf"尚{_FILLER}未{_FILLER}审{_FILLER}结{_FILLER}总{_FILLER}计")
_REMEDY_FIGURES = re.compile(r"[\s\d\u00a0\u3000\-－—/]*")
_BULLET = re.compile(r"\n[ \t\u3000]*[\-—–][ \t\u3000]*$")  # it belongs to the words after it
_FEWEST_REMEDY_SIGNS = 5
_HEAD_LENGTH = 80
_WORDS = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands after one label: ``text`` between ``start`` and ``end`` of the stream."""

    table: str
    row: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=256)
def _label_pattern(row: Row) -> re.Pattern[str]:
    """A row's label with its number, tolerant of blanks and signs between the characters."""
    ways = []
    number = leading_number(row.label)
    for label in (row.label, *row.variants):
        bare = re.sub(r"[^\u3400-\u9fff]", "", label)
        if number and not number.isdigit():
            bare = bare.removeprefix(number)
        lead = rf"{re.escape(number)}{_FILLER}" if number.isdigit() else _NUMBERED
        body = _FILLER.join(bare)
        ways.append(f"(?:{lead}{_FILLER})?{body}" if len(bare) > 3 else f"{lead}{_FILLER}{body}")
    ways.sort(key=len, reverse=True)
    return re.compile("|".join(ways))


@lru_cache(maxsize=8)
def _groups(form: Format) -> re.Pattern[str]:
    """The merged head cells, which stand between a row's figures and the next label."""
    labels = {group for row in form.requests.rows for group in row.groups}
    bodies = []
    for label in sorted(labels, key=len, reverse=True):
        bare = re.sub(r"[^\u3400-\u9fff]", "", label)
        number = leading_number(label)
        bare = bare.removeprefix(number)
        bodies.append(f"{_NUMBERED}{_FILLER}{_FILLER.join(bare)}")
    return re.compile("|".join(bodies))


def request_pieces(text: str, form: Format) -> list[Piece]:
    """The rows of table three in a stream, in the order of the form."""
    matches: list[tuple[Row, re.Match[str]]] = []
    position = _start_of_requests(text)
    if position < 0:
        return []
    for row in form.requests.rows:
        match = _label_pattern(row).search(text, position)
        if match is None or (matches and match.start() - position > 600):
            continue
        matches.append((row, match))
        position = match.end()
    groups = _groups(form)
    pieces = []
    for number, (row, match) in enumerate(matches):
        stop = matches[number + 1][1].start() if number + 1 < len(matches) else len(text)
        body = text[match.end() : stop]
        head = groups.search(body)
        if head:
            body = body[: head.start()]
        body = _until_words(body)
        pieces.append(Piece("requests", row.id, body, match.start(), match.end() + len(body)))
    return pieces


def _start_of_requests(text: str) -> int:
    """Where table three begins: the last mention of the first row that figures follow."""
    start = -1
    for match in re.finditer(
        rf"本{_FILLER}年{_FILLER}新{_FILLER}收{_FILLER}政府信息公开申请(?:数量|件数)", text
    ):
        if re.match(r"\s*[\d\-－—/]", text[match.end() :]) or start < 0:
            start = max(match.start() - 2, 0)
    return start


def _until_words(body: str) -> str:
    """The figures at the start of a piece; running text after them is none of it."""
    body = body.lstrip('）)”"。.：:')
    match = _VALUES.match(body)
    if match is None:
        return ""
    before_words = match.end() < len(body) and not body[match.end()].isspace()
    return _BULLET.sub("", match.group(0)) if before_words else match.group(0)


def proactive_pieces(text: str, form: Format) -> list[Piece]:
    """The rows of the tables of section two in a stream."""
    start = text.find("第二十条第")
    if start < 0:
        return []
    pieces = []
    position = start
    for table in form.proactive:
        for row in table.rows:
            match = _short_label(row).search(text, position)
            if match is None:
                continue
            body = _until_words(text[match.end() :])
            position = match.end() + len(body)
            pieces.append(Piece(table.path, row.id, body, match.start(), position))
    return pieces


@lru_cache(maxsize=64)
def _short_label(row: Row) -> re.Pattern[str]:
    """A label directly followed by a figure, so that a mention in a caption is passed over."""
    ways = (_FILLER.join(re.sub(r"[^\u3400-\u9fff]", "", label)) for label in (row.label, *row.variants))
    return re.compile(rf"(?:{'|'.join(ways)})(?=[\s\u00a0\u3000]*[\d０-９+\-－—/])")


def remedy_piece(text: str, *, whole: bool = False) -> Piece | None:
    """The figures of table four: what follows the last of the three heads ``尚未审结 总计``.

    ``whole`` says that the text is section four and nothing else; then heads that were torn apart do
    not matter: the figures are what stands after the last word.
    """
    heads = list(_REMEDY_HEAD.finditer(text))
    if heads:
        start, end = heads[0].start(), heads[-1].end()
    elif whole and "结" in text:
        words = list(_WORDS.finditer(text))
        start, end = words[0].start(), words[-1].end()
    else:
        return None
    match = _REMEDY_FIGURES.match(text, end)
    body = match.group(0) if match else ""
    if len(re.findall(r"[\d\-－—/]", body)) < _FEWEST_REMEDY_SIGNS:
        return None
    before = text.rfind("行政复议", 0, start)
    first = before if 0 <= start - before <= _HEAD_LENGTH else start
    return Piece("remedies", "", body, first, end + len(body))
