"""Under which column of the form a figure stands.

Where a row has as many cells as the form has columns, in the form's order, nothing is to be done. A
header that names the columns in another order, or names more of them (小计, 备注, 占比), decides
where the figures belong, provided that the sums of the rows agree with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from yangguang.annualreport.figures import MISSING, figure
from yangguang.annualreport.formats import Table
from yangguang.annualreport.model import CellState
from yangguang.annualreport.reading.document import GridCell
from yangguang.annualreport.reading.lines import is_blank
from yangguang.annualreport.reading.rows import Strip
from yangguang.annualreport.repair.readings import Reading

_FEWEST_NAMED = 3


def under_heads(strips: Sequence[Strip], table: Table) -> list[Strip]:
    """The strips with their cells in the form's order, where the header says another and the sums agree."""
    if _are_official(strips, table.column_ids):
        return list(strips)
    placed = {strip.row: _placed(strip, table) for strip in strips}
    moved = [
        strip
        for strip in strips
        if (cells := placed[strip.row]) is not None
        and (
            len(cells) != len(strip.cells) or any(a is not b for a, b in zip(cells, strip.cells, strict=True))
        )
    ]
    if not moved:
        return list(strips)
    moved = [strip for strip in moved if _is_sure(strip, placed[strip.row] or [])]
    sums = [held for strip in moved if (held := _sums(placed[strip.row] or [])) is not None]
    if sums.count(False) > max(1, sums.count(True)):  # one wrong sum is the office's
        return list(strips)
    gone = {strip.row for strip in moved}
    return [replace(s, cells=placed[s.row] or s.cells) if s.row in gone else s for s in strips]


def _are_official(strips: Sequence[Strip], official: tuple[str, ...]) -> bool:
    """Whether every row has as many cells as the form, under heads in its order: the common case."""
    known: dict[int, bool] = {}
    for strip in strips:
        if len(strip.cells) != len(official) or (strip.heads and strip.heads != official):
            return False
        number = id(strip.columns)
        if number not in known:
            named = tuple(name for _, name in sorted(strip.columns.items()))
            known[number] = not strip.line.exact or named == official or len(set(named)) < len(official)
        if not known[number]:
            return False
    return True


def _placed(strip: Strip, table: Table) -> list[GridCell] | None:
    """The cells under the heads, if the header names every column of the form."""
    if strip.heads and len(strip.heads) == len(strip.cells):
        by_name = dict(zip(strip.heads, strip.cells, strict=True))
        found = [by_name.get(column.id) for column in table.columns]
    elif len(set(strip.columns.values())) == len(table.columns) and (
        strip.line.exact or len(strip.cells) > len(table.columns)
    ):
        places = {name: column for column, name in strip.columns.items()}
        indices = [_at(strip.cells, places[column.id]) for column in table.columns]
        if len(set(indices)) < len(indices):
            return None
        found = [None if i is None else strip.cells[i] for i in indices]
    else:
        return None
    cells = [cell for cell in found if cell is not None]
    return cells if len(cells) == len(table.columns) else None


def in_order_of_form(strip: Strip, table: Table) -> Strip:
    """A row of section two in the form's order, where its header names every column in another."""
    if not strip.heads or strip.heads == table.column_ids:
        return strip
    by_name = dict(zip(strip.heads, strip.cells, strict=True))
    if any(column not in by_name for column in table.column_ids):
        return strip
    if _stand_beside(strip, table):
        filled = sum(not is_blank(cell.text) for cell in strip.cells)
        return replace(strip, loose=filled < len(table.columns))
    return replace(strip, cells=[by_name[column] for column in table.column_ids])


def _stand_beside(strip: Strip, table: Table) -> bool:
    """Whether guessed columns put figures under the empty part of a merged head, and so none under the head."""
    pairs = [
        (head, cell) for head, cell in zip(strip.heads, strip.cells, strict=True) if not is_blank(cell.text)
    ]
    beside = any(head == "" for head, _ in pairs)
    named = all(head in ("", *table.column_ids) for head, _ in pairs)
    return not strip.line.exact and beside and named and len(pairs) <= len(table.columns)


