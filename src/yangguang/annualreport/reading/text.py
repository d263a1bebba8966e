"""Plain text and Markdown, taken apart into paragraphs and tables.

Tables come as tabs, as Markdown, drawn with lines, as HTML within Markdown, as columns held apart by
blanks, as a label followed by figures, or as one cell a line with blank lines between the rows.
Positions in such tables, but for HTML and whole frames of lines, are guesses, so their grids are not ``exact``.
"""

from __future__ import annotations

import csv
import re

from yangguang.annualreport.errors import EmptyFile, TooLarge
from yangguang.annualreport.labels import (
    are_scraps_of_heads,
    has_letters,
    is_column_label,
    is_header,
    is_row_label,
)
from yangguang.annualreport.reading.document import Document, Grid, GridCell, GridRow, Paragraph
from yangguang.annualreport.reading.drawn import DrawnTable, drawn_tables
from yangguang.annualreport.reading.encoding import decode
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.stroked import StrokedTable, stroked_tables
from yangguang.translation import mark

_MANY_LABELS = 15  # in one line: the head of a table that stands on its side
_ONE_PIPE = 60  # a line this long with a single stroke is running text
_PIPE_RULE = re.compile(r"^(?!\s*--?\s*$)(?=[^|+]*[|+]?[^|+]*[-=])\s*[|+]?[\s:|\-+=]+[|+]?\s*$")
_DRAWN = str.maketrans(
    {**dict.fromkeys("│┃║￨", "|"), **dict.fromkeys("┌┐└┘├┤┬┴┼─━═╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪", "-")}
)
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|])")
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_COLUMNS = re.compile(r"[ \u3000\u00a0]{2,}")
_VALUE = r"(?:[+\-－−]?\d[\d,，.]*(?:万?元|件|条|项|%)?|[\-－—–/／]+|无|零|〇)"
_LABELLED = re.compile(
    rf"^(?P<label>\S(?:.*?[^\d\s,，.\-/])?)[ \u3000\u00a0]+(?P<values>{_VALUE}(?:[ \u3000\u00a0]+{_VALUE})*)$"
)
_NO_FIGURE_ENDS = ("。", "；", "：", "！", "？")
_UNIT_APART = re.compile(r"(\d) +([万亿]?元|[万亿件项条宗个](?![一-鿿]))")
_BARE = re.compile(rf"^{_VALUE}(?:[ \u3000\u00a0]+{_VALUE}){{3,}}$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_STARTS_ANEW = re.compile(
    r"^(?:[#|>*\-]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[条章节部]|[一二三四五六七八九十]是|附件|注[：:]|[\u4e00-\u9fff]{2,6}[：:]|={5,})"
)
_PAGE_NUMBER = re.compile(
    r"^\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?"
    r"|P(?:\.|age)\s*\d{1,3}(?:\s*-\s*.{0,60}(?:报告|年报))?)\s*$"
)
_TITLE = re.compile(r"^[^。；]{0,40}信息公开.{0,12}(?:报告|年报)$")
_SENTENCE_ENDS = "。！？；：.!?;:”）)》】…"
_ENTRY = re.compile(
    r"^[^，,。；;：:]{2,40}[：:].*\d"
)  # ``行政复议：结果维持 5，…`` after another of its kind
_FIGURE_ALONE = re.compile(r"^(?:[\d０-９.,，—–\-－/／]{1,15}[件项条宗]?|[零〇无])$")
_LONG_LINE = 24  # a line this long may have been broken by the page, a shorter one ended itself


