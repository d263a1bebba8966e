"""The month: how many cases are due on each day, with rest days and make-up days as arranged."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.workdays import WEEKDAYS, DayKind, WorkCalendar
from yangguang.offices.visitors import person
from yangguang.translation import gettext as say

FIRST_YEAR, LAST_YEAR = 2005, 2998


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid."""

    on: date
    in_month: bool
    is_today: bool
    is_working: bool
    remark: str
    """The holiday's name, or that one works on a weekend."""
    count: int
    tone: str
    url: str


@require_safe
def month(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """A month of the person's open cases by the day of their limit."""
    today = timezone.localdate()
    year, month = year or today.year, month or today.month
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    cases = Case.objects.visible_to(person(request)).open()
    work = calendar_in_force()
    context: dict[str, Any] = {
        "weeks": weeks_of(year, month, cases, work, today),
        "weekdays": [say(name) for name in WEEKDAYS],
        "first": date(year, month, 1),
        "is_announced": work.is_announced(year),
        "before": _url(year, month, -1),
        "after": _url(year, month, +1),
        "is_now": (year, month) == (today.year, today.month),
        "page_title": _("期限日历"),
    }
    return render(request, "cases/staff/month.html", context)


def _url(year: int, month: int, move: int) -> str:
    years, index = divmod(year * 12 + month - 1 + move, 12)
    return reverse("staff_cases:month", args=[years, index + 1])


def weeks_of(year: int, month: int, cases: CaseQuerySet, work: WorkCalendar, today: date) -> list[list[Cell]]:
    """The grid from Monday to Sunday, with the days of the neighbouring months that fill it."""
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(year, month)
    first, last = weeks[0][0], weeks[-1][-1]
    counted = (
        cases.filter(next_on__range=(first, last)).order_by().values_list("next_on").annotate(n=Count("pk"))
    )
    counts: dict[date | None, int] = dict(counted)
    return [[_cell(day, month, counts.get(day, 0), work, today) for day in week] for week in weeks]


def _cell(day: date, month: int, count: int, work: WorkCalendar, today: date) -> Cell:
    why = work.why(day)
    remark = ""
    if why.kind is DayKind.HOLIDAY:
        remark = say(why.name)
    elif why.kind is DayKind.MAKE_UP:
        remark = _("调休上班")
    tone = "error" if day < today else "warning" if day == today else "info"
    url = f"{reverse('staff_cases:worklist')}?tab=open&due_from={day}&due_to={day}"
    return Cell(day, day.month == month, day == today, why.is_working, remark, count, tone, url)
