"""Every event in every situation: what may happen then, and what is refused.

The table says it cell by cell; a new kind of event or a situation that is missing fails.
"""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.law.clock import ClockStatus, Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.request_clock import RequestEvent

D = date.fromisoformat

# what has happened to a request received on 4 March 2024 (due 1 April), before the event of 20 March
SITUATIONS = {
    "new": [],
    "asked to correct": ["correction-notice 2024-03-06"],
    "corrected": ["correction-notice 2024-03-06", "corrected 2024-03-08"],
    "asked to pay": ["fee-notice 2024-03-06"],
    "paid": ["fee-notice 2024-03-06", "fee-paid 2024-03-08"],
    "third party asked": ["third-party-sent 2024-03-06"],
    "third party got it": ["third-party-sent 2024-03-06", "third-party-received 2024-03-08"],
    "third party replied": ["third-party-sent 2024-03-06", "third-party-replied 2024-03-08"],
    "agency asked": ["agency-sent 2024-03-06"],
    "agency replied": ["agency-sent 2024-03-06", "agency-replied 2024-03-08"],
    "extended": ["extended 2024-03-06"],
    "postponed": [Event("postponed", D("2024-03-06"), until=D("2024-06-28"))],
    "answered": ["answered 2024-03-06"],
    "withdrawn": ["withdrawn 2024-03-06"],
    "abandoned": ["abandoned 2024-03-06"],
    "ordered anew": ["answered 2024-03-06", Event("ordered", D("2024-03-12"), ref="review")],
    "ordered by a day": [
        "answered 2024-03-06",
        Event("ordered", D("2024-03-12"), ref="suit", until=D("2024-03-29")),
    ],
}
ENDED = {"answered", "withdrawn", "abandoned"}
OPEN = set(SITUATIONS) - ENDED
WITH_LIMIT = OPEN - {"asked to correct", "asked to pay", "ordered by a day"}

ALLOWED = {
    "ordered": set(SITUATIONS),
    "correction-notice": OPEN - {"asked to correct", "corrected", "ordered by a day"},
    "corrected": {"asked to correct"},
    "fee-notice": OPEN - {"asked to pay", "paid", "ordered by a day"},
    "fee-notice-received": {"asked to pay"},
    "fee-paid": {"asked to pay"},
    "third-party-sent": OPEN,
    "third-party-received": {"third party asked"},
    "third-party-replied": {"third party asked", "third party got it"},
    "agency-sent": OPEN,
    "agency-received": {"agency asked"},
    "agency-replied": {"agency asked"},
    "extended": WITH_LIMIT - {"extended", "postponed"},
    "postponed": WITH_LIMIT - {"postponed"},
    "withdrawn": OPEN,
    "abandoned": OPEN,
    "answered": OPEN,
}


def test_the_table_knows_every_event():
    assert set(ALLOWED) == {kind.value for kind in RequestEvent}


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("kind", ALLOWED)
def test_an_event_is_taken_or_refused(clock_of, kind, situation):
    until = D("2024-12-31") if kind == "postponed" else None
    ref = "review" if kind == "ordered" else ""
    events = [*SITUATIONS[situation], Event(kind, D("2024-03-20"), until=until, ref=ref)]
    if situation in ALLOWED[kind]:
        assert clock_of("2024-03-04", *events).received_on == D("2024-03-04")
        return
    with pytest.raises(InvalidEvents) as refusal:
        clock_of("2024-03-04", *events)
    assert refusal.value.event.kind == kind
    assert "2024-03-20" in str(refusal.value)


@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("kind", ALLOWED)
def test_nothing_happens_before_receipt(clock_of, kind, situation):
    ref = "review" if kind == "ordered" else ""
    with pytest.raises(InvalidEvents, match="早于收到申请之日 2024-03-04"):
        clock_of("2024-03-04", Event(kind, D("2024-03-03"), ref=ref), *SITUATIONS[situation])


