"""Converting a document with LibreOffice, in a profile of its own that is thrown away, within a time limit."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from yangguang.annualreport.errors import BrokenFile, MissingTool
from yangguang.translation import mark

_PROGRAMS = ("soffice", "libreoffice")
_NOT_CONVERTED = mark(
    "旧版 Word 文件转换失败，文件可能已损坏。请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
)


def found() -> str | None:
    """Where LibreOffice is; nothing where it is not installed."""
    return next((path for path in map(shutil.which, _PROGRAMS) if path), None)


def convert(data: bytes, ending: str, target: str, *, program: str, name: str, seconds: float) -> bytes:
    """The document in the form ``target`` (an ending, with a filter after a colon where one is needed).

    Nothing of the given name reaches the command line. Raises ``BrokenFile`` where nothing comes of it, and
    ``MissingTool`` where the program does not start.
    """
    with tempfile.TemporaryDirectory(prefix="yangguang-doc-") as folder:
        room = Path(folder)
        source = room / f"report.{ending}"
        source.write_bytes(data)
        _run(_command(program, room, source, target), room, name, seconds)
        made = room / "out" / f"report.{target.partition(':')[0]}"
        if not made.is_file():
            raise BrokenFile(_NOT_CONVERTED, file=name)
        return made.read_bytes()


def _command(program: str, room: Path, source: Path, target: str) -> list[str]:
    return [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--convert-to",
        target,
        "--outdir",
        str(room / "out"),
        str(source),
    ]


def _run(command: list[str], room: Path, name: str, seconds: float) -> None:
    """Run the converter; what it prints goes nowhere, and its helpers end with it."""
    environment = {**os.environ, "HOME": str(room), "TMPDIR": str(room)}
    try:
        process = subprocess.Popen(  # noqa: S603 - a fixed command, the file name is ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=room,
            start_new_session=True,
        )
    except OSError as error:
        raise MissingTool(
            mark("LibreOffice 无法启动（{reason}）。请检查安装，或在 Word、WPS 中另存为 docx。"),
            file=name,
            reason=error.strerror or str(error),
        ) from error
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        _end_group(process.pid)
        process.wait()
        raise BrokenFile(
            mark(
                "旧版 Word 文件转换超过 {seconds} 秒，已停止。请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
            ),
            file=name,
            seconds=seconds,
        ) from error
    if process.returncode != 0:
        raise BrokenFile(_NOT_CONVERTED, file=name)


def _end_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        os.killpg(leader, signal.SIGKILL)
    else:
        os.kill(leader, signal.SIGTERM)
