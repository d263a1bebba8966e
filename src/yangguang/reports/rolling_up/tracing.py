"""A sum opened again: what each agency gave to a cell, and to the chosen totals."""

from __future__ import annotations

from dataclasses import dataclass

from yangguang.annualreport import mapping
from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.ledger import Number, joint_state
from yangguang.annualreport.model import CellState
from yangguang.reports.figures import COLUMNS, Column
from yangguang.reports.models import PartSource, RollUpPart
from yangguang.reports.rolling_up.kept import value_of


@dataclass(frozen=True, slots=True)
class Given:
    """What one agency gave to one cell. ``value`` is ``None`` where it gave no figure; ``state`` says why."""

    part: RollUpPart
    value: Number | None
    state: CellState
    in_form: bool = True
    is_derived: bool = False

    @property
    def is_known(self) -> bool:
        return self.in_form and self.state not in (CellState.UNREADABLE, CellState.MISSING)


def given(part: RollUpPart, address: str) -> Given:
    """What a part gave to a cell of any form."""
    if not PartSource(part.source).gives:
        return Given(part, None, CellState.MISSING)
    paths = mapping.find(address, format_by_id(part.format, part.variant)).paths
    if not paths:
        return Given(part, None, CellState.MISSING, in_form=False)
    kept = part.figures
    state = joint_state({CellState(kept["states"].get(path, CellState.PRINTED)) for path in paths})
    value = (
        sum(value_of(kept["values"].get(path, 0)) for path in paths) if state is CellState.PRINTED else None
    )
    return Given(part, value, state, is_derived=not set(kept["derived"]).isdisjoint(paths))


def chosen(part: RollUpPart) -> dict[str, Number | None]:
    """The chosen totals of a part; ``None`` where it gave none or one of the cells cannot be told."""
    if not PartSource(part.source).gives:
        return {column.name: None for column in COLUMNS}
    return {column.name: _chosen(part, column) for column in COLUMNS}


def _chosen(part: RollUpPart, column: Column) -> Number | None:
    form = format_by_id(part.format, part.variant)
    told = [given(part, path) for path in column.paths(form)]
    if not all(item.is_known for item in told):
        return None
    figures = [item.value for item in told if item.value is not None]
    return sum(figures) if figures else None