@pytest.mark.parametrize(
    ("situation", "status", "waiting_for", "due"),
    [
        ("new", ClockStatus.RUNNING, (), "2024-04-01"),
        ("asked to correct", ClockStatus.PAUSED, ("correction",), None),
        ("corrected", ClockStatus.RUNNING, (), "2024-04-08"),  # 20 after 8 March: 7 April is worked
        ("asked to pay", ClockStatus.PAUSED, ("fee",), None),
        ("paid", ClockStatus.RUNNING, (), "2024-04-08"),
        ("third party asked", ClockStatus.PAUSED, ("third-party",), "2024-04-23"),
        ("third party got it", ClockStatus.PAUSED, ("third-party",), "2024-04-25"),  # to 29 March: 17 days
        ("third party replied", ClockStatus.RUNNING, (), "2024-04-03"),
        ("agency asked", ClockStatus.PAUSED, ("agency",), "2024-04-23"),
        ("agency replied", ClockStatus.RUNNING, (), "2024-04-03"),
        ("extended", ClockStatus.RUNNING, (), "2024-04-29"),
        ("postponed", ClockStatus.RUNNING, (), "2024-06-28"),
        ("answered", ClockStatus.ANSWERED, (), "2024-04-01"),
        ("withdrawn", ClockStatus.CLOSED, (), "2024-04-01"),
        ("abandoned", ClockStatus.CLOSED, (), "2024-04-01"),
        ("ordered anew", ClockStatus.RUNNING, (), "2024-04-10"),  # 20 after 12 March: 7 April is worked
        ("ordered by a day", ClockStatus.RUNNING, (), "2024-03-29"),
    ],
)
def test_each_situation_has_its_status_and_last_day(clock_of, situation, status, waiting_for, due):
    clock = clock_of("2024-03-04", *SITUATIONS[situation])
    assert (clock.status, clock.waiting_for) == (status, waiting_for)
    assert clock.due == (D(due) if due else None)


@pytest.mark.parametrize("situation", sorted(OPEN))
@pytest.mark.parametrize(("kind", "status"), [("answered", "answered"), ("withdrawn", "closed")])
def test_an_end_closes_every_wait(clock_of, situation, kind, status):
    clock = clock_of("2024-03-04", *SITUATIONS[situation], f"{kind} 2024-03-20")
    assert (clock.status.value, clock.waiting_for, clock.ended_on) == (status, (), D("2024-03-20"))
    assert clock.waiting_on(D("2024-06-01")) == ()
    assert clock.status_on(D("2024-06-01")).value == status
    assert all(span.to is not None for span in clock.spans)


# --- on the last day and the day after it ---------------------------------------------------------

LIMITS = [
    ("correction-notice", [], "correction-notice", "2024-03-13"),
    ("answer", [], "answered", "2024-04-01"),
    ("fee-notice", [], "fee-notice", "2024-04-01"),
    ("fee-payment", ["fee-notice 2024-03-06"], "fee-paid", "2024-04-03"),
    ("third-party", ["third-party-sent 2024-03-06"], "third-party-replied", "2024-03-27"),
    (
        "third-party",
        ["third-party-sent 2024-03-06", "third-party-received 2024-03-08"],
        "third-party-replied",
        "2024-03-29",
    ),
    ("co-author", ["agency-sent 2024-03-06"], "agency-replied", "2024-03-27"),
    (
        "co-author",
        ["agency-sent 2024-03-06", "agency-received 2024-03-08"],
        "agency-replied",
        "2024-03-29",
    ),
    ("answer", ["extended 2024-03-28"], "answered", "2024-04-29"),
    ("answer", ["correction-notice 2024-03-06", "corrected 2024-03-08"], "answered", "2024-04-08"),
]


@pytest.mark.parametrize(("name", "before", "kind", "last"), LIMITS)
@pytest.mark.parametrize(("later", "is_breached"), [(0, False), (1, True), (30, True)])
def test_a_limit_is_kept_on_its_last_day_and_not_after(
    clock_of, name, before, kind, last, later, is_breached
):
    day = date.fromordinal(D(last).toordinal() + later)
    limit = clock_of("2024-03-04", *before, Event(kind, day)).limit(name)
    assert (limit.due, limit.done_on, limit.is_breached) == (D(last), day, is_breached)


@pytest.mark.parametrize(("name", "before", "kind", "last"), LIMITS)
def test_what_has_not_been_done_is_no_breach_yet(clock_of, name, before, kind, last):
    limit = clock_of("2024-03-04", *before).limit(name)
    assert limit is None or (limit.done_on, limit.is_breached) == (None, False)
    assert limit is not None or name == "fee-notice"


@pytest.mark.parametrize(
    ("before", "last"),
    [
        ([], "2024-04-01"),
        (["third-party-sent 2024-03-06", "third-party-replied 2024-03-08"], "2024-04-03"),
        (["correction-notice 2024-03-06", "corrected 2024-03-08"], "2024-04-08"),
        (["fee-notice 2024-03-06", "fee-paid 2024-03-08"], "2024-04-08"),
    ],
)
def test_an_extension_is_told_on_the_last_day_at_the_latest(clock_of, before, last):
    after = date.fromordinal(D(last).toordinal() + 1)
    clock = clock_of("2024-03-04", *before, f"extended {last}")
    assert clock.limit("extension-notice").due == clock.limit("extension-notice").done_on == D(last)
    with pytest.raises(InvalidEvents, match=f"晚于答复期限 {last}"):
        clock_of("2024-03-04", *before, f"extended {after}")
