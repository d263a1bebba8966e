"""The checker's wall: unknown files are read in a process of their own, never in the web server.

A process that read a hostile file must not read the next visitor's: there is no pool (:mod:`yangguang.apart`). It costs a
fraction of a second a check.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from yangguang.apart import started
from yangguang.reports import stored
from yangguang.reports.public.sealed import Result
from yangguang.translation import Message, mark

logger = logging.getLogger(__name__)

SECONDS = 30.0
ANSWER_BYTES = 16 * 1024 * 1024
AT_ONCE = 2
SECONDS_IN_LINE = 8.0
CHILD = "yangguang.reports.public.child"

_TOO_LONG = mark("读取这份文件用时过长，已停止。请另存为 docx 或 html 后再试。")
_TOO_MUCH = mark("读取这份文件占用的内存过多，已停止。请另存为 docx 或 html 后再试。")
_BROKE = mark("读取这份文件时出错，没有得到结果。文件可能已损坏，请重新导出，或另存为其他格式后再试。")
_BUSY = mark("现在核对的人较多，请过一分钟再试。")
_line = threading.BoundedSemaphore(AT_ONCE)


class Refusal(Exception):
    """The file could not be checked. ``message`` is a sentence for the visitor, ``file`` which one."""

    def __init__(self, message: Message, *, place: str = "", file: int = 0, is_busy: bool = False) -> None:
        super().__init__(message.template)
        self.message = message
        self.place = place
        self.file = file
        self.is_busy = is_busy


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in memory: its name as given and its bytes."""

    name: str
    content: bytes


def check_apart(files: Sequence[Upload], *, seconds: float = SECONDS) -> Result:
    """Read and check ``files[0]`` against the later ones. Raises :class:`Refusal`.

    At most ``AT_ONCE`` children at a time in this process; whoever waits longer is asked to come again.
    """
    if not _line.acquire(timeout=SECONDS_IN_LINE):
        raise Refusal(Message(_BUSY), is_busy=True)
    try:
        began = time.monotonic()
        answer, code = _ask(files, seconds)
        took = time.monotonic() - began
    finally:
        _line.release()
    return _understood(answer, code, is_late=took >= seconds)


def _ask(files: Sequence[Upload], seconds: float) -> tuple[bytes, int]:
    """What the child said and how it ended; it is dead when this returns."""
    order = {
        "today": timezone.localdate().isoformat(),
        "files": [{"name": file.name, "bytes": len(file.content)} for file in files],
    }
    pieces = (json.dumps(order).encode() + b"\n", *(file.content for file in files))
    with started(CHILD, pieces, seconds) as child:
        said = child.stdout.read(ANSWER_BYTES + 1) if child.stdout else b""
        child.kill() if len(said) > ANSWER_BYTES else child.wait()
    return said, child.returncode


def _understood(answer: bytes, code: int, *, is_late: bool) -> Result:
    try:
        said: dict[str, Any] = json.loads(answer) if code == 0 and len(answer) <= ANSWER_BYTES else {}
    except ValueError:
        said = {}
    if "report" in said:
        return Result(stored.report_from_json(said["report"]), stored.checked_from_json(said["checked"]))
    if "error" in said:
        message = stored.message_from_json(said["error"]) or Message(_BROKE)
        raise Refusal(message, place=said["place"], file=said["file"])
    if "too_much" in said:
        raise Refusal(Message(_TOO_MUCH))
    # how it ended, never what it read
    logger.warning("report check ended without an answer", extra={"code": code, "late": is_late})
    raise Refusal(Message(_TOO_LONG if is_late else _BROKE))
