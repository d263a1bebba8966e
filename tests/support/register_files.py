"""Spreadsheets as offices hand them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

DOCUMENT_HEADINGS = ["类别", "标题", "发文字号", "发文日期", "公开日期", "失效日期", "失效方式", "本机关主办"]


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    above: Sequence[Sequence[Any]] = (),
    sheets: Sequence[tuple[str, Any]] = (),
) -> bytes:
    """A workbook with one sheet of these rows (headings among them); ``sheets`` stand before it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy/m/d"})
    money = book.add_format({"num_format": "#,##0"})
    for title, content in [*sheets, ("清单", [*above, *rows])]:
        sheet = book.add_worksheet(title)
        for number, row in enumerate(content):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif isinstance(value, float):
                    sheet.write_number(number, place, value, money)
                else:
                    sheet.write(number, place, value)
    book.close()
    return target.getvalue()


def csv_file(rows: Sequence[Sequence[Any]], encoding: str = "gb18030", delimiter: str = ",") -> bytes:
    """A CSV file, in the encoding of Chinese Excel unless told otherwise."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)
