"""There and back: a year built from a report's tables, counted, and compared with them cell for cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from yangguang.annualreport.model import AnnualReport, CellState, Money, Value
from yangguang.cases.models import Case
from yangguang.offices.models import Agency
from yangguang.reports.building.enacting import Progress, enact
from yangguang.reports.building.entering import enter
from yangguang.reports.building.plan import remedies_of, requests_of
from yangguang.reports.computing.sources import count_all
from yangguang.reports.refused import Refused


@dataclass(frozen=True, slots=True)
class Differs:
    """A cell that came out differently."""

    path: str
    published: Value
    counted: Value


def build_year(
    agency: Agency, report: AnnualReport, *, at: datetime, told: Progress = lambda done: None
) -> int:
    """Build the year in an agency that has no cases yet; how many cases and entries there are.

    Raises :class:`Refused` where the agency has cases, and :class:`~yangguang.reports.building.plan.NotBuildable`
    for tables that no cases could give; then nothing is kept.
    """
    if report.year is None:
        raise Refused(_("报告没有写明年度。"))
    if Case.objects.filter(agency=agency).exists():
        raise Refused(
            _("“%(agency)s”已经有案件，不能再重建一个年度。请另建一个机关来试。") % {"agency": agency}
        )
    stories, remedies = list(requests_of(report)), list(remedies_of(report))
    entries = enter(agency, report, at)
    enact(agency, stories, remedies, report.year, _source(report), told)
    return entries + len(stories) + len(remedies)


def differences(agency: Agency, report: AnnualReport) -> list[Differs]:
    """Cells that counting gives otherwise than the tables; a blank is a nought, money is compared in yuan."""
    counts = count_all([agency.pk], report.year or 0, report.format)
    return [
        Differs(path, cell.value, counts[path])
        for path, cell in report.cells.items()
        if path in counts
        and cell.state is not CellState.MISSING
        and _plain(cell.value) != _plain(counts[path])
    ]


def _plain(value: Value) -> object:
    if isinstance(value, Money):
        return value.yuan or 0
    return value or 0


def _source(report: AnnualReport) -> str:
    return f"{report.agency}{report.year}年度报告"
