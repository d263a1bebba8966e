"""What must hold for every request, whatever happens to it."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.clock import Clock, Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.request_clock import request_clock
from yangguang.law.workdays import WorkCalendar

CALENDAR = WorkCalendar.official()
RECEIVED = st.dates(date(2019, 5, 15), date(2027, 6, 30))
OFFSETS = st.integers(0, 60)


@st.composite
def consultations(draw) -> list[tuple[str, int, int | None]]:
    """Letters as (kind, days after receipt, days to the answer or none)."""
    kinds = st.sampled_from(["third-party", "agency"])
    return draw(st.lists(st.tuples(kinds, st.integers(0, 30), st.none() | st.integers(0, 25)), max_size=3))


def events_of(received: date, letters: list[tuple[str, int, int | None]]) -> list[Event]:
    found = []
    for number, (kind, sent, answer) in enumerate(letters):
        sent_on = received + timedelta(days=sent)
        found.append(Event(f"{kind}-sent", sent_on, ref=str(number)))
        if answer is not None:
            found.append(Event(f"{kind}-replied", sent_on + timedelta(days=answer), ref=str(number)))
    return found


def clock(received: date, *events: Event) -> Clock:
    return request_clock(received, events, CALENDAR)


@given(received=RECEIVED, letters=consultations())
def test_a_due_day_is_a_working_day_after_receipt(received, letters):
    due = clock(received, *events_of(received, letters)).due
    assert due is not None
    assert due > received
    assert CALENDAR.is_working(due)


@given(received=RECEIVED, letters=consultations(), more=consultations())
def test_a_further_letter_never_makes_the_due_day_earlier(received, letters, more):
    fewer = clock(received, *events_of(received, letters)).due
    assert clock(received, *events_of(received, letters + more)).due >= fewer


@given(received=RECEIVED, letters=consultations(), number=st.integers(0, 2))
def test_a_later_answer_never_makes_the_due_day_earlier(received, letters, number):
    answered = [(kind, sent, answer or 0) for kind, sent, answer in letters]
    later = [
        (kind, sent, answer + 1 if place == number else answer)
        for place, (kind, sent, answer) in enumerate(answered)
    ]
    first, second = events_of(received, answered), events_of(received, later)
    assert clock(received, *second).due >= clock(received, *first).due


@given(received=RECEIVED)
def test_a_request_received_later_is_never_due_earlier(received):
    assert clock(received + timedelta(days=1)).due >= clock(received).due


@given(received=RECEIVED, letters=consultations())
def test_nor_with_the_same_letters(received, letters):
    events = events_of(received + timedelta(days=1), letters)
    assert clock(received + timedelta(days=1), *events).due >= clock(received, *events).due


@given(received=RECEIVED, sent=OFFSETS)
def test_a_pause_of_no_days_changes_nothing(received, sent):
    day = received + timedelta(days=sent)
    events = (Event("third-party-sent", day), Event("third-party-replied", day))
    assert clock(received, *events).due == clock(received).due


@given(received=RECEIVED, letters=consultations())
def test_the_days_that_count_are_twenty_and_end_with_the_due_day(received, letters):
    result = clock(received, *events_of(received, letters))
    lines = list(result.days(CALENDAR))
    counted = [line for line in lines if line.counts]
    assert [line.number for line in counted] == list(range(1, 21))
    assert counted[-1].on == result.due == lines[-1].on
    assert [line.on for line in lines] == [
        received + timedelta(days=number) for number in range((result.due - received).days + 1)
    ]
    assert all(CALENDAR.is_working(line.on) for line in counted)


@given(received=RECEIVED, letters=consultations())
def test_spans_adjoin_and_their_working_days_add_up(received, letters):
    result = clock(received, *events_of(received, letters))
    for before, after in zip(result.spans, result.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)
    assert sum(span.working_days for span in result.spans if span.counts) == 20
    whole = CALENDAR.between(received, result.due)
    assert sum(span.working_days for span in result.spans) == whole


@given(received=RECEIVED, letters=consultations(), days=st.integers(1, 20), told=st.integers(0, 28))
def test_an_extension_is_that_many_working_days_and_never_more_than_twenty(received, letters, days, told):
    events = events_of(received, letters)
    plain = clock(received, *events)
    extended = Event("extended", min(received + timedelta(days=told), plain.due), value=days)
    longer = clock(received, *events, extended)
    counted = [line.number for line in longer.days(CALENDAR) if line.counts]
    assert counted[-1] == 20 + days <= 40
    assert longer.due > plain.due
    assert CALENDAR.is_working(longer.due)


@given(received=RECEIVED, asked=st.integers(0, 40), waited=st.integers(0, 40))
def test_a_correction_gives_the_clock_of_a_request_received_that_day(received, asked, waited):
    asked_on = received + timedelta(days=asked)
    corrected_on = asked_on + timedelta(days=waited)
    corrected = clock(received, Event("correction-notice", asked_on), Event("corrected", corrected_on))
    assert corrected.due == clock(corrected_on).due
    assert [line.on for line in corrected.days(CALENDAR)][-1] == corrected.due


@given(received=RECEIVED, letters=consultations(), on=st.integers(0, 120))
def test_overdue_means_no_days_left(received, letters, on):
    result = clock(received, *events_of(received, letters))
    day = received + timedelta(days=on)
    left = result.days_left(day, CALENDAR)
    assert (day > result.due) == result.is_overdue(day)
    assert left >= 0 or result.is_overdue(day)
    assert left > 0 or day >= result.due


@given(received=RECEIVED, letters=consultations())
def test_a_result_is_provisional_exactly_when_it_reaches_an_unknown_year(received, letters):
    result = clock(received, *events_of(received, letters))
    reaches = max([result.due, *(limit.due for limit in result.limits)]).year > 2026
    assert result.provisional == reaches


@given(
    received=RECEIVED,
    letters=consultations(),
    told=st.integers(0, 28),
    more=st.integers(1, 90),
    late=consultations(),
)
def test_a_delay_ends_on_the_day_told_whatever_is_asked_meanwhile(received, letters, told, more, late):
    plain = clock(received, *events_of(received, letters))
    on = min(received + timedelta(days=told), plain.due)
    until = received + timedelta(days=200 + more)  # later than 20 and three times 15 working days
    result = clock(received, *events_of(received, letters + late), Event("postponed", on, until=until))
    assert result.due == until == result.spans[-1].to
    for before, after in zip(result.spans, result.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)


def clock_or_refusal(received: date, events: list[Event]) -> Clock | InvalidEvents:
    try:
        return clock(received, *events)
    except InvalidEvents as refusal:
        return refusal


KINDS = st.sampled_from(
    [
        "correction-notice",
        "corrected",
        "third-party-sent",
        "third-party-received",
        "third-party-replied",
        "agency-sent",
        "agency-replied",
        "fee-notice",
        "fee-paid",
        "extended",
        "postponed",
        "answered",
    ]
)


def happened_on(kind: str, day: date) -> Event:
    """An event; a delay is told until a hundred days later."""
    return Event(kind, day, until=day + timedelta(days=100) if kind == "postponed" else None)


@given(received=RECEIVED, happened=st.lists(st.tuples(KINDS, st.integers(-3, 70)), max_size=8))
def test_any_events_give_a_clock_or_a_sentence(received, happened):
    events = [happened_on(kind, received + timedelta(days=after)) for kind, after in happened]
    result = clock_or_refusal(received, events)
    if isinstance(result, InvalidEvents):
        assert str(result).endswith("。")
        assert result.event in events
        return
    assert result.status.value in {"running", "paused", "overdue", "answered"}
    for before, after in zip(result.spans, result.spans[1:], strict=False):
        assert after.from_ == before.to + timedelta(days=1)
    assert result.due is None or result.spans[-1].to == result.due


@given(received=RECEIVED, happened=st.lists(st.tuples(KINDS, st.integers(0, 50)), max_size=6), data=st.data())
def test_the_order_in_which_events_are_given_does_not_matter(received, happened, data):
    events = [happened_on(kind, received + timedelta(days=after)) for kind, after in happened]
    shuffled = data.draw(st.permutations(events))
    assert str(clock_or_refusal(received, events)) == str(clock_or_refusal(received, shuffled))
