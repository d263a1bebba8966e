"""Files from outside are opened in a process of their own, never in the web server or the worker.

pdfium cannot be interrupted and lets in one thread at a time: one page that was built to keep it busy would stop
everybody (:mod:`yangguang.apart`). It costs a second a file.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from yangguang.apart import started
from yangguang.redaction import errors
from yangguang.redaction.errors import BrokenFile, ReportError, TooLarge
from yangguang.redaction.leaks import Leak, LeakKind
from yangguang.redaction.marks import Box, Passage, TextMark
from yangguang.redaction.release import Mark, Material, Medium, Released
from yangguang.redaction.withheld import Withheld
from yangguang.translation import Message, current_language, mark

logger = logging.getLogger(__name__)

CHILD = "yangguang.redaction.child"
MEMORY = 2 * 1024 * 1024 * 1024
"""A picture of sixty million pixels in colour, three times over, and the libraries."""
_TOO_LONG = mark("处理这个文件用时过长（超过 {seconds} 秒），已停止。请拆分文件，或重新扫描、导出后再试。")
_TOO_MUCH = mark("处理这个文件占用的内存过多，已停止。文件可能异常庞大或经人为构造，请重新扫描、导出后再试。")
_BROKE = mark("处理这个文件时出错，没有得到结果。文件可能已损坏或异常庞大，请重新扫描、导出后再试。")
_BUSY = mark("现在处理的文件较多，请过一分钟再试。")
AT_ONCE = 3
"""Processes that one server or worker starts; each may take the memory it is allowed."""
_line = threading.BoundedSemaphore(AT_ONCE)
_LONGEST_LINE = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a file may take, in seconds by the clock, and how much memory."""

    seconds: int
    memory: int = MEMORY


SHORT, LONG = Bounds(45), Bounds(630)
READING = Bounds(240)

Progress = Callable[[int, int], None]


def open_material(data: bytes, name: str, bounds: Bounds = READING) -> Material:
    """See :func:`yangguang.redaction.release.open_material`."""
    said, _made = _asked("open", data, bounds, name=name)
    passages = tuple(
        Passage(number, text, tuple(Box(*box) if box else None for box in boxes), place)
        for number, text, boxes, place in said["passages"]
    )
    sizes = tuple((width, height) for width, height in said["sizes"])
    return Material(data, name, Medium(said["medium"]), passages, sizes)


def page_picture(
    data: bytes, name: str, number: int, *, dpi: float, widest: int, bounds: Bounds = SHORT
) -> bytes:
    """A page of a PDF, or a picture, as people see it (PNG)."""
    return _asked("page", data, bounds, name=name, number=number, dpi=dpi, widest=widest)[1]


def release_checked(
    data: bytes,
    name: str,
    marks: Sequence[Mark],
    words: Sequence[str],
    progress: Progress | None = None,
    bounds: Bounds = LONG,
) -> tuple[Released, tuple[Leak, ...]]:
    """The released file and what the check before release found in it."""
    order = {"name": name, "marks": [_told(one) for one in marks], "words": list(words)}
    said, made = _asked("release", data, bounds, progress, **order)
    items = tuple(Withheld(**item) for item in said["items"])
    return Released(made, said["suffix"], items), _leaks(said)


def check_release(data: bytes, name: str, words: Sequence[str], bounds: Bounds = LONG) -> tuple[Leak, ...]:
    """See :func:`yangguang.redaction.checking.check_release`."""
    return _leaks(_asked("check", data, bounds, name=name, words=list(words))[0])


def glance(data: bytes, kind: str, bounds: Bounds = SHORT) -> tuple[bytes, str]:
    """A small picture (JPEG) and the first words of a file; both may be empty."""
    said, made = _asked("glance", data, bounds, kind=kind)
    return made, said["text"]


def _told(one: Mark) -> list[Any]:
    if isinstance(one, TextMark):
        return [one.paragraph, one.start, one.end, one.ground, one.kind]
    return [one.page, list(one.box), one.ground, one.kind]


def _leaks(said: dict[str, Any]) -> tuple[Leak, ...]:
    return tuple(
        Leak(LeakKind(kind), Message(template, params), text)
        for kind, template, params, text in said["leaks"]
    )


def _asked(
    task: str, data: bytes, bounds: Bounds, progress: Progress | None = None, **order: Any
) -> tuple[dict[str, Any], bytes]:
    """The child's answer. Raises what it raised, or :class:`TooLarge` when it went beyond its bounds."""
    if not _line.acquire(timeout=bounds.seconds):
        raise TooLarge(_BUSY, file=order.get("name", ""))
    try:
        return _answered(task, data, bounds, progress, order)
    finally:
        _line.release()


def _answered(
    task: str, data: bytes, bounds: Bounds, progress: Progress | None, order: dict[str, Any]
) -> tuple[dict[str, Any], bytes]:
    order |= {
        "task": task,
        "language": current_language(),
        "seconds": bounds.seconds,
        "memory": bounds.memory,
    }
    began = time.monotonic()
    with started(CHILD, (json.dumps(order).encode() + b"\n", data), bounds.seconds) as child:
        said, made = _heard(child.stdout, progress) if child.stdout else ({}, b"")
    return _understood(said, made, order, took=time.monotonic() - began, code=child.returncode)


def _heard(stream: IO[bytes], progress: Progress | None) -> tuple[dict[str, Any], bytes]:
    """Lines that tell how far it is, then the answer."""
    while line := stream.readline(_LONGEST_LINE):
        try:
            said = json.loads(line)
        except ValueError:
            break
        if "bytes" in said:
            made = stream.read(said["bytes"])
            return (said, made) if len(made) == said["bytes"] else ({}, b"")
        if progress:
            progress(said["done"], said["total"])
    return {}, b""


def _understood(
    said: dict[str, Any], made: bytes, order: dict[str, Any], *, took: float, code: int
) -> tuple[dict[str, Any], bytes]:
    name = order.get("name", "")
    if "error" in said:
        kind = getattr(errors, said["error"], BrokenFile)
        kind = kind if isinstance(kind, type) and issubclass(kind, ReportError) else BrokenFile
        message = said["message"]
        raise kind(message["template"], file=said["file"], place=said["place"], **message["params"])
    if "too_much" in said:
        raise TooLarge(_TOO_MUCH, file=name)
    if not said:
        # how it ended, never what it read
        is_late = took >= order["seconds"] or code in (-24, 152)  # ended for the processor time it took
        logger.warning("a file was given up", extra={"task": order["task"], "code": code, "late": is_late})
        raise (
            TooLarge(_TOO_LONG, file=name, seconds=order["seconds"])
            if is_late
            else BrokenFile(_BROKE, file=name)
        )
    return said, made
