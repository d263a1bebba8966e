"""What the clocks of all procedures share: events in, a due date with its explanation out.

A clock is computed from facts (the day of receipt, the events) and never stored as a state: what is due
is a function of the facts, what is late a function of the due date and a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from yangguang.law.workdays import WorkCalendar, days_after
from yangguang.translation import Message, gettext, mark


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case, on a day.

    ``value`` is a number where the kind has one (working days of an extension), ``until`` a day that the
    body fixed with it, ``ref`` tells two parallel consultations apart (the name of a third party).
    """

    kind: str
    on: date
    value: int | None = None
    ref: str = ""
    until: date | None = None


class ClockStatus(StrEnum):
    """How a clock stands. ``overdue`` and ``not-started`` are known for a given day only."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The status in the language in force."""
        return gettext(_STATUSES[self])


_STATUSES = {
    ClockStatus.NOT_STARTED: mark("尚未开始"),
    ClockStatus.RUNNING: mark("办理中"),
    ClockStatus.PAUSED: mark("暂停计算"),
    ClockStatus.OVERDUE: mark("已超期"),
    ClockStatus.ANSWERED: mark("已答复"),
    ClockStatus.CLOSED: mark("已终止"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row that have one thing in common, ``from_`` and ``to`` included.

    ``working_days`` is how many the span adds to the limit where it ``counts``, else how many it takes
    out. A span still open has no ``to`` and no number yet. Where the limit runs in calendar days,
    ``calendar_days`` is what it adds, and ``begins`` says that a limit of its own begins with the span.
    """

    from_: date
    to: date | None
    working_days: int | None
    reason: Message
    article: str
    counts: bool
    calendar_days: int | None = None
    begins: bool = False

    @property
    def number(self) -> int | None:
        """How many days it adds or takes out, in the unit of its limit."""
        return self.working_days if self.calendar_days is None else self.calendar_days

    def as_json(self) -> dict[str, object]:
        """The span as the contract has it."""
        said: dict[str, object] = {
            "from": self.from_.isoformat(),
            "to": self.to.isoformat() if self.to else None,
            "working_days": self.working_days,
            "reason": str(self.reason),
            "article": gettext(self.article),
            "counts": self.counts,
        }
        return said if self.calendar_days is None else said | {"calendar_days": self.calendar_days}


@dataclass(frozen=True, slots=True)
class Limit:
    """A last day on the way, and the day on which it was met where it was.

    ``is_assumed``: it runs from the day on which something was received, that day has not been entered, and the
    day of sending stands for it meanwhile. Nothing that the law ties to the end of such a limit can be said yet.
    ``rolled`` is given where the law is silent on a last day that is no working day: the day on which the
    limit ends if it moves to the next working day.
    """

    name: str
    label: Message
    due: date
    article: str
    provisional: bool = False
    done_on: date | None = None
    ref: str = ""
    is_assumed: bool = False
    rolled: date | None = None

    @property
    def is_breached(self) -> bool:
        """Whether it was met, but late."""
        return self.done_on is not None and self.done_on > self.due

    def is_missed(self, on: date) -> bool:
        """Whether the last day had passed by the end of ``on`` without its being met in time."""
        return self.is_breached or (self.done_on is None and on > self.due)

    def as_json(self) -> dict[str, object]:
        """The limit as the contract has it."""
        said: dict[str, object] = {
            "name": self.name,
            "label": str(self.label),
            "due": self.due.isoformat(),
            "article": gettext(self.article),
            "provisional": self.provisional,
            "done_on": self.done_on.isoformat() if self.done_on else None,
            "ref": self.ref,
            "assumed": self.is_assumed,
        }
        return said if self.rolled is None else said | {"rolled": self.rolled.isoformat()}


@dataclass(frozen=True, slots=True)
class Wait:
    """A time in which the case waits for somebody: from the day of asking, before the day of the answer.

    ``last`` is the day after which nobody waits any longer, answer or not. From ``runs_from`` on the limit is a
    day that was told and runs on, though the case waits.
    """

    kind: str
    since: date
    ended_on: date | None
    last: date | None = None
    ref: str = ""
    runs_from: date | None = None

    def is_open(self, on: date) -> bool:
        """Whether the case was waiting at the end of the day."""
        is_answered = self.ended_on is not None and self.ended_on <= on
        return self.since <= on and not is_answered and (self.last is None or on <= self.last)

    def stops(self, on: date) -> bool:
        """Whether the clock stood still for it at the end of the day."""
        return self.is_open(on) and (self.runs_from is None or on < self.runs_from)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the explanation; ``number`` is its place in the limit where it counts."""

    on: date
    counts: bool
    number: int | None
    reason: Message
    article: str

    def as_json(self) -> dict[str, object]:
        """The day for programs; texts in the language in force."""
        return {
            "on": self.on.isoformat(),
            "counts": self.counts,
            "number": self.number,
            "reason": str(self.reason),
            "article": gettext(self.article),
        }


@dataclass(frozen=True, slots=True)
class Clock:
    """When the case is due, and why. ``due`` is None while nobody can know: the limit begins anew later."""

    received_on: date
    due: date | None
    status: ClockStatus
    provisional: bool
    spans: tuple[Span, ...]
    limits: tuple[Limit, ...]
    waits: tuple[Wait, ...] = ()
    ended_on: date | None = None
    ended_as: ClockStatus | None = None
    waiting_for: tuple[str, ...] = field(default=())
    rolled: date | None = None
    """The last day if a rest day moves it to the next working day; see :class:`Limit`."""

    @property
    def in_calendar_days(self) -> bool:
        """Whether its limit runs in calendar days."""
        return any(span.calendar_days is not None for span in self.spans)

    def status_on(self, day: date) -> ClockStatus:
        """How the clock stood at the end of ``day``, by all that is known now."""
        if day < self.received_on:
            return ClockStatus.NOT_STARTED
        if self.ended_as is not None and self.ended_on is not None and self.ended_on <= day:
            return self.ended_as
        if self.due is not None and day > self.due:
            return ClockStatus.OVERDUE
        return ClockStatus.PAUSED if any(wait.stops(day) for wait in self.waits) else ClockStatus.RUNNING

    def waiting_on(self, day: date) -> tuple[str, ...]:
        """For what the case was waiting at the end of ``day``; nothing once it had ended."""
        if self.ended_on is not None and self.ended_on <= day:
            return ()
        return tuple(dict.fromkeys(wait.kind for wait in self.waits if wait.is_open(day)))

    def is_overdue(self, on: date) -> bool:
        """Whether the last day had passed: without an answer by ``on``, or with one that came too late."""
        if self.due is None:
            return False
        return min(on, self.ended_on or on) > self.due

    def days_left(self, on: date, calendar: WorkCalendar) -> int | None:
        """Days after ``on`` that still count, in the unit of the limit; negative: so many too late."""
        if self.due is None:
            return None
        if self.in_calendar_days:
            return (self.due - on).days
        if on > self.due:
            return -calendar.between(self.due, on)
        return sum(line.counts for line in self.days(calendar) if on < line.on <= self.due)

    def limit(self, name: str) -> Limit | None:
        """The first limit of this name."""
        return next((limit for limit in self.limits if limit.name == name), None)

    def days(self, calendar: WorkCalendar) -> Iterator[DayLine]:
        """Every day from receipt to the last one known: whether it counts, as which, and why."""
        number = 0
        for span in self.spans:
            number = 0 if span.begins else number
            for day in _days_of(span):
                if not span.counts:
                    yield DayLine(day, False, None, span.reason, span.article)
                    continue
                why = calendar.why(day)
                if span.calendar_days is not None:
                    number += 1
                    yield DayLine(day, True, number, why.message, span.article)
                    continue
                number += why.is_working
                yield DayLine(
                    day, why.is_working, number if why.is_working else None, why.message, span.article
                )

    def as_json(self) -> dict[str, object]:
        """The clock as the contract has it; texts in the language in force."""
        said: dict[str, object] = {
            "due": self.due.isoformat() if self.due else None,
            "status": self.status.value,
            "provisional": self.provisional,
            "waiting_for": list(self.waiting_for),
            "ended_on": self.ended_on.isoformat() if self.ended_on else None,
            "days": [span.as_json() for span in self.spans],
            "limits": [limit.as_json() for limit in self.limits],
        }
        return said if self.rolled is None else said | {"rolled": self.rolled.isoformat()}


def _days_of(span: Span) -> Iterator[date]:
    yield span.from_
    yield from days_after(span.from_, span.to or span.from_)
