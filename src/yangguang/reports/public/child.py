"""Reads and checks files in a process of its own; the other end is :mod:`apart`.

Started as ``python -m yangguang.reports.public.child``, without Django, with almost no environment.
It bounds itself before it looks at a single byte: memory, processor time, size of files it may
write, no core dump. Standard input brings a line of JSON (names and lengths) and then the files;
standard output answers with one JSON object. Standard error stays silent: a traceback could carry
words of the visitor's file into a log.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from yangguang.annualreport.reading.limits import Limits
from yangguang.apart import bound, silence
from yangguang.translation import mark

if TYPE_CHECKING:
    from yangguang.annualreport.model import AnnualReport

KINDS = ("txt", "md", "html", "docx", "pdf", "xlsx", "json")
LIMITS = Limits(
    file_bytes=10 * 1024 * 1024,
    unpacked_bytes=64 * 1024 * 1024,
    unpack_ratio=100,
    archive_members=1_000,
    pages=60,
    cells=40_000,
    characters=400_000,
    picture_pixels=20_000_000,
)
"""Tighter than the library's own: a report has some ten pages, and the visitor is unknown."""

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
RECOGNISER = ("rapidocr", "onnxruntime", "cv2")
"""Reading characters from pictures takes half a minute of processor a file: too much for an unknown visitor."""
_SCAN = mark(
    "文件的页面是图片（扫描件），这里不识别图片里的文字。请改用可以复制文字的 PDF，或 docx、html 文件。"
)


def forget_recogniser() -> None:
    """As if it were not installed."""
    for extra in RECOGNISER:
        sys.modules[extra] = None  # type: ignore[assignment]


def answer(stream: IO[bytes]) -> dict[str, Any]:
    """Read the files from ``stream``, check the first against the second, and say what came of it."""
    from yangguang.annualreport.checking import check
    from yangguang.annualreport.errors import ReportError
    from yangguang.reports import stored

    order = json.loads(stream.readline())
    files = [(item["name"], stream.read(item["bytes"])) for item in order["files"]]
    reports = []
    for number, (name, content) in enumerate(files):
        try:
            reports.append(_read(content, name))
        except ReportError as error:
            message = stored.message_to_json(error.message)
            return {"error": message, "place": error.place, "file": number}
    previous = reports[1] if len(reports) > 1 else None
    checked = check(reports[0], previous, today=date.fromisoformat(order["today"]))
    return {"report": stored.report_to_json(reports[0]), "checked": stored.checked_to_json(checked)}


def _read(content: bytes, name: str) -> AnnualReport:
    """One report, of the kinds that are taken here.

    Old Word files and pictures are not: the one starts an office suite, the other a recogniser, and
    both cost more than an unknown visitor may ask for.
    """
    from yangguang.annualreport.errors import MissingTool, UnknownKind
    from yangguang.annualreport.reading.kinds import detect
    from yangguang.annualreport.reading.read import read

    kind = detect(content, name)
    if kind not in KINDS:
        raise UnknownKind(
            mark("这里不核对“{kind}”类型的文件。请另存为 docx、pdf、xlsx、html 或 txt 后再试。"), kind=kind
        )
    try:
        return read(content, name=name, kind=kind, limits=LIMITS)
    except MissingTool as error:
        raise UnknownKind(_SCAN) from error


def main() -> int:
    """One order in, one answer out."""
    silence()
    bound(MEMORY, CPU_SECONDS)
    forget_recogniser()
    try:
        said = answer(sys.stdin.buffer)
    except MemoryError:
        said = {"too_much": "memory"}
    json.dump(said, sys.stdout, ensure_ascii=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