def read_text(data: bytes, name: str, limits: Limits) -> Document:
    """A ``.txt`` or ``.md`` file. Raises ``EmptyFile`` or ``TooLarge``."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise EmptyFile(mark("文件是空的，没有可以读取的内容。请确认上传的是年度报告文件。"), file=name)
    if len(text) > limits.characters:
        raise TooLarge(
            mark("文字过长（{count} 字），超过 {most} 字的上限。年度报告通常只有几页，请确认文件。"),
            file=name,
            count=len(text),
            most=limits.characters,
        )
    document = Document(kind="md" if name.lower().endswith((".md", ".markdown")) else "txt", name=name)
    if name.lower().endswith(".csv"):
        _take_csv(document, text)
        return document
    text = text.replace("\f", "\n")
    line = 0
    for table in _TABLE.finditer(text) if "<t" in text.lower() else ():
        line = _take_until(document, text, line, table.start())
        _take_html(document, table[0], line, limits)
        line = table.end()
    _take_until(document, text, line, len(text))
    return document


def _take_until(document: Document, text: str, start: int, end: int) -> int:
    """Take a stretch of the text; returns the number of the line on which it ends."""
    first = text.count("\n", 0, start)
    _Taker(document, first).take(text[start:end].split("\n"))
    return text.count("\n", 0, end) + 1


def _take_html(document: Document, table: str, line: int, limits: Limits) -> None:
    """A table that a converter wrote as HTML, since Markdown has no merged cells."""
    from yangguang.annualreport.reading.html import read_html

    try:
        blocks = read_html(table.encode(), document.name, limits).blocks
    except EmptyFile:
        return
    for block in blocks:
        block.number = line
    document.blocks += blocks


def _take_csv(document: Document, text: str) -> None:
    """A sheet saved as values between commas: a row with one cell is a heading or running text."""
    rows: list[GridRow] = []
    for number, cells in enumerate(csv.reader(text.split("\n")), 1):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and cells[0].strip():
            _end_grid(document, rows)
            document.blocks.append(Paragraph(filled[0], number=number))
        elif filled:
            grid = [GridCell(cell.strip(), column) for column, cell in enumerate(cells)]
            rows.append(GridRow(grid, number=number))
    _end_grid(document, rows)


def _end_grid(document: Document, rows: list[GridRow]) -> None:
    if rows:
        document.blocks.append(Grid([*rows], number=rows[0].number, exact=False))
        rows.clear()


class _Taker:
    """Goes through the lines once, collecting rows and paragraphs."""

    def __init__(self, document: Document, before: int = 0) -> None:
        self.document = document
        self.before = before  # lines of the file before the first
        self.rows: list[GridRow] = []
        self.stacked: list[str] | None = None  # cells of a row given one a line
        self.prose: list[str] = []
        self.prose_from = 0
        self.blank_before = True

    def take(self, lines: list[str]) -> None:
        drawn = dict(drawn_tables(lines))
        lines = [line.translate(_DRAWN) for line in lines]
        stroked = dict(stroked_tables(lines))
        behind = 0  # lines of a table that were taken with its first
        for position, line in enumerate(lines):
            if behind:
                behind -= 1
                continue
            number = self.before + position + 1
            if (picture := drawn.get(position)) is not None:
                self._drawn_table(number, picture)
                behind = picture.length - 1
            elif (table := stroked.get(position)) is not None:
                self._stroked_table(number, table)
                behind = table.length - 1
            else:
                self._line(number, line)
            self.blank_before = not line.strip()
        self._end_stacked(self.before + len(lines))
        self._end_table()
        self._end_prose()

    def _line(self, number: int, line: str) -> None:
        if self._stacked_cell(number, line):
            return
        stripped = line.strip(" \u3000\u00a0\n")
        if not stripped.strip() or _PAGE_NUMBER.match(stripped):
            return
        cells = _cells(line)
        if cells is not None:
            self._end_prose()
            self._row(number, cells)
        elif not _PIPE_RULE.match(line):
            self._end_table()
            self._prose(number, stripped.strip())

    def _stacked_cell(self, number: int, line: str) -> bool:
        """One cell a line: a cell starts with a tab, a blank line ends the row."""
        if line.startswith("\t") and "\t" not in line[1:].rstrip():
            self._end_prose()
            if self.stacked is None:
                self.stacked = []
            self.stacked.append(line[1:].strip())
            return True
        if self.stacked is None:
            return False
        if not line.strip():
            self._end_stacked(number)
            return True
        if "\t" not in line and not self.blank_before:
            self.stacked[-1] = f"{self.stacked[-1]}\n{line.strip()}" if self.stacked[-1] else line.strip()
            return True
        self._end_stacked(number)
        return False

    def _end_stacked(self, number: int) -> None:
        if self.stacked is not None:
            self._row(number, self.stacked)
            self.stacked = None

    def _stroked_table(self, number: int, table: StrokedTable) -> None:
        self._end_stacked(number)
        self._end_prose()
        for position, cells in table.rows:
            self._row(number + position, cells)

    def _drawn_table(self, number: int, table: DrawnTable) -> None:
        self._end_stacked(number)
        self._end_prose()
        self._end_table()
        for row in table.rows:
            row.number += number
        self.document.blocks.append(Grid(table.rows, number=number, exact=table.exact))

    def _row(self, number: int, cells: list[str]) -> None:
        self.rows.append(
            GridRow([GridCell(text, column) for column, text in enumerate(cells)], number=number)
        )

    def _end_table(self) -> None:
        if self.rows:
            self.document.blocks.append(Grid(self.rows, number=self.rows[0].number, exact=False))
            self.rows = []

    def _prose(self, number: int, line: str) -> None:
        heading = _HEADING.match(line)
        if heading:
            self._end_prose()
            text = _EMPHASIS.sub(r"\1\2", heading[2])
            self.document.blocks.append(Paragraph(text, number=number, level=len(heading[1])))
            return
        line = _BREAK.sub("", _EMPHASIS.sub(r"\1\2", line))
        if self.prose and not self._goes_on(line):
            self._end_prose()
        if not self.prose:
            self.prose_from = number
        self.prose.append(line)

    def _goes_on(self, line: str) -> bool:
        """Whether this line continues the sentence that the page broke off."""
        last = self.prose[-1]
        if _FIGURE_ALONE.match(line) or (_ENTRY.match(line) and last[-1] in "0123456789件"):
            return False
        if self.blank_before and _TITLE.match(line):
            return False
        if len(last) < _LONG_LINE or last[-1] in _SENTENCE_ENDS or _STARTS_ANEW.match(line):
            return False
        return not are_scraps_of_heads(line)

    def _end_prose(self) -> None:
        if self.prose:
            self.document.blocks.append(Paragraph("".join(self.prose), number=self.prose_from))
            self.prose = []


def _cells(line: str) -> list[str] | None:
    """The cells of a line that is a table row, or ``None`` for running text."""
    if "|" in line and _is_piped(line.strip()):
        return None if _PIPE_RULE.match(line) else _between_pipes(line.strip())
    if "\t" in line.strip(" ") and (line.count("\t") > 1 or not _is_sentence(line)):
        return [cell.strip() for cell in line.split("\t")]
    stripped = line.strip(" \u3000\u00a0\t")
    if len(stripped.split(None, 1)) < 2:
        return None  # nothing stands apart, as in most prose
    stripped = _UNIT_APART.sub(r"\1\2", stripped)
    if _BARE.match(stripped):
        return stripped.split()
    labelled = None if stripped.endswith(_NO_FIGURE_ENDS) else _LABELLED.match(stripped)
    if labelled:
        values = labelled["values"].split()
        words = labelled["label"].split()
        if len(values) == 1 and len(words) <= 3 and is_column_label(words[-1]):
            return [*words, *values]
        if len(values) >= 2 or is_row_label(labelled["label"]):
            return [*_COLUMNS.split(labelled["label"]), *values]
    words = stripped.split()
    if len(words) >= 2 and (is_header(words) or _is_head_of_turned(words)):
        return words
    pieces = _COLUMNS.split(stripped)
    if len(pieces) >= 2 and (labelled or (len(pieces) >= 3 and not _is_sentence(stripped))):
        return pieces if not labelled else [*_COLUMNS.split(labelled["label"]), labelled["values"]]
    return None


def _is_head_of_turned(words: list[str]) -> bool:
    """Whether a line names the rows of a table beside each other, perhaps with a word of the office's before."""
    return len(words) > _MANY_LABELS and all(map(is_row_label, words[1:]))


def _is_piped(line: str) -> bool:
    """Whether strokes hold cells apart: a frame of them always does, else there is no sentence."""
    if line[0] == line[-1] == "|" and len(line) > 1:
        return True
    return (line.count("|") > 1 or len(line) < _ONE_PIPE) and not any(sign in line for sign in "。！？；")


def _between_pipes(line: str) -> list[str]:
    """The cells of a row; strokes at both ends are its frame, a single one at an end has an empty cell."""
    inner = line[1:-1] if len(line) > 1 and line[0] == line[-1] == "|" else line
    return [_ESCAPED.sub(r"\1", _BREAK.sub("\n", cell)).strip() for cell in inner.split("|")]


def _is_sentence(text: str) -> bool:
    return any(sign in text for sign in "。；！？") or (len(text) > 60 and has_letters(text) and "，" in text)
