"""One report in a terminal: who and when, the tables as in the form, repairs with their evidence."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from yangguang.annualreport.address import in_words
from yangguang.annualreport.formats import Row, Table
from yangguang.annualreport.model import AnnualReport, Money, Repair
from yangguang.cli.render import Legend, counted, number_text
from yangguang.translation import gettext, mark


def show_report(console: Console, report: AnnualReport) -> None:
    """Everything that was understood of a report."""
    legend = Legend()
    for line in _head(report):
        console.print(line)
    for table in report.format.tables:
        console.print(_table(report, table, legend))
        note = report.notes.get(table.path)
        if note:
            console.print(Text(note, style="dim"))
    for line in (*_sections(report), *_fees(report), *legend.lines()):
        console.print(line)
    show_repairs(console, report)


def _head(report: AnnualReport) -> Iterator[Text]:
    year = str(report.year) if report.year is not None else gettext("年度不明")
    yield Text(f"{report.agency or gettext('机关不明')}  {year}", style="bold")
    variant = gettext("（其他处理为一行）") if report.format.variant else ""
    yield Text(f"{gettext('格式：')}{report.format.id}（{report.format.document}）{variant}")
    if report.file:
        yield Text(f"{gettext('文件：')}{report.file}（{report.kind}）")
    if report.period:
        yield Text(f"{gettext('统计期限：')}{report.period[0]} – {report.period[1]}")
    if report.published_on:
        yield Text(f"{gettext('发布日期：')}{report.published_on}")


def _table(report: AnnualReport, table: Table, legend: Legend) -> RichTable:
    drawn = RichTable(
        title=gettext(table.caption),
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    drawn.add_column("", ratio=None, max_width=30, overflow="fold")
    for column in table.columns:
        drawn.add_column(gettext(column.label), justify="right", overflow="fold")
    heads: tuple[str, ...] = ()
    for row in table.rows:
        for text in _new_heads(row, heads):
            drawn.add_row(Text(text, style="dim"))
        heads = row.groups
        cells = (report.cells[f"{table.path}.{row.id}.{column.id}"] for column in table.columns)
        label = Text("  " * len(row.groups) + gettext(row.label))
        drawn.add_row(label, *(legend.cell(cell) for cell in cells))
    return drawn


def _new_heads(row: Row, before: tuple[str, ...]) -> Iterator[str]:
    """The heads beside this row that did not stand beside the one above."""
    for depth, head in enumerate(row.groups):
        if before[: depth + 1] != row.groups[: depth + 1]:
            yield "  " * depth + gettext(head)


def _sections(report: AnnualReport) -> Iterator[Text]:
    for section in report.sections:
        size = counted(mark("{count} 段，{signs} 字"), count=len(section.paragraphs), signs=len(section.text))
        yield Text(f"{section.heading}  ").append(size, style="dim")


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
    for repair in report.repairs:
        console.print(Text(f"  {in_words(report.format, repair.where)}：{_change(repair)}"))
        console.print(Text(f"    {repair.why}", style="dim"))


def _change(repair: Repair) -> str:
    after = repair.after.text if isinstance(repair.after, Money) else number_text(repair.after)
    before = repair.before.strip() or gettext("空白")
    return f"{before} → {after or gettext('空白')}"