def _is_sure(strip: Strip, cells: list[GridCell]) -> bool:
    """Where positions are guessed, a row must add up, or be nought throughout."""
    if strip.line.exact or strip.heads:
        return True
    held = _sums(cells)
    nought = {cell.text.strip() for cell in cells} == {"0"} and {c.text.strip() for c in strip.cells} <= {
        "",
        "0",
    }
    return held or (held is None and nought)


def _sums(cells: Sequence[GridCell]) -> bool | None:
    """Whether the last figure is the sum of the others; ``None`` for a row that tells nothing."""
    numbers = []
    for cell in cells:
        read = figure(cell.text)
        if read.state is CellState.UNREADABLE:
            return None
        numbers.append(read.value if isinstance(read.value, int) else 0)
    return sum(numbers[:-1]) == numbers[-1] if any(numbers) else None


def usual_columns(strips: Sequence[Strip], width: int) -> tuple[int, ...]:
    """The grid columns under which the rows without a blank have their figures; empty if there are none."""
    full = Counter(
        tuple(cell.column for cell in strip.cells if not is_blank(cell.text))
        for strip in strips
        if sum(not is_blank(cell.text) for cell in strip.cells) == width
    )
    return full.most_common(1)[0][0] if full else ()


def aligned(strip: Strip, table: Table, usual: tuple[int, ...] = ()) -> list[str]:
    """The texts of a strip, put under the columns of the header where their number is not right.

    Where the table has no trusted positions, the columns of its full rows (``usual``) stand in.
    """
    texts = [cell.text for cell in strip.cells]
    if len(texts) == len(table.columns):
        return texts
    places = {name: column for column, name in strip.columns.items()}
    headed = [places[c.id] for c in table.columns] if len(places) == len(table.columns) else []
    for wanted in (headed,) if strip.line.exact else (list(usual), headed):
        found = _under(strip.cells, wanted) if wanted else None
        if found is not None:
            return found
    return texts


def _under(cells: Sequence[GridCell], wanted: list[int]) -> list[str] | None:
    """The texts under these grid columns, if every one has its own cell and no filled cell is left over."""
    used = [_at(cells, column) for column in wanted]
    if None in used or len(set(used)) < len(used):
        return None
    spare = [cell.text for i, cell in enumerate(cells) if i not in used]
    row = [cells[i].text for i in used if i is not None]
    if not all(is_blank(text) for text in spare) or (is_blank(row[-1]) and not all(is_blank(t) for t in row)):
        return None
    return row


def of_cut_table(strip: Strip, table: Table) -> Reading | None:
    """A row of a table whose last columns are not in the file: the header names fewer, and the row has as many."""
    if len(strip.cells) == len(table.columns) and strip.heads in ((), table.column_ids):
        return None
    if strip.heads:
        names: list[str] = list(strip.heads)
        if "" in names or not _FEWEST_NAMED <= len(set(names)) < len(table.columns):
            return None
        if len(names) != len(strip.cells):
            return None
        by_name: dict[str, int | None] = {name: i for i, name in enumerate(names)}
    else:
        named = len(set(strip.columns.values()))
        if (
            not strip.line.exact
            or not _FEWEST_NAMED <= named < len(table.columns)
            or len(strip.cells) != named
        ):
            return None
        by_name = {name: _at(strip.cells, column) for column, name in strip.columns.items()}
        if None in by_name.values():
            return None
    places = (by_name.get(column.id) for column in table.columns)
    return Reading(tuple(MISSING if i is None else figure(strip.cells[i].text) for i in places))


def _at(cells: Sequence[GridCell], column: int) -> int | None:
    """The index of the cell over a grid column."""
    return next(
        (i for i, cell in enumerate(cells) if cell.column <= column < cell.column + cell.colspan), None
    )
