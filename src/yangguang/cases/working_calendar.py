"""The working calendar in force: the package's years and those entered by the office."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yangguang.cases.models import CalendarDay, CalendarYear
from yangguang.law.workdays import DayException, WorkCalendar
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.web.later import later
from yangguang.web.progress import announce

if TYPE_CHECKING:
    from collections.abc import Sequence

    from yangguang.offices.models import Person

YEAR_ENTERED = kinds.declare(
    "cases.calendar_entered", _("录入 %(object)s 年工作日历：%(days)s 天与周一至周五不同")
)

RECOMPUTING = "cases.recompute"


def calendar_in_force() -> WorkCalendar:
    """What counts as a working day today. One query; nobody but the engine should need it twice."""
    official = WorkCalendar.official()
    entered = [
        year
        for year in CalendarYear.objects.prefetch_related("days")
        if not official.is_announced(year.year)  # the package's own years are not overruled
    ]
    if not entered:
        return official
    days = [DayException(day.on, day.is_working, day.name) for year in entered for day in year.days.all()]
    return official.with_years(days, years=[year.year for year in entered])


@transaction.atomic
def enter_year(
    year: int, source: str, days: Sequence[DayException], *, by: Person, at: datetime
) -> CalendarYear:
    """Enter or replace the arrangement of a year and queue the recomputing of open cases."""
    entry, _made = CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source, "entered_at": at, "entered_by": by}
    )
    entry.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(year=entry, on=day.on, is_working=day.is_working, name=day.name) for day in days
    )
    record(YEAR_ENTERED, entry, by=by, at=at, days=len(days), source=source)
    from yangguang.cases.tasks import recompute_open_cases

    task = announce(RECOMPUTING, str(year), at)
    later(recompute_open_cases, YEAR_ENTERED.id, task.pk)
    return entry
