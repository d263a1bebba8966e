"""A computed report against the cases of today: which figures would be others now, and through which cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from yangguang.annualreport.model import AnnualReport, Value
from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet
from yangguang.remedies.procedure import IDS as REMEDIES
from yangguang.reports.computing.sources import count_all
from yangguang.reports.models import Report


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that is another one today. ``reported`` is what the report in force says, by whatever way."""

    path: str
    reported: Value
    now: Value


def moved_figures(report: Report, in_force: AnnualReport, others: Sequence[AnnualReport] = ()) -> list[Moved]:
    """Figures that the sources count differently today, in the order of the form.

    With ``others`` (the report as it was handed in or published) also those that only they have otherwise.
    """
    counts = count_all([report.agency_id], report.year, in_force.format)
    reports = (in_force, *others)
    return [
        Moved(path, cell.value, counts[path])
        for path, cell in in_force.cells.items()
        if path in counts and any(_figure(each, path) != (counts[path] or 0) for each in reports)
    ]


def _figure(report: AnnualReport, path: str) -> Value:
    cell = report.cells.get(path)
    return (cell.value if cell else None) or 0


def changed_since(report: Report, since: datetime) -> CaseQuerySet:
    """Requests and remedies that touch the year and were opened or acted upon after the figures were counted."""
    first, last = date(report.year, 1, 1), date(report.year, 12, 31)
    touches = Q(received_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))
    cases = Case.objects.filter(
        touches, agency=report.agency_id, procedure_id__in=("request", *REMEDIES), changed_at__gt=since
    )
    return cases.order_by("-changed_at")


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What last year's report handed on and what this one took over, for one kind of applicant (关系 X1)."""

    column: str
    handed_on: Value
    taken_over: Value

    @property
    def agrees(self) -> bool:
        return (self.handed_on or 0) == (self.taken_over or 0)


def carried_over(previous: AnnualReport, current: AnnualReport) -> list[CarriedOver]:
    """Every column of the two rows that must be the same from one year to the next."""
    return [
        CarriedOver(
            column,
            previous.cells[f"requests.carried_out.{column}"].value,
            current.cells[f"requests.carried_in.{column}"].value,
        )
        for column in current.format.requests.column_ids
    ]


def entered_late(report: Report, counted_at: datetime) -> CaseQuerySet:
    """Requests of earlier years, still open when this year began, that were entered after last year was counted."""
    first = date(report.year, 1, 1)
    open_then = Q(received_on__lt=first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))
    return Case.objects.filter(
        open_then, agency=report.agency_id, procedure_id="request", created_at__gt=counted_at
    )


def closed_otherwise(report: Report, counted_at: datetime) -> CaseQuerySet:
    """Requests that last year's figures took for open and that were answered before this year began after all."""
    first = date(report.year, 1, 1)
    return Case.objects.filter(
        agency=report.agency_id,
        procedure_id="request",
        received_on__lt=first,
        closed_on__lt=first,
        changed_at__gt=counted_at,
        created_at__lte=counted_at,
    )
