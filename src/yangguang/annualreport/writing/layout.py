"""What a written report consists of, before any file type: title, paragraphs, tables as printed.

Every writer takes the same :class:`Content`, so that Word, PDF, web and spreadsheet show the same
table with the same merged cells. The layout follows the official form (国办公开办函〔2019〕60号,
〔2021〕30号): the tables of part two are glued into one, the request table has the note on its sums in
the corner, the remedies stand in one row of fifteen columns.

Nothing is invented: a part, a table or a row that the report does not have is not printed, a blank
stays blank, a stroke stays a stroke. The document is Chinese whatever the reader's language is.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from yangguang.annualreport.figures import figure
from yangguang.annualreport.formats.base import Format, Kind, Row, Table
from yangguang.annualreport.formats.shared import REQUESTS_NOTE
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Contact, Money, SectionText

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DATE_LINE = re.compile(r"发布(?:日期|时间)[：:].{4,20}")
_SUBHEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。！？；]{1,40}")
_UNBREAKABLE = re.compile(r"[\x21-\x7e]+")
_FIGURE_WIDTH = 0.56  # of the type size; a little more than a figure of the fonts in use
_LONGEST_BALANCED = 8
_TITLE_LINE = 20  # signs of the title that fit on a line
UNREADABLE = "？"
CONTACT_LABELS = {
    "address": "地址",
    "postcode": "邮政编码",
    "telephone": "电话",
    "fax": "传真",
    "email": "电子邮箱",
    "website": "网址",
}


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of a printed table, at the row where it begins and grid column ``column``.

    ``head`` says whether it heads ``columns``, ``rows`` or, as an empty word, is a figure. A figure's
    ``cell`` is what the report knows of it, and ``headers`` are the headings (row, column) that name
    it, for those who cannot see the table.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    head: str = ""
    cell: Cell | None = None
    headers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class LaidTable:
    """A printed table: ``widths`` of its grid columns as shares of the line, ``head_rows`` repeated
    on every page. ``path`` is ``proactive``, ``requests`` or ``remedies``."""

    path: str
    caption: str
    widths: tuple[float, ...]
    rows: tuple[tuple[LaidCell, ...], ...]
    head_rows: int = 0

    def type_size(self, line: float, usual: float, margin: float) -> float:
        """The type size in points at which no figure is wider than its column.

        ``line`` is the width of the table in points, ``margin`` the white left and right in a cell.
        A figure must never be broken over two lines: it would be read as two.
        """
        size = usual
        for cell in (cell for row in self.rows for cell in row if cell.cell is not None):
            room = line * sum(self.widths[cell.column : cell.column + cell.colspan]) - margin
            longest = max((len(run) for run in _UNBREAKABLE.findall(cell.text)), default=0)
            if longest:
                size = min(size, room / (longest * _FIGURE_WIDTH))
        return max(math.floor(size * 2) / 2, 4)

    def indent(self, cell: LaidCell, line: float, size: float, margin: float) -> float:
        """The white left and right of a head, in points, that breaks it into lines of equal length.

        商业企业 in a column three signs wide becomes 商业 and 企业, not 商业企 and 业.
        """
        if cell.head != "columns" or len(cell.text) > _LONGEST_BALANCED or not cell.text.isalpha():
            return 0.0
        room = line * sum(self.widths[cell.column : cell.column + cell.colspan]) - margin
        fits = max(int(room / size), 1)
        lines = math.ceil(len(cell.text) / fits)
        if lines == 1:
            return 0.0
        wanted = math.ceil(len(cell.text) / lines) * size
        return max((room - wanted - size / 4) / 2, 0.0)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one of the six parts."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``role`` is ``body``, ``subheading`` (（一）主动公开), ``note`` or ``date``."""

    text: str
    role: str = "body"


Block = Heading | Text | LaidTable


