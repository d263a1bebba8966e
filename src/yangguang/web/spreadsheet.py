"""Spreadsheets that open well: text stays text, numbers and moments are numbers, the head stays in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils import timezone

LONGEST = 32_000
"""A cell of a spreadsheet holds 32,767 signs."""


def plain(value: object) -> object:
    """A value of a CSV file that no spreadsheet program takes for a formula; numbers may keep their sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value[:1] in _STARTS and not _is_number(value):
        return "'" + value
    return value


_STARTS = frozenset("=+-@＝＋－＠\t\r\n")
"""With what a formula begins; Chinese spreadsheet programs take the wide signs for the narrow ones."""


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdigit()


def moment(at: datetime | None) -> str:
    """A moment in the office's time, as text."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def write_sheet(
    out: IO[bytes],
    name: str,
    columns: Sequence[tuple[str, float]],
    rows: Iterable[Iterable[Any]],
    *,
    filters: bool = False,
) -> None:
    """One sheet: ``columns`` are headings with their widths. Rows are written as they come, none is held."""
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            # words of an unknown file must not become formulas or links
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "remove_timezone": True,
        },
    )
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "bg_color": "#E4EFF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    at = book.add_format({"border": 1, "valign": "top", "num_format": "yyyy-mm-dd hh:mm"})
    day = book.add_format({"border": 1, "valign": "top", "num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(last, column, timezone.localtime(value), at)
            elif isinstance(value, date):
                sheet.write_datetime(last, column, value, day)
            elif isinstance(value, int | Decimal):
                sheet.write_number(last, column, value, body)
            elif value is None or value == "":
                sheet.write_blank(last, column, None, body)
            else:
                sheet.write_string(last, column, str(value)[:LONGEST], body)
    if filters:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
