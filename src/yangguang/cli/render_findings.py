"""Findings in a terminal: the rule, the place in words, the figures, the sentence, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from yangguang.annualreport.findings import Finding, Outcome, RuleResult
from yangguang.cli.render import SEVERITY_STYLES, SEVERITY_WORDS, counted, grid
from yangguang.cli.report.work import Checked
from yangguang.cli.wrapping import Prose
from yangguang.translation import gettext, mark

_OUTCOMES = {
    Outcome.PASSED: (mark("通过"), "green"),
    Outcome.FAILED: (mark("不通过"), "red"),
    Outcome.NOT_ASSESSABLE: (mark("无法判断"), "yellow"),
}


def show_table(console: Console, checked: Sequence[Checked]) -> None:
    """One line a file."""
    table = grid()
    table.add_column(gettext("文件"), overflow="fold", ratio=4)
    table.add_column(gettext("机关"), overflow="fold", ratio=3)
    for heading in (mark("年度"), mark("格式")):
        table.add_column(gettext(heading), no_wrap=True)
    for heading in (mark("错误"), mark("提醒"), mark("还原")):
        table.add_column(gettext(heading), justify="right", no_wrap=True)
    table.add_column(gettext("状态"), no_wrap=True)
    names = [Path(one.file).name for one in checked]
    is_clear = len(set(names)) == len(names)  # else the folder tells them apart
    for one, name in zip(checked, names, strict=True):
        table.add_row(*_line(one, name if is_clear else one.file))
    console.print(table)


def _line(one: Checked, name: str) -> tuple[Text, ...]:
    if one.error:
        return (Text(name), *(Text("") for _ in range(6)), Text(gettext("无法读取"), style="red"))
    counts = (one.errors, one.warnings, one.repairs)
    cells = (name, one.agency, str(one.year or ""), one.format, *(str(count) for count in counts))
    return (*(Text(cell) for cell in cells), state_of(one))


def state_of(one: Checked) -> Text:
    """The whole file in a word."""
    if one.errors:
        return Text(gettext("有错误"), style="bold red")
    return Text(gettext("有提醒"), style="yellow") if one.warnings else Text(gettext("通过"), style="green")


def show_findings(console: Console, one: Checked, *, with_rules: bool) -> None:
    """All findings of one file, worst first."""
    year = str(one.year) if one.year is not None else gettext("年度不明")
    console.print()
    console.print(Text(f"{one.file}", style="bold").append(f"  {one.agency or gettext('机关不明')} {year}"))
    if not one.findings:
        console.print(Text(f"  {gettext('没有发现问题。')}", style="green"))
    for finding, place in zip(one.findings, one.places, strict=True):
        for line in _finding(finding, place):
            console.print(line)
    if with_rules:
        console.print(rules_table(one.results))


def _finding(finding: Finding, place: str) -> Iterator[Prose]:
    style = SEVERITY_STYLES[finding.severity]
    head = Text(gettext(SEVERITY_WORDS[finding.severity]), style=style)
    yield Prose(head.append(f" {finding.rule}", style="bold").append(f"  {place}"), 2)
    yield Prose(str(finding.message), 4)
    if finding.expected is not None or finding.actual is not None:
        figures = {"expected": _said(finding.expected), "actual": _said(finding.actual)}
        yield Prose(counted(mark("应为 {expected}，实为 {actual}"), **figures), 4)
    if finding.quote:
        yield Prose(Text(f"{gettext('原文：')}{finding.quote.strip()}", style="italic"), 4)
    if finding.advice:
        yield Prose(Text(f"{gettext('建议：')}{finding.advice}", style="dim"), 4)


def _said(figure: object) -> str:
    return gettext("空白") if figure is None else str(figure)


def rules_table(results: Sequence[RuleResult]) -> Table:
    """What became of each rule: passed, failed, or why it could not be told."""
    table = grid()
    table.add_column(gettext("规则"), no_wrap=True)
    table.add_column(gettext("结果"), no_wrap=True)
    table.add_column(gettext("核对数"), justify="right", no_wrap=True)
    table.add_column(gettext("说明"), overflow="fold")
    for result in results:
        word, style = _OUTCOMES[result.outcome]
        reason = str(result.reason) if result.reason else ""
        table.add_row(result.rule, Text(gettext(word), style=style), str(result.checked), Prose(reason))
    return table
