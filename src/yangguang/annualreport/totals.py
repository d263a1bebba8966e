"""Totals that an office left blank although their parts are filled.

A blank total with filled parts is not zero: it follows from the relation that the form prints.
Comparing and adding up need the figure; the report itself keeps the blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from yangguang.annualreport.formats import Compare, Format, Over, Relation
from yangguang.annualreport.model import AnnualReport, CellState

_NOT_FILLED = (CellState.BLANK, CellState.NOT_APPLICABLE)


def derived_totals(report: AnnualReport) -> dict[str, int | Decimal]:
    """Addresses of blank totals and the figures that follow from their parts.

    Rows first (R1), then columns (R2), then rows once more: the total of all results may need both.
    A total whose parts are all blank, or one of whose parts cannot be read, is not derived.
    """
    derived: dict[str, int | Decimal] = {}
    relations = [relation for relation in report.format.relations if _defines_total(relation)]
    for relation in (*relations, *relations):
        for total, parts in _instances(report.format, relation):
            if total not in derived and report.cells[total].state in _NOT_FILLED:
                _derive(report, total, parts, derived)
    return derived


def _derive(
    report: AnnualReport, total: str, parts: tuple[str, ...], derived: dict[str, int | Decimal]
) -> None:
    cells = [report.cells[part] for part in parts]
    if not all(cell.is_known for cell in cells):
        return
    if any(cell.state is CellState.PRINTED for cell in cells) or any(part in derived for part in parts):
        derived[total] = sum(derived.get(cell.path, cell.number) for cell in cells)


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
