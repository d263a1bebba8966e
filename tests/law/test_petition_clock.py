"""The clock of a petition: the worked examples of the sheet, stages, both rules, and what is refused.

Every date is written down from the sheet (petition-procedure §4) or counted by hand; none comes from the code.
"""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.law.clock import Clock, ClockStatus, Event
from yangguang.law.errors import BeforeCalendar, BeyondCalendar, InvalidEvents
from yangguang.law.petition_clock import PetitionRegime, PetitionRules, petition_clock, regime_on

D = date.fromisoformat


def event(text: str, **facts: object) -> Event:
    kind, day = text.split()
    return Event(kind, D(day), **facts)


@pytest.fixture(scope="module")
def clock_of(calendar):
    """``clock_of("2024-12-16", "accepted 2024-12-26", …)``."""

    def _clock(registered: str, *events: str | Event, rolls_over: bool = False) -> Clock:
        taken = [event(one) if isinstance(one, str) else one for one in events]
        return petition_clock(D(registered), taken, calendar, PetitionRules(rolls_over=rolls_over))

    return _clock


WORKED = [
    # registered and accepted; 15 days and as rolled; 60 and as rolled; 90 and as rolled
    ("2024-12-16", ("2024-12-31", "2024-12-31"), ("2025-02-14", "2025-02-14"), ("2025-03-16", "2025-03-17")),
    ("2025-01-14", ("2025-01-29", "2025-02-05"), ("2025-03-15", "2025-03-17"), ("2025-04-14", "2025-04-14")),
    ("2023-09-20", ("2023-10-05", "2023-10-07"), ("2023-11-19", "2023-11-20"), ("2023-12-19", "2023-12-19")),
    ("2022-05-09", ("2022-05-24", "2022-05-24"), ("2022-07-08", "2022-07-08"), ("2022-08-07", "2022-08-08")),
]


@pytest.mark.parametrize(("registered", "notice", "answer", "extended"), WORKED)
def test_the_worked_examples(clock_of, registered, notice, answer, extended):
    waiting = clock_of(registered)
    assert (waiting.due, waiting.rolled) == (D(notice[0]), D(notice[1]))
    accepted = clock_of(registered, f"accepted {registered}")
    assert (accepted.due, accepted.rolled) == (D(answer[0]), D(answer[1]))
    longer = clock_of(registered, f"accepted {registered}", f"extended {registered}")
    assert (longer.due, longer.rolled) == (D(extended[0]), D(extended[1]))
    assert longer.limit("extension-notice").due == D(answer[0])
    assert not longer.provisional


@pytest.mark.parametrize(("registered", "notice", "answer", "extended"), WORKED)
def test_where_the_office_lets_a_last_day_move(clock_of, registered, notice, answer, extended):
    accepted = f"accepted {registered}"
    assert clock_of(registered, rolls_over=True).due == D(notice[1])
    assert clock_of(registered, accepted, rolls_over=True).due == D(answer[1])
    # the thirty days follow the sixtieth day as counted, not the day it moved to
    assert clock_of(registered, accepted, f"extended {registered}", rolls_over=True).due == D(extended[1])


def test_an_objection_has_five_working_days(clock_of):  # got 2024-01-26 → 2024-02-02
    clock = clock_of("2024-01-20", "handed-over 2024-01-26")
    objection = clock.limit("objection")
    assert (objection.due, objection.rolled) == (D("2024-02-02"), None)
    assert clock.limit("notice").due == clock.due == D("2024-02-10")  # fifteen days from getting it
    assert (
        clock_of("2024-01-20", "handed-over 2024-01-26", "objected 2024-02-02").status is ClockStatus.CLOSED
    )
    with pytest.raises(InvalidEvents, match="2024-02-02"):
        clock_of("2024-01-20", "handed-over 2024-01-26", "objected 2024-02-03")


def test_the_old_rule_names_no_limit_for_an_objection(clock_of):
    clock = clock_of("2021-01-20", "handed-over 2021-01-26")
    assert clock.limit("objection") is None
    assert clock.limit("notice").article == "信访条例第二十一条"


