"""Old binary Word files (and RTF), through LibreOffice where it is present.

The format has no sound open reader, so LibreOffice converts the file to docx, in a profile of its
own that is thrown away, within a time limit. Files with macros are refused before it sees them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from yangguang.annualreport.errors import BrokenFile, MissingTool, ProtectedFile, TooLarge, UnsafeFile
from yangguang.annualreport.reading.archive import ENCRYPTED, MACROS, OLE_MAGIC, has_ole_stream
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.docx import read_docx
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = ["read_doc"]

_PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 60
_SECTOR = 512  # the header of an OLE container; Word's stream usually follows it
_WORD_MAGIC = b"\xec\xa5"
_FLAGS_AT = _SECTOR + 0x0A
_ENCRYPTED_FLAG = 0x0100

_NOT_CONVERTED = mark(
    "旧版 Word 文件转换失败，文件可能已损坏。请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
)


def read_doc(data: bytes, name: str, limits: Limits) -> Document:
    """A ``.doc``, ``.wps`` or RTF file. Raises ``MissingTool`` where LibreOffice is not installed."""
    _refuse_protected(data, name)
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        raise MissingTool(
            mark(
                "读取旧版 Word 文件（.doc）需要 LibreOffice，本机没有安装。请安装后再试，或在 Word、WPS 中另存为 docx。"
            ),
            file=name,
        )
    document = read_docx(_converted(data, name, program, limits), name, limits)
    document.kind = "doc"
    return document


def _refuse_protected(data: bytes, name: str) -> None:
    if not data.startswith(OLE_MAGIC):
        return
    if has_ole_stream(data, "_VBA_PROJECT"):
        raise UnsafeFile(MACROS, file=name)
    if data[_SECTOR : _SECTOR + 2] == _WORD_MAGIC:
        flags = int.from_bytes(data[_FLAGS_AT : _FLAGS_AT + 2], "little")
        if flags & _ENCRYPTED_FLAG:
            raise ProtectedFile(ENCRYPTED, file=name)


def _converted(data: bytes, name: str, program: str, limits: Limits) -> bytes:
    """The same document as docx. Nothing of the given name reaches the command line."""
    with tempfile.TemporaryDirectory(prefix="yangguang-doc-") as folder:
        room = Path(folder)
        source = room / ("report.rtf" if data.startswith(b"{\\rtf") else "report.doc")
        source.write_bytes(data)
        _run(_command(program, room, source), room, name)
        made = room / "out" / "report.docx"
        if not made.is_file():
            raise BrokenFile(_NOT_CONVERTED, file=name)
        if made.stat().st_size > limits.file_bytes:
            raise TooLarge(mark("文件转换后过大，不像一份年度报告。请确认文件。"), file=name)
        return made.read_bytes()


def _command(program: str, room: Path, source: Path) -> list[str]:
    return [
        program,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--nolockcheck",
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(room / "out"),
        str(source),
    ]


def _run(command: list[str], room: Path, name: str) -> None:
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
        process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        _end_group(process.pid)
        process.wait()
        raise BrokenFile(
            mark(
                "旧版 Word 文件转换超过 {seconds} 秒，已停止。请用 Word 或 WPS 打开后另存为 docx，再重新上传。"
            ),
            file=name,
            seconds=_SECONDS,
        ) from error
    if process.returncode != 0:
        raise BrokenFile(_NOT_CONVERTED, file=name)


def _end_group(leader: int) -> None:
    if hasattr(os, "killpg"):
        os.killpg(leader, signal.SIGKILL)
    else:
        os.kill(leader, signal.SIGTERM)
