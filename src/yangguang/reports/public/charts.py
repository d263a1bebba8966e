"""Charts as data: what is drawn, and the table that stands behind it and says the same.

The page shows the table; a small script draws the chart above it where scripts run. Nothing is
computed in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from yangguang.annualreport.comparing import Comparison
from yangguang.annualreport.model import AnnualReport
from yangguang.annualreport.totals import derived_totals
from yangguang.reports.figures import COLUMNS
from yangguang.reports.models.figures import FigureColumns
from yangguang.translation import gettext as term

Figure = int | float | None

ANSWERS = ("granted", "partially_granted", "denied", "unavailable", "not_processed", "other_handling")
OVER_YEARS = ("new_received", "results_total", "granted", "carried_out")
LABELS = {column.name: column.label for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars or one line; ``values`` go with the chart's categories, ``None`` draws nothing."""

    name: str
    values: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its table. ``kind`` is ``bar``, ``hbar`` (long labels) or ``line``."""

    id: str
    title: str
    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    head: str
    unit: str = ""

    def for_script(self) -> dict[str, Any]:
        """What the script draws from."""
        return {
            "kind": self.kind,
            "title": self.title,
            "unit": self.unit,
            "categories": list(self.categories),
            "series": [{"name": series.name, "values": list(series.values)} for series in self.series],
        }

    @property
    def script_id(self) -> str:
        """The id of the element that holds the data."""
        return f"chart-{self.id}-data"

    @property
    def rows(self) -> list[tuple[str, tuple[Figure, ...]]]:
        """The table behind it: one row a category."""
        return [
            (category, tuple(series.values[index] for series in self.series))
            for index, category in enumerate(self.categories)
        ]

    @property
    def is_empty(self) -> bool:
        """Nothing above zero: a chart of it would be a blank frame."""
        return not any(value for series in self.series for value in series.values)


def of_report(
    figures: FigureColumns, report: AnnualReport, years: Sequence[FigureColumns]
) -> tuple[Chart, ...]:
    """The charts of one report's page; those with nothing to draw are left out."""
    charts = [answers(figures), applicants(report)]
    if len(years) > 1:
        charts.append(over_years(years))
    return tuple(chart for chart in charts if not chart.is_empty)


def answers(figures: FigureColumns) -> Chart:
    """How the requests were answered (表三第三项)."""
    return Chart(
        "answers",
        gettext("办理结果"),
        "hbar",
        tuple(gettext(LABELS[name]) for name in ANSWERS),
        (Series(gettext("件数"), tuple(getattr(figures, name) for name in ANSWERS)),),
        gettext("结果"),
        pgettext("申请", "件"),
    )


def applicants(report: AnnualReport) -> Chart:
    """Who asked (表三第一项), the totals left out."""
    derived = derived_totals(report)
    columns = report.format.requests.columns[:-1]
    paths = [f"requests.new_received.{column.id}" for column in columns]
    return Chart(
        "applicants",
        gettext("本年新收申请的申请人"),
        "hbar",
        tuple(gettext("其他组织") if column.id == "other_org" else term(column.label) for column in columns),
        (
            Series(
                gettext("件数"), tuple(_plain(derived.get(path, report.cells[path].value)) for path in paths)
            ),
        ),
        gettext("申请人"),
        pgettext("申请", "件"),
    )


def over_years(years: Sequence[FigureColumns]) -> Chart:
    """The same figures of one office over its years."""
    return Chart(
        "years",
        gettext("历年申请与办理"),
        "line",
        tuple(str(figures.year) for figures in years),
        tuple(
            Series(gettext(LABELS[name]), tuple(getattr(figures, name) for figures in years))
            for name in OVER_YEARS
        ),
        gettext("年度"),
        pgettext("申请", "件"),
    )


def of_comparison(comparison: Comparison, names: Sequence[str]) -> Chart:
    """The main totals of a comparison: one category a report."""
    rows = [(name, comparison.row(f"requests.{name}.total")) for name in OVER_YEARS]
    return Chart(
        "comparison",
        gettext("主要数据对比"),
        "bar",
        tuple(names),
        tuple(
            Series(gettext(LABELS[name]), tuple(_plain(entry.value) for entry in row.entries))
            for name, row in rows
        ),
        gettext("报告"),
        pgettext("申请", "件"),
    )


def _plain(value: object) -> Figure:
    """A count as it is, a decimal as the nearest number a chart can draw; the table keeps the digits."""
    if value is None or isinstance(value, int):
        return value
    return float(str(value))