@dataclass(frozen=True, slots=True)
class Content:
    """A report ready to be written: its title and the blocks below it in order."""

    title: str
    agency: str
    year: int | None
    published_on: str
    blocks: tuple[Block, ...]

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title on one line, or on two broken where its words allow it: behind the agency."""
        if len(self.title) > _TITLE_LINE:
            for word in (f"{self.year}年", "政府信息公开"):
                before, found, after = self.title.partition(word)
                if before and found:
                    return before, found + after
        return (self.title,)

    @property
    def title_size(self) -> float:
        """The type size of the title in points: 22, less where a line would not fit."""
        return max(min(22, _TITLE_LINE * 22 // max(map(len, self.title_lines))), 15)

    @property
    def tables(self) -> tuple[LaidTable, ...]:
        return tuple(block for block in self.blocks if isinstance(block, LaidTable))


def content(report: AnnualReport) -> Content:
    """Lay a report out."""
    blocks: list[Block] = []
    said = "\n".join((*report.preamble, *(section.text for section in report.sections)))
    if report.published_on and not _says_date(said, report.published_on):
        blocks.append(Text(f"发布日期：{_clean(report.published_on)}", "date"))
    blocks += [_preamble_text(text) for text in report.preamble]
    blocks += [Text(text) for text in _unsaid(report, said)]
    for number, section in _parts(report):
        blocks += _part(report, number, section)
    return Content(
        title(report), _clean(report.agency), report.year, _clean(report.published_on), tuple(blocks)
    )


def title(report: AnnualReport) -> str:
    """The title as printed, else in the usual words."""
    year = "" if report.year is None else f"{report.year}年"
    return _clean(report.title) or f"{_clean(report.agency)}{year}政府信息公开工作年度报告"


def _clean(text: str) -> str:
    """Text without the signs that XML, and so Word and the web, cannot hold."""
    return _UNPRINTABLE.sub("", text)


def _preamble_text(text: str) -> Text:
    laid = _paragraph(text)
    return replace(laid, role="date") if _DATE_LINE.fullmatch(laid.text) else laid


def _says_date(said: str, iso: str) -> bool:
    """Whether a text names this day (``2026-01-20``), in figures or in words."""
    if iso in said:
        return True
    parts = iso.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return False
    year, month, day = map(int, parts)
    return re.search(rf"{year}\s*[年./-]\s*0?{month}\s*[月./-]\s*0?{day}(?!\d)", said) is not None


def _unsaid(report: AnnualReport, said: str) -> Iterator[str]:
    """What the report knows of its period and of whom to ask, when no paragraph of it says so."""
    if report.period and not _says_date(said, report.period[0]):
        yield f"本报告所列数据的统计期限为{_clean(report.period[0])}至{_clean(report.period[1])}。"
    compact = re.sub(r"\s+", "", said)
    contact = {name: _clean(getattr(report.contact, name)) for name in Contact.__slots__}
    if all(re.sub(r"\s+", "", value) in compact for value in contact.values()):
        return
    known = "；".join(f"{CONTACT_LABELS[name]}：{contact[name]}" for name in CONTACT_LABELS if contact[name])
    ask = f"如对本报告有疑问，请与{contact['office'] or '我们'}联系"
    yield f"{ask}（{known}）。" if known else f"{ask}。"


# the parts


def _parts(report: AnnualReport) -> list[tuple[int, SectionText | None]]:
    """The parts in the order printed; a part without text is there when it has a table to carry."""
    parts: list[tuple[int, SectionText | None]] = [(section.number, section) for section in report.sections]
    there = {number for number, _ in parts}
    for number in (2, 3, 4):
        if number not in there and any(
            report.has_table(table.path) for table in _tables_of(report.format, number)
        ):
            place = next((at for at, (other, _) in enumerate(parts) if other > number), len(parts))
            parts.insert(place, (number, None))
    return parts


def _tables_of(form: Format, part: int) -> tuple[Table, ...]:
    return {2: form.proactive, 3: (form.requests,), 4: (form.remedies,)}.get(part, ())


def _part(report: AnnualReport, number: int, section: SectionText | None) -> Iterator[Block]:
    if section is None:
        official = next(part.heading for part in report.format.sections if part.number == number)
        section = SectionText(number, official)
    if heading := _clean(section.heading).strip():
        yield Heading(number, heading)
    yield from (_paragraph(text) for text in section.paragraphs)
    is_first = next(part for part in (*report.sections, section) if part.number == number) is section
    tables = [table for table in _tables_of(report.format, number) if report.has_table(table.path)]
    if tables and is_first:
        yield {2: _proactive, 3: _requests, 4: _remedies}[number](report, tables)
        yield from _notes(report, ("", "proactive", "requests", "remedies")[number - 1])


def _paragraph(text: str) -> Text:
    text = _clean(text)
    return Text(text, "subheading" if _SUBHEADING.fullmatch(text) else "body")


def _notes(report: AnnualReport, top: str) -> Iterator[Text]:
    """Remarks under a table; those under one of the tables of part two stand below them all."""
    for where, note in report.notes.items():
        if where.partition(".")[0] == top:
            yield from (Text(line, "note") for line in _clean(note).split("\n"))


# what stands in a cell


def printed(cell: Cell, kind: Kind) -> str:
    """What is printed in a figure's cell, so that reading it gives the same cell again.

    A figure is printed in plain digits with its remark, money in its own words. A stroke stays as
    it was printed. What could not be read is printed as it stood where reading would again find it
    unreadable; else as ``？``, which no reader takes for a figure. A missing cell of a row that is
    there is left empty.
    """
    if cell.state in (CellState.BLANK, CellState.MISSING):
        return ""
    raw = _clean(cell.raw).strip()
    if cell.state is CellState.NOT_APPLICABLE:
        return raw if raw and figure(raw, kind).state is CellState.NOT_APPLICABLE else "/"
    if cell.state is CellState.UNREADABLE:
        text = cell.value.text if isinstance(cell.value, Money) else raw
        return _clean(text) if text and figure(text, kind).state is CellState.UNREADABLE else UNREADABLE
    if isinstance(cell.value, Money):
        return _clean(cell.value.text)
    value = "" if cell.value is None else format(cell.value, "f" if not isinstance(cell.value, int) else "d")
    return value + _clean(cell.note)


def _figures(report: AnnualReport, table: Table, row: Row) -> Iterator[tuple[str, Cell]]:
    for column in table.columns:
        cell = report.cells[f"{table.path}.{row.id}.{column.id}"]
        yield printed(cell, column.kind), cell


def _rows_there(report: AnnualReport, table: Table) -> list[Row]:
    """The rows that the file has."""

    def is_there(row: Row) -> bool:
        paths = (f"{table.path}.{row.id}.{column}" for column in table.column_ids)
        return any(report.cells[path].state is not CellState.MISSING for path in paths)

    return [row for row in table.rows if is_there(row)]


# the three tables

_Grid = list[list[LaidCell]]


def _proactive(report: AnnualReport, tables: Sequence[Table]) -> LaidTable:
    """The tables of part two glued together, each under its caption 第二十条第（N）项."""
    figures_wide = math.lcm(*(len(table.columns) for table in tables))
    grid: _Grid = []
    for table in tables:
        span = figures_wide // len(table.columns)
        grid.append([LaidCell(table.caption, 0, figures_wide + 1, head="columns")])
        labels = (column.label for column in table.columns)
        grid.append(
            [
                LaidCell("信息内容", 0, head="columns"),
                *(LaidCell(label, 1 + n * span, span, head="columns") for n, label in enumerate(labels)),
            ]
        )
        for row in _rows_there(report, table):
            figures = enumerate(_figures(report, table, row))
            grid.append(
                [
                    LaidCell(row.label, 0, head="rows"),
                    *(LaidCell(text, 1 + n * span, span, cell=cell) for n, (text, cell) in figures),
                ]
            )
    widths = (0.25, *[0.75 / figures_wide] * figures_wide)
    return _finished(LaidTable("proactive", "主动公开政府信息情况", widths, (), 0), grid)


def _requests(report: AnnualReport, tables: Sequence[Table]) -> LaidTable:
    """The request table: three columns of labels, the note on the sums in the corner."""
    (table,) = tables
    labels_wide = 1 + max(len(row.groups) for row in table.rows)
    columns = len(table.columns)
    second: list[LaidCell] = []
    third: list[LaidCell] = []
    for n, column in enumerate(table.columns):
        if not column.group:
            second.append(LaidCell(column.label, labels_wide + n, 1, 2, head="columns"))
            continue
        if n == 0 or table.columns[n - 1].group != column.group:
            wide = sum(other.group == column.group for other in table.columns)
            second.append(LaidCell(column.group, labels_wide + n, wide, head="columns"))
        third.append(LaidCell(column.label, labels_wide + n, head="columns"))
    corner = LaidCell(REQUESTS_NOTE, 0, labels_wide, 3, head="columns")
    grid: _Grid = [[corner, LaidCell("申请人情况", labels_wide, columns, head="columns")], second, third]
    rows = _rows_there(report, table)
    for at, row in enumerate(rows):
        figures = enumerate(_figures(report, table, row))
        grid.append(
            [
                *_row_labels(rows, at, labels_wide),
                *(LaidCell(text, labels_wide + n, cell=cell) for n, (text, cell) in figures),
            ]
        )
    widths = (0.079, 0.095, 0.296, *[0.53 / columns] * columns)
    return _finished(LaidTable("requests", "收到和处理政府信息公开申请情况", widths, (), 3), grid)


def _row_labels(rows: Sequence[Row], at: int, labels_wide: int) -> Iterator[LaidCell]:
    """The label of a row, after the head cells that begin with it and span the rows below."""
    row = rows[at]
    for depth, group in enumerate(row.groups):
        outer = row.groups[: depth + 1]
        if at and rows[at - 1].groups[: depth + 1] == outer:
            continue
        below = groupby(rows[at:], key=lambda other: other.groups[: depth + 1])
        _, together = next(below)
        yield LaidCell(group, depth, 1, sum(1 for _ in together), head="rows")
    depth = len(row.groups)
    yield LaidCell(row.label, depth, labels_wide - depth, head="rows")


def _remedies(report: AnnualReport, tables: Sequence[Table]) -> LaidTable:
    """Reviews and suits: the rows of the data side by side, under three rows of heads."""
    (table,) = tables
    rows = _rows_there(report, table)
    wide = len(table.columns)
    first: list[LaidCell] = []
    second: list[LaidCell] = []
    third: list[LaidCell] = []
    for n, row in enumerate(rows):
        at = n * wide
        if not row.groups:
            first.append(LaidCell(row.label, at, wide, head="columns"))
        else:
            if not n or rows[n - 1].groups != row.groups:
                alike = sum(other.groups == row.groups for other in rows)
                first.append(LaidCell(row.groups[0], at, wide * alike, head="columns"))
            second.append(LaidCell(row.label, at, wide, head="columns"))
        for step, column in enumerate(table.columns):
            leaf = LaidCell(column.label, at + step, head="columns")
            (third if row.groups else second).append(leaf if row.groups else replace(leaf, rowspan=2))
    figures = (pair for row in rows for pair in _figures(report, table, row))
    last = [LaidCell(text, n, cell=cell) for n, (text, cell) in enumerate(figures)]
    total = wide * len(rows)
    caption = "政府信息公开行政复议、行政诉讼情况"
    laid = LaidTable("remedies", caption, tuple([1 / total] * total), (), 3)
    if not third:  # only the reviews are there: two rows of heads
        second = [replace(cell, rowspan=1) for cell in second]
        return _finished(replace(laid, head_rows=2), [first, second, last])
    return _finished(laid, [first, second, third, last])


def _finished(table: LaidTable, grid: _Grid) -> LaidTable:
    """The table with its rows, every figure knowing its headings."""
    columns = len(table.widths)
    above: dict[int, list[tuple[int, int]]] = {}
    beside: dict[int, list[tuple[int, int]]] = {}
    rows = []
    for number, row in enumerate(grid):
        if len(row) == 1 and row[0].colspan == columns:
            above.clear()  # a new table of the glued ones begins
        for cell in row:
            if cell.head == "columns":
                for column in range(cell.column, cell.column + cell.colspan):
                    above.setdefault(column, []).append((number, cell.column))
            elif cell.head == "rows":
                for covered in range(number, number + cell.rowspan):
                    beside.setdefault(covered, []).append((number, cell.column))
        rows.append(
            tuple(
                cell
                if cell.head
                else replace(cell, headers=(*above.get(cell.column, ()), *beside.get(number, ())))
                for cell in row
            )
        )
    return replace(table, rows=tuple(rows))
