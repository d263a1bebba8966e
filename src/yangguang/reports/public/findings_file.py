"""The findings of a check as a spreadsheet, for whoever has to mend them."""

from __future__ import annotations

import io
from decimal import Decimal

from django.utils.translation import gettext

from yangguang.reports.public.results import ShownFinding, describe_all
from yangguang.reports.public.sealed import Result
from yangguang.web.spreadsheet import write_sheet

WIDTHS = (6, 8, 16, 34, 60, 12, 12, 40, 48)


def workbook(result: Result) -> bytes:
    """One sheet, one finding a row."""
    out = io.BytesIO()
    shown = describe_all(result.report.format, result.checked.findings)
    write_sheet(out, gettext("核对结果"), list(zip(_head(), WIDTHS, strict=True)), map(_row, shown))
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
