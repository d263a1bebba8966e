"""Working days: the State Council's yearly arrangements, and what to do where there is none yet.

A working day is Monday to Friday, unless the arrangement of its year makes it a holiday; a Saturday or
Sunday is none, unless the arrangement makes it a day of work (调休上班). The arrangements come from
``chinesecalendar`` (2004 onward) and from data given by the caller, for years that the package does not
know yet. A later year without an arrangement is counted Monday to Friday and every result that looked at
one of its days is *provisional*; a day before the first arrangement is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple, Protocol

from yangguang.law.errors import BeforeCalendar, BeyondCalendar, InvalidAmount
from yangguang.translation import Message, mark

ONE_DAY = timedelta(days=1)
LAST_YEAR = 2999  # later years are slips of the pen
MOST_DAYS = 5000  # no limit of any procedure comes near it

_HOLIDAYS = {  # as chinesecalendar names them
    "New Year's Day": mark("元旦"),
    "Spring Festival": mark("春节"),
    "Tomb-sweeping Day": mark("清明节"),
    "Labour Day": mark("劳动节"),
    "Dragon Boat Festival": mark("端午节"),
    "National Day": mark("国庆节"),
    "Mid-autumn Festival": mark("中秋节"),
    "Anti-Fascist 70th Day": mark("抗战胜利七十周年纪念日"),
}
WEEKDAYS = (
    mark("周一"),
    mark("周二"),
    mark("周三"),
    mark("周四"),
    mark("周五"),
    mark("周六"),
    mark("周日"),
)


@dataclass(frozen=True, slots=True, order=True)
class DayException:
    """A day that an arrangement takes out of the week's order: a holiday, or a make-up day of work."""

    on: date
    is_working: bool
    name: str


