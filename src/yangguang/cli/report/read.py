"""``yangguang report read``: what was understood of one report."""

from __future__ import annotations

import json
from pathlib import Path

import click

from yangguang.cli.inputs import FILE_TYPE, over, piped_in
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.render import out, say_error
from yangguang.cli.render_findings import show_findings
from yangguang.cli.render_report import show_report
from yangguang.cli.report.work import Read, ReadAndCheck, summary, today
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand
from yangguang.translation import mark


def _read(file: Path, kind: str | None, as_json: bool) -> int:
    (result,) = over([file], ReadAndCheck(Read(kind, piped_in([file])), today()), jobs=1)
    if result.error or result.value is None:
        say_error(result.error)
        return UNREADABLE
    report, checked = result.value
    if as_json:
        from yangguang.annualreport.writing.json import to_json

        click.echo(json.dumps(to_json(report, checked), ensure_ascii=False, indent=2))
    else:
        console = out()
        show_report(console, report)
        show_findings(console, summary(file, report, checked), with_rules=False)
    return int(checked.has_errors)


command = SpeakingCommand(
    "read",
    callback=_read,
    params=[
        click.Argument(
            ["file"],
            metavar="FILE",
            type=click.Path(path_type=Path),
            help=mark("年度报告文件；“-”为标准输入。"),
        ),
        FILE_TYPE,
        JSON_OPTION,
    ],
    help=mark(
        "读取一份年度报告，显示读到的内容。\n\n"
        "按表格逐格显示：数字、空白、不适用、无法辨认各有标记；按勾稽关系还原的数字附有依据。"
        "核对发现的问题列在最后；有错误级别的问题时退出码为 1。"
    ),
)
