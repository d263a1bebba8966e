"""What must hold for every petition, whatever happens to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.clock import Clock, Event
from yangguang.law.petition_clock import PetitionRules, petition_clock
from yangguang.law.workdays import WorkCalendar

CALENDAR = WorkCalendar.official()
REGISTERED = st.dates(date(2005, 5, 1), date(2027, 6, 30))
LATER = st.integers(0, 80)
EXTENSION = st.integers(1, 30)


def clock(registered: date, *events: Event, rolls_over: bool = False) -> Clock:
    return petition_clock(registered, events, CALENDAR, PetitionRules(rolls_over=rolls_over))


def accepted(registered: date, later: int) -> Event:
    return Event("accepted", registered + timedelta(days=later))


@given(registered=REGISTERED, later=LATER)
def test_the_limits_are_fifteen_and_sixty_days(registered, later):
    assert clock(registered).due - registered == timedelta(days=15)
    event = accepted(registered, later)
    assert clock(registered, event).due - event.on == timedelta(days=60)


@given(registered=REGISTERED, later=LATER)
def test_what_is_registered_or_accepted_later_is_never_due_earlier(registered, later):
    assert clock(registered + timedelta(days=1)).due > clock(registered).due
    assert (
        clock(registered, accepted(registered, later + 1)).due
        > clock(registered, accepted(registered, later)).due
    )


@given(registered=REGISTERED, later=LATER, days=EXTENSION, at=st.integers(0, 60))
def test_an_extension_adds_what_it_says_and_no_more_than_thirty_days(registered, later, days, at):
    event = accepted(registered, later)
    extended = Event("extended", event.on + timedelta(days=at), value=days)
    added = clock(registered, event, extended).due - clock(registered, event).due
    assert added == timedelta(days=days) <= timedelta(days=30)


@given(registered=REGISTERED, later=LATER, replied=st.integers(0, 90), asked=st.integers(0, 40))
def test_a_review_has_thirty_days_and_never_moves_the_answers_limit(registered, later, replied, asked):
    event = accepted(registered, later)
    reply = Event("replied", event.on + timedelta(days=replied))
    request = Event("review-requested", reply.on + timedelta(days=asked))
    before, after = clock(registered, event, reply), clock(registered, event, reply, request)
    assert after.due - request.on == timedelta(days=30)
    assert after.limit("answer") == before.limit("answer")


@given(registered=REGISTERED, later=LATER)
def test_a_last_day_only_ever_moves_to_the_next_working_day(registered, later):
    event = accepted(registered, later)
    plain, moved = clock(registered, event), clock(registered, event, rolls_over=True)
    assert plain.rolled == moved.due >= plain.due
    assert CALENDAR.is_working(moved.due)
    assert CALENDAR.between(plain.due, moved.due) == (0 if plain.due == moved.due else 1)


@given(registered=REGISTERED, later=LATER, days=EXTENSION)
def test_the_spans_lie_end_to_end(registered, later, days):
    event = accepted(registered, later)
    spans = clock(registered, event, Event("extended", event.on, value=days)).spans
    assert spans[0].from_ == registered
    for one, next_one in pairwise(spans):
        assert next_one.from_ - one.to == timedelta(days=1)
    counted = [span.calendar_days for span in spans if span.counts]
    assert sum(counted) == min(15, later) + 60 + days
