"""Totals that an office left blank although their parts are filled.

A blank total with filled parts is not zero: it follows from the relation that the form prints.
Comparing and adding up need the figure; the report itself keeps the blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yangguang.annualreport.formats import Compare, Format, Over, Relation
from yangguang.annualreport.model import AnnualReport, Cell, CellState

_NOT_FILLED = (CellState.BLANK, CellState.NOT_APPLICABLE)


def derived_totals(report: AnnualReport) -> dict[str, int | Decimal | None]:
    """Addresses of blank totals and the figures that follow from their parts.

    Rows first (R1), then columns (R2), then rows once more: the total of all results may need both.
    ``None`` is the figure of a blank total one of whose parts cannot be read: it is not zero, but it
    cannot be told. A blank total of parts that make zero says the same as they do and is not derived.
    """
    derived: dict[str, int | Decimal | None] = {}
    relations = [relation for relation in report.format.relations if _defines_total(relation)]
    for relation in (*relations, *relations):
        for total, parts in _instances(report.format, relation):
            if derived.get(total) is None and report.cells[total].state in _NOT_FILLED:
                _derive(report, total, parts, derived)
    return derived


def _derive(
    report: AnnualReport, total: str, parts: tuple[str, ...], derived: dict[str, int | Decimal | None]
) -> None:
    cells = [report.cells[part] for part in parts]
    figures = [derived[cell.path] if cell.path in derived else _figure(cell) for cell in cells]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(figures):
        derived[total] = None
    elif sum(known):
        derived[total] = sum(known)


def _figure(cell: Cell) -> int | Decimal | None:
    """The figure for arithmetic, a blank as 0; ``None`` where it cannot be told."""
    return cell.number if cell.is_known else None


def _defines_total(relation: Relation) -> bool:
    """Whether the relation says that one cell is the sum of others."""
    return relation.compare is Compare.EQUAL and relation.right == (relation.at,)


def _instances(form: Format, relation: Relation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The address of the total and those of its parts, for each row or column of the relation."""
    table = form.table(relation.table)
    over_rows = relation.over is Over.EACH_ROW
    for item in table.row_ids if over_rows else table.column_ids:
        if relation.only and item not in relation.only:
            continue
        address = f"{table.path}.{item}.{{}}" if over_rows else f"{table.path}.{{}}.{item}"
        yield address.format(relation.at), tuple(address.format(term) for term in relation.left)
