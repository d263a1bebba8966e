"""``yangguang release check``: what a file still says or hides, one line a spot."""

from __future__ import annotations

import json
from pathlib import Path

import click

from yangguang.annualreport.errors import cannot_open
from yangguang.cli.options import JSON_OPTION
from yangguang.cli.speaking import SpeakingCommand
from yangguang.redaction import Leak, check_release
from yangguang.translation import Message, gettext, mark


def _check(file: Path, forbidden: tuple[str, ...], as_json: bool) -> int:
    leaks = check_release(read(file), file.name, forbidden)
    if as_json:
        click.echo(json.dumps([leak_json(one) for one in leaks], ensure_ascii=False, indent=2))
    else:
        show(leaks)
    return 1 if leaks else 0


def read(file: Path) -> bytes:
    """The bytes of a file; what the system says is told in our words."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise cannot_open(str(file), error) from error


def leak_json(one: Leak) -> dict[str, str]:
    """A leak for programs."""
    return {"kind": one.kind.value, "label": one.kind.label, "where": str(one.where), "text": one.text}


def show(leaks: tuple[Leak, ...]) -> None:
    """The leaks for people, with how many there are."""
    for one in leaks:
        click.echo(str(one))
    if leaks:
        click.echo(str(Message(mark("共 {count} 处。处理好以前不要公开这个文件。"), {"count": len(leaks)})))
    else:
        click.echo(gettext("没有发现不该公开的内容。"))


FORBID = click.Option(
    ["--forbid", "forbidden"],
    multiple=True,
    metavar="TEXT",
    help=mark("不得出现的文字，可写多次。全角半角、空格、换行和大小写不同也算出现。"),
)
FILE = click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path), help=mark("要处理的文件。"))

command = SpeakingCommand(
    "check",
    callback=_check,
    params=[FILE, FORBID, JSON_OPTION],
    help=mark(
        "检查准备公开的文件：文字层、隐藏文字、属性、批注、修订、隐藏行列、附件、脚本、图片信息、文件名。\n\n"
        "每处问题一行，写明位置；有问题时退出码为 1。"
    ),
)
