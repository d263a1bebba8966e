"""An Excel workbook: every visible sheet as paragraphs and tables.

Sheets are parsed as a stream, row by row. A cell's text is what the sheet shows: the stored value
under its number format, the cached result of a formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree

from yangguang.annualreport.errors import BrokenFile, TooLarge
from yangguang.annualreport.reading.archive import BROKEN_PART, Package, refuse_dtd, refuse_odd_ole
from yangguang.annualreport.reading.collector import Collector
from yangguang.annualreport.reading.document import Document
from yangguang.annualreport.reading.docx_styles import attribute, child, local
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.xlsx_formulas import Calculator, column_number, shifted
from yangguang.annualreport.reading.xlsx_layout import Merge, Sheet, SheetCell, lay_out
from yangguang.annualreport.reading.xlsx_numbers import BUILT_IN, general, shown
from yangguang.translation import mark

__all__ = ["read_xlsx"]

_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384
_STYLED_PER_CELL = 5  # cells that are only formatted are not counted as content, but not free either
NO_SHEETS = mark("文件中没有工作表，可能已损坏。请用 Excel 或 WPS 打开后另存为 xlsx，再重新上传。")


def read_xlsx(data: bytes, name: str, limits: Limits) -> Document:
    """An ``.xlsx`` workbook. Raises ``UnreadableFile``."""
    refuse_odd_ole(data, name)
    package = Package(data, name, limits)
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    if main not in package:
        raise BrokenFile(NO_SHEETS, file=name)
    book = Book(package, main, limits)
    out = Collector("xlsx", name, limits)
    sheets = 0
    for part in book.visible_sheets():
        sheets += 1
        lay_out(book.sheet(part), out, sheets)
    document = out.finished()
    document.pages = sheets
    return document


class Book:
    """What the sheets of a workbook share: strings, styles, settings."""

    def __init__(self, package: Package, main: str, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._root = package.xml(main)
        self._relations = package.relations(main)
        parts = {kind: part for kind, part in self._relations.values() if part in package}
        self.strings = _strings(package, parts.get("sharedStrings"), limits)
        self.styles = _Styles(package.xml(parts["styles"]) if "styles" in parts else None)
        self.from_1904 = attribute(child(self._root, "workbookPr"), "date1904") in ("1", "true")
        self.stale = attribute(child(self._root, "calcPr"), "fullCalcOnLoad") in ("1", "true")

    def visible_sheets(self) -> Iterator[str]:
        """The parts of the sheets that are shown, in order."""
        return (part for _name, part in self.named_sheets())

    def named_sheets(self) -> Iterator[tuple[str, str]]:
        """Names and parts of the sheets that are shown, in order."""
        listed = child(self._root, "sheets")
        for sheet in listed if listed is not None else ():
            if (attribute(sheet, "state") or "visible") != "visible":
                continue
            kind, part = self._relations.get(attribute(sheet, "id") or "", ("", ""))
            if kind == "worksheet" and part in self._package:
                yield attribute(sheet, "name") or "", part

    def sheet(self, part: str) -> Sheet:
        """The cells of one sheet, formulas without a usable value worked out."""
        reading = _SheetReading(self, self._limits, self._package.name)
        for element in elements(self._package.stream(part), self._package.name, part):
            reading.take(element)
        return reading.finished()


def _strings(package: Package, part: str | None, limits: Limits) -> list[str]:
    strings: list[str] = []
    size = 0
    if part is not None:
        for element in elements(package.stream(part), package.name, part):
            if local(element) == "si":
                strings.append(rich_text(element))
                size += len(strings[-1]) + 1
                if size > limits.characters:
                    raise TooLarge(mark("工作簿文字过多，不像一份年度报告。请确认文件。"), file=package.name)
    return strings


def rich_text(element: etree._Element) -> str:
    """The text of a string, in one piece or in runs; phonetic hints are not part of it."""
    pieces = []
    for part in element:
        name = local(part)
        if name == "t":
            pieces.append(part.text or "")
        elif name == "r":
            pieces.extend(run.text or "" for run in part if local(run) == "t")
    return "".join(pieces)


def elements(stream: Iterator[bytes], name: str, part: str) -> Iterator[etree._Element]:
    """The elements of a part that are read one by one, freed after use."""
    parser = etree.XMLPullParser(
        events=("end",),
        tag=("{*}row", "{*}col", "{*}mergeCell", "{*}si"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for chunk in stream:
            parser.feed(chunk)
            for _, element in parser.read_events():
                if not isinstance(element, etree._Element):
                    continue
                refuse_dtd(element, name)
                yield element
                element.clear()
                parent = element.getparent()
                while parent is not None and parent[0] is not element:
                    del parent[0]
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BrokenFile(BROKEN_PART, file=name, part=part) from error


class _Styles:
    """Number format and border of each cell style."""

    def __init__(self, root: etree._Element | None) -> None:
        custom: dict[int, str] = {}
        formats = child(root, "numFmts")
        for element in formats if formats is not None else ():
            custom[_integer(attribute(element, "numFmtId"))] = attribute(element, "formatCode") or ""
        borders = child(root, "borders")
        drawn = [_is_drawn(border) for border in (borders if borders is not None else ())]
        self._styles: list[tuple[str, bool]] = []
        styles = child(root, "cellXfs")
        for element in styles if styles is not None else ():
            code = _integer(attribute(element, "numFmtId"))
            border = _integer(attribute(element, "borderId"))
            has_border = border < len(drawn) and drawn[border]
            self._styles.append((custom.get(code, BUILT_IN.get(code, "General")), has_border))

    def of(self, cell: etree._Element) -> tuple[str, bool]:
        """Number format and whether the cell has a border."""
        number = _integer(cell.get("s"))
        return self._styles[number] if number < len(self._styles) else ("General", False)


def _is_drawn(border: etree._Element) -> bool:
    """Whether a border makes a table cell; a single line is an underlined heading."""
    sides = [local(side) for side in border if (side.get("style") or "none") != "none"]
    return len([side for side in sides if side != "diagonal"]) > 1


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


@dataclass(slots=True)
class _SheetReading:
    """Takes the rows, columns and merges of a sheet as they pass by."""

    book: Book
    limits: Limits
    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    numbers: dict[tuple[int, int], Decimal] = field(default_factory=dict)
    formulas: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    shared: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    row: int = 0
    seen: int = 0  # cells passed by, also empty ones

    def take(self, element: etree._Element) -> None:
        match local(element):
            case "row":
                self._row(element)
            case "col":
                if element.get("hidden") in ("1", "true") and len(self.hidden_columns) < _LAST_COLUMN:
                    last = min(_integer(element.get("max")), _LAST_COLUMN)
                    self.hidden_columns.update(range(_integer(element.get("min")), last + 1))
            case "mergeCell":
                self._merge(element.get("ref") or "")

    def _row(self, element: etree._Element) -> None:
        self.row = _integer(element.get("r")) or self.row + 1
        if self.row > _LAST_ROW:
            raise BrokenFile(BROKEN_PART, file=self.name, part="worksheet")
        if element.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self.row)
        column = 0
        for cell in element:
            if local(cell) == "c":
                letters = (cell.get("r") or "").rstrip("0123456789")
                column = (
                    column_number(letters)
                    if letters.isascii() and letters.isalpha() and len(letters) < 4
                    else column + 1
                )
                if 1 <= column <= _LAST_COLUMN:
                    self._cell(cell, column)
        self.seen += len(element)
        if self.seen > self.limits.cells * _STYLED_PER_CELL or len(self.cells) > self.limits.cells * 2:
            raise TooLarge(
                mark("表格过大，单元格超过 {most} 个的上限。年度报告通常只有几页，请确认文件。"),
                file=self.name,
                most=self.limits.cells,
            )

    def _cell(self, element: etree._Element, column: int) -> None:
        position = self.row, column
        code, border = self.book.styles.of(element)
        value = ""
        for part in element:
            name = local(part)
            if name == "v":
                value = part.text or ""
            elif name == "is":
                value = rich_text(part)
            elif name == "f":
                self._formula(part, position, code)
        kind = element.get("t") or "n"
        text = self._text(kind, value, code, position)
        if text or border or position in self.formulas:
            self.cells[position] = SheetCell(text, border, is_number=position in self.numbers)

    def _text(self, kind: str, value: str, code: str, position: tuple[int, int]) -> str:
        if kind == "s":
            index = _integer(value)
            return self.book.strings[index] if value and index < len(self.book.strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(value, value)
        if kind != "n" or not value:
            return value
        number = _decimal(value)
        if number is None:
            return value
        self.numbers[position] = number
        return shown(value, code, from_1904=self.book.from_1904)

    def _formula(self, element: etree._Element, position: tuple[int, int], code: str) -> None:
        text = element.text or ""
        group = element.get("si")
        if element.get("t") == "shared" and group is not None:
            if text:
                self.shared[group] = (text, *position)
            elif group in self.shared:
                first, row, column = self.shared[group]
                text = shifted(first, position[0] - row, position[1] - column)
        if text:
            self.formulas[position] = text, code

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        corners = [_corner(first), _corner(last)]
        if all(corners) and len(self.merges) < self.limits.cells:
            (top, left), (bottom, right) = corners
            if top <= bottom <= _LAST_ROW and left <= right <= _LAST_COLUMN:
                self.merges.append(Merge(top, left, bottom, right))

    def finished(self) -> Sheet:
        """The sheet, with the formulas worked out that have no value or whose value is declared stale."""
        calculator = Calculator(
            self.numbers.get, lambda at: self.formulas[at][0] if at in self.formulas else None
        )
        for position, (_, code) in self.formulas.items():
            cell = self.cells[position]
            if cell.text and not self.book.stale:
                continue
            value = calculator.value(position)
            if value is not None:
                cell.text = shown(general(value), code, from_1904=self.book.from_1904)
                cell.is_number = True
        return Sheet(self.cells, self.merges, self.hidden_rows, self.hidden_columns)


def _corner(reference: str) -> tuple[int, int]:
    bare = reference.replace("$", "")
    letters = bare.rstrip("0123456789")
    if not letters.isalpha() or not letters.isascii() or len(letters) > 3:
        return (0, 0)
    return _integer(bare[len(letters) :]), column_number(letters)


def _decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value.strip())
    except ArithmeticError:
        return None
    return number if number.is_finite() else None
