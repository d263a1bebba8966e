"""Where the readers of markup put what they find: one document, in order, within limits."""

from __future__ import annotations

from yangguang.annualreport.errors import EmptyFile, TooLarge
from yangguang.annualreport.reading.document import Document, Grid, GridRow, Paragraph
from yangguang.annualreport.reading.limits import Limits
from yangguang.translation import mark

__all__ = ["Collector"]


class Collector:
    """Fills a document with paragraphs and tables, numbered in one sequence from 1."""

    def __init__(self, kind: str, name: str, limits: Limits) -> None:
        self.document = Document(kind=kind, name=name)
        self._limits = limits
        self._cells = 0
        self._considered = 0
        self._characters = 0
        self._number = 0

    def paragraph(self, text: str, level: int = 0, page: int = 0) -> None:
        """Add running text; each of its lines is a paragraph, except in a heading, which is joined."""
        if level:
            self._add_paragraph(text.replace("\n", ""), level, page)
            return
        for line in text.split("\n"):
            self._add_paragraph(line, 0, page)

    def _add_paragraph(self, text: str, level: int, page: int) -> None:
        text = text.strip()
        if text:
            self.spend(len(text), 0)
            self._number += 1
            self.document.blocks.append(Paragraph(text, page=page, number=self._number, level=level))

    def grid(self, rows: list[GridRow], page: int = 0) -> None:
        """Add a table whose cells were already paid for with ``spend``."""
        if rows:
            self._number += 1
            self.document.blocks.append(Grid(rows, page=page, number=self._number))

    def adopt(self, other: Document) -> None:
        """Add what a document found inside this one holds."""
        for block in other.blocks:
            if isinstance(block, Paragraph):
                self.paragraph(block.text, block.level, block.page)
            else:
                for row in block.rows:
                    self.spend(sum(len(cell.text) for cell in row.cells), len(row.cells))
                self.grid(block.rows, block.page)

    def spend(self, characters: int, cells: int) -> None:
        """Count text and cells against the limits."""
        self._characters += characters
        self._cells += cells
        if self._cells > self._limits.cells:
            self._refuse(
                mark("表格过大，单元格超过 {most} 个的上限。年度报告通常只有几页，请确认文件。"),
                self._limits.cells,
            )
        if self._characters > self._limits.characters:
            self._refuse(
                mark("文字过长，超过 {most} 字的上限。年度报告通常只有几页，请确认文件。"),
                self._limits.characters,
            )

    def consider(self, cells: int) -> None:
        """Count cells that cost time without being content, such as those under merged areas."""
        self._considered += cells
        if self._considered > self._limits.cells * 5:
            self._refuse(
                mark("表格过大，单元格超过 {most} 个的上限。年度报告通常只有几页，请确认文件。"),
                self._limits.cells,
            )

    def _refuse(self, template: str, most: int) -> None:
        raise TooLarge(template, file=self.document.name, most=most)

    def finished(self) -> Document:
        """The document; one without any content is refused."""
        if not self.document.blocks:
            raise EmptyFile(
                mark("文件中没有可以读取的文字或表格。请确认上传的是年度报告文件。"), file=self.document.name
            )
        return self.document
