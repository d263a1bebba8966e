"""The files that a command is given: names, folders, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import click

from yangguang.annualreport.batch import FileResult, attempt, over_files
from yangguang.annualreport.errors import EmptyFile
from yangguang.annualreport.reading.read import KINDS
from yangguang.cli.render import progress
from yangguang.cli.speaking import Wrong
from yangguang.translation import mark

STDIN = Path("-")
_ALIASES = ("htm", "xhtml", "shtml", "markdown", "jpeg", "tif", "wps")
_SUFFIXES = frozenset(f".{kind}" for kind in (*KINDS, *_ALIASES))

_LIGHT = frozenset((".txt", ".md", ".html", ".htm", ".json", ".docx"))
_FEW = 20
_SMALL = 256 * 1024

T = TypeVar("T")

FILE_TYPE = click.Option(
    ["--type", "kind"],
    type=click.Choice(KINDS),
    help=mark("文件类型。从标准输入（-）读取时使用；不写则按内容判断。"),
)
JOBS_OPTION = click.Option(
    ["--jobs"],
    type=click.IntRange(min=1),
    metavar="N",
    help=mark("同时使用的进程数。默认使用全部处理器。"),
)


def files_argument(help_text: str) -> click.Argument:
    """One or more files or folders."""
    return click.Argument(
        ["files"], nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path), help=help_text
    )


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files meant: a folder stands for the readable files in it and below, in order of name.

    Raises ``EmptyFile`` for a folder with nothing to read.
    """
    if sum(path == STDIN for path in paths) > 1:
        raise Wrong(mark("标准输入（-）只能出现一次。"))
    found: list[Path] = []
    for path in paths:
        if path == STDIN or not path.is_dir():
            found.append(path)
            continue
        inside = in_folder(path)
        if not inside:
            raise EmptyFile(mark("文件夹中没有可以读取的文件。请检查路径。"), file=str(path))
        found.extend(inside)
    return found


def in_folder(folder: Path) -> list[Path]:
    """Files of readable kinds in a folder and below; hidden files and Word's lock files are not meant."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _SUFFIXES and not path.name.startswith((".", "~$")) and path.is_file()
    )


def piped_in(files: Sequence[Path]) -> bytes | None:
    """What ``-`` means, when it is among the files. At a terminal nobody pipes anything: say so."""
    if STDIN not in files:
        return None
    if sys.stdin.isatty():
        raise Wrong(
            mark("“-”表示从标准输入读取，请用管道传入文件，例如：cat 年报.txt | yangguang report read -")
        )
    return sys.stdin.buffer.read()


def over(files: Sequence[Path], work: Callable[[Path], T], jobs: int | None) -> Iterator[FileResult[T]]:
    """Do the work on each file, in order: a few light ones here, else in processes."""
    if len(files) == 1 or (jobs is None and is_light(files)):
        yield from (attempt(number, file, work) for number, file in enumerate(files))
        return
    cores = min(jobs or _cores(), len(files))
    results = over_files(files, work, jobs=cores)
    try:
        yield from progress(results, len(files))
    finally:
        results.close()


def is_light(files: Sequence[Path]) -> bool:
    """Whether the files are read faster here than a process starts (about half a second)."""
    return len(files) <= _FEW and all(
        file == STDIN or (file.suffix.lower() in _LIGHT and _size(file) <= _SMALL) for file in files
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0  # reading it will say what is wrong


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
