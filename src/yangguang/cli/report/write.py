"""``yangguang report write``: the report anew in the official layout."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

import click

from yangguang.annualreport.errors import cannot_write
from yangguang.annualreport.writing import write
from yangguang.cli.inputs import FILE_TYPE, STDIN, over, piped_in
from yangguang.cli.render import counted, err, say_error
from yangguang.cli.report.work import Read, ReadAndCheck, today
from yangguang.cli.speaking import UNREADABLE, SpeakingCommand, Wrong
from yangguang.translation import mark

WRITTEN = ("docx", "pdf", "html", "xlsx", "json")
_NOT_FOR_TERMINALS = (b"PK\x03\x04", b"%PDF")

OUT_OPTION = click.Option(
    ["-o", "--out", "target"],
    type=click.Path(path_type=Path),
    metavar="OUT",
    help=mark("写到哪个文件；“-”为标准输出。默认与原文件同名，换扩展名。"),
)
FORCE_OPTION = click.Option(["--force"], is_flag=True, help=mark("目标文件已存在时覆盖。"))


def _write(file: Path, kind: str | None, target_kind: str, target: Path | None, force: bool) -> int:
    target = target or _beside(file, target_kind)
    refuse_overwriting(target, force)
    (result,) = over([file], ReadAndCheck(Read(kind, piped_in([file])), today()), jobs=1)
    if result.error or result.value is None:
        say_error(result.error)
        return UNREADABLE
    report, checked = result.value
    save(write(report, target_kind, checked=checked), target)
    return 0


def _beside(file: Path, kind: str) -> Path:
    if file == STDIN:
        return STDIN
    return file.with_suffix(f".{kind}")


def refuse_overwriting(target: Path, force: bool) -> None:
    """A file that is there stays, unless it is said otherwise."""
    if target != STDIN and target.is_dir():
        raise Wrong(mark("{file} 是一个文件夹。请在 -o 后写出文件名。"), file=target)
    if target != STDIN and target.exists() and not force:
        raise Wrong(mark("{file} 已存在。换一个 -o 文件名，或加 --force 覆盖。"), file=target)


def save(data: bytes, target: Path) -> None:
    """Write whole or not at all: beside the target first, then in its place. ``-`` is standard output."""
    if target == STDIN:
        if sys.stdout.isatty() and data.startswith(_NOT_FOR_TERMINALS):
            raise Wrong(mark("这种文件不能显示在终端里。请用 -o 写到文件，或用管道传给别的程序。"))
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        _replace(data, target)
    except OSError as error:
        raise cannot_write(str(target), error) from error
    err().print(counted(mark("已写入 {file}"), file=target))


def _replace(data: bytes, target: Path) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


command = SpeakingCommand(
    "write",
    callback=_write,
    params=[
        click.Argument(
            ["file"],
            metavar="FILE",
            type=click.Path(path_type=Path),
            help=mark("年度报告文件；“-”为标准输入。"),
        ),
        FILE_TYPE,
        click.Option(
            ["--to", "target_kind"], required=True, type=click.Choice(WRITTEN), help=mark("写成哪种文件。")
        ),
        OUT_OPTION,
        FORCE_OPTION,
    ],
    help=mark(
        "读取一份年度报告，按官方版式重新写出：标题、六个部分、与格式一致的表格。数字原样保留，不作改动。"
    ),
)
