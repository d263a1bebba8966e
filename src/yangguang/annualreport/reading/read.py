"""The door: from a file or its bytes to a document, and on to the annual report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from yangguang.annualreport.errors import EmptyFile, TooLarge, UnknownKind, cannot_open
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.kinds import detect
from yangguang.annualreport.reading.limits import DEFAULT_LIMITS, Limits
from yangguang.annualreport.reading.understand import understand
from yangguang.translation import mark

Reader = Callable[[bytes, str, Limits], Document]

# Imported when first needed: a text file should not cost the start of a PDF library.
_READERS = {
    "txt": "text:read_text",
    "md": "text:read_text",
    "html": "html:read_html",
    "docx": "docx:read_docx",
    "doc": "doc:read_doc",
    "xlsx": "xlsx:read_xlsx",
    "pdf": "pdf:read_pdf",
    "png": "scan:read_pictures",
    "jpg": "scan:read_pictures",
    "tiff": "scan:read_pictures",
}
KINDS = (*_READERS, "json")


def read(
    source: Path | bytes, *, name: str = "", kind: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> AnnualReport:
    """Read one annual report.

    ``source`` is a path or the bytes of a file, ``name`` the file name where only bytes are given,
    ``kind`` the type when the content should not decide. Raises :class:`UnreadableFile` when the
    bytes cannot be read and :class:`NotAnAnnualReport` when they are another document.
    """
    data, name = _bytes_of(source, name, limits)
    kind = kind or detect(data, name)
    if kind == "json":
        from yangguang.annualreport.reading.json import read_json

        return read_json(data, file=name, limits=limits)
    return understand(_document(data, name, kind, limits))


def load_document(
    source: Path | bytes, *, name: str = "", kind: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """A file taken apart into paragraphs and tables, without asking what they mean."""
    data, name = _bytes_of(source, name, limits)
    return _document(data, name, kind or detect(data, name), limits)


def _bytes_of(source: Path | bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        data = source
        size = len(data)
    else:
        name = name or source.name
        try:
            size = source.stat().st_size
            data = source.read_bytes() if size <= limits.file_bytes else b""
        except OSError as error:
            raise cannot_open(str(source), error) from error
    if size > limits.file_bytes:
        raise TooLarge(
            mark("文件有 {size} MB，超过 {most} MB 的上限。年度报告通常不到 1 MB，请确认文件。"),
            file=name,
            size=size // 1_000_000,
            most=limits.file_bytes // 1_000_000,
        )
    if not data:
        raise EmptyFile(mark("文件是空的，没有可以读取的内容。请确认上传的是年度报告文件。"), file=name)
    return data, name


def _document(data: bytes, name: str, kind: str, limits: Limits) -> Document:
    entry = _READERS.get(kind)
    if entry is None:
        raise UnknownKind(
            mark("不支持“{kind}”类型的文件。请另存为 docx、pdf、html 或 txt 后再试。"), file=name, kind=kind
        )
    module, _, function = entry.partition(":")
    reader: Reader = getattr(import_module(f"yangguang.annualreport.reading.{module}"), function)
    document = reader(data, name, limits)
    _refuse_oversize(document, limits)
    return document


def _refuse_oversize(document: Document, limits: Limits) -> None:
    cells = sum(len(row.cells) for grid in document.grids for row in grid.rows)
    characters = sum(len(paragraph.text) for paragraph in document.paragraphs)
    if cells > limits.cells or characters > limits.characters:
        raise TooLarge(
            mark("文件内容过多（{cells} 个单元格，{characters} 字），不像一份年度报告。请确认文件。"),
            file=document.name,
            cells=cells,
            characters=characters,
        )
