"""A report made by hand, small to say and whole, for the tests of writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import pytest

from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.formats.base import Kind
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Money, SectionText, Value

MakeReport = Callable[..., AnnualReport]


def _zero(kind: Kind) -> Value:
    return {Kind.MONEY: Money("0", Decimal(0)), Kind.WAN_YUAN: Decimal(0)}.get(kind, 0)


def _report(
    form_id: str = "2021",
    variant: str = "",
    *,
    cells: Mapping[str, Cell | int] | None = None,
    **changes: object,
) -> AnnualReport:
    form = format_by_id(form_id, variant)
    year = 2023 if form_id == "2021" else 2020
    filled = {
        f"{table.path}.{row}.{column.id}": Cell(
            f"{table.path}.{row}.{column.id}", _zero(column.kind), raw="0"
        )
        for table in form.tables
        for row in table.row_ids
        for column in table.columns
    }
    for path, cell in (cells or {}).items():
        filled[path] = cell if isinstance(cell, Cell) else Cell(path, cell, raw=str(cell))
    report = AnnualReport(
        agency="云溪市档案局",
        year=year,
        format=form,
        cells=filled,
        title=f"云溪市档案局{year}年政府信息公开工作年度报告",
        preamble=("根据条例规定编制本报告。",),
        sections=tuple(SectionText(part.number, part.heading, ("一切如常。",)) for part in form.sections),
    )
    return AnnualReport(**{**{name: getattr(report, name) for name in AnnualReport.__slots__}, **changes})


@pytest.fixture
def make_report() -> MakeReport:
    """``make_report("2019", cells={"remedies.review.total": 3}, agency="…")``; all other figures are 0."""
    return _report


@pytest.fixture
def blank() -> Callable[[str], Cell]:
    """A blank cell at an address."""
    return lambda path: Cell(path, None, CellState.BLANK)
