"""An annual report from JSON: our own output, or a bare object after the contract.

A bare object needs no more than the tables: money may be a plain string, ``null`` is a blank cell, a
row or column that is not there is a missing cell. What the contract does not know stays unread, so
that others may keep their own data beside it. A wrong type, an unknown row or a broken number is an
error that names its place; a negative count is not, for that is something to find in a report.
Binary fractions are refused: 4068.208 must come as the string "4068.208", or digits would be lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from string import Formatter
from typing import Any, NoReturn, TypeVar

from yangguang.annualreport.errors import BrokenFile, EmptyFile, NotAnAnnualReport, TooLarge
from yangguang.annualreport.figures import figure
from yangguang.annualreport.findings import Figure, Finding
from yangguang.annualreport.formats import FORMATS, VARIANTS, Format, Kind, Severity, format_for_year
from yangguang.annualreport.model import (
    AnnualReport,
    Cell,
    CellState,
    Certainty,
    Contact,
    Fees,
    Money,
    Repair,
    SectionText,
    Value,
)
from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.translation import Message, mark

_DECIMAL = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?", re.ASCII)
_LARGEST = 10**15
_READERS_OWN = ("READ", "FORM")
_T = TypeVar("_T")


def read_json(content: bytes, *, file: str = "", limits: Limits = DEFAULT_LIMITS) -> AnnualReport:
    """The report in the bytes of a JSON file.

    Raises ``EmptyFile``, ``TooLarge``, ``BrokenFile`` or ``NotAnAnnualReport``.
    """
    if len(content) > limits.file_bytes:
        raise TooLarge(mark("文件超过大小上限。年度报告的 JSON 一般不超过 1 MB，请确认文件。"), file=file)
    if not content.strip():
        raise EmptyFile(mark("文件是空的，没有可以读取的内容。请确认上传的是年度报告文件。"), file=file)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BrokenFile(mark("不是完整的 JSON 文件，无法读取。请重新导出。"), file=file) from error
    if isinstance(data, list) and len(data) == 1:  # `report check --json` prints a list
        data = data[0]
    return report_from_json(data, file=file, limits=limits)


def report_from_json(
    data: Mapping[str, Any], *, file: str = "", limits: Limits = DEFAULT_LIMITS
) -> AnnualReport:
    """The report in an object after the contract; ``file`` is the name that errors carry.

    ``kind`` and ``file`` of the report are those of the file that was read first, when the object
    names them: the places of the cells speak of that file. Raises ``BrokenFile`` naming the place,
    ``TooLarge``, or ``NotAnAnnualReport`` when there is no table in it.
    """
    if not isinstance(data, Mapping):
        raise BrokenFile(mark("JSON 的最外层应是一份报告对象。"), file=file)
    return _Reading(data, file, limits).report()


class _Reading:
    """One object being read; counts the characters taken so that a report stays bounded."""

    def __init__(self, data: Mapping[str, Any], file: str, limits: Limits) -> None:
        self._data = data
        self._file = file
        self._characters_left = limits.characters

    def report(self) -> AnnualReport:
        data = self._data
        if not any(isinstance(data.get(key), dict) for key in ("proactive", "requests", "remedies")):
            raise NotAnAnnualReport(
                mark("JSON 里没有年度报告的表（proactive、requests、remedies），不是年度报告。"),
                file=self._file,
            )
        year = self.integer(data.get("year"), "year", optional=True)
        form = self._format(year)
        kinds = _kinds(form)
        notes = self._strings(data.get("notes"), "notes") if isinstance(data.get("notes"), dict) else {}
        return AnnualReport(
            agency=self.text(data.get("agency"), "agency"),
            year=year,
            format=form,
            cells=self._cells(form, kinds, notes),
            title=self.text(data.get("title"), "title"),
            preamble=self._texts(data.get("preamble"), "preamble"),
            sections=self.items("sections", self._section),
            fees=self._fees(),
            contact=self._contact(),
            period=self._period(),
            published_on=self.text(data.get("published_on"), "published_on"),
            notes={where: note for where, note in notes.items() if where not in kinds},
            repairs=self.items("repairs", lambda item, where: self._repair(item, where, kinds)),
            reading=self._findings(),
            kind=self.text(data.get("kind"), "kind") or "json",
            file=self.text(data.get("file"), "file") or self._file,
        )

    # plain values

    def broken(self, template: str, where: str, **params: object) -> NoReturn:
        raise BrokenFile(template, file=self._file, place=where, **params)

    def text(self, value: object, where: str) -> str:
        """A string; ``null`` and nothing are the empty one."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.broken(mark("这里应是文字（字符串）。"), where)
        self._characters_left -= len(value)
        if self._characters_left < 0:
            raise TooLarge(mark("文字超过上限，不像一份年度报告。"), file=self._file, place=where)
        if any("\ud800" <= character <= "\udfff" for character in value):
            self.broken(mark("文字里有无效的字符编码。请重新导出。"), where)
        return value

    def integer(self, value: object, where: str, *, optional: bool = False) -> int | None:
        if value is None and optional:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.broken(mark("这里应是整数。"), where)
        if abs(value) >= _LARGEST:
            self.broken(mark("数字过大，不可能是年度报告中的数据。"), where)
        return value

    def decimal(self, value: object, where: str) -> Decimal | None:
        """A decimal as a string or an integer."""
        if value is None:
            return None
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            return Decimal(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(self.integer(value, where) or 0)
        self.broken(mark('金额应写成字符串，如 "4068.208"；不接受浮点数，以免丢失位数。'), where)

    def mapping(self, value: object, where: str) -> Mapping[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.broken(mark("这里应是对象（{…}）。"), where)
        return value

    def items(self, key: str, one: Callable[[Mapping[str, Any], str], _T]) -> tuple[_T, ...]:
        """The objects of the list at ``key``."""
        listed = self._list(self._data.get(key), key)
        return tuple(one(self.mapping(item, f"{key}[{n}]"), f"{key}[{n}]") for n, item in enumerate(listed))

    def _list(self, value: object, where: str) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.broken(mark("这里应是列表（[…]）。"), where)
        self._characters_left -= len(value)
        return value

    def _texts(self, value: object, where: str) -> tuple[str, ...]:
        return tuple(self.text(item, f"{where}[{n}]") for n, item in enumerate(self._list(value, where)))

    def _strings(self, value: object, where: str) -> dict[str, str]:
        return {key: self.text(item, f"{where}.{key}") for key, item in self.mapping(value, where).items()}

    # the tables

    def _format(self, year: int | None) -> Format:
        """The form named, else the one ordered for the year; a variant named, or told by its rows."""
        named = self.text(self._data.get("format"), "format")
        variant = self.text(self._data.get("variant"), "variant")
        if not named:
            if year is None:
                self.broken(mark("缺少 format（“2019”或“2021”），也没有 year，无法判断格式。"), "format")
            try:
                named = format_for_year(year).id
            except KeyError:
                self.broken(mark("{year}年没有规定的年度报告格式（2019年起才有）。"), "year", year=year)
        known = [form for form in (*FORMATS, *VARIANTS) if form.id == named]
        if not known:
            self.broken(mark("没有编号为“{named}”的格式；现有“2019”和“2021”。"), "format", named=named[:40])
        if "variant" in self._data:
            known = [form for form in known if form.variant == variant]
            if not known:
                self.broken(mark("没有名为“{variant}”的格式变体。"), "variant", variant=variant[:40])
        rows = set(self.mapping(self._data.get("requests"), "requests"))
        return next((form for form in known if rows <= set(form.requests.row_ids)), known[0])

    def _cells(self, form: Format, kinds: Mapping[str, Kind], notes: Mapping[str, str]) -> dict[str, Cell]:
        values = self._values(form)
        facts = self.mapping(self._data.get("cells"), "cells")
        self._only_known(facts, kinds, "cells")
        cells = {}
        for path, kind in kinds.items():
            known = self.mapping(facts.get(path), f"cells.{path}")
            cells[path] = self._cell(path, kind, values, known, notes.get(path, ""))
        return cells

    def _values(self, form: Format) -> dict[str, object]:
        """What stands at each address; an address that the object does not have is not in it."""
        values: dict[str, object] = {}
        proactive = self.mapping(self._data.get("proactive"), "proactive")
        below = [table.path.partition(".")[2] for table in form.proactive]
        self._only_known(proactive, {*below, "note"}, "proactive")
        for table in form.tables:
            top, _, name = table.path.partition(".")
            body = self.mapping(proactive.get(name) if name else self._data.get(top), table.path)
            self._only_known(body, set(table.row_ids), table.path)
            for row_id, row in body.items():
                where = f"{table.path}.{row_id}"
                columns = self.mapping(row, where)
                self._only_known(columns, set(table.column_ids), where)
                values |= {f"{where}.{column}": value for column, value in columns.items()}
        return values

    def _only_known(self, found: Mapping[str, Any], known: Collection[str], where: str) -> None:
        for key in found:
            if key not in known:
                self.broken(mark("“{key}”不是本格式的行、列或单元格。"), where, key=str(key)[:80])

    def _cell(
        self, path: str, kind: Kind, values: Mapping[str, object], facts: Mapping[str, Any], note: str
    ) -> Cell:
        value, state = self._value(values.get(path), path, kind)
        if path not in values:
            state = CellState.MISSING
        if "state" in facts:
            state = self._choice(CellState, facts["state"], f"cells.{path}.state")
            if (state is CellState.PRINTED) != (value is not None) and not isinstance(value, Money):
                self.broken(mark("单元格的状态与其数值不符。"), f"cells.{path}.state")
        where = f"cells.{path}"
        certainty = self._choice(
            Certainty, facts.get("certainty", Certainty.CERTAIN.value), f"{where}.certainty"
        )
        raw = self.text(facts["raw"], f"{where}.raw") if "raw" in facts else plain_text(value)
        return Cell(
            path, value, state, certainty, raw, note, self._place(facts.get("place"), f"{where}.place")
        )

    def _value(self, value: object, where: str, kind: Kind) -> tuple[Value, CellState]:
        if value is None:
            return None, CellState.BLANK
        if kind is Kind.MONEY:
            return self._money(value, where)
        if kind is Kind.WAN_YUAN:
            return self.decimal(value, where), CellState.PRINTED
        if isinstance(value, str) and "." in value:  # a fraction where a count should be, printed so
            return self.decimal(value, where), CellState.PRINTED
        if isinstance(value, float):
            self.broken(mark("件数应是整数，不接受浮点数。"), where)
        return self.integer(value, where), CellState.PRINTED

    def _money(self, value: object, where: str) -> tuple[Value, CellState]:
        """Money as an object with its yuan, as printed text, or as an integer of yuan."""
        if isinstance(value, dict):
            text = self.text(value.get("text"), f"{where}.text")
            yuan = self.decimal(value.get("yuan"), f"{where}.yuan")
            return Money(text, yuan), CellState.UNREADABLE if yuan is None else CellState.PRINTED
        if isinstance(value, int) and not isinstance(value, bool):
            yuan = self.decimal(value, where)
            return Money(str(value), yuan), CellState.PRINTED
        if isinstance(value, float):
            self.decimal(value, where)
        read = figure(self.text(value, where), Kind.MONEY)
        return read.value, read.state

    # what stands around them

    def _section(self, item: Mapping[str, Any], where: str) -> SectionText:
        number = self.integer(item.get("number"), f"{where}.number")
        if not isinstance(number, int) or not 0 < number < 100:
            self.broken(mark("部分的序号应是 1 至 6。"), f"{where}.number")
        if "paragraphs" in item:
            paragraphs = self._texts(item["paragraphs"], f"{where}.paragraphs")
        else:
            text = self.text(item.get("text"), f"{where}.text")
            paragraphs = tuple(line.strip() for line in text.splitlines() if line.strip())
        places = self._list(item.get("places"), f"{where}.places")
        return SectionText(
            number,
            self.text(item.get("heading"), f"{where}.heading"),
            paragraphs,
            tuple(self._place(place, f"{where}.places[{n}]") for n, place in enumerate(places)),
        )

    def _fees(self) -> Fees:
        fees = self.mapping(self._data.get("fees"), "fees")
        return Fees(
            self.integer(fees.get("notices"), "fees.notices", optional=True),
            self.decimal(fees.get("amount"), "fees.amount"),
            self.decimal(fees.get("received"), "fees.received"),
            self.text(fees.get("text"), "fees.text"),
        )

    def _contact(self) -> Contact:
        contact = self._strings(self._data.get("contact"), "contact")
        self._only_known(contact, set(Contact.__slots__), "contact")
        return Contact(**contact)

    def _period(self) -> tuple[str, str] | None:
        period = self._texts(self._data.get("period"), "period")
        if not period:
            return None
        if len(period) != 2:
            self.broken(mark("统计期限应是起止两个日期。"), "period")
        return period[0], period[1]

    def _repair(self, item: Mapping[str, Any], where: str, kinds: Mapping[str, Kind]) -> Repair:
        path = self.text(item.get("where"), f"{where}.where")
        after, _ = self._value(item.get("to"), f"{where}.to", kinds.get(path, Kind.COUNT))
        before = self.text(item.get("from"), f"{where}.from")
        return Repair(path, before, after, self._message(item, "why", where))

    def _findings(self) -> tuple[Finding, ...]:
        """The reader's own findings; those of checking are found again by checking."""
        found = self.items("findings", self._finding)
        return tuple(finding for finding in found if finding.rule in _READERS_OWN)

    def _finding(self, item: Mapping[str, Any], where: str) -> Finding:
        paragraph, start, end = (
            self.integer(item.get(name, -1), f"{where}.{name}") or 0 for name in ("paragraph", "start", "end")
        )
        return Finding(
            self.text(item.get("rule"), f"{where}.rule"),
            self._choice(Severity, item.get("severity"), f"{where}.severity"),
            self.text(item.get("where"), f"{where}.where"),
            self._message(item, "message", where),
            self._message(item, "advice", where) if "advice" in item else None,
            self._figure(item.get("expected"), f"{where}.expected"),
            self._figure(item.get("actual"), f"{where}.actual"),
            self.text(item.get("quote"), f"{where}.quote"),
            paragraph,
            start,
            end,
            self._texts(item.get("cells"), f"{where}.cells"),
        )

    def _figure(self, value: object, where: str) -> Figure:
        return (
            self.text(value, where) if isinstance(value, str) else self.integer(value, where, optional=True)
        )

    def _message(self, item: Mapping[str, Any], key: str, where: str) -> Message:
        """A sentence from its source, else as it was said: then braces in it are not placeholders."""
        source = self.mapping(item.get(f"{key}_source"), f"{where}.{key}_source")
        if not source:
            return Message(self.text(item.get(key), f"{where}.{key}"))
        params = self.mapping(source.get("params"), f"{where}.{key}_source.params")
        said = f"{where}.{key}_source"
        template = self.text(source.get("template"), f"{said}.template")
        if not _says_only(template, params):
            self.broken(mark("说明文字与其参数不符。"), said)
        return Message(
            template, {name: self._param(value, f"{said}.params.{name}") for name, value in params.items()}
        )

    def _param(self, value: object, where: str) -> object:
        if isinstance(value, dict):
            return self.decimal(value.get("decimal"), where)
        return (
            self.text(value, where) if isinstance(value, str) else self.integer(value, where, optional=True)
        )

    def _place(self, value: object, where: str) -> Place:
        place = self.mapping(value, where)
        page, block, row, column = (
            self.integer(place.get(name, 0), f"{where}.{name}") or 0
            for name in ("page", "block", "row", "column")
        )
        return Place(page, block, row, column, self._box(place.get("box"), f"{where}.box"))

    def _box(self, value: object, where: str) -> tuple[float, float, float, float] | None:
        box = self._list(value, where)
        if not box:
            return None
        if len(box) != 4 or any(isinstance(edge, bool) or not isinstance(edge, int | float) for edge in box):
            self.broken(mark("位置框应是四个数字。"), where)
        if any(not -_LARGEST < edge < _LARGEST for edge in box):
            self.broken(mark("数字过大，不可能是年度报告中的数据。"), where)
        return float(box[0]), float(box[1]), float(box[2]), float(box[3])

    def _choice(self, choices: Callable[[str], _T], value: object, where: str) -> _T:
        try:
            return choices(self.text(value, where))
        except ValueError:
            self.broken(mark("“{value}”不是这里允许的取值。"), where, value=str(value)[:40])


def _says_only(template: str, params: Mapping[str, Any]) -> bool:
    """Whether a template from a file asks for nothing but its facts as they are.

    A template is filled with ``str.format``: one from a stranger's file must neither reach into the
    attributes of a value nor ask for a billion blanks.
    """
    try:
        fields = list(Formatter().parse(template))
    except ValueError:
        return False
    return all(name is None or (name in params and not spec and not kind) for _, name, spec, kind in fields)


def plain_text(value: Value) -> str:
    """A value as an office types it; the ``raw`` that a cell has when the object names none."""
    if isinstance(value, Money):
        return value.text
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _kinds(form: Format) -> dict[str, Kind]:
    return {
        f"{table.path}.{row}.{column.id}": column.kind
        for table in form.tables
        for row in table.row_ids
        for column in table.columns
    }
