"""The process in which a file from outside is opened; the other end is :mod:`apart`.

Started as ``python -m yangguang.redaction.child``, without Django and with almost no environment. It bounds
itself before it looks at a byte: memory, processor time, no file written, no core dump. Standard input brings a
line of JSON and then the file; standard output answers in lines of JSON, the last one saying how many bytes
follow. Standard error stays silent: a traceback could carry words of the file into a log.
"""

from __future__ import annotations

import json
import sys
from typing import IO, Any

from yangguang.apart import bound, silence


def answer(order: dict[str, Any], data: bytes, out: IO[bytes]) -> tuple[dict[str, Any], bytes]:
    """Do what was ordered; what is wrong with the file is an answer too."""
    from yangguang.redaction import apart_tasks
    from yangguang.redaction.errors import ReportError
    from yangguang.translation import language

    def tell(done: int, total: int) -> None:
        out.write(json.dumps({"done": done, "total": total}).encode() + b"\n")
        out.flush()

    try:
        with language(order["language"]):
            return apart_tasks.TASKS[order["task"]](order, data, tell)
    except ReportError as error:
        message = {"template": error.message.template, "params": dict(error.message.params)}
        said = {"error": type(error).__name__, "message": message, "file": error.file, "place": error.place}
        return said, b""


def main() -> int:
    """One order in, one answer out."""
    silence()
    order = json.loads(sys.stdin.buffer.readline())
    bound(order["memory"], order["seconds"])
    try:
        said, made = answer(order, sys.stdin.buffer.read(), sys.stdout.buffer)
    except MemoryError:
        said, made = {"too_much": "memory"}, b""
    sys.stdout.buffer.write(json.dumps({**said, "bytes": len(made)}, default=str).encode() + b"\n")
    sys.stdout.buffer.write(made)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
