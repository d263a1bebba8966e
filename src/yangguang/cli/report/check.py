"""``yangguang report check``: one line a file, then the findings of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from yangguang.annualreport.batch import FileResult, attempt
from yangguang.cli.inputs import (
    FILE_TYPE,
    JOBS_OPTION,
    expand,
    files_argument,
    in_folder,
    over,
    piped_in,
)
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import counted, out, say_error
from yangguang.cli.render_findings import show_findings, show_table
from yangguang.cli.report.work import Check, Checked, EarlierYears, Identify, Read, today
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand
from yangguang.translation import mark


def _check(
    files: tuple[Path, ...],
    kind: str | None,
    previous: Path | None,
    as_json: bool,
    jobs: int | None,
    with_rules: bool,
) -> int:
    work = Check(Read(kind, piped_in(files)), today(), with_json=as_json)
    if previous is not None:
        work = _with_previous(work, previous, jobs)
    checked = (_shown(result) for result in over(expand(files), work, jobs))
    return _print_json(checked) if as_json else _print_table(list(checked), with_rules)


def _with_previous(work: Check, previous: Path, jobs: int | None) -> Check:
    """One file is the year before of every report; of a folder, each report finds its own."""
    if not previous.is_dir():
        result = attempt(0, previous, Read())
        if result.error:
            raise result.error
        return replace(work, previous=result.value)
    earlier = EarlierYears()
    for one in over(in_folder(previous), Identify(Read()), jobs):
        if one.value is None:
            say_error(one.error)
        else:
            earlier.add(one.file, *one.value)
    return replace(work, earlier=earlier)


def _shown(result: FileResult[Checked]) -> Checked:
    if result.value is not None:
        return result.value
    say_error(result.error)
    return Checked(str(result.file), error=result.error)


def exit_code(one: Checked) -> int:
    """0 fine, 1 errors found, 2 unreadable."""
    return UNREADABLE if one.error else int(one.errors > 0)


def _print_json(checked: Iterator[Checked]) -> int:
    """A list with one object per file, each printed as soon as it is there."""
    worst = 0
    click.echo("[", nl=False)
    for number, one in enumerate(checked):
        click.echo(",\n" if number else "\n", nl=False)
        click.echo(one.json or json.dumps(_error_json(one), ensure_ascii=False), nl=False)
        worst = max(worst, exit_code(one))
    click.echo("\n]")
    return worst


def _error_json(one: Checked) -> dict[str, object]:
    return {"file": one.file, "error": {"kind": type(one.error).__name__, "message": str(one.error)}}


def _print_table(checked: list[Checked], with_rules: bool) -> int:
    console = out()
    if len(checked) > 1:
        show_table(console, checked)
    for one in checked:
        if not one.error and (one.findings or with_rules or len(checked) == 1):
            show_findings(console, one, with_rules=with_rules)
    if len(checked) > 1:
        console.print()
        console.print(_sum_line(checked))
    return max((exit_code(one) for one in checked), default=0)


def _sum_line(checked: list[Checked]) -> str:
    codes = [exit_code(one) for one in checked]
    return counted(
        mark("共 {count} 份：{fine} 份无错误，{wrong} 份有错误，{unreadable} 份无法读取。"),
        count=len(codes),
        fine=codes.count(0),
        wrong=codes.count(1),
        unreadable=codes.count(UNREADABLE),
    )


command = SpeakingCommand(
    "check",
    callback=_check,
    params=[
        files_argument(mark("年度报告文件或文件夹（含下级文件夹）；“-”为标准输入。")),
        FILE_TYPE,
        click.Option(
            ["--previous"],
            type=click.Path(path_type=Path),
            metavar="FILE",
            help=mark("上一年的报告，或存放以前年度报告的文件夹（按机关和年度自动对应）。"),
        ),
        JSON_OPTION,
        JOBS_OPTION,
        click.Option(
            ["--rules", "with_rules"],
            is_flag=True,
            help=mark("列出每条规则的结果：通过、不通过、无法判断及原因。"),
        ),
    ],
    help=mark(
        "读取并核对年度报告：表内勾稽关系、文字与表格是否一致、部分是否齐全、与上一年是否衔接。\n\n"
        "多份文件时先列总表（一行一份），再列每份的问题。一份无法读取不影响其他份；退出码取最坏的一份。"
    ),
)
