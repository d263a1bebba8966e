"""Tables that are drawn with signs: ``+---+---+`` and ``|``, or ``┌──┬──┐`` and ``│``.

Converters write them where cells are merged or have several lines, which Markdown has no other way to say. docutils
knows how to find the cells of such a picture; this module finds the pictures in a text and sets them in its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils.parsers.rst.tableparser import GridTableParser, TableMarkupError
from docutils.statemachine import StringList

from yangguang.annualreport.reading.document import GridCell, GridRow

_CORNERS = "┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪╒╕╘╛╤╧╟╢╓╖╙╜╫╥╨"
_ACROSS, _DOWN = "─━═╌┄", "│┃║￨"
_NARROW = str.maketrans(
    {**dict.fromkeys(_CORNERS, "+"), **dict.fromkeys(_ACROSS, "-"), **dict.fromkeys(_DOWN, "|")}
)
# fonts made for Chinese draw these signs as wide as a Chinese one
_WIDE = str.maketrans(
    {**dict.fromkeys(_CORNERS, "+-"), **dict.fromkeys(_ACROSS, "--"), **dict.fromkeys(_DOWN, "| ")}
)
_RULE = re.compile(r"\+(?:[-=:]{2,}\+)+")
_PIECE_OF_RULE = re.compile(r"(?<=\+)[-=:]{2,}(?=\+)")
_WALLS = "+|"
_FEWEST_LINES = 5  # a frame around one line has three
# no form is drawn larger, and every corner is tried with many others
_MOST_LINES, _WIDEST, _MOST_CORNERS = 600, 600, 2000


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """The rows of such a table, each with the line of the picture on which it begins (the first is 0), and how many
    lines it covers."""

    rows: list[GridRow]
    length: int


def drawn_tables(lines: list[str]) -> Iterator[tuple[int, DrawnTable]]:
    """Every table that is drawn without a gap, with the position of its first line."""
    start = 0
    while start < len(lines):
        end = start
        if lines[start].lstrip()[:1] in ("+", *_CORNERS):
            while end < len(lines) and _is_of_table(lines[end]):
                end += 1
        if _FEWEST_LINES <= end - start <= _MOST_LINES:
            rows = _rows(lines[start:end])
            if rows:
                yield start, DrawnTable(rows, end - start)
        start = max(end, start + 1)


def _is_of_table(line: str) -> bool:
    plain = line.strip().translate(_NARROW)
    return len(plain) > 2 and plain[0] in _WALLS and plain[-1] in _WALLS


def _rows(lines: list[str]) -> list[GridRow]:
    """The rows of the picture; empty where it is none."""
    if max(map(len, lines)) > _WIDEST:
        return []
    for signs in (_NARROW, _WIDE):
        picture = [_line(line.strip().translate(signs)) for line in lines]
        rows = _parsed(picture) if _RULE.fullmatch(picture[0]) and _RULE.fullmatch(picture[-1]) else []
        if rows:
            return rows
    return []


def _line(line: str) -> str:
    """A line that ends in a wall, with every rule in it of one sign: heads and alignment say nothing of the cells."""
    line = line.removesuffix("-") if line.endswith("+-") else line.rstrip(" ")
    return _PIECE_OF_RULE.sub(lambda rule: "-" * len(rule[0]), line)


def _parsed(picture: list[str]) -> list[GridRow]:
    block = StringList(picture, source="")
    block.pad_double_width(GridTableParser.double_width_pad_char)
    if len(set(map(len, block))) > 1 or sum(line.count("+") for line in picture) > _MOST_CORNERS:
        return []
    try:
        _, _, drawn = GridTableParser().parse(block)
    except (TableMarkupError, AssertionError):  # it asserts that the cells cover the picture
        return []
    rows = [_row(cells) for cells in drawn]
    torn = any("|" in cell.text for row in rows for cell in row.cells)  # a wall without its corners
    return [] if torn else rows


def _row(drawn: list[tuple[int, int, int, list[str]] | None]) -> GridRow:
    """The cells that begin in a row; there is none under a merged cell."""
    cells, number = [], 0
    for column, cell in enumerate(drawn):
        if cell is not None:
            more_rows, more_columns, number, lines = cell
            text = "\n".join(stripped for line in lines if (stripped := line.strip()))
            cells.append(GridCell(text, column, more_columns + 1, more_rows + 1))
    return GridRow(cells, number=number)
