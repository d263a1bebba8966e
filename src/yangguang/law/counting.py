"""Counting working days past those that do not count, and saying so span by span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from yangguang.law.clock import Span
from yangguang.law.workdays import ONE_DAY, Counted, WorkCalendar, days_after
from yangguang.translation import Message


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: those after ``after`` up to and with ``until``."""

    after: date
    until: date
    reason: Message
    article: str

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.after < day <= self.until


def pause_of(day: date, pauses: Sequence[Pause]) -> Pause | None:
    """The first pause that takes the day out; a day in two pauses is taken out once."""
    for pause in pauses:
        if pause.covers(day):
            return pause
    return None


def count(base: date, working_days: int, pauses: Sequence[Pause], calendar: WorkCalendar) -> Counted:
    """The last of so many working days after ``base``, those in a pause left out.

    Provisional when a day on the way lies in a year without an arrangement, be it counted or not: a
    weekend may yet become a day of work.
    """
    day, left, provisional = base, working_days, False
    calendar.why(base)  # refuses a day outside the calendar
    while left:
        day += ONE_DAY
        left -= calendar.is_working(day) and pause_of(day, pauses) is None
        provisional = provisional or not calendar.is_announced(day.year)
    return Counted(day, provisional)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days up to and with ``until`` that count for one reason, where no pause takes them out.

    A stretch that ``is_fixed`` ends on a day that somebody has set: no pause moves it.
    """

    until: date
    reason: Message
    article: str
    is_fixed: bool = False


def spans_of(
    base: date, stretches: Sequence[Stretch], pauses: Sequence[Pause], calendar: WorkCalendar
) -> Iterator[Span]:
    """The days after ``base`` to the end of the last stretch, grouped by why they count or do not."""
    begin = base
    for stretch in stretches:
        days = days_after(begin, stretch.until)
        taken_out = () if stretch.is_fixed else pauses
        for pause, group in groupby(days, key=partial(pause_of, pauses=taken_out)):
            run = tuple(group)
            working = sum(calendar.is_working(day) for day in run)
            ground = stretch if pause is None else pause
            yield Span(run[0], run[-1], working, ground.reason, ground.article, counts=pause is None)
        begin = stretch.until
