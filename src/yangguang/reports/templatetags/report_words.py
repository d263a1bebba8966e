"""Words and signs for figures on the public pages."""

from __future__ import annotations

import re
from decimal import Decimal

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yangguang.annualreport.comparing import Change, ComparisonRow, Entry
from yangguang.annualreport.formats import Kind
from yangguang.annualreport.model import CellState
from yangguang.translation import gettext

register = template.Library()


@register.filter
def said(text: str) -> str:
    """A sentence of the library in the visitor's language."""
    return gettext(text)


@register.filter
def unbroken_year(title: str) -> SafeString:
    """A title in which no line begins with the 年 of a year."""
    whole = re.sub(r"\d{4}年", r'<span class="yg-nowrap">\g<0></span>', escape(title))
    return mark_safe(whole)  # noqa: S308 - escaped above


@register.filter
def signed(number: int | Decimal) -> str:
    """A change with its sign; a real minus, as wide as the plus."""
    text = f"{abs(number):f}" if isinstance(number, Decimal) else str(abs(number))
    return ("+" if number > 0 else "\u2212" if number < 0 else "±") + text


@register.filter
def row_words(row: ComparisonRow) -> str:
    """A row's label with the head that makes it clear, and its column unless it is a line's own total."""
    labels = row.labels
    heads = labels.groups[-1:] if labels.row[:1].isdigit() else ()
    words = [gettext(part) for part in (*heads, labels.row)]
    if not (row.address.startswith("requests.") and row.is_total):
        words.append(gettext(labels.column))
    unit = _("（元）") if row.kind is Kind.MONEY else ""
    return " · ".join(words) + unit


@register.filter
def cells(row: ComparisonRow) -> list[tuple[Entry, Change | None]]:
    """The figures of a row, each with its change."""
    return list(zip(row.entries, row.changes, strict=True))


@register.filter
def no_figure(entry: Entry) -> str:
    """Why there is no figure."""
    if not entry.in_form:
        return _("该格式没有这一项")
    return {
        CellState.BLANK: _("空白"),
        CellState.NOT_APPLICABLE: _("不适用"),
        CellState.UNREADABLE: _("无法辨认"),
    }.get(entry.state, _("原文件没有这一格"))