class DayKind(StrEnum):
    """Why a day counts or does not."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"


_SAYS = {
    DayKind.WEEKDAY: mark("{weekday}，工作日"),
    DayKind.WEEKEND: mark("{weekday}，休息日"),
    DayKind.HOLIDAY: mark("{weekday}，{name}放假"),
    DayKind.MAKE_UP: mark("{weekday}，{name}调休上班"),
}
_SAYS_FOR_NOW = {
    DayKind.WEEKDAY: mark("{weekday}，暂按工作日计算（当年放假安排尚未公布）"),
    DayKind.WEEKEND: mark("{weekday}，暂按休息日计算（当年放假安排尚未公布）"),
}


@dataclass(frozen=True, slots=True)
class DayReason:
    """What a day is, and by which holiday's arrangement; ``provisional`` as long as there is none."""

    on: date
    kind: DayKind
    name: str = ""
    provisional: bool = False

    @property
    def is_working(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind in (DayKind.WEEKDAY, DayKind.MAKE_UP)

    @property
    def message(self) -> Message:
        """The reason as people say it: 周日，国庆节调休上班."""
        says = _SAYS_FOR_NOW if self.provisional else _SAYS
        return Message(says[self.kind], {"weekday": WEEKDAYS[self.on.weekday()], "name": self.name})

    def __str__(self) -> str:
        return str(self.message)


class Counted(NamedTuple):
    """The last day of a period, and whether a day without an arrangement was looked at on the way."""

    due: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Arrangements by day, and the years they are complete for. Immutable; equal when the data is."""

    exceptions: tuple[DayException, ...]
    years: frozenset[int]
    _by_day: Mapping[date, DayException] = field(init=False, repr=False, compare=False)
    _first_year: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day = {exception.on: exception for exception in self.exceptions}
        object.__setattr__(self, "exceptions", tuple(sorted(by_day.values())))
        object.__setattr__(self, "_by_day", MappingProxyType(by_day))
        object.__setattr__(self, "_first_year", min(self.years))

    @staticmethod
    def official() -> WorkCalendar:
        """The arrangements of the State Council that ``chinesecalendar`` carries. Loaded once."""
        return _official()

    def with_years(self, extra: Iterable[DayException], years: Iterable[int] = ()) -> WorkCalendar:
        """This calendar and the arrangements of further years; what is given later replaces a day.

        ``years`` are those now complete; without it, the years of the days given. (An arrangement may have a
        day in the year before: 31 December 2011 was worked for New Year 2012.)
        """
        more = tuple(extra)
        complete = frozenset(years) or {exception.on.year for exception in more}
        return WorkCalendar((*self.exceptions, *more), self.years | complete)

    def is_announced(self, year: int) -> bool:
        """Whether the arrangement of the year is known."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        """Whether the day counts as a working day."""
        exception = self._by_day.get(day)
        if exception is not None:
            return exception.is_working
        self._refuse_unknown(day)
        return day.weekday() < 5

    def why(self, day: date) -> DayReason:
        """What the day is, for an explanation."""
        self._refuse_unknown(day)
        exception = self._by_day.get(day)
        if exception is None:
            kind = DayKind.WEEKDAY if day.weekday() < 5 else DayKind.WEEKEND
            return DayReason(day, kind, provisional=not self.is_announced(day.year))
        return DayReason(day, DayKind.MAKE_UP if exception.is_working else DayKind.HOLIDAY, exception.name)

    def add(self, day: date, count: int) -> Counted:
        """The ``count``-th working day after ``day``, which itself is day 0 and may be a rest day."""
        _refuse_count(count)
        self._refuse_unknown(day)
        due, left, provisional = day, count, False
        while left:
            due += ONE_DAY
            left -= self.is_working(due)
            provisional = provisional or due.year not in self.years
        return Counted(due, provisional)

    def between(self, first: date, last: date) -> int:
        """Working days after ``first`` up to and with ``last``; negative when ``last`` is the earlier."""
        if last < first:
            return -self.between(last, first)
        self._refuse_unknown(first)
        return sum(self.is_working(day) for day in days_after(first, last))

    def on_or_after(self, day: date) -> Counted:
        """The day itself, or the next working day where it is a rest day."""
        due = day
        while not self.is_working(due):
            due += ONE_DAY
        return Counted(due, not (self.is_announced(day.year) and self.is_announced(due.year)))

    def _refuse_unknown(self, day: date) -> None:
        if day.year < self._first_year:
            raise BeforeCalendar(
                mark("{day} 早于已知的最早工作日安排（{year} 年），无法计算工作日。请检查日期。"),
                day=day,
                year=self._first_year,
            )
        if day.year > LAST_YEAR:
            raise BeyondCalendar(mark("{day} 太晚，无法计算工作日。请检查日期。"), day=day)


@lru_cache(maxsize=1)
def _official() -> WorkCalendar:
    # imported here: most commands never need it
    from chinese_calendar import constants

    rest = (DayException(day, False, _HOLIDAYS.get(name, name)) for day, name in constants.holidays.items())
    work = (DayException(day, True, _HOLIDAYS.get(name, name)) for day, name in constants.workdays.items())
    years = frozenset(day.year for day in constants.holidays)
    return WorkCalendar((*rest, *work), years)


def days_after(first: date, last: date) -> Iterator[date]:
    """The days after ``first`` up to and with ``last``."""
    for number in range(1, (last - first).days + 1):
        yield first + timedelta(days=number)


def _refuse_count(count: int) -> None:
    if not 0 <= count <= MOST_DAYS:
        raise InvalidAmount(mark("天数应在 0 至 {most} 之间，现为 {count}。"), most=MOST_DAYS, count=count)


class Period(Protocol):
    """A length of time that knows its unit."""

    @property
    def count(self) -> int:
        """How many of the unit."""

    @property
    def message(self) -> Message:
        """The period as people say it."""

    def after(self, day: date, calendar: WorkCalendar) -> Counted:
        """The last day of the period that begins the day after ``day``."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """So many working days (个工作日)."""

    count: int

    def __post_init__(self) -> None:
        _refuse_count(self.count)

    @property
    def message(self) -> Message:
        """20 个工作日."""
        return Message(mark("{count} 个工作日"), {"count": self.count})

    def after(self, day: date, calendar: WorkCalendar) -> Counted:
        """The last day of the period that begins the day after ``day``."""
        return calendar.add(day, self.count)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """So many days (日): rest days count. Whether a last day on a rest day moves is not said here."""

    count: int

    def __post_init__(self) -> None:
        _refuse_count(self.count)

    @property
    def message(self) -> Message:
        """60 日."""
        return Message(mark("{count} 日"), {"count": self.count})

    def after(self, day: date, calendar: WorkCalendar) -> Counted:
        """The last day of the period that begins the day after ``day``. Never provisional."""
        return Counted(day + timedelta(days=self.count), False)


@dataclass(frozen=True, slots=True)
class CalendarMonths:
    """So many months (个月): the day of the same number, or the last of a shorter month (民法典第二百零二条)."""

    count: int

    def __post_init__(self) -> None:
        _refuse_count(self.count)

    @property
    def message(self) -> Message:
        """6 个月."""
        return Message(mark("{count} 个月"), {"count": self.count})

    def after(self, day: date, calendar: WorkCalendar) -> Counted:
        """The last day of the period that begins the day after ``day``. Never provisional."""
        years, month = divmod(day.year * 12 + day.month - 1 + self.count, 12)
        following = date(years + (month == 11), 1 if month == 11 else month + 2, 1)
        last = (following - ONE_DAY).day
        return Counted(date(years, month + 1, min(day.day, last)), False)
