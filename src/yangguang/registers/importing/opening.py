"""From the bytes of a file to rows of texts by the register's columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from django.conf import settings
from django.utils.translation import gettext_noop, override

from yangguang.annualreport.errors import ReportError
from yangguang.annualreport.reading.encoding import decode
from yangguang.annualreport.reading.kinds import detect
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.xlsx_rows import Row, open_sheets
from yangguang.registers.declaring import Column, Register
from yangguang.registers.problems import Problem
from yangguang.registers.values import folded

MOST_ROWS = 100_000
"""Of one file; a year of decisions in a city fits, summed by the day."""

LIMITS = Limits(
    file_bytes=20 * 1024 * 1024,
    cells=MOST_ROWS * 20,
    characters=40_000_000,
)
_TITLES_ABOVE = 20
"""Rows that may stand above the headings."""
_LONGEST_TEXT = 1000
_GUARDED = frozenset("=+-@＝＋－＠\t\r\n")


class CannotRead(Exception):
    """The file cannot be taken as a list for this register; ``problem`` says why and what to do."""

    def __init__(self, template: str, **params: object) -> None:
        self.problem = Problem("", template, params)
        super().__init__(template)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the file: its number there, and the text of each column that was recognised."""

    number: int
    texts: dict[str, str]


@dataclass(slots=True)
class Listing:
    """The rows of a file, and what else there is to say about it.

    ``units`` multiply the money of a column whose heading says 万元. ``ignored`` are headings that mean nothing here,
    ``other_sheets`` names of sheets that were not read.
    """

    lines: list[Line]
    units: dict[str, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    sheet: str = ""
    other_sheets: list[str] = field(default_factory=list)


def most_bytes() -> int:
    """How large a file may be."""
    return min(LIMITS.file_bytes, settings.MAX_UPLOAD_MB * 1024 * 1024)


def open_list(data: bytes, name: str, register: Register, *, has_fallback_kind: bool = False) -> Listing:
    """The rows of an ``.xlsx`` or ``.csv`` file. Raises ``CannotRead``."""
    try:
        kind = detect(data, name)
        if kind == "xlsx":
            return _choose(open_sheets(data, name, LIMITS), register, has_fallback_kind)
        if kind in ("txt", "md") and PurePath(name).suffix.lower() in (".csv", ".txt", ".tsv"):
            return _choose([("", _csv_rows(decode(data, file=name)))], register, has_fallback_kind)
    except ReportError as error:
        raise CannotRead("%(message)s", message=str(error.message)) from error
    raise CannotRead(
        gettext_noop("只能导入 Excel（xlsx）和 CSV 文件。请在 Excel 或 WPS 中另存为 xlsx，再重新上传。")
    )


def _csv_rows(text: str) -> Iterator[Row]:
    head = text[:20_000].partition("\n")[0]
    delimiter = max(",\t;，", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            found = {
                column: _unguarded(cell) for column, cell in enumerate(cells[:256], start=1) if cell.strip()
            }
            if found:
                yield Row(number, found)
    except csv.Error as error:
        raise CannotRead(
            gettext_noop(
                "CSV 文件第 %(number)s 行之后读不下去，可能缺了引号。请用 Excel 或 WPS 打开，另存为 xlsx 再试。"
            ),
            number=number,
        ) from error


def _unguarded(cell: str) -> str:
    """Without the apostrophe by which a CSV file keeps a spreadsheet program from seeing a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell


def _choose(
    sheets: Iterable[tuple[str, Iterator[Row]]], register: Register, has_fallback_kind: bool
) -> Listing:
    """The first sheet with headings of this register; the others are named, not read."""
    chosen: Listing | None = None
    others: list[str] = []
    nearest: set[str] = set()
    for title, rows in sheets:
        if chosen is not None:
            others.append(title)
            continue
        found = _Headings.find(rows, register)
        if found is None:
            others.append(title)
            continue
        missing = found.missing(register, has_fallback_kind)
        if missing:
            nearest = nearest or {str(column.label) for column in missing}
            others.append(title)
            continue
        chosen = Listing(_lines(rows, found), found.units, found.ignored, title)
    if chosen is None:
        if nearest:
            raise CannotRead(
                gettext_noop("缺少这些栏目：%(columns)s。请对照模板补上，标题行的文字与模板一致即可。"),
                columns="、".join(sorted(nearest)),
            )
        raise CannotRead(
            gettext_noop("没有找到标题行（如 %(columns)s）。请下载模板，把内容粘贴到模板里再上传。"),
            columns="、".join(str(column.label) for column in register.columns if column.required),
        )
    if not chosen.lines:
        raise CannotRead(gettext_noop("标题行下面没有内容。请填写后再上传。"))
    chosen.other_sheets = [title for title in others if title]
    return chosen


def _lines(rows: Iterator[Row], headings: _Headings) -> list[Line]:
    lines: list[Line] = []
    for row in rows:
        texts = {
            name: text[:_LONGEST_TEXT]
            for column, text in row.cells.items()
            if (name := headings.columns.get(column)) is not None and text.strip()
        }
        if not texts:
            continue
        if len(lines) >= MOST_ROWS:
            raise CannotRead(
                gettext_noop("文件超过 %(most)s 行的上限。请按年份或月份分成几个文件。"), most=MOST_ROWS
            )
        lines.append(Line(row.number, texts))
    return lines


@dataclass(frozen=True, slots=True)
class _Headings:
    """Which column of the sheet is which of the register."""

    columns: dict[int, str]
    units: dict[str, int]
    ignored: list[str]

    @classmethod
    def find(cls, rows: Iterator[Row], register: Register) -> _Headings | None:
        """The row of headings among the first rows: the first in which two headings, or the only one, are known."""
        known = _known_headings(register)
        for _number, row in zip(range(_TITLES_ABOVE), rows, strict=False):
            found = cls._of(row, known)
            if len(found.columns) >= 2 and _names_required(found, register):
                return found
        return None

    @classmethod
    def _of(cls, row: Row, known: dict[str, Column]) -> _Headings:
        columns: dict[int, str] = {}
        units: dict[str, int] = {}
        ignored: list[str] = []
        for place, text in sorted(row.cells.items()):
            column = known.get(_heading(text))
            if column is None or column.name in columns.values():
                ignored.append(" ".join(text.split())[:40])
                continue
            columns[place] = column.name
            if column.what.value == "yuan" and "万" in text:
                units[column.name] = 10_000
        return cls(columns, units, ignored)

    def missing(self, register: Register, has_fallback_kind: bool) -> list[Column]:
        """Columns that every row must fill and the sheet does not have."""
        return [
            column
            for column in register.columns
            if column.required
            and column.name not in self.columns.values()
            and not (column.name == "kind" and has_fallback_kind)
        ]


def _names_required(found: _Headings, register: Register) -> bool:
    return any(column.required and column.name in found.columns.values() for column in register.columns)


def _known_headings(register: Register) -> dict[str, Column]:
    """Every heading that is understood; the official ones come before the variants of another column."""
    known: dict[str, Column] = {}
    for language in ("zh-hans", "en"):  # what is exported in either is imported again
        with override(language):
            for column in register.columns:
                known.setdefault(_heading(str(column.label)), column)
    for column in register.columns:
        for variant in column.variants:
            known.setdefault(_heading(variant), column)
    return known


def _heading(text: str) -> str:
    """A heading for comparing: no blanks and brackets, no star of required columns, no unit."""
    bare = folded(text).strip("*:：#")
    for unit in ("单位万元", "单位元", "万元", "元"):
        bare = bare.removesuffix(unit)
    return bare
