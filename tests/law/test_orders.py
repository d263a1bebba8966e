"""A decision tells the body to handle a request anew: which limit then runs, and what it overtakes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.clock import ClockStatus, Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.request_clock import request_clock
from yangguang.law.workdays import WorkCalendar

D = date.fromisoformat
CALENDAR = WorkCalendar.official()


def order(day: str, by: str = "review", until: str = "") -> Event:
    return Event("ordered", D(day), ref=by, until=D(until) if until else None)


def test_without_a_time_the_twenty_working_days_run_again(clock_of):
    # 21–24 May (4), 27–31 (9), 3–7 June (14), 11–14 (18; Dragon Boat on the 10th), 17, 18 (20)
    clock = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20"))
    assert (clock.due, clock.status) == (D("2024-06-18"), ClockStatus.RUNNING)
    earlier = clock.limit("earlier-answer")
    assert (earlier.due, earlier.done_on) == (D("2024-04-01"), D("2024-03-20"))
    assert (clock.limit("answer").due, clock.limit("answer").done_on) == (D("2024-06-18"), None)
    answered = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20"), "answered 2024-06-03")
    assert (answered.status, answered.ended_on) == (ClockStatus.ANSWERED, D("2024-06-03"))
    assert answered.limit("answer").done_on == D("2024-06-03")


@pytest.mark.parametrize(
    ("by", "article"), [("review", "行政复议法第六十四条"), ("suit", "行政诉讼法第七十条")]
)
def test_the_day_that_a_decision_sets_is_the_limit_and_cites_its_law(clock_of, by, article):
    clock = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20", by, "2024-06-08"))
    assert clock.due == D("2024-06-08")  # a Saturday: what the decision says is what holds
    assert clock.limit("answer").article.startswith(article)
    assert clock.limit("extension-notice") is None
    last = clock.spans[-1]
    assert (last.from_, last.to) == (D("2024-05-21"), D("2024-06-08"))
    assert last.article.startswith(article)


def test_the_days_between_are_told(clock_of):
    clock = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20"))
    assert [(s.from_, s.to, s.counts) for s in clock.spans] == [
        (D("2024-03-04"), D("2024-03-04"), False),
        (D("2024-03-05"), D("2024-03-20"), False),
        (D("2024-03-21"), D("2024-05-20"), False),
        (D("2024-05-21"), D("2024-06-18"), True),
    ]


def test_silence_is_ended_by_an_order_too(clock_of):
    clock = clock_of("2024-03-04", order("2024-05-20", until="2024-05-31"))
    assert clock.due == D("2024-05-31")
    earlier = clock.limit("earlier-answer")
    assert (earlier.due, earlier.done_on) == (D("2024-04-01"), None)
    assert earlier.is_missed(D("2024-05-20"))


@pytest.mark.parametrize("notice", ["correction-notice 2024-03-06", "fee-notice 2024-03-06"])
def test_a_notice_without_answer_is_overtaken(clock_of, notice):
    clock = clock_of("2024-03-04", notice, "abandoned 2024-04-20", order("2024-05-20"))
    assert (clock.due, clock.waiting_for) == (D("2024-06-18"), ())
    assert clock.waiting_on(D("2024-05-21")) == ()


@pytest.mark.parametrize("kind", ["extended", "correction-notice", "fee-notice", "postponed"])
def test_the_body_does_not_move_a_day_that_a_decision_set(clock_of, happened, kind):
    until = {"until": D("2024-12-31")} if kind == "postponed" else {}
    with pytest.raises(InvalidEvents, match="2024-06-08"):
        clock_of(
            "2024-03-04",
            "answered 2024-03-20",
            order("2024-05-20", until="2024-06-08"),
            happened(f"{kind} 2024-05-21", **until),
        )


def test_an_order_says_of_whom(clock_of):
    with pytest.raises(InvalidEvents, match="review"):
        clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20", by="mayor"))


def test_a_third_party_asked_again_pauses_the_statutory_time_and_not_a_set_one(clock_of, happened):
    asked = [
        happened("third-party-sent 2024-05-22", ref="甲"),
        happened("third-party-replied 2024-05-24", ref="甲"),
    ]
    anew = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20"), *asked)
    assert anew.due == D("2024-06-20")
    by_day = clock_of("2024-03-04", "answered 2024-03-20", order("2024-05-20", until="2024-06-07"), *asked)
    assert by_day.due == D("2024-06-07")


@given(
    received=st.dates(date(2019, 5, 15), date(2026, 1, 31)),
    answered=st.integers(0, 60),
    later=st.integers(1, 200),
    again=st.integers(1, 200),
)
def test_an_order_gives_the_limit_of_a_request_received_that_day(received, answered, later, again):
    ended = received + timedelta(days=answered)
    first = ended + timedelta(days=later)
    events = [Event("answered", ended), Event("ordered", first, ref="review")]
    assert request_clock(received, events, CALENDAR).due == request_clock(first, [], CALENDAR).due
    second = first + timedelta(days=again)
    events += [Event("answered", first + timedelta(days=again - 1)), Event("ordered", second, ref="suit")]
    clock = request_clock(received, events, CALENDAR)
    assert clock.due == request_clock(second, [], CALENDAR).due
    assert [limit.name for limit in clock.limits].count("earlier-answer") == 2
    for before, after in zip(clock.spans, clock.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)
