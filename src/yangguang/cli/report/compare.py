"""``yangguang report compare``: the same figures side by side."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from yangguang.annualreport.comparing import compare
from yangguang.annualreport.comparing_page import comparison_page
from yangguang.cli.inputs import JOBS_OPTION, expand, files_argument, over, piped_in
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import out, say_error
from yangguang.cli.render_comparison import show_comparison
from yangguang.cli.report.work import Read
from yangguang.cli.report.write import FORCE_OPTION, refuse_overwriting, save
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand, Wrong
from yangguang.translation import mark


def _compare(
    files: tuple[Path, ...], page: Path | None, force: bool, as_json: bool, jobs: int | None, everything: bool
) -> int:
    if page is not None:
        refuse_overwriting(page, force)
    expanded = expand(files)
    if len(expanded) < 2:
        raise Wrong(mark("比较至少需要两份报告。"))
    results = list(over(expanded, Read(stdin=piped_in(files)), jobs))
    for result in results:
        if result.error:
            say_error(result.error)
    comparison = compare(
        replace(result.value, file=str(result.file)) for result in results if result.value is not None
    )
    if page is not None:
        save(comparison_page(comparison).encode(), page)
    elif as_json:
        click.echo(json.dumps(comparison.to_json(), ensure_ascii=False, indent=2))
    elif comparison.columns:
        show_comparison(out(), comparison, everything=everything)
    return UNREADABLE if any(result.error for result in results) else 0


command = SpeakingCommand(
    "compare",
    callback=_compare,
    params=[
        files_argument(mark("两份或更多年度报告，可以是不同年度、不同机关、不同格式。")),
        click.Option(
            ["--html", "page"],
            type=click.Path(path_type=Path),
            metavar="OUT",
            help=mark("写成一个可独立打开的网页；“-”为标准输出。"),
        ),
        FORCE_OPTION,
        JSON_OPTION,
        JOBS_OPTION,
        click.Option(
            ["--all", "everything"], is_flag=True, help=mark("表三按各类申请人逐列显示，并显示全为零的行。")
        ),
    ],
    help=mark(
        "把多份报告的同一数字并排比较，给出增减和百分比。\n\n"
        "同一机关的报告按年度排列，与上一份比较；各机关只有一份时，都与第一份比较。"
        "2019 年与 2021 年两种格式按对应关系比较，口径相近或没有对应的数字会注明。"
    ),
)
