"""A sum of reports in a terminal: what went in, what speaks against it, the tables, one cell's trace."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yangguang.annualreport.address import in_words
from yangguang.annualreport.rollup import RollUp
from yangguang.cli.render import (
    NOT_IN_FORM,
    SEVERITY_STYLES,
    SEVERITY_WORDS,
    STATE_SIGNS,
    Legend,
    counted,
    grid,
    number_text,
)
from yangguang.cli.render_report import show_report
from yangguang.cli.speaking import Wrong
from yangguang.translation import gettext, mark


def show_rollup(console: Console, rolled: RollUp, address: str | None = None) -> None:
    """The sum, or the trace of the one total at ``address``."""
    if address is not None:
        _trace(console, rolled, address)
        return
    console.print(_sources(rolled))
    for issue in rolled.issues:
        word = gettext(SEVERITY_WORDS[issue.severity])
        console.print(Text(f"{word}：{issue.message}", style=SEVERITY_STYLES[issue.severity]))
    show_report(console, rolled.report)
    waiting = rolled.not_computable
    if waiting:
        console.print(Text(counted(mark("无法计算的合计 {count} 个："), count=len(waiting)), style="bold"))
    for path in waiting:
        parts = "、".join(part.source.agency or part.source.file for part in rolled.unknown_parts(path))
        console.print(Text(f"  {in_words(rolled.report.format, path)}  ← {parts}"))


def _sources(rolled: RollUp) -> Table:
    count = counted(mark("汇总 {count} 份报告"), count=len(rolled.sources))
    table = grid(count)
    for heading in (mark("机关"), mark("年度"), mark("格式"), mark("错误"), mark("文件")):
        table.add_column(gettext(heading), overflow="fold")
    for source in rolled.sources:
        cells = (source.agency, str(source.year), source.form.id, str(source.errors), source.file)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _trace(console: Console, rolled: RollUp, address: str) -> None:
    if address not in rolled.report.cells:
        raise Wrong(
            mark("没有单元格 {address}。地址见 --json 输出，例如 requests.new_received.total。"),
            address=address,
        )
    legend = Legend()
    cell = rolled.report.cells[address]
    console.print(Text(f"{in_words(rolled.report.format, address)}  {address}", style="bold"))
    table = grid()
    table.add_column(gettext("机关"), overflow="fold")
    table.add_column(gettext("数字"), justify="right")
    for part in rolled.trace(address):
        if not part.in_form:
            shown = legend.sign(NOT_IN_FORM)
        elif part.value is None:
            shown = legend.sign(STATE_SIGNS[part.state])
        else:
            text = number_text(part.value)
            shown = legend.marked(text, "=") if part.derived else Text(text)
        table.add_row(Text(part.source.agency or part.source.file), shown)
    table.add_section()
    table.add_row(Text(gettext("合计"), style="bold"), legend.cell(cell))
    console.print(table)
    for line in legend.lines():
        console.print(line)
