"""Totals that an office left blank although their parts are filled.

A blank total with filled parts is not zero: it follows from the relation that the form prints.
Checking, comparing and adding up need the figure; the report itself keeps the blank.
"""

from __future__ import annotations

from dataclasses import dataclass

from yangguang.annualreport.formats import Relation
from yangguang.annualreport.formats.instances import Instance, Number, is_total, plan
from yangguang.annualreport.model import AnnualReport, CellState, Certainty

_NOT_FILLED = (CellState.BLANK, CellState.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Derived:
    """What a blank total is, and by which relation.

    ``figure`` is ``None`` where one of the parts cannot be read: it is not zero, but it cannot be told.
    """

    figure: Number | None
    relation: Relation
    is_doubtful: bool


def derived_totals(report: AnnualReport) -> dict[str, Number | None]:
    """Addresses of blank totals and the figures that follow from their parts."""
    return {path: total.figure for path, total in derive(report).items()}


def derive(report: AnnualReport, *, trusting: bool = True) -> dict[str, Derived]:
    """The blank totals of a report. A doubtful part makes a doubtful total, or none unless ``trusting``.

    Rows first (R1), then columns (R2), then rows once more: the total of all results may need both.
    A blank total of parts that make zero says the same as they do and is not derived.
    """
    derived: dict[str, Derived] = {}
    blank = [
        instance
        for relation, repeated in plan(report.format)
        if is_total(relation)
        for instance in repeated
        if report.cells[instance.at].state in _NOT_FILLED
    ]
    for instance in (*blank, *blank):
        known = derived.get(instance.at)
        if known is None or known.figure is None:
            total = _derive(report, instance, derived, trusting)
            if total is not None:
                derived[instance.at] = total
    return derived


def _derive(
    report: AnnualReport, instance: Instance, derived: dict[str, Derived], trusting: bool
) -> Derived | None:
    figures: list[Number] = []
    is_doubtful = report.cells[instance.at].certainty is Certainty.DOUBTFUL  # perhaps a figure was lost there
    if is_doubtful and not trusting:
        return None
    for path in instance.left.plus:
        cell, total = report.cells[path], derived.get(path)
        doubted = total.is_doubtful if total else cell.certainty is Certainty.DOUBTFUL
        figure = total.figure if total else cell.number if cell.is_known else None
        if figure is None or (doubted and not trusting):
            return Derived(None, instance.relation, doubted)
        is_doubtful = is_doubtful or doubted
        figures.append(figure)
    return Derived(sum(figures), instance.relation, is_doubtful) if sum(figures) else None
