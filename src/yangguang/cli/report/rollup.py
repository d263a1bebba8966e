"""``yangguang report rollup``: subordinate reports summed to one, each total traced to its parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.rollup import RollUp, RollUpBuilder, RollUpRefused
from yangguang.annualreport.writing import write
from yangguang.annualreport.writing.json import to_json
from yangguang.cli.inputs import JOBS_OPTION, expand, files_argument, over, piped_in
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import SEVERITY_STYLES, SEVERITY_WORDS, err, out, say_error
from yangguang.cli.render_rollup import show_rollup
from yangguang.cli.report.work import Read, ReadAndCheck, today
from yangguang.cli.report.write import FORCE_OPTION, OUT_OPTION, WRITTEN, refuse_overwriting, save
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand, Wrong
from yangguang.translation import gettext, mark


def _roll_up(
    files: tuple[Path, ...],
    agency: str,
    year: int | None,
    target_kind: str | None,
    target: Path | None,
    force: bool,
    as_json: bool,
    jobs: int | None,
    trace: str | None,
) -> int:
    target_kind = _kind_of_output(target_kind, target)
    if target is not None:
        refuse_overwriting(target, force)
    builder = RollUpBuilder()
    is_complete = all(list(_take_in(builder, files, jobs)))
    if not is_complete:
        err().print(gettext("有文件无法读取，汇总不完整，因此没有生成。请处理上面的文件后重试。"))
        return UNREADABLE
    try:
        rolled = builder.finish(agency=agency, year=year)
    except RollUpRefused as refused:
        _say_issues(refused)
        return UNREADABLE
    return _deliver(rolled, target_kind, target, as_json, trace)


def _take_in(builder: RollUpBuilder, files: tuple[Path, ...], jobs: int | None) -> Iterator[bool]:
    """Read each file and let go of everything but its figures."""
    for result in over(expand(files), ReadAndCheck(Read(stdin=piped_in(files)), today()), jobs):
        if result.value is None:
            say_error(result.error)
        else:
            report, checked = result.value
            builder.add(replace(report, file=str(result.file)), checked)
        yield result.value is not None


def _kind_of_output(kind: str | None, target: Path | None) -> str | None:
    """The kind asked for, else the one that the name of the output says."""
    if target is None:
        return kind
    found = kind or target.suffix.lstrip(".").lower()
    if found not in WRITTEN:
        raise Wrong(mark("请用 --to 说明写成哪种文件：{kinds}。"), kinds="、".join(WRITTEN))
    return found


def _deliver(rolled: RollUp, kind: str | None, target: Path | None, as_json: bool, trace: str | None) -> int:
    checked = check(rolled.report)
    if kind is not None:
        save(write(rolled.report, kind, checked=checked), target or Path("-"))
    if as_json:
        whole = to_json(rolled.report, checked) | {"rollup": rolled.to_json()}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    elif kind is None:
        show_rollup(out(), rolled, trace)
    if kind is not None or as_json:
        _say_issues(rolled)
    return int(any(finding.severity is Severity.ERROR for finding in checked.findings))


def _say_issues(found: RollUp | RollUpRefused) -> None:
    console = err()
    for issue in found.issues:
        style = SEVERITY_STYLES[issue.severity]
        console.print(f"{gettext(SEVERITY_WORDS[issue.severity])}：{issue.message}", style=style)


command = SpeakingCommand(
    "rollup",
    callback=_roll_up,
    params=[
        files_argument(mark("下级机关的年度报告文件或文件夹。")),
        click.Option(["--agency"], default="", metavar="NAME", help=mark("汇总报告的机关名称。")),
        click.Option(
            ["--year"], type=int, metavar="Y", help=mark("汇总的报告年度；其他年度的报告会被拒绝。")
        ),
        click.Option(
            ["--trace"],
            metavar="ADDRESS",
            help=mark("显示一个合计由哪些报告的哪些数字相加，例如 requests.new_received.total。"),
        ),
        click.Option(
            ["--to", "target_kind"], type=click.Choice(WRITTEN), help=mark("把汇总报告写成哪种文件。")
        ),
        OUT_OPTION,
        FORCE_OPTION,
        JSON_OPTION,
        JOBS_OPTION,
    ],
    help=mark(
        "把下级机关的报告汇总成一份，每个合计都能追溯到各份报告。\n\n"
        "同一机关同一年度出现两次、年度不同时拒绝汇总；有一份读不出的数字，相应合计不计算，并列出缺哪一份。"
    ),
)
