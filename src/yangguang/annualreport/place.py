"""Where something stands in a file."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands in a file. All numbers count from 1; 0 means "not known".

    ``page`` is a PDF page or a worksheet, ``block`` the number of the paragraph or table in the
    file, ``row`` and ``column`` the position in a table (grid columns, after spans). ``box`` is the
    rectangle on a PDF page or picture in points from the top left: x0, top, x1, bottom.
    """

    page: int = 0
    block: int = 0
    row: int = 0
    column: int = 0
    box: tuple[float, float, float, float] | None = None
