"""A comparison in a terminal: a table for each table of the form, as many reports beside as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yangguang.annualreport.comparing import Change, Comparison, ComparisonRow, Entry
from yangguang.annualreport.mapping import Comparability
from yangguang.annualreport.model import Certainty
from yangguang.cli.render import NOT_IN_FORM, STATE_SIGNS, Legend, counted, grid, number_text
from yangguang.cli.wrapping import Prose
from yangguang.translation import gettext, mark

_LABEL_WIDTH = 26
_REPORT_WIDTH = 18
_NEAR = "≈"


def show_comparison(console: Console, comparison: Comparison, *, everything: bool = False) -> None:
    """All rows, or the lines that have figures."""
    legend = Legend()
    wanted = [row for row in comparison.rows if everything or (row.is_total and row.has_figures)]
    at_once = max(1, (console.width - _LABEL_WIDTH) // _REPORT_WIDTH)
    numbers = range(len(comparison.columns))
    for start in range(0, len(comparison.columns), at_once):
        shown = numbers[start : start + at_once]
        for caption, rows in groupby(wanted, key=lambda row: row.labels.table):
            console.print()
            console.print(_table(caption, list(rows), comparison, shown, legend))
    console.print()
    for line in (*_basis(comparison), *legend.lines(), *_notes(comparison, wanted, everything)):
        console.print(line)


def _table(
    caption: str, rows: Sequence[ComparisonRow], comparison: Comparison, shown: Sequence[int], legend: Legend
) -> Table:
    table = grid(gettext(caption))
    table.add_column("", max_width=_LABEL_WIDTH, overflow="fold")
    for number in shown:
        column = comparison.columns[number]
        head = f"{column.agency or gettext('机关不明')} {column.year or ''}"
        table.add_column(head, justify="right", overflow="fold")
    heads: tuple[str, ...] = ()
    above = ""
    for row in rows:
        groups = row.labels.groups
        if groups != heads[: len(groups)] and groups[-1] != above:
            table.add_row(Prose(Text(gettext(groups[-1]), style="dim"), 2 * len(groups) - 2))
        heads, above = groups, row.labels.row
        cells = (_cell(row.entries[number], row.changes[number], legend) for number in shown)
        table.add_row(Prose(_label(row), 2 * len(groups)), *cells)
    return table


def _label(row: ComparisonRow) -> Text:
    words = [gettext(row.labels.row)]
    if not row.address.endswith(".total") or row.address.startswith("remedies."):
        words.append(gettext(row.labels.column))
    sign = f" {_NEAR}" if row.comparability is Comparability.NEAR else ""
    return Text(" ".join(words) + sign)


def _cell(entry: Entry, change: Change | None, legend: Legend) -> Text:
    text = _figure(entry, legend)
    if change is not None and change.absolute:
        style = "green" if change.absolute > 0 else "red"
        text = text.copy().append(f" {change_text(change)}", style=style)
    return text


def _figure(entry: Entry, legend: Legend) -> Text:
    if not entry.in_form:
        return legend.sign(NOT_IN_FORM)
    if entry.value is None:
        return legend.sign(STATE_SIGNS[entry.state])
    text = number_text(entry.value)
    if entry.certainty is Certainty.DOUBTFUL:
        return legend.marked(text, "?")
    return legend.marked(text, "=") if entry.derived else Text(text)


def change_text(change: Change) -> str:
    """The difference with its sign, and per cent where there is a base: +12 (+5.0%)."""
    percent = "" if change.percent is None else f" ({change.percent:+f}%)"
    return f"{change.absolute:+}{percent}"


def _basis(comparison: Comparison) -> Iterator[Text]:
    """What the changes refer to."""
    bases = {column.base for column in comparison.columns}
    agencies = [column.agency for column in comparison.columns]
    if bases <= {None, 0} and len(set(agencies)) > 1 and 0 in bases:
        said = counted(mark("增减均与第一份（{agency}）比较。"), agency=agencies[0])
    elif bases != {None}:
        said = gettext(mark("增减为与同一机关前一份年度报告比较。"))
    else:
        return
    yield Text(said, style="dim")


def _notes(comparison: Comparison, rows: Sequence[ComparisonRow], everything: bool) -> Iterator[Text]:
    for note in dict.fromkeys(row.note for row in rows if row.note):
        is_near = any(row.comparability is Comparability.NEAR for row in rows if row.note == note)
        yield Text(f"{_NEAR if is_near else '※'}{gettext(note)}", style="dim")
    if not everything:
        hidden = len(comparison.rows) - len(rows)
        if hidden:
            yield Text(counted(mark("另有 {count} 行未显示，加 --all 显示。"), count=hidden), style="dim")
