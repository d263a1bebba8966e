"""Holding the chain of steps against itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yangguang.archive.package import START
from yangguang.cases.models import Case


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a case's chain does not hold."""

    case: str
    number: int
    why: str


def breaks_of(case: Case) -> Iterator[Break]:
    """Every place where the steps of ``case`` contradict each other; nothing when the chain is whole."""
    number, previous = 0, START
    for step in case.steps.select_related("case").order_by("number"):
        if step.number != number + 1:
            yield Break(case.number, number + 1, "missing")
        elif step.previous != previous:
            yield Break(case.number, step.number, "does not follow the step before it")
        if step.hash != step.sealed():
            yield Break(case.number, step.number, "was changed")
        number, previous = step.number, step.hash
    if (case.steps_count, case.last_hash) != (number, previous):
        yield Break(case.number, number + 1, "the end is missing")
