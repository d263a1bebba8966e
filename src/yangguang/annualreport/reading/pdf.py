"""PDF files: every page as tables and paragraphs in reading order.

Characters are placed by coordinates; cells come from ruling lines where there are any, else from
how the words are aligned. Pages that are only pictures go to :mod:`.scan`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from yangguang.annualreport.errors import BrokenFile, EmptyFile, ProtectedFile, TooLarge
from yangguang.annualreport.reading import pdf_page, scan
from yangguang.annualreport.reading.document import Document, Grid, GridCell, GridRow, Paragraph
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.pdf_columns import aligned_tables, refined
from yangguang.annualreport.reading.pdf_lines import Line, lines_of
from yangguang.annualreport.reading.pdf_page import Page
from yangguang.annualreport.reading.pdf_rules import frames_of, whole_rules
from yangguang.annualreport.reading.pdf_tables import Cell, Table, ruled_tables
from yangguang.annualreport.reading.pdf_text import Flow, Measure, goes_on, without_running_lines
from yangguang.translation import mark as _

_BROKEN = _("这不是完整的 PDF 文件，或者已经损坏。请重新导出或重新下载后再试。")
_PROTECTED = _("PDF 文件设有打开密码，无法读取。请去掉密码后再试。")
_PAGES = _("PDF 文件有 {pages} 页，超过上限 {limit} 页。年度报告只有几页到几十页，请确认文件是否正确。")
_BYTES = _("文件大小超过上限 {limit} MB。")
_CHARACTERS = _("PDF 文件的文字超过上限 {limit} 个字符。")
_CELLS = _("PDF 文件的表格单元格超过上限 {limit} 个。")
_EMPTY = _("文件是空的。")

_PASSWORD_ERRORS = frozenset({pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY})


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """Take a PDF file apart.

    Raises :class:`ProtectedFile`, :class:`BrokenFile`, :class:`TooLarge`, and
    :class:`~yangguang.annualreport.errors.MissingTool` where pages are pictures and the extra for
    recognising them is not installed.
    """
    if not data:
        raise EmptyFile(_EMPTY, file=name)
    if len(data) > limits.file_bytes:
        raise TooLarge(_BYTES, file=name, limit=limits.file_bytes // (1024 * 1024))
    with pdf_page.PDFIUM_LOCK, _opened(data, name) as document:
        count = len(document)
        if count > limits.pages:
            raise TooLarge(_PAGES, file=name, pages=count, limit=limits.pages)
        title = _title(document)
        pages = list(_pages(document, name, limits))
    recognised = _recognise(data, name, pages, limits)
    return assembled(
        Document(kind="pdf", name=name, title=title, pages=count, recognised=recognised), pages, limits
    )


def _title(document: pypdfium2.PdfDocument) -> str:
    """The title in the file's metadata; nothing where it is damaged."""
    try:
        return str(document.get_metadata_value("Title")).strip()
    except UnicodeDecodeError:
        return ""


def assembled(document: Document, pages: list[Page], limits: Limits) -> Document:
    """Fill a document with the blocks of its pages."""
    _Assembly(document, limits).take(pages)
    return document


_RESOLUTION = 200 / 72
"""Pixels to the point at which a scanned page is drawn."""

FEW = 12
"""A page with fewer characters than this and a picture over most of it is a scanned page."""

ENOUGH = 400
"""With this many characters elsewhere, a file can be read without its pictures."""


def _recognise(data: bytes, name: str, pages: list[Page], limits: Limits) -> bool:
    """Replace the pages that are pictures by what is recognised in them.

    Without the extra for scans they stay empty where the rest of the file has text of its own.
    """
    pictures = [i for i, page in enumerate(pages) if len(page.glyphs) < FEW and page.picture_share > 0.4]
    layered = [
        i for i, page in enumerate(pages) if page.hidden and page.picture_share > 0.6 and i not in pictures
    ]
    if not pictures and not layered:
        return False
    if not scan.installed() and sum(len(page.glyphs) for page in pages) >= ENOUGH:
        return bool(layered)
    recogniser = scan.recogniser(name, limits)
    for index in layered:
        recogniser.ruled(pages[index], *_drawn(data, name, index, limits))
    for index in pictures:
        picture, scale = _drawn(data, name, index, limits)
        pages[index] = recogniser.page(picture, index + 1, scale)
    return True


