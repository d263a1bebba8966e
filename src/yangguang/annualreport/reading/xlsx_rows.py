"""The rows of a worksheet as they stand, for lists with a row of headings.

Unlike :mod:`.xlsx`, which gives what a reader sees, a number comes whole, whatever its format shows of it, and a row is a
row: nothing is merged, joined or taken for prose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from yangguang.annualreport.errors import BrokenFile, TooLarge
from yangguang.annualreport.reading.archive import Package, refuse_odd_ole
from yangguang.annualreport.reading.docx_styles import local
from yangguang.annualreport.reading.limits import Limits
from yangguang.annualreport.reading.xlsx import NO_SHEETS, Book, elements, rich_text
from yangguang.annualreport.reading.xlsx_formulas import column_number
from yangguang.annualreport.reading.xlsx_numbers import general, is_date_format, shown
from yangguang.translation import mark

__all__ = ["Row", "open_sheets"]

_LAST_COLUMN = 256
"""What stands further right belongs to no list."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the sheet, and the texts of its cells by column, from 1; empty cells are left out."""

    number: int
    cells: dict[int, str]


def open_sheets(data: bytes, name: str, limits: Limits) -> Iterator[tuple[str, Iterator[Row]]]:
    """The shown sheets in order, each with its rows, which are read as they are asked for. Raises ``UnreadableFile``."""
    refuse_odd_ole(data, name)
    package = Package(data, name, limits)
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"), "xl/workbook.xml"
    )
    if main not in package:
        raise BrokenFile(NO_SHEETS, file=name)
    book = Book(package, main, limits)
    for title, part in book.named_sheets():
        yield title, _rows(book, package, part, limits)


def _rows(book: Book, package: Package, part: str, limits: Limits) -> Iterator[Row]:
    number, seen = 0, 0
    for element in elements(package.stream(part), package.name, part):
        if local(element) != "row":
            continue
        said = element.get("r") or ""
        # rows come in order; one that says otherwise is counted on
        number = max(number + 1, int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0)
        seen += len(element)
        if seen > limits.cells:
            raise TooLarge(
                mark("表格过大，单元格超过 {most} 个的上限。请分成几个文件。"),
                file=package.name,
                most=limits.cells,
            )
        cells = _cells(book, element)
        if cells:
            yield Row(number, cells)


def _cells(book: Book, row: etree._Element) -> dict[int, str]:
    found: dict[int, str] = {}
    column = 0
    for cell in row:
        if local(cell) != "c":
            continue
        letters = (cell.get("r") or "").rstrip("0123456789")
        known = letters.isascii() and letters.isalpha() and len(letters) < 4
        column = column_number(letters) if known else column + 1
        if 1 <= column <= _LAST_COLUMN:
            text = _text(book, cell)
            if text.strip():
                found[column] = text
    return found


def _text(book: Book, cell: etree._Element) -> str:
    value = formula = ""
    for part in cell:
        match local(part):
            case "v":
                value = part.text or ""
            case "is":
                value = rich_text(part)
            case "f":
                formula = part.text or "shared"
    if formula and not value:
        return f"={formula}"  # what it gives is not in the file
    match cell.get("t") or "n":
        case "s":
            index = int(value) if value.isascii() and value.isdigit() and len(value) < 8 else -1
            return book.strings[index] if 0 <= index < len(book.strings) else ""
        case "n":
            return _number(value, book.styles.of(cell)[0], from_1904=book.from_1904)
    return value


def _number(value: str, code: str, *, from_1904: bool) -> str:
    """The whole number or day; a month of a year where the format shows no more than that."""
    try:
        number = Decimal(value.strip())
    except ArithmeticError:
        return value
    if not number.is_finite() or abs(number) > Decimal(10) ** 30:
        return value
    if not is_date_format(code):
        return general(number)
    text = shown(value, code, from_1904=from_1904)
    if "年" in text and "月" in text:
        return text
    return shown(value, "yyyy-mm-dd", from_1904=from_1904)
