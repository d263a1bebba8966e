"""A cell's address in the words of the form, for people."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yangguang.annualreport.formats import Format, Row, Table
from yangguang.translation import Message, gettext, mark

# How people call the tables: by the part of the report in which they stand.
_CELL = mark("{table}“{row}”行“{column}”列")
_ROW = mark("{table}“{row}”行")
_SECTION = mark("第{number}部分“{heading}”")
_FIELDS = {
    "agency": mark("机关名称"),
    "year": mark("报告年度"),
    "fees": mark("信息处理费说明"),
    "fees.notices": mark("信息处理费说明：收费通知件数"),
    "fees.amount": mark("信息处理费说明：通知收费金额"),
    "fees.received": mark("信息处理费说明：实际收取金额"),
    "published_on": mark("发布日期"),
    "period": mark("统计期限"),
    "title": mark("标题"),
    "preamble": mark("引言"),
}
_NUMERALS = ("", mark("一"), mark("二"), mark("三"), mark("四"), mark("五"), mark("六"))
_LEADING_NUMBER = re.compile(r"^(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．])")


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one cell: its table, the heads beside its row, its row and its column."""

    table: str
    groups: tuple[str, ...]
    row: str
    column: str


def split(form: Format, address: str) -> tuple[Table, str, str] | None:
    """Table, row id and column id of a cell address; ``None`` when it is not one of this form."""
    for table in form.tables:
        if address.startswith(f"{table.path}."):
            row, _, column = address[len(table.path) + 1 :].partition(".")
            if row in table.row_ids and (column in table.column_ids or not column):
                return table, row, column
    return None


def labels(form: Format, address: str) -> Labels | None:
    """The official labels of a cell, ``None`` when the form has no such cell."""
    found = split(form, address)
    if found is None or not found[2]:
        return None
    table, row_id, column_id = found
    row = table.row(row_id)
    return Labels(table.caption, row.groups, row.label, table.column(column_id).label)


def row_words(row: Row) -> str:
    """A row's label with the head that makes it clear: （三）不予公开 1.属于国家秘密."""
    heads = row.groups[-1:] if row.label[:1].isdigit() else ()
    return " ".join(gettext(part) for part in (*heads, row.label))


def in_words(form: Format, address: str) -> str:
    """Where an address is, said in words; the address itself when it is not known."""
    found = split(form, address)
    if found is not None:
        table, row_id, column_id = found
        words: dict[str, object] = {"table": gettext(table.caption), "row": row_words(table.row(row_id))}
        if not column_id:
            return str(Message(_ROW, words))
        words["column"] = gettext(table.column(column_id).label)
        return str(Message(_CELL, words))
    if address.startswith("sections."):
        return _section_in_words(form, address)
    for table in form.tables:
        if address == table.path:
            return gettext(table.caption)
    return gettext(_FIELDS[address]) if address in _FIELDS else address


def _section_in_words(form: Format, address: str) -> str:
    number = address.partition(".")[2].partition(".")[0]
    if not number.isdigit():
        return address
    for section in form.sections:
        if section.number == int(number):
            heading = _LEADING_NUMBER.sub("", gettext(section.heading)).strip()
            return str(Message(_SECTION, {"number": _NUMERALS[section.number], "heading": heading}))
    return address
