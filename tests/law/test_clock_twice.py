"""The clock told a second time, differently: a plain walk over the days, as a clerk would tick them off.

It knows no spans, limits or waits; it asks of each day whether it counts. Both must agree on whatever
happens to a request.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.clock import Event
from yangguang.law.request_clock import ClockRules, PauseFrom, request_clock
from yangguang.law.workdays import WorkCalendar

DAY = timedelta(days=1)
CALENDAR = WorkCalendar.official()


@cache  # the package looks for its first and last year every time it is asked
def is_worked(day: date) -> bool:
    return chinese_calendar.is_workday(day) if day.year <= 2026 else day.weekday() < 5


def nth(day: date, number: int) -> date:
    """Tick off the days after ``day`` until so many working days are ticked."""
    while number:
        day += DAY
        number -= is_worked(day)
    return day


class Letter:
    """A letter to a third party or another body."""

    def __init__(self, kind: str, sent: date, received: date | None, replied: date | None, name: str) -> None:
        self.kind, self.sent, self.received, self.replied, self.name = kind, sent, received, replied, name

    def waits_on(self, day: date, pause_from: str) -> bool:
        """Whether this day belongs to the time of asking (条例第三十二条、第三十三条第三款、第三十四条)."""
        begun = self.received if pause_from == "received" and self.received else self.sent
        last = nth(self.received or self.sent, 15)
        return begun < day <= (min(last, self.replied) if self.replied else last)

    def events(self) -> list[Event]:
        days = {"sent": self.sent, "received": self.received, "replied": self.replied}
        return [Event(f"{self.kind}-{what}", day, ref=self.name) for what, day in days.items() if day]


def ticked(base: date, letters: list[Letter], extended_by: int, pause_from: str = "sent") -> date:
    """The day on which the last of the days that count is ticked off."""
    day, ticks = base, 20 + extended_by
    while ticks:
        day += DAY
        if is_worked(day) and not any(letter.waits_on(day, pause_from) for letter in letters):
            ticks -= 1
    return day


@st.composite
def letters(draw, since: date) -> list[Letter]:
    """Up to three letters, delivered and answered or not."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["third-party", "agency"]))
        sent = since + timedelta(days=draw(st.integers(0, 25)))
        received = draw(
            st.none() | st.integers(0, 8).map(lambda days, sent=sent: sent + timedelta(days=days))
        )
        first = received or sent
        replied = draw(
            st.none() | st.integers(0, 35).map(lambda days, first=first: first + timedelta(days=days))
        )
        found.append(Letter(kind, sent, received, replied, f"第{number}方"))
    return found


RECEIVED = st.dates(date(2019, 5, 15), date(2027, 3, 31))


@pytest.mark.parametrize("pause_from", list(PauseFrom))
@given(received=RECEIVED, data=st.data())
def test_both_agree_on_letters(pause_from, received, data):
    asked = data.draw(letters(received))
    events = [event for letter in asked for event in letter.events()]
    clock = request_clock(received, events, CALENDAR, ClockRules(pause_from=pause_from))
    assert clock.due == ticked(received, asked, 0, pause_from)


@given(received=RECEIVED, data=st.data(), days=st.integers(1, 20))
def test_both_agree_on_letters_and_an_extension_told_in_time(received, data, days):
    asked = data.draw(letters(received))
    events = [event for letter in asked for event in letter.events()]
    told = min(ticked(received, asked, 0), received + timedelta(days=data.draw(st.integers(0, 40))))
    clock = request_clock(received, [*events, Event("extended", told, value=days)], CALENDAR)
    assert clock.due == ticked(received, asked, days)
    assert clock.limit("extension-notice").due == ticked(received, asked, 0)


@given(
    received=RECEIVED,
    data=st.data(),
    kinds=st.sampled_from([("correction-notice", "corrected"), ("fee-notice", "fee-paid")]),
)
def test_both_agree_on_a_limit_that_begins_anew(received, data, kinds):
    asked_on = received + timedelta(days=data.draw(st.integers(0, 20)))
    came_on = asked_on + timedelta(days=data.draw(st.integers(0, 40)))
    asked = data.draw(letters(came_on))
    events = [event for letter in asked for event in letter.events()]
    clock = request_clock(received, [Event(kinds[0], asked_on), Event(kinds[1], came_on), *events], CALENDAR)
    assert clock.due == ticked(came_on, asked, 0)


@given(received=RECEIVED, data=st.data())
def test_both_agree_on_every_single_day(received, data):
    asked = data.draw(letters(received))
    events = [event for letter in asked for event in letter.events()]
    lines = list(request_clock(received, events, CALENDAR).days(CALENDAR))
    counted = [line.on for line in lines if line.counts]
    wanted = [
        line.on
        for line in lines[1:]
        if is_worked(line.on) and not any(letter.waits_on(line.on, "sent") for letter in asked)
    ]
    assert counted == wanted


@given(received=RECEIVED, data=st.data())
def test_both_agree_on_the_limits_of_letters(received, data):
    asked = data.draw(letters(received))
    events = [event for letter in asked for event in letter.events()]
    clock = request_clock(received, events, CALENDAR)
    limits = {limit.ref: limit.due for limit in clock.limits if limit.ref}
    assert limits == {letter.name: nth(letter.received or letter.sent, 15) for letter in asked}
    assert clock.limit("correction-notice").due == nth(received, 7)


@given(notice=RECEIVED, later=st.integers(0, 10))
def test_both_agree_on_the_days_for_payment(notice, later):
    got = notice + timedelta(days=later)
    events = [Event("fee-notice", notice), Event("fee-notice-received", got)]
    assert request_clock(notice, events, CALENDAR).limit("fee-payment").due == nth(got, 20)


@given(first=st.dates(date(2004, 1, 1), date(2026, 11, 30)), number=st.integers(0, 60))
def test_both_agree_on_plain_working_days(first, number):
    assert CALENDAR.add(first, number).due == nth(first, number)