def _drawn(data: bytes, name: str, index: int, limits: Limits) -> tuple[Any, float]:
    """A page as a picture, and its pixels to the point."""
    with pdf_page.PDFIUM_LOCK, _opened(data, name) as document:
        page = document[index]
        try:
            width, height = page.get_size()
            scale = min(_RESOLUTION, (limits.picture_pixels / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False)
            try:
                return bitmap.to_numpy()[:, :, :3].copy(), scale
            finally:
                bitmap.close()
        finally:
            page.close()


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise ProtectedFile(_PROTECTED, file=name) from error
        raise BrokenFile(_BROKEN, file=name) from error
    try:
        if len(document) < 1:
            raise BrokenFile(_BROKEN, file=name)
        yield document
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument, name: str, limits: Limits) -> Iterator[Page]:
    left = limits.characters
    for index in range(len(document)):
        handle = pdfium.FPDF_LoadPage(document.raw, index)
        if not handle:
            raise BrokenFile(_BROKEN, file=name, place=str(index + 1))
        try:
            page = pdf_page.read_page(handle, index + 1, most_characters=left + 1)
        finally:
            pdfium.FPDF_ClosePage(handle)
        left -= len(page.glyphs)
        if left < 0:
            raise TooLarge(_CHARACTERS, file=name, limit=limits.characters)
        yield page


class _Assembly:
    """Puts tables and paragraphs of all pages in reading order."""

    def __init__(self, result: Document, limits: Limits) -> None:
        self.result = result
        self.limits = limits
        self.cells = 0
        self.flow: Flow | None = None

    def take(self, pages: list[Page]) -> None:
        """Add the blocks of all pages."""
        taken = [_apart(page) for page in pages]
        lines = without_running_lines(
            [(page.height, lines) for page, (_tables, lines) in zip(pages, taken, strict=True)]
        )
        measure = Measure.of(lines)
        for page, (tables, _lines), kept in zip(pages, taken, lines, strict=True):
            self._page(page, tables, kept, measure)
        self._end_paragraph()

    def _page(self, page: Page, tables: list[Table], lines: list[Line], measure: Measure | None) -> None:
        waiting = sorted(tables, key=lambda table: (table.top, table.box[0]), reverse=True)
        before: Line | None = None
        for line in lines:
            while waiting and waiting[-1].top < line.middle:
                self._table(waiting.pop(), page.number)
                before = None
            self._line(line, before, page.number, measure)
            before = line
        while waiting:
            self._table(waiting.pop(), page.number)

    def _line(self, line: Line, before: Line | None, page: int, measure: Measure | None) -> None:
        last = self.flow.lines[-1] if self.flow else None
        if (
            self.flow is None
            or last is None
            or measure is None
            or not goes_on(last, line, measure, same_page=before is not None)
        ):
            self._end_paragraph()
            self.flow = Flow(page)
        self.flow.lines.append(line)

    def _end_paragraph(self) -> None:
        if self.flow and self.flow.text:
            number = len(self.result.blocks) + 1
            self.result.blocks.append(
                Paragraph(self.flow.text, page=self.flow.page, number=number, box=self.flow.box)
            )
        self.flow = None

    def _table(self, table: Table, page: int) -> None:
        self._end_paragraph()
        self.cells += len(table.cells)
        if self.cells > self.limits.cells:
            raise TooLarge(_CELLS, file=self.result.name, limit=self.limits.cells)
        self.result.blocks.append(as_grid(table, page, len(self.result.blocks) + 1))


def _apart(page: Page) -> tuple[list[Table], list[Line]]:
    """The tables of a page and the lines outside of them."""
    frames, across, down = frames_of(whole_rules(page.across), whole_rules(page.down))
    ruled, outside = ruled_tables(page, frames)
    tables, lines = aligned_tables(lines_of(outside), across, down)
    for table in ruled:
        found, rest = refined(table)
        tables += found
        lines += rest
    return tables, sorted(lines, key=lambda line: line.y)


def as_grid(table: Table, page: int, number: int) -> Grid:
    """A table of a page as a grid of the document."""
    rows = [GridRow([], page=page, number=row + 1) for row in range(table.height)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows[cell.row].cells.append(_grid_cell(cell))
    return Grid(rows, page=page, number=number, exact=table.exact)


def _grid_cell(cell: Cell) -> GridCell:
    return GridCell(
        cell.text,
        column=cell.column,
        colspan=cell.columns,
        rowspan=cell.rows,
        doubtful=cell.doubtful,
        box=tuple(round(edge, 1) for edge in cell.box),  # type: ignore[arg-type]
    )
