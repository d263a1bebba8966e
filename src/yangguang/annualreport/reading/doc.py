"""Old binary Word files (and RTF), through LibreOffice where it is present.

The format has no sound open reader, so LibreOffice converts the file to docx, in a profile of its
own that is thrown away, within a time limit. Files with macros are refused before it sees them.
"""

from __future__ import annotations

from yangguang.annualreport.errors import MissingTool, ProtectedFile, TooLarge, UnsafeFile
from yangguang.annualreport.reading import libreoffice
from yangguang.annualreport.reading.archive import ENCRYPTED, MACROS, OLE_MAGIC, has_ole_stream
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.docx import read_docx
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = ["read_doc"]

_SECONDS = 60
_SECTOR = 512  # the header of an OLE container; Word's stream usually follows it
_WORD_MAGIC = b"\xec\xa5"
_FLAGS_AT = _SECTOR + 0x0A
_ENCRYPTED_FLAG = 0x0100


def read_doc(data: bytes, name: str, limits: Limits) -> Document:
    """A ``.doc``, ``.wps`` or RTF file. Raises ``MissingTool`` where LibreOffice is not installed."""
    _refuse_protected(data, name)
    program = libreoffice.found()
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
    """The same document as docx."""
    ending = "rtf" if data.startswith(b"{\\rtf") else "doc"
    made = libreoffice.convert(
        data, ending, "docx:MS Word 2007 XML", program=program, name=name, seconds=_SECONDS
    )
    if len(made) > limits.file_bytes:
        raise TooLarge(mark("文件转换后过大，不像一份年度报告。请确认文件。"), file=name)
    return made
