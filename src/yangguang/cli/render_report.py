"""One report in a terminal: who and when, the tables as in the form, repairs with their evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from yangguang.annualreport.address import in_words
from yangguang.annualreport.formats import Row, Table
from yangguang.annualreport.model import AnnualReport, Money, Repair
from yangguang.cli.render import Legend, counted, grid, number_text
from yangguang.cli.wrapping import Prose
from yangguang.translation import gettext, mark

_FEW = 3  # columns of a table that has room for its heads on one line
_NARROW = 9  # width of a column in the others: heads of four characters a line
_NARROWEST = 6  # where there are more than five columns


def show_report(console: Console, report: AnnualReport) -> None:
    """Everything that was understood of a report."""
    legend = Legend()
    for line in _head(report):
        console.print(line)
    for table in report.format.tables:
        console.print()
        console.print(_table(report, table, legend))
        note = report.notes.get(table.path)
        if note:
            console.print(Text(note, style="dim"))
    console.print()
    for line in (*_sections(report), *_fees(report), *legend.lines()):
        console.print(line)
    show_repairs(console, report)


def _head(report: AnnualReport) -> Iterator[Text]:
    year = str(report.year) if report.year is not None else gettext("年度不明")
    yield Text(f"{report.agency or gettext('机关不明')}  {year}", style="bold")
    variant = gettext("（其他处理为一行）") if report.format.variant else ""
    form = counted(mark("格式：{form}（{document}）"), form=report.format.id, document=report.format.document)
    yield Text(f"{form}{variant}")
    if report.file:
        yield Text(counted(mark("文件：{file}（{kind}）"), file=report.file, kind=report.kind))
    if report.period:
        yield Text(f"{gettext('统计期限：')}{report.period[0]} – {report.period[1]}")
    if report.published_on:
        yield Text(f"{gettext('发布日期：')}{report.published_on}")


def _table(report: AnnualReport, table: Table, legend: Legend) -> RichTable:
    drawn = grid(gettext(table.caption))
    drawn.add_column("", overflow="fold")
    shown = {path: legend.cell(report.cells[path]) for path in table.cell_paths()}
    for column in table.columns:
        figures = (shown[f"{table.path}.{row.id}.{column.id}"].cell_len for row in table.rows)
        label = gettext(column.label)
        drawn.add_column(label, justify="right", overflow="fold", width=_width(table, max(figures)))
    heads: tuple[str, ...] = ()
    for row in table.rows:
        for depth, head in _new_heads(row, heads):
            drawn.add_row(Prose(Text(head, style="dim"), 2 * depth))
        heads = row.groups
        cells = (shown[f"{table.path}.{row.id}.{column.id}"] for column in table.columns)
        drawn.add_row(Prose(gettext(row.label), 2 * len(heads)), *cells)
    return drawn


def _width(table: Table, widest: int) -> int | None:
    """Columns of a wide table are as narrow as their figures allow, so that 80 columns hold the form."""
    if len(table.columns) <= _FEW:
        return None
    return max(widest, _NARROW if len(table.columns) <= 5 else _NARROWEST)


def _new_heads(row: Row, before: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The heads beside this row that did not stand beside the one above, with their depth."""
    for depth, head in enumerate(row.groups):
        if before[: depth + 1] != row.groups[: depth + 1]:
            yield depth, gettext(head)


def _sections(report: AnnualReport) -> Iterator[Text]:
    for section in report.sections:
        line = Text(section.heading)
        if section.paragraphs:
            counts = {"count": len(section.paragraphs), "signs": len(section.text)}
            line.append(f"  {counted(mark('{count} 段，{signs} 字'), **counts)}", style="dim")
        yield line


def _fees(report: AnnualReport) -> Iterator[Text]:
    fees = report.fees
    said = (
        (mark("收费通知 {value} 件"), fees.notices),
        (mark("通知金额 {value} 元"), fees.amount),
        (mark("实收 {value} 元"), fees.received),
    )
    known = [counted(template, value=number_text(value)) for template, value in said if value is not None]
    if known:
        yield Text(f"{gettext('信息处理费：')}{'，'.join(known)}")


def show_repairs(console: Console, report: AnnualReport) -> None:
    """Each cell that was not read literally, and why it became what it is."""
    if not report.repairs:
        return
    console.print()
    console.print(Text(counted(mark("还原 {count} 处："), count=len(report.repairs)), style="bold"))
    for (_row, before, why), group in groupby(report.repairs, key=_together):
        repairs = list(group)
        figures = " | ".join(_after(repair) for repair in repairs)
        change = {
            "place": _place(report, repairs),
            "before": before.strip() or gettext("空白"),
            "after": figures,
        }
        console.print(Prose(counted(mark("{place}：{before} → {after}"), **change), 2))
        console.print(Prose(Text(why, style="dim"), 4))


def _together(repair: Repair) -> tuple[str, str, str]:
    """What repairs of one row have in common: they are told in one line."""
    return repair.where.rpartition(".")[0], repair.before, str(repair.why)


def _place(report: AnnualReport, repairs: list[Repair]) -> str:
    """The cell, or the row where several cells of it were restored together."""
    where = repairs[0].where
    return in_words(report.format, where if len(repairs) == 1 else where.rpartition(".")[0])


def _after(repair: Repair) -> str:
    after = repair.after.text if isinstance(repair.after, Money) else number_text(repair.after)
    return after or gettext("空白")
