"""What tests of the law share: the official calendar, and events written as the office would note them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from yangguang.law.clock import Clock, Event
from yangguang.law.request_clock import ClockRules, request_clock
from yangguang.law.workdays import WorkCalendar


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    """The State Council's arrangements."""
    return WorkCalendar.official()


def event(text: str, **facts: object) -> Event:
    """``corrected 2024-05-15``, with further facts by name."""
    kind, day = text.split()
    return Event(kind, date.fromisoformat(day), **facts)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def clock_of(calendar) -> Callable[..., Clock]:
    """``clock_of("2024-04-26", "correction-notice 2024-05-09", …)``: the clock of a request."""

    def _clock(received: str, *events: str | Event, rules: ClockRules | None = None) -> Clock:
        taken = [event(one) if isinstance(one, str) else one for one in events]
        return request_clock(date.fromisoformat(received), taken, calendar, rules or ClockRules())

    return _clock


@pytest.fixture(scope="session")
def happened() -> Callable[..., Event]:
    """``happened("extended 2024-03-28", value=10)``: one event."""
    return event
