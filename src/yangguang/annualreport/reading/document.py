"""What every file becomes first: paragraphs and grids in reading order, each with its place.

A reader of a file kind knows that kind and nothing of annual reports; the understanding of the
report knows nothing of file kinds. This is the border between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from yangguang.annualreport.place import Place

__all__ = ["Block", "Document", "Grid", "GridCell", "GridRow", "Paragraph", "Place"]


@dataclass(slots=True)
class GridCell:
    """One cell as drawn. ``text`` keeps line breaks as ``\\n`` and nothing else is changed.

    ``column`` is the first grid column that the cell covers, counted from 0, after row and column
    spans of its neighbours. ``doubtful`` marks text that a recogniser was not sure of.
    """

    text: str
    column: int
    colspan: int = 1
    rowspan: int = 1
    doubtful: bool = False
    box: tuple[float, float, float, float] | None = None


@dataclass(slots=True)
class GridRow:
    """One row of a table: the cells that begin in it, from left to right.

    A position covered from above by a row span has no cell here; an empty cell has one with empty
    text. ``page`` is the page on which the row stands.
    """

    cells: list[GridCell]
    page: int = 0
    number: int = 0


@dataclass(slots=True)
class Grid:
    """A table as drawn.

    ``exact`` says whether the cell positions can be trusted: true for the cells of a markup or
    ruled table, false where they were guessed from tabs, blanks or word positions.
    """

    rows: list[GridRow]
    page: int = 0
    number: int = 0
    exact: bool = True


@dataclass(slots=True)
class Paragraph:
    """A paragraph of running text, its lines joined the way a reader would.

    ``level`` is the outline level of a heading when the file says so (1 = title), else 0.
    """

    text: str
    page: int = 0
    number: int = 0
    level: int = 0
    box: tuple[float, float, float, float] | None = None


Block = Paragraph | Grid


@dataclass(slots=True)
class Document:
    """A file taken apart: blocks in reading order.

    ``kind`` is the type read (``docx``, ``pdf`` …), ``name`` the file name as given, ``title`` and
    ``published`` what the file's own metadata says (an HTML ``<title>``, a ``PubDate`` meta tag),
    ``pages`` the number of pages where the kind has any. ``recognised`` is true when the text was
    recognised from pictures.
    """

    kind: str
    name: str = ""
    title: str = ""
    published: str = ""
    blocks: list[Block] = field(default_factory=list)
    pages: int = 0
    recognised: bool = False

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """The paragraphs in order."""
        return (block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def grids(self) -> Iterator[Grid]:
        """The tables in order."""
        return (block for block in self.blocks if isinstance(block, Grid))
