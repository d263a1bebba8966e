"""Tables that are drawn with signs: ``+---+---+`` and ``|``, or ``┌──┬──┐`` and ``│``.

Converters write them where cells are merged or have several lines, which Markdown has no other way to say. docutils
knows how to find the cells of such a picture; this module finds the pictures in a text and sets them in its signs.
Where the walls do not stand under each other, as in a font of other widths, the lines between two rules are one row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils.parsers.rst.tableparser import GridTableParser, TableMarkupError
from docutils.statemachine import StringList

from yangguang.annualreport.labels import is_row_label
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
    """The rows of such a table, each with the line of the picture on which it begins (the first is 0), how many lines
    it covers, and whether the picture tells under which head each cell stands."""

    rows: list[GridRow]
    length: int
    exact: bool


def drawn_tables(lines: list[str]) -> Iterator[tuple[int, DrawnTable]]:
    """Every table that is drawn without a gap, with the position of its first line."""
    start = 0
    while start < len(lines):
        end = start
        if lines[start].lstrip()[:1] in ("+", *_CORNERS):
            while end < len(lines) and _is_of_table(lines[end]):
                end += 1
        if _FEWEST_LINES <= end - start <= _MOST_LINES:
            table = _table(lines[start:end])
            if table:
                yield start, table
        start = max(end, start + 1)


def _is_of_table(line: str) -> bool:
    plain = line.strip().translate(_NARROW)
    return len(plain) > 2 and plain[0] in _WALLS and plain[-1] in _WALLS


def _table(lines: list[str]) -> DrawnTable | None:
    """What the picture shows; nothing where it is none, or where its lines are rows of their own."""
    if max(map(len, lines)) > _WIDEST:
        return None
    narrow, wide = ([_line(line.strip().translate(signs)) for line in lines] for signs in (_NARROW, _WIDE))
    if not (_RULE.fullmatch(narrow[0]) and _RULE.fullmatch(narrow[-1])) or _has_a_row_on_each_line(narrow):
        return None
    for picture in (narrow, wide):
        rows = _parsed(picture)
        if rows:
            return DrawnTable(rows, len(lines), exact=True)
    rows = _between_rules(narrow)
    return DrawnTable(rows, len(lines), exact=False) if rows else None


def _has_a_row_on_each_line(picture: list[str]) -> bool:
    """Whether rules stand under the heads only: then two labels of the form stand below each other without one."""
    labels = 0
    for line in picture:
        labels = 0 if _PIECE_OF_RULE.search(line) else labels + any(map(is_row_label, line.split("|")))
        if labels > 1:
            return True
    return False


def _between_rules(picture: list[str]) -> list[GridRow]:
    """The lines between two rules put together cell by cell; nothing where a rule ends at a merged cell."""
    rows: list[GridRow] = []
    lines: list[list[str]] = []
    for number, line in enumerate(picture):
        if not _RULE.fullmatch(line):
            lines.append([text.strip() for text in line[1:-1].split("|")])
            continue
        if (
            any(_PIECE_OF_RULE.search(text) for texts in lines for text in texts)
            or len(set(map(len, lines))) > 1
        ):
            return []
        if lines:
            cells = ["\n".join(filter(None, texts)) for texts in zip(*lines, strict=True)]
            grid = [GridCell(text, column) for column, text in enumerate(cells)]
            rows.append(GridRow(grid, number=number - len(lines)))
        lines = []
    return rows


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