def test_the_way_to_the_last_word(clock_of):
    clock = clock_of(
        "2024-12-16",
        "accepted 2024-12-26",
        event("extended 2025-02-10", value=15),
        "replied 2025-03-01",
        "reply-received 2025-03-05",
        "review-requested 2025-03-20",
        "review-replied 2025-04-10",
        "review-received 2025-04-12",
        "recheck-requested 2025-05-01",
        "recheck-replied 2025-05-20",
    )
    assert [(limit.name, limit.due, limit.done_on) for limit in clock.limits] == [
        ("notice", D("2024-12-31"), D("2024-12-26")),
        ("extension-notice", D("2025-02-24"), D("2025-02-10")),
        ("answer", D("2025-03-11"), D("2025-03-01")),
        ("review-request", D("2025-04-04"), D("2025-03-20")),  # from receiving the answer
        ("review-answer", D("2025-04-19"), D("2025-04-10")),
        ("recheck-request", D("2025-05-12"), D("2025-05-01")),
        ("recheck-answer", D("2025-05-31"), D("2025-05-20")),
    ]
    assert (clock.status, clock.ended_on) == (ClockStatus.CLOSED, D("2025-05-20"))
    assert not any(limit.is_breached for limit in clock.limits)


STAGES = [
    ([], "2024-12-31", ClockStatus.RUNNING),
    (["accepted 2024-12-20"], "2025-02-18", ClockStatus.RUNNING),
    (["accepted 2024-12-20", "replied 2025-02-18"], "2025-02-18", ClockStatus.ANSWERED),
    (
        ["accepted 2024-12-20", "replied 2025-01-10", "review-requested 2025-01-20"],
        "2025-02-19",
        ClockStatus.RUNNING,
    ),
    (
        [
            "accepted 2024-12-20",
            "replied 2025-01-10",
            "review-requested 2025-01-20",
            "review-replied 2025-02-20",
        ],
        "2025-02-19",
        ClockStatus.ANSWERED,
    ),
    (["refused 2024-12-20"], "2024-12-31", ClockStatus.CLOSED),
    (["forwarded 2024-12-20"], "2024-12-31", ClockStatus.CLOSED),
    (["accepted 2024-12-20", "withdrawn 2025-01-01"], "2025-02-18", ClockStatus.CLOSED),
]


@pytest.mark.parametrize(("events", "due", "status"), STAGES)
def test_the_stage_decides_what_is_due(clock_of, events, due, status):
    clock = clock_of("2024-12-16", *events)
    assert (clock.due, clock.status) == (D(due), status)


def test_until_the_answer_is_received_the_time_to_ask_is_assumed(clock_of):  # Art. 35: from receiving it
    told = ("accepted 2024-12-20", "replied 2025-01-10")
    assumed = clock_of("2024-12-16", *told).limit("review-request")
    assert (assumed.due, assumed.is_assumed) == (D("2025-02-09"), True)
    known = clock_of("2024-12-16", *told, "reply-received 2025-01-13").limit("review-request")
    assert (known.due, known.is_assumed) == (D("2025-02-12"), False)


def test_what_comes_late_is_shown_and_not_refused(clock_of):
    clock = clock_of("2024-12-16", "accepted 2025-01-02", "replied 2025-03-04", "review-requested 2025-04-04")
    assert clock.limit("notice").is_breached
    assert clock.limit("answer").due == D("2025-03-03")
    assert clock.limit("answer").is_breached
    assert clock.limit("review-request").is_breached
    assert clock.is_overdue(D("2025-05-05"))  # the review, asked for on 2025-04-04, was due on 2025-05-04
    assert not clock.is_overdue(D("2025-05-04"))


def test_suggestions_and_accusations_have_no_limit_but_that_of_the_house(
    clock_of,
):  # §3: only claims have the 60 days
    clock = clock_of("2024-12-16", "taken-up 2024-12-20")
    assert (clock.due, clock.status) == (None, ClockStatus.RUNNING)
    clock = clock_of("2024-12-16", event("taken-up 2024-12-20", until=D("2025-01-31")))
    assert clock.due == clock.limit("house-answer").due == D("2025-01-31")
    answered = clock_of(
        "2024-12-16", event("taken-up 2024-12-20", until=D("2025-01-31")), "replied 2025-01-20"
    )
    assert (answered.status, answered.limit("review-request")) == (ClockStatus.ANSWERED, None)


@pytest.mark.parametrize(
    ("registered", "regime", "articles"),
    [
        (
            "2022-04-30",
            PetitionRegime.PR05,
            ("信访条例第二十二条", "信访条例第三十三条", "信访条例第三十四条"),
        ),
        (
            "2022-05-01",
            PetitionRegime.WR22,
            ("信访工作条例第二十三条第二款", "信访工作条例第三十四条", "信访工作条例第三十五条"),
        ),
    ],
)
def test_the_rule_follows_the_day_of_registration(clock_of, registered, regime, articles):
    assert regime_on(D(registered)) is regime
    clock = clock_of(registered, "accepted 2022-05-02", "replied 2022-05-03")
    named = [clock.limit(name).article for name in ("notice", "answer", "review-request")]
    assert tuple(named) == articles


