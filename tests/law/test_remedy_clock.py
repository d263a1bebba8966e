"""The limits in a reconsideration and a suit: days by hand on the State Council's arrangements, and properties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.clock import Clock, ClockStatus, Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.remedies import RemedyRules
from yangguang.law.remedy_clock import (
    Track,
    Unit,
    ordered_until,
    review_clock,
    suit_clock,
    suit_until,
)
from yangguang.law.workdays import WorkCalendar

D = date.fromisoformat
CALENDAR = WorkCalendar.official()


def e(kind: str, day: str, ref: str = "", until: str = "") -> Event:
    return Event(kind, D(day), ref=ref, until=D(until) if until else None)


def review(received: str, *events: Event, **rules: bool):
    return review_clock(D(received), events, CALENDAR, RemedyRules(**rules))


def suit(received: str, *events: Event, **rules: bool):
    return suit_clock(D(received), events, CALENDAR, RemedyRules(**rules))


@pytest.mark.parametrize(
    ("received", "track", "reply", "decision"),
    [
        # 行政复议法第八十八条第二款: five and ten days are working days
        ("2024-09-26", "simplified", "2024-10-09", "2024-10-28"),  # 27, 29 (Sunday), 30 Sept., 8, 9 Oct.
        ("2024-09-26", "ordinary", "2024-10-15", "2024-11-25"),  # … 10, 11, 12 (Saturday), 14, 15 Oct.
        ("2024-03-04", "ordinary", "2024-03-18", "2024-05-06"),  # 3 May is Labour Day's, 5 May a Sunday
        # the law of 2017: ten calendar days; the tenth, 25 November 2023, is a Saturday
        ("2023-11-15", "ordinary", "2023-11-27", "2024-01-15"),
    ],
)
def test_a_reply_to_the_reviewing_body(received, track, reply, decision):
    clock = review(received, e("notice", received, track))
    assert (clock.due, clock.status) == (D(reply), ClockStatus.RUNNING)
    assert [(limit.name, limit.due) for limit in clock.limits] == [
        ("reply", D(reply)),
        ("decision", D(decision)),
    ]


def test_the_time_to_decide_runs_from_acceptance():
    clock = review("2024-03-11", e("notice", "2024-03-11", "simplified", "2024-03-06"))
    assert clock.due == D("2024-03-18")
    assert clock.limit("decision").due == D("2024-04-07")  # 5 April is 清明; Sunday 7 April is worked


def test_which_law_holds_follows_from_acceptance():
    with pytest.raises(InvalidEvents, match="2024-01-01"):
        review("2024-01-03", e("notice", "2024-01-03", "simplified", "2023-12-29"))
    clock = review("2024-01-03", e("notice", "2024-01-03", "ordinary", "2023-12-29"))
    assert clock.limit("reply").article.startswith("行政复议法（2017年修正）")
    assert clock.due == D("2024-01-15")  # 13 January is a Saturday
    assert review("2024-01-03").due == D("2024-01-17")


def test_while_others_decide_the_body_has_no_limit():
    clock = review("2024-03-04", e("notice", "2024-03-04", "ordinary"), e("replied", "2024-03-12"))
    assert (clock.due, clock.status, clock.waiting_for) == (None, ClockStatus.PAUSED, ("decision",))
    assert clock.limit("reply").done_on == D("2024-03-12")
    decided = review(
        "2024-03-04",
        e("notice", "2024-03-04", "ordinary"),
        e("replied", "2024-03-12"),
        e("decided", "2024-04-26"),
    )
    assert (decided.due, decided.status, decided.ended_on) == (None, ClockStatus.CLOSED, D("2024-04-26"))
    assert decided.limit("decision").done_on == D("2024-04-26")


def test_the_time_to_decide_is_extended_by_thirty_days_at_most():
    ordinary = e("notice", "2024-03-04", "ordinary")
    clock = review("2024-03-04", ordinary, e("extended", "2024-04-20", until="2024-06-05"))
    assert clock.limit("decision").due == D("2024-06-05")
    with pytest.raises(InvalidEvents, match="2024-06-05"):
        review("2024-03-04", ordinary, e("extended", "2024-04-20", until="2024-06-06"))
    with pytest.raises(InvalidEvents, match="2024-05-06"):
        review("2024-03-04", ordinary, e("extended", "2024-04-20", until="2024-05-06"))
    with pytest.raises(InvalidEvents, match="简易程序"):
        review(
            "2024-03-04",
            e("notice", "2024-03-04", "simplified"),
            e("extended", "2024-03-20", until="2024-04-20"),
        )


@pytest.mark.parametrize(
    ("track", "defence", "judgment"),
    [
        ("ordinary", "2024-03-19", "2024-09-04"),
        ("simplified", "2024-03-19", "2024-04-18"),
        ("second", "2024-03-19", "2024-06-04"),
        ("retrial", "2024-03-19", "2024-09-04"),
    ],
)
def test_a_statement_of_defence(track, defence, judgment):
    clock = suit("2024-03-04", e("notice", "2024-03-04", track))
    assert (clock.due, clock.limit("decision").due) == (D(defence), D(judgment))


def test_a_last_day_on_a_rest_day_moves_or_not():
    assert suit("2024-03-08").due == D("2024-03-25")  # 23 March is a Saturday
    assert suit("2024-03-08", rolls_over=False).due == D("2024-03-23")
    assert suit("2024-09-16").due == D("2024-10-08")  # 1 October


@pytest.mark.parametrize(("ending", "last"), [("judgment", "2024-06-18"), ("ruling", "2024-06-13")])
def test_an_appeal_in_time(ending, last):
    before = [e("replied", "2024-03-15"), e("decided", "2024-06-03", ending)]
    clock = suit("2024-03-04", *before)
    assert (clock.due, clock.status, clock.ended_on) == (D(last), ClockStatus.RUNNING, None)
    over = suit("2024-03-04", *before, e("effective", last))
    assert (over.due, over.status, over.ended_on) == (None, ClockStatus.CLOSED, D(last))
    own = suit("2024-03-04", *before, e("appealed", last, "own"))
    assert (own.due, own.status) == (None, ClockStatus.PAUSED)
    late = (D(last) + timedelta(days=1)).isoformat()
    with pytest.raises(InvalidEvents, match=last):
        suit("2024-03-04", *before, e("appealed", late, "own"))
    theirs = suit("2024-03-04", *before, e("appealed", "2024-06-21", "other"))
    assert theirs.due == D("2024-07-08")  # 6 July is a Saturday
    assert theirs.limit("decision").done_on == D("2024-06-03")


def test_through_two_instances_and_back():
    happened = [
        e("replied", "2024-03-15"),
        e("decided", "2024-06-03", "judgment"),
        e("appealed", "2024-06-11", "other"),
        e("replied", "2024-06-20"),
        e("decided", "2024-08-30", "remanded"),
    ]
    clock = suit("2024-03-04", *happened)
    assert (clock.due, clock.status) == (None, ClockStatus.PAUSED)
    assert clock.limits[-1].due == D("2025-02-28")  # 30 August + six months: February has no 30th
    final = suit(
        "2024-03-04", *happened, e("decided", "2024-12-02", "judgment"), e("effective", "2024-12-18")
    )
    assert (final.status, final.ended_on) == (ClockStatus.CLOSED, D("2024-12-18"))
    for before, after in zip(final.spans, final.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "event", "said"),
    [
        ([], e("replied", "2024-03-03"), "早于收到之日"),
        ([e("replied", "2024-03-05")], e("replied", "2024-03-06"), "已经提出过"),
        ([], e("appealed", "2024-03-06", "own"), "没有可以上诉的裁判"),
        ([], e("effective", "2024-03-06"), "没有等待生效的裁判"),
        ([e("decided", "2024-03-05")], e("replied", "2024-03-06"), "审结"),
        ([e("decided", "2024-03-05", "judgment")], e("decided", "2024-03-06"), "没有正在审理的程序"),
    ],
)
def test_what_cannot_have_happened_is_refused(before, event, said):
    with pytest.raises(InvalidEvents, match=said) as refusal:
        suit("2024-03-04", *before, event)
    assert refusal.value.event == event


def test_accepted_after_the_copy_came_is_a_slip():
    with pytest.raises(InvalidEvents, match="2024-03-05"):
        review("2024-03-04", e("notice", "2024-03-04", "ordinary", "2024-03-05"))


def test_the_applicant_sues_within_fifteen_days():
    assert suit_until(D("2024-04-26"), CALENDAR).due == D("2024-05-11")  # a Saturday that is worked
    assert suit_until(D("2024-09-16"), CALENDAR).due == D("2024-10-08")


def test_a_time_that_a_decision_sets():
    assert ordered_until(D("2024-09-26"), 15, Unit.WORKING_DAYS, CALENDAR).due == D("2024-10-22")
    assert ordered_until(D("2024-09-16"), 15, Unit.DAYS, CALENDAR).due == D("2024-10-08")


RECEIVED = st.dates(date(2024, 1, 10), date(2026, 6, 30))


@given(received=RECEIVED, track=st.sampled_from(["ordinary", "simplified"]), is_review=st.booleans())
def test_last_days_are_working_days_and_received_later_never_due_earlier(received, track, is_review):
    clock_of = review_clock if is_review else suit_clock
    today, tomorrow = (
        clock_of(day, [Event("notice", day, ref=track)], CALENDAR)
        for day in (received, received + timedelta(1))
    )
    assert CALENDAR.is_working(today.due)
    assert received < today.due <= tomorrow.due
    lines = [line for line in today.days(CALENDAR) if line.counts]
    if is_review:
        assert [line.number for line in lines] == list(range(1, 11 if track == "ordinary" else 6))
    else:
        assert [line.number for line in lines] == list(range(1, (today.due - received).days + 1))


def clock_or_refusal(received: date, events: list[Event]) -> Clock | InvalidEvents:
    try:
        return suit_clock(received, events, CALENDAR)
    except InvalidEvents as refusal:
        return refusal


KINDS = st.sampled_from(["replied", "extended", "decided", "appealed", "effective"])
REFS = st.sampled_from(["", "final", "judgment", "ruling", "remanded", "own", "other"])


@given(
    received=RECEIVED,
    track=st.sampled_from(list(Track)),
    happened=st.lists(st.tuples(KINDS, REFS, st.integers(-2, 90)), max_size=8),
)
def test_any_events_give_a_clock_or_a_sentence(received, track, happened):
    events = [Event("notice", received, ref=track)]
    for kind, ref, after in happened:
        fits = {"decided": ("final", "judgment", "ruling", "remanded"), "appealed": ("own", "other")}
        on = received + timedelta(days=after)
        until = on + timedelta(days=200) if kind == "extended" else None
        events.append(Event(kind, on, ref=ref if ref in fits.get(kind, ()) else "", until=until))
    clock = clock_or_refusal(received, events)
    if isinstance(clock, InvalidEvents):
        assert str(clock).endswith("。")
        return
    for before, after in zip(clock.spans, clock.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)
    assert (clock.due is None) == (clock.status.value in {"paused", "closed"})
    assert (clock.ended_on is not None) == (clock.status.value == "closed")


# --- resting, changing the procedure, putting right what was entered wrongly -------------------------


def test_the_days_of_a_suspension_are_not_part_of_the_time_to_decide():
    """行政复议法第三十九条; 60 days from 4 March end on 3 May, a holiday, hence 6 May; ten days later 13 May."""
    begun = (e("notice", "2024-03-04", "ordinary"), e("replied", "2024-03-12"))
    rests = review("2024-03-04", *begun, e("suspended", "2024-04-01"))
    assert (rests.due, rests.status, rests.limit("decision")) == (None, ClockStatus.PAUSED, None)
    assert rests.spans[-1].to is None
    assert rests.spans[-1].article == "行政复议法第三十九条"
    goes_on = review("2024-03-04", *begun, e("suspended", "2024-04-01"), e("resumed", "2024-04-11"))
    assert goes_on.limit("decision").due == D("2024-05-13")
    told = [(span.from_, span.to, str(span.reason)) for span in goes_on.spans[-3:]]
    assert told == [
        (D("2024-03-13"), D("2024-04-01"), "等待行政复议决定"),
        (D("2024-04-02"), D("2024-04-11"), "中止审理，不计入审理期限"),
        (D("2024-04-12"), None, "等待行政复议决定"),
    ]
    twice = review(
        "2024-03-04",
        *begun,
        *(e("suspended", "2024-04-01"), e("resumed", "2024-04-11")),
        *(e("suspended", "2024-04-15"), e("resumed", "2024-04-20")),
    )
    assert twice.limit("decision").due == D("2024-05-20")  # 3 May + 15 is Saturday 18 May


def test_the_body_replies_in_time_though_the_case_rests():
    clock = review("2024-03-04", e("notice", "2024-03-04", "ordinary"), e("suspended", "2024-03-05"))
    assert (clock.due, clock.status) == (D("2024-03-18"), ClockStatus.RUNNING)
    replied = review(
        "2024-03-04",
        *(e("notice", "2024-03-04", "ordinary"), e("suspended", "2024-03-05")),
        *(e("replied", "2024-03-15"), e("resumed", "2024-03-25")),
    )
    assert (replied.due, replied.limit("decision").due) == (None, D("2024-05-23"))  # 3 May + 20


def test_an_extended_time_moves_too_and_a_decision_ends_the_rest():
    begun = (e("notice", "2024-03-04", "ordinary"), e("replied", "2024-03-12"))
    extended = (*begun, e("extended", "2024-04-20", until="2024-06-05"))
    clock = review("2024-03-04", *extended, e("suspended", "2024-05-06"), e("resumed", "2024-05-16"))
    assert clock.limit("decision").due == D("2024-06-17")  # 15 June is a Saturday
    # 行政复议法第四十一条第五项: what rests for sixty days may be terminated without being taken up again
    ended = review("2024-03-04", *begun, e("suspended", "2024-04-01"), e("decided", "2024-06-03"))
    assert (ended.status, ended.ended_on) == (ClockStatus.CLOSED, D("2024-06-03"))
    assert not ended.limit("decision").is_breached


@pytest.mark.parametrize("kind", ["suspended", "resumed", "converted"])
def test_what_cannot_be_is_refused(kind):
    begun = [e("notice", "2024-03-04", "ordinary"), e("replied", "2024-03-12")]
    begun += [e("suspended", "2024-04-01")] if kind == "suspended" else []
    with pytest.raises(InvalidEvents, match="2024-04-02"):
        review("2024-03-04", *begun, e(kind, "2024-04-02"))


@pytest.mark.parametrize(
    ("converted", "replied", "reply", "decision"),
    [
        (
            "2024-10-08",
            "",
            "2024-10-15",
            "2024-11-25",
        ),  # ten working days from the copy, sixty days from acceptance
        ("2024-10-15", "2024-10-09", None, "2024-11-25"),
    ],
)
def test_from_the_simplified_to_the_ordinary_procedure(converted, replied, reply, decision):
    events = [e("notice", "2024-09-26", "simplified")]
    events += [e("replied", replied)] if replied else []
    before = review("2024-09-26", *events)
    assert before.limit("decision").due == D("2024-10-28")
    after = review("2024-09-26", *events, e("converted", converted))
    assert (after.due, after.limit("decision").due) == (D(reply) if reply else None, D(decision))
    # and now it may be extended (第六十二条)
    review("2024-09-26", *events, e("converted", converted), e("extended", "2024-11-01", until="2024-12-25"))
    with pytest.raises(InvalidEvents, match="简易程序"):
        review("2024-09-26", *events, e("extended", "2024-10-20", until="2024-11-25"))


def test_a_court_goes_over_to_the_ordinary_procedure():
    """行政诉讼法第八十四条: six months from the filing (1 September is a Sunday) instead of 45 days."""
    notice = e("notice", "2024-03-04", "simplified", "2024-03-01")
    before, after = suit("2024-03-04", notice), suit("2024-03-04", notice, e("converted", "2024-04-01"))
    assert (before.limit("decision").due, after.limit("decision").due) == (D("2024-04-15"), D("2024-09-02"))
    assert before.due == after.due == D("2024-03-19")


def test_a_notice_entered_with_wrong_days_is_put_right():
    wrong = e("notice", "2024-09-30", "simplified", "2024-09-29")
    assert review("2024-09-26", wrong, e("amended", "2024-10-08")).due == D("2024-10-09")
    right = review("2024-03-11", wrong, e("amended", "2024-10-08", until="2024-03-06"))
    assert (right.due, right.limit("decision").due) == (D("2024-03-18"), D("2024-04-07"))
    twice = (e("amended", "2024-10-08", until="2024-03-01"), e("amended", "2024-10-08", until="2024-03-06"))
    assert review("2024-03-11", wrong, *twice).limit("decision").due == D("2024-04-07")
    # also when the case is over
    over = (e("notice", "2024-03-04", "ordinary"), e("decided", "2024-03-20"), e("amended", "2024-04-01"))
    assert review("2024-03-04", *over).ended_on == D("2024-03-20")
    with pytest.raises(InvalidEvents, match="晚于收到之日"):
        review("2024-03-04", wrong, e("amended", "2024-10-08", until="2024-03-05"))
