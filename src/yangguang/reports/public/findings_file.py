"""The findings of a check as a spreadsheet, for whoever has to mend them."""

from __future__ import annotations

import io
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext

from yangguang.reports.public.exports import plain
from yangguang.reports.public.results import ShownFinding, describe_all
from yangguang.reports.public.sealed import Result

WIDTHS = (6, 8, 16, 34, 60, 12, 12, 40, 48)
LONGEST = 32_000
"""A cell of a spreadsheet holds 32,767 signs."""


def workbook(result: Result) -> bytes:
    """One sheet, one finding a row."""
    out = io.BytesIO()
    # strings stay strings: words of an unknown file must not become formulas or links
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(gettext("核对结果"))
    head = book.add_format(
        {"bold": True, "bg_color": "#E4EFF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(_head(), WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    for number, item in enumerate(describe_all(result.report.format, result.checked.findings), start=1):
        for column, value in enumerate(_row(item)):
            if isinstance(value, int):
                sheet.write_number(number, column, value, body)
            else:
                sheet.write_string(number, column, str(plain(str(value)))[:LONGEST], body)
    book.close()
    return out.getvalue()


def _head() -> tuple[str, ...]:
    return (
        gettext("序号"),
        gettext("程度"),
        gettext("规则"),
        gettext("位置"),
        gettext("说明"),
        gettext("应为"),
        gettext("实为"),
        gettext("原文"),
        gettext("怎样处理"),
    )


def _row(item: ShownFinding) -> tuple[int | str | Decimal, ...]:
    finding = item.finding
    return (
        item.number,
        item.severity_label,
        f"{finding.rule} {item.title}",
        item.place,
        str(finding.message),
        "" if finding.expected is None else finding.expected,
        "" if finding.actual is None else finding.actual,
        finding.quote,
        str(finding.advice or ""),
    )
