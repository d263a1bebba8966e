"""Reports made by hand for checking: small words for figures, text and truth files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yangguang.annualreport.formats import format_by_id
from yangguang.annualreport.formats.base import Format, Kind
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Money, SectionText, blank_cells

HEADINGS = ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
HEADINGS += (
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def _cell(path: str, kind: Kind, value: Any) -> Cell:
    if value is None:
        return Cell(path, None, CellState.BLANK)
    if kind is Kind.MONEY:
        text, yuan = value if isinstance(value, tuple) else (str(value), None)
        return Cell(path, Money(text, yuan), raw=text)
    if kind is Kind.WAN_YUAN:
        return Cell(path, Decimal(str(value)), raw=str(value))
    return Cell(path, value, raw=str(value))


def zeros(form: Format) -> dict[str, Cell]:
    """Every cell printed as nought."""
    return {
        f"{table.path}.{row.id}.{column.id}": _cell(
            f"{table.path}.{row.id}.{column.id}",
            column.kind,
            ("0", Decimal(0)) if column.kind is Kind.MONEY else 0,
        )
        for table in form.tables
        for row in table.rows
        for column in table.columns
    }


def _kind_of(form: Format, path: str) -> Kind:
    table, _, column = path.rsplit(".", 2)
    return form.table(table).column(column).kind


def with_totals(form: Format, values: dict[str, Any]) -> dict[str, Any]:
    """Totals of the request table and of the remedies worked out from the parts given."""
    full = dict(values)
    people = form.requests.column_ids[:-1]
    for column in people:
        full.setdefault(
            f"requests.results_total.{column}",
            sum(full.get(f"requests.{row}.{column}", 0) for row in form.result_rows),
        )
    for row in form.requests.row_ids:
        full.setdefault(
            f"requests.{row}.total", sum(full.get(f"requests.{row}.{column}", 0) for column in people)
        )
    for block in form.remedies.row_ids:
        parts = ("upheld", "corrected", "other", "pending")
        full.setdefault(
            f"remedies.{block}.total", sum(full.get(f"remedies.{block}.{part}", 0) for part in parts)
        )
    return full


def build(
    form: str = "2021",
    values: Mapping[str, Any] | None = None,
    text: str | Mapping[int, str] = "",
    *,
    variant: str = "",
    totals: bool = True,
    **more: Any,
) -> AnnualReport:
    """A whole, sound report of noughts with some figures set and some text in its parts."""
    chosen = format_by_id(form, variant)
    cells = zeros(chosen)
    given = dict(values or {})
    for path, value in (with_totals(chosen, given) if totals else given).items():
        cells[path] = value if isinstance(value, Cell) else _cell(path, _kind_of(chosen, path), value)
    texts = {1: text} if isinstance(text, str) else text
    sections = tuple(
        SectionText(number, heading, tuple(texts.get(number, "").split("\n")) if texts.get(number) else ())
        for number, heading in enumerate(HEADINGS, 1)
    )
    first_year = chosen.years[0]
    facts: dict[str, Any] = {
        "agency": "清河县人民政府",
        "year": first_year + (form == "2021"),
        "sections": sections,
    }
    return AnnualReport(format=chosen, cells=cells, **(facts | more))


@pytest.fixture(scope="session")
def report() -> Callable[..., AnnualReport]:
    """Make a report by hand: ``report(form, values, text, **fields)``."""
    return build


def of_truth(folder: Path, name: str) -> tuple[AnnualReport, dict[str, Any]]:
    """The report of a truth file as cells, its blank totals blank, and what checking must find."""
    truth = json.loads((folder / "truth" / f"{name}.json").read_text("utf-8"))
    single = truth["format"] == "2021" and "other_handling" in truth["requests"]
    form = format_by_id(truth["format"], "single-other" if single else "")
    cells = blank_cells(form)
    for path in cells:
        value: Any = truth
        for step in path.split("."):
            value = value[step]
        kind = _kind_of(form, path)
        cells[path] = _cell(
            path, kind, (value, _yuan(value)) if kind is Kind.MONEY and value is not None else value
        )
    for blank in truth["expect"]["blank_totals"]:
        cells[blank["where"]] = Cell(blank["where"], None, CellState.BLANK)
    made = AnnualReport(agency=truth["agency"], year=truth["year"], format=form, cells=cells)
    return made, truth["expect"]


def _yuan(printed: str | int) -> Decimal:
    text = str(printed).replace(" ", "").replace("元", "")
    return Decimal(text.removesuffix("万")) * (10_000 if text.endswith("万") else 1)


@pytest.fixture(scope="session")
def truth(shared_reports: Path) -> Callable[[str], tuple[AnnualReport, dict[str, Any]]]:
    """The report of a truth file and its expectations, by name."""
    return lambda name: of_truth(shared_reports, name)


@pytest.fixture(scope="session")
def alter() -> Callable[..., AnnualReport]:
    """The same report with some cells set anew: ``alter(report, {path: value})``."""

    def altered(report: AnnualReport, values: Mapping[str, Any]) -> AnnualReport:
        cells = dict(report.cells)
        for path, value in values.items():
            cells[path] = (
                value if isinstance(value, Cell) else _cell(path, _kind_of(report.format, path), value)
            )
        return replace(report, cells=cells)

    return altered
