"""The figures of one report as JSON, small, and complete enough for every sum.

Beside each other are figures that are not nought, the states of cells that say something else than a figure,
totals that follow from their parts, doubtful ones, and the statement on fees. A cell that is named nowhere says 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from yangguang.annualreport.formats import Format
from yangguang.annualreport.ledger import Figures, Number, figures_of
from yangguang.annualreport.model import AnnualReport, CellState, Fees

Json = Any

_STATES = {state.value: state for state in CellState}


def keep(report: AnnualReport) -> Json:
    """What a report gives to sums."""
    figures = figures_of(report)
    paths = tuple(report.format.cell_paths())
    fees = report.fees
    return {
        "values": {path: _number(value) for path, value in zip(paths, figures.values, strict=True) if value},
        "states": {
            path: state.value
            for path, state in zip(paths, figures.states, strict=True)
            if state is not CellState.PRINTED
        },
        "derived": sorted(figures.derived),
        "doubtful": sorted(figures.doubtful),
        "fees": [fees.notices, _number(fees.amount), _number(fees.received)],
    }


def figures_from(kept: Mapping[str, Json], form: Format) -> Figures:
    """The reverse of :func:`keep`, for the form that the report had."""
    values, states = kept["values"], kept["states"]
    told: list[Number | None] = []
    said: list[CellState] = []
    for path in form.cell_paths():
        state = states.get(path)
        said.append(CellState.PRINTED if state is None else _STATES[state])
        told.append(value_of(values.get(path, 0)) if state is None else None)
    return Figures(tuple(told), tuple(said), frozenset(kept["derived"]), frozenset(kept["doubtful"]))


def fees_from(kept: Mapping[str, Json]) -> Fees:
    """The statement on fees that was kept."""
    notices, amount, received = kept["fees"]
    return Fees(notices, _decimal(amount), _decimal(received))


def value_of(value: Json) -> Number:
    """A kept figure: decimals are kept as text, counts as they are."""
    return Decimal(value) if isinstance(value, str) else value


def _number(value: Number | None) -> Json:
    return str(value) if isinstance(value, Decimal) else value


def _decimal(value: Json) -> Decimal | None:
    return None if value is None else Decimal(value)
