"""A document as one sequence of lines: running text and table rows in reading order.

Tables are cut by pages and glued to each other in real files, so nothing is made of where a table
begins or ends; only the order of the rows and the words in them count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from yangguang.annualreport.figures import _NOTHING, ZERO_WORDS, figure
from yangguang.annualreport.labels import fold, has_letters, is_row_label
from yangguang.annualreport.place import Place
from yangguang.annualreport.reading.document import Document, GridCell, Paragraph

_VALUE_CELL = re.compile(
    r"^(?:约|人民币|¥|￥)?[+\-−增减]?\d[\d,，.\s]*(?:万亿|亿|千万|百万|万|千)?(?:元|圆|件|条|项|个|宗|份|次|部|起|整)*"
    r"(?:[(（\[].*[)）\]])?$",
    re.DOTALL,
)


_SENTENCE = 30
_FEWEST_TABS = 3
_FEW_CELLS = 4  # prose that was taken for a table has few columns


@dataclass(slots=True)
class Line:
    """A paragraph (``cells`` is empty) or a table row. ``block`` numbers the block in the file.

    ``words`` tells which cells hold words rather than figures. Whether it is a row and where its words
    are is asked some ten times of every line, so both are looked at once.
    """

    text: str
    cells: list[GridCell]
    page: int
    block: int
    row: int = 0
    exact: bool = True
    level: int = 0
    is_row: bool = field(init=False, repr=False, compare=False)
    words: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.is_row = bool(self.cells)
        self.words = [number for number, cell in enumerate(self.cells) if not is_value(cell.text)]

    def place(self) -> Place:
        """Where the line stands."""
        return Place(self.page, self.block, self.row)


def lines_of(document: Document) -> Iterator[Line]:
    """All lines in reading order. A row with a single cell is running text in a box."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            cells = _between_tabs(block.text)
            yield Line(
                "" if cells else block.text,
                cells,
                block.page,
                block.number,
                exact=not cells,
                level=block.level,
            )
            continue
        for position, row in enumerate(block.rows, 1):
            cells = row.cells
            if len(cells) == 1:
                if cells[0].text.strip():
                    yield Line(cells[0].text, [], row.page or block.page, block.number, position)
            elif len(cells) <= _FEW_CELLS and _holds_sentence(cells):
                for cell in cells:
                    if cell.text.strip():
                        yield Line(cell.text, [], row.page or block.page, block.number, position)
            elif cells:
                yield Line(
                    "", cells, row.page or block.page, block.number, row.number or position, block.exact
                )


def _between_tabs(text: str) -> list[GridCell]:
    """The cells of a row that was set with tabs instead of a table; none for running text."""
    if "\t" not in text or "。" in text:
        return []
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) <= _FEWEST_TABS and not (is_row_label(cells[0]) and all(map(is_value, cells[1:]))):
        return []
    return [GridCell(cell, column) for column, cell in enumerate(cells)]


def _holds_sentence(cells: list[GridCell]) -> bool:
    """Whether a cell holds running text that only looks like a table."""
    return any(len(cell.text) > _SENTENCE and "。" in cell.text for cell in cells)


@lru_cache(maxsize=16384)
def is_value(text: str) -> bool:
    """Whether a cell holds a figure, a dash or nothing, rather than words."""
    if not text or text.isdigit():
        return True
    stripped = text.strip(" \t\r\n\u00a0\u3000\u200b")
    if not stripped or stripped in _NOTHING:
        return True
    if stripped in ZERO_WORDS:
        return True
    plain = fold(stripped)
    return not has_letters(plain) or _VALUE_CELL.match(plain) is not None


def is_blank(text: str) -> bool:
    """Whether a cell is empty."""
    return not text or not text.strip(" \t\r\n\u00a0\u3000\u200b\ufeff")


def adds_up(cells: Sequence[GridCell]) -> bool:
    """Whether the last of the figures is the sum of those before it, or there are too few to tell."""
    numbers = [figure(cell.text).value for cell in cells if not is_blank(cell.text)]
    whole = [number for number in numbers if isinstance(number, int)]
    return len(whole) < 2 or sum(whole[:-1]) == whole[-1]