REFUSED = [
    ("2005-04-30", [], "施行之日"),
    ("2024-12-16", ["answered 2024-12-20"], "没有“answered”这种事件"),
    ("2024-12-16", ["accepted 2024-12-15"], "早于登记之日"),
    ("2024-12-16", ["accepted 2024-12-20", "accepted 2024-12-21"], "已于 2024-12-20 告知"),
    ("2024-12-16", ["accepted 2024-12-20", "refused 2024-12-21"], "已于 2024-12-20 告知"),
    ("2024-12-16", ["refused 2024-12-20", "accepted 2024-12-21"], "办理已于 2024-12-20 结束"),
    ("2024-12-16", ["replied 2024-12-20"], "还没有告知接收"),
    ("2024-12-16", ["extended 2024-12-20"], "没有正在计算"),
    ("2024-12-16", ["taken-up 2024-12-20", "extended 2024-12-21"], "没有正在计算"),
    ("2024-12-16", ["accepted 2024-12-20", "extended 2025-02-19"], "晚于办理期限 2025-02-18"),
    ("2024-12-16", ["accepted 2024-12-20", "replied 2025-01-02", "replied 2025-01-03"], "已于 2025-01-02"),
    ("2024-12-16", ["accepted 2024-12-20", "replied 2025-01-02", "forwarded 2025-01-03"], "已于 2025-01-02"),
    ("2024-12-16", ["accepted 2024-12-20", "review-requested 2025-01-03"], "没有可以复查"),
    (
        "2024-12-16",
        ["taken-up 2024-12-20", "replied 2025-01-02", "review-requested 2025-01-03"],
        "没有可以复查",
    ),
    (
        "2024-12-16",
        ["accepted 2024-12-20", "replied 2025-01-02", "recheck-requested 2025-01-03"],
        "没有可以复核",
    ),
    ("2024-12-16", ["accepted 2024-12-20", "reply-received 2025-01-03"], "没有对应的书面答复"),
    ("2024-12-16", ["objected 2024-12-18"], "只有转送、交办"),
    ("2021-12-16", ["taken-up 2021-12-20"], "60 日"),
]


@pytest.mark.parametrize(("registered", "events", "says"), REFUSED)
def test_what_cannot_be_is_refused(clock_of, registered, events, says):
    with pytest.raises(InvalidEvents, match=says):
        clock_of(registered, *events)


@pytest.mark.parametrize("days", [0, 31, -1])
def test_an_extension_has_one_to_thirty_days(clock_of, days):
    with pytest.raises(InvalidEvents, match="应为 1 至 30 日"):
        clock_of("2024-12-16", "accepted 2024-12-20", event("extended 2025-01-02", value=days))


def test_two_extensions_together_have_no_more_than_thirty(clock_of):
    first = event("extended 2025-01-02", value=20)
    both = clock_of("2024-12-16", "accepted 2024-12-20", first, event("extended 2025-01-03", value=10))
    assert both.due == D("2025-03-20")
    with pytest.raises(InvalidEvents, match="已延长 20 日"):
        clock_of("2024-12-16", "accepted 2024-12-20", first, event("extended 2025-01-03", value=11))


@pytest.mark.parametrize(
    "one", [event("replied 2025-01-02", value=3), event("accepted 2025-01-02", until=D("2025-02-02"))]
)
def test_a_fact_that_the_event_does_not_have_is_refused(clock_of, one):
    with pytest.raises(InvalidEvents, match="不带"):
        clock_of("2024-12-16", one)


def test_days_outside_the_calendar_are_refused(clock_of):
    with pytest.raises(BeyondCalendar):
        clock_of("2024-12-16", "accepted 9999-12-01")
    with pytest.raises(BeforeCalendar):
        clock_of("1999-12-16")


def test_the_days_are_numbered_by_the_limit_they_belong_to(clock_of, calendar):
    clock = clock_of("2024-12-16", "accepted 2024-12-18")
    lines = list(clock.days(calendar))
    assert [line.number for line in lines[:5]] == [None, 1, 2, 1, 2]
    assert (lines[-1].on, lines[-1].number) == (D("2025-02-16"), 60)
    assert clock.days_left(D("2025-02-10"), calendar) == 6
    assert clock.days_left(D("2025-02-19"), calendar) == -3


def test_json_shows_both_last_days(clock_of):
    said = clock_of("2025-01-14").as_json()
    assert (said["due"], said["rolled"], said["status"]) == ("2025-01-29", "2025-02-05", "running")
    (limit,) = said["limits"]
    assert (limit["name"], limit["due"], limit["rolled"]) == ("notice", "2025-01-29", "2025-02-05")
    assert [span["calendar_days"] for span in said["days"]] == [0, 15]
