"""A comparison as one page that stands alone: no script, no picture, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape
from itertools import groupby

from yangguang.annualreport.comparing import Change, Comparison, ComparisonRow, Entry
from yangguang.annualreport.model import CellState, Certainty
from yangguang.translation import Message, current_language, gettext, mark

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--line:#b9b9b9;--soft:#f2f4f7;--dim:#565656}
@media (prefers-color-scheme:dark){:root{--ink:#ececec;--paper:#16181b;--line:#4a4f55;--soft:#22262b;--dim:#b0b5ba}}
body{margin:0 auto;padding:1.5rem;max-width:76rem;color:var(--ink);background:var(--paper);line-height:1.6;
font-family:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.5rem}.frame{overflow-x:auto;margin-block:2rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:start;font-weight:700;padding-block:.5rem}
th,td{border:1px solid var(--line);padding:.35rem .6rem;vertical-align:top}
thead th{background:var(--soft)}tbody th{text-align:start;font-weight:400;min-width:14rem}
td{text-align:end;white-space:nowrap}.change{display:block;font-size:.85em;color:var(--dim)}
.group,.note,.state{color:var(--dim);font-size:.9em}
@media (max-width:40rem){body{padding:1rem}tbody th{min-width:8.5rem;position:sticky;left:0;
background:var(--paper)}}
@media print{body{max-width:none;padding:0}.frame{overflow:visible}thead{display:table-header-group}}
"""
_STATES = {
    CellState.BLANK: mark("空白"),
    CellState.NOT_APPLICABLE: mark("不适用"),
    CellState.UNREADABLE: mark("无法辨认"),
    CellState.MISSING: mark("缺"),
}
_NO_BASE = mark(
    "增减：同一机关与其前一份年度报告比较；各机关只有一份时与第一份比较。空白按 0 计算；不适用、无法辨认的不计算增减。"
)


def comparison_page(comparison: Comparison, title: str = "") -> str:
    """The whole page as HTML."""
    title = title or gettext(mark("政府信息公开工作年度报告比较"))
    tables = "".join(
        _table(caption, list(rows), comparison)
        for caption, rows in groupby(comparison.rows, key=lambda row: row.labels.table)
    )
    notes = "".join(f"<li>{escape(gettext(note))}</li>" for note in comparison.notes)
    code = "en" if current_language().startswith("en") else "zh-Hans"
    return (
        f'<!doctype html>\n<html lang="{code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(title)}</h1><p>{escape(gettext(_NO_BASE))}</p>{tables}"
        f"<h2>{escape(gettext(mark('说明')))}</h2><ul>{notes}</ul></main></body></html>\n"
    )


def _table(caption: str, rows: Sequence[ComparisonRow], comparison: Comparison) -> str:
    heads = "".join(
        f'<th scope="col">{escape(column.agency)} {column.year or ""}</th>' for column in comparison.columns
    )
    body = "".join(_rows(rows))
    name = escape(gettext(caption))
    return (
        f'<div class="frame" role="region" tabindex="0" aria-label="{name}"><table><caption>{name}</caption>'
        f'<thead><tr><th scope="col">{escape(gettext(mark("项目")))}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _rows(rows: Sequence[ComparisonRow]) -> Iterator[str]:
    for row in rows:
        group = "／".join(gettext(group) for group in row.labels.groups)
        label = f"{gettext(row.labels.row)} · {gettext(row.labels.column)}"
        head = f'<span class="group">{escape(group)}</span><br>' if group else ""
        note = f'<br><span class="note">{escape(gettext(row.note))}</span>' if row.note else ""
        cells = "".join(_cell(*pair) for pair in zip(row.entries, row.changes, strict=True))
        yield f'<tr id="{escape(row.address)}"><th scope="row">{head}{escape(label)}{note}</th>{cells}</tr>'


def _cell(entry: Entry, change: Change | None) -> str:
    said = "" if change is None else f'<span class="change">{escape(_change(change))}</span>'
    return f"<td>{_figure(entry)}{said}</td>"


def _figure(entry: Entry) -> str:
    if not entry.in_form:
        return f'<span class="state">{escape(gettext(mark("该格式无此项")))}</span>'
    if entry.value is None:
        return f'<span class="state">{escape(gettext(_STATES[entry.state]))}</span>'
    figure = _grouped(entry.value)
    if entry.certainty is Certainty.DOUBTFUL:
        figure += f' <span class="state">{escape(gettext(mark("（存疑）")))}</span>'
    if entry.derived:
        figure += f' <span class="state">{escape(gettext(mark("（合计空白，由各部分相加）")))}</span>'
    return figure


def _grouped(value: int | Decimal) -> str:
    """Digits in groups of three by thin spaces: 11 398 889."""
    return f"{value:,}".replace(",", "\u2009")


def _change(change: Change) -> str:
    if not change.absolute:
        return gettext(mark("持平"))
    difference = f"{change.absolute:+,}".replace(",", "\u2009")
    if change.percent is None:
        return difference
    return str(
        Message(
            mark("{difference}（{percent}%）"), {"difference": difference, "percent": f"{change.percent:+f}"}
        )
    )
