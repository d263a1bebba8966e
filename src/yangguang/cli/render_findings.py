"""Findings in a terminal: the rule, the place in words, the figures, the sentence, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yangguang.annualreport.findings import Finding, Outcome, RuleResult
from yangguang.cli.render import SEVERITY_STYLES, SEVERITY_WORDS, counted
from yangguang.cli.report.work import Checked
from yangguang.translation import gettext, mark

_OUTCOMES = {
    Outcome.PASSED: (mark("通过"), "green"),
    Outcome.FAILED: (mark("不通过"), "red"),
    Outcome.NOT_ASSESSABLE: (mark("无法判断"), "yellow"),
}


def show_table(console: Console, checked: Sequence[Checked]) -> None:
    """One line a file."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(gettext("文件"), overflow="fold", ratio=3)
    table.add_column(gettext("机关"), overflow="fold", ratio=3)
    for heading in (mark("年度"), mark("格式")):
        table.add_column(gettext(heading), no_wrap=True)
    for heading in (mark("错误"), mark("提示"), mark("还原")):
        table.add_column(gettext(heading), justify="right", no_wrap=True)
    table.add_column(gettext("状态"), no_wrap=True)
    for one in checked:
        table.add_row(*_line(one))
    console.print(table)


def _line(one: Checked) -> tuple[Text, ...]:
    if one.error:
        return (Text(one.file), *(Text("") for _ in range(6)), Text(gettext("无法读取"), style="red"))
    counts = (one.errors, one.warnings, one.repairs)
    cells = (one.file, one.agency, str(one.year or ""), one.format, *(str(count) for count in counts))
    return (*(Text(cell) for cell in cells), state_of(one))


def state_of(one: Checked) -> Text:
    """The whole file in a word."""
    if one.errors:
        return Text(gettext("有错误"), style="bold red")
    return Text(gettext("有提示"), style="yellow") if one.warnings else Text(gettext("通过"), style="green")


def show_findings(console: Console, one: Checked, *, with_rules: bool) -> None:
    """All findings of one file, worst first."""
    year = str(one.year) if one.year is not None else gettext("年度不明")
    console.print()
    console.print(Text(f"{one.file}", style="bold").append(f"  {one.agency} {year}"))
    if not one.findings:
        console.print(Text(f"  {gettext('没有发现问题。')}", style="green"))
    for finding, place in zip(one.findings, one.places, strict=True):
        for line in _finding(finding, place):
            console.print(line)
    if with_rules:
        console.print(rules_table(one.results))


def _finding(finding: Finding, place: str) -> Iterator[Text]:
    style = SEVERITY_STYLES[finding.severity]
    head = Text("  ").append(gettext(SEVERITY_WORDS[finding.severity]), style=style)
    yield head.append(f" {finding.rule}", style="bold").append(f"  {place}")
    yield Text(f"    {finding.message}")
    if finding.expected is not None or finding.actual is not None:
        yield Text("    ").append(
            counted(
                mark("应为 {expected}，实为 {actual}"),
                expected=_said(finding.expected),
                actual=_said(finding.actual),
            )
        )
    if finding.quote:
        yield Text(f"    {gettext('原文：')}{finding.quote.strip()}", style="italic")
    if finding.advice:
        yield Text(f"    {gettext('建议：')}{finding.advice}", style="dim")


def _said(figure: object) -> str:
    return gettext("空白") if figure is None else str(figure)


def rules_table(results: Sequence[RuleResult]) -> Table:
    """What became of each rule: passed, failed, or why it could not be told."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(gettext("规则"), no_wrap=True)
    table.add_column(gettext("结果"), no_wrap=True)
    table.add_column(gettext("核对数"), justify="right", no_wrap=True)
    table.add_column(gettext("说明"), overflow="fold")
    for result in results:
        word, style = _OUTCOMES[result.outcome]
        reason = str(result.reason) if result.reason else ""
        table.add_row(result.rule, Text(gettext(word), style=style), str(result.checked), reason)
    return table
