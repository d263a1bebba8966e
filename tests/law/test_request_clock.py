"""The clock of a request: the worked deadlines, the compound cases, limits, pauses, and what is refused.

Every date is written down from the sheet of the procedure or counted by hand on the State Council's
arrangements; none comes from the code.
"""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.law.clock import ClockStatus, Event
from yangguang.law.errors import BeforeCalendar, InvalidEvents
from yangguang.law.request_clock import ClockRules, PauseFrom, RequestEvent, request_clock
from yangguang.law.workdays import DayException, WorkingDays
from yangguang.translation import language

D = date.fromisoformat

WORKED = [
    ("2024-03-04", "2024-03-13", "2024-04-01", "2024-04-29", "extension crosses 清明 and two make-up days"),
    ("2020-01-20", "2020-02-06", "2020-02-25", "2020-03-24", "Spring Festival prolonged to 2 February"),
    ("2020-04-24", "2020-05-07", "2020-05-25", "2020-06-22", "day 1 is a make-up Sunday"),
    ("2020-09-21", "2020-09-29", "2020-10-23", "2020-11-20", "National Day and 中秋 together"),
    ("2021-02-03", "2021-02-18", "2021-03-08", "2021-04-06", "make-up days on both sides of the festival"),
    ("2021-09-14", "2021-09-24", "2021-10-18", "2021-11-15", "中秋 and National Day, three make-up days"),
    ("2022-01-24", "2022-02-07", "2022-02-24", "2022-03-24", "two make-up days before the festival"),
    ("2022-04-18", "2022-04-26", "2022-05-17", "2022-06-15", "1 May, then 端午 in the extension"),
    ("2022-10-01", "2022-10-14", "2022-11-02", "2022-11-30", "received on a holiday; day 1 make-up Saturday"),
    ("2023-01-16", "2023-01-30", "2023-02-16", "2023-03-16", "Spring Festival 2023"),
    ("2023-09-18", "2023-09-27", "2023-10-20", "2023-11-17", "八天长假 2023"),
    ("2023-12-18", "2023-12-27", "2024-01-16", "2024-02-18", "extension ends on a make-up Sunday"),
    ("2024-02-05", "2024-02-20", "2024-03-08", "2024-04-08", "除夕 2024 is a working day"),
    ("2024-05-11", "2024-05-21", "2024-06-07", "2024-07-08", "received on a make-up Saturday"),
    ("2024-09-09", "2024-09-19", "2024-10-12", "2024-11-08", "due on a make-up Saturday"),
    ("2025-01-15", "2025-01-24", "2025-02-18", "2025-03-18", "Spring Festival 2025"),
    ("2025-09-22", "2025-09-30", "2025-10-24", "2025-11-21", "National Day 2025"),
    ("2025-12-22", "2025-12-31", "2026-01-20", "2026-02-24", "New Year and Spring Festival 2026"),
    ("2026-02-02", "2026-02-11", "2026-03-06", "2026-04-03", "nine days of holiday"),
    ("2026-04-24", "2026-05-08", "2026-05-26", "2026-06-24", "1 May and 端午 2026"),
    ("2026-09-14", "2026-09-22", "2026-10-16", "2026-11-13", "中秋 and National Day 2026"),
]


@pytest.mark.parametrize(("received", "correction", "due", "extended", "why"), WORKED)
def test_the_worked_deadlines(clock_of, happened, received, correction, due, extended, why):
    clock = clock_of(received)
    assert (clock.due, clock.status, clock.provisional) == (D(due), ClockStatus.RUNNING, False), why
    assert clock.limit("correction-notice").due == D(correction), why
    assert clock.limit("extension-notice").due == clock.limit("answer").due == D(due), why

    longer = clock_of(received, happened(f"extended {due}"))
    assert longer.due == longer.limit("answer").due == D(extended), why
    assert longer.limit("extension-notice").due == D(due), why


# --- the compound cases of the sheet --------------------------------------------------------------


def test_a_correction_begins_the_limit_anew(clock_of):
    clock = clock_of("2024-04-26", "correction-notice 2024-05-09", "corrected 2024-05-15")
    assert clock.due == D("2024-06-13")
    assert clock.limit("correction-notice").due == D("2024-05-09")
    assert not clock.limit("correction-notice").is_breached
    assert clock.status is ClockStatus.RUNNING


@pytest.mark.parametrize(
    ("replied", "due", "pause"), [("2023-03-24", "2023-04-17", 12), (None, "2023-04-23", 17)]
)
def test_the_time_of_asking_a_third_party_is_not_counted(clock_of, replied, due, pause):
    events = ["third-party-sent 2023-03-08", "third-party-received 2023-03-10"]
    clock = clock_of("2023-03-01", *events, *([f"third-party-replied {replied}"] if replied else []))
    assert clock_of("2023-03-01").due == D("2023-03-29")
    assert clock.due == D(due)
    assert clock.limit("third-party").due == D("2023-03-31")
    (taken_out,) = [span for span in clock.spans if "第三方" in str(span.reason)]
    assert (taken_out.from_, taken_out.working_days) == (D("2023-03-09"), pause)


def test_a_paid_fee_begins_the_limit_anew(clock_of):
    clock = clock_of("2021-04-12", "fee-notice 2021-04-26", "fee-paid 2021-05-12")
    assert clock.limit("fee-payment").due == D("2021-05-26")
    assert clock.due == D("2021-06-09")


def test_a_co_author_that_is_silent_agrees_after_fifteen_working_days(clock_of):
    clock = clock_of("2025-09-22", "agency-sent 2025-09-24", "agency-received 2025-09-26")
    limit = clock.limit("co-author")
    assert limit.due == D("2025-10-23")
    assert limit.article == "条例第三十四条"
    assert "逾期视为同意" in str(limit.label)


# --- provisional ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [
        ("2026-12-03", "2026-12-31", False),  # 20 weekdays in December 2026
        ("2026-12-04", "2027-01-01", True),
        ("2027-03-01", "2027-03-29", True),
    ],
)
def test_a_day_in_a_year_without_arrangement_makes_the_due_day_provisional(
    clock_of, received, due, provisional
):
    clock = clock_of(received)
    assert (clock.due, clock.provisional) == (D(due), provisional)
    assert clock.as_json()["provisional"] is provisional


def test_the_arrangement_of_the_year_settles_it(calendar):
    arranged = calendar.with_years([DayException(D("2027-01-01"), False, "元旦")])
    clock = request_clock(D("2026-12-04"), [], arranged)
    assert (clock.due, clock.provisional) == (D("2027-01-04"), False)


def test_a_request_before_the_known_years_is_an_error(clock_of):
    with pytest.raises(BeforeCalendar):
        clock_of("2003-06-01")


# --- waiting --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "waiting_for", "due"),
    [
        (["correction-notice 2024-03-06"], ("correction",), None),
        (["fee-notice 2024-03-06"], ("fee",), None),
        (["third-party-sent 2024-03-06"], ("third-party",), "2024-04-23"),
        (["agency-sent 2024-03-06"], ("agency",), "2024-04-23"),
        (["third-party-sent 2024-03-06", "agency-sent 2024-03-06"], ("third-party", "agency"), "2024-04-23"),
    ],
)
def test_a_clock_that_waits_says_for_whom(clock_of, events, waiting_for, due):
    # 15 working days from 6 March end on 27 March; 2 have run, 18 are left from 28 March (make-up 7 April)
    clock = clock_of("2024-03-04", *events)
    assert (clock.status, clock.waiting_for) == (ClockStatus.PAUSED, waiting_for)
    assert clock.due == (D(due) if due else None)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("correction-notice", "corrected"),
        ("fee-notice", "fee-paid"),
        ("third-party-sent", "third-party-replied"),
        ("agency-sent", "agency-replied"),
    ],
)
def test_it_runs_again_on_the_day_of_the_answer(clock_of, asked, answered):
    clock = clock_of("2024-03-04", f"{asked} 2024-03-06", f"{answered} 2024-03-12")
    assert (clock.status, clock.waiting_for) == (ClockStatus.RUNNING, ())
    assert clock.due is not None
    assert clock.status_on(D("2024-03-11")) is ClockStatus.PAUSED
    assert clock.status_on(D("2024-03-12")) is ClockStatus.RUNNING


def test_nobody_waits_for_a_third_party_longer_than_the_law(clock_of):
    clock = clock_of("2023-03-01", "third-party-sent 2023-03-08", "third-party-received 2023-03-10")
    assert clock.status_on(D("2023-03-31")) is ClockStatus.PAUSED
    assert clock.status_on(D("2023-04-01")) is ClockStatus.RUNNING
    assert clock.status_on(D("2023-04-23")) is ClockStatus.RUNNING
    assert clock.status_on(D("2023-04-24")) is ClockStatus.OVERDUE


def test_an_answer_after_the_fifteen_days_pauses_no_longer(clock_of):
    late = clock_of(
        "2023-03-01",
        "third-party-sent 2023-03-08",
        "third-party-received 2023-03-10",
        "third-party-replied 2023-04-12",
    )
    assert late.due == D("2023-04-23")
    assert late.limit("third-party").is_breached


def test_pauses_that_overlap_count_once(clock_of):
    # 9 to 24 March are 12 working days whether one or two asked; the second letter adds 27 and 28 March
    clock = clock_of(
        "2023-03-01",
        Event("third-party-sent", D("2023-03-08"), ref="甲公司"),
        Event("third-party-sent", D("2023-03-14"), ref="乙公司"),
        Event("third-party-replied", D("2023-03-24"), ref="甲公司"),
        Event("third-party-replied", D("2023-03-28"), ref="乙公司"),
    )
    assert clock.due == D("2023-04-19")  # 29 March + 14 working days
    pauses = [span.working_days for span in clock.spans if "第三方" in str(span.reason)]
    assert sum(pauses) == 14


def test_a_third_party_and_another_body_at_once_count_once(clock_of):
    alone = clock_of("2023-03-01", "third-party-sent 2023-03-08", "third-party-replied 2023-03-24")
    both = clock_of(
        "2023-03-01",
        "third-party-sent 2023-03-08",
        "agency-sent 2023-03-10",
        "agency-replied 2023-03-22",
        "third-party-replied 2023-03-24",
    )
    assert alone.due == both.due == D("2023-04-17")


def test_two_letters_one_after_the_other_add_up(clock_of):
    # 9–10 March are 2 working days, 14–15 March are 2
    clock = clock_of(
        "2023-03-01",
        "third-party-sent 2023-03-08",
        "third-party-replied 2023-03-10",
        "third-party-sent 2023-03-13",
        "third-party-replied 2023-03-15",
    )
    assert clock.due == D("2023-04-04")  # 29 March + 4: 30, 31, 3, 4


def test_answers_without_a_name_belong_to_the_letter_sent_first(clock_of):
    clock = clock_of(
        "2023-03-01",
        "third-party-sent 2023-03-08",
        "third-party-sent 2023-03-09",
        "third-party-replied 2023-03-10",
    )
    first, second = (limit for limit in clock.limits if limit.name == "third-party")
    assert (first.done_on, second.done_on) == (D("2023-03-10"), None)


def test_a_letter_after_the_last_day_pauses_nothing(clock_of):
    clock = clock_of("2023-03-01", "third-party-sent 2023-03-30", "third-party-replied 2023-04-10")
    assert clock.due == D("2023-03-29")
    assert clock.status is ClockStatus.OVERDUE


def test_a_pause_of_no_days_changes_nothing(clock_of):
    clock = clock_of("2023-03-01", "third-party-sent 2023-03-08", "third-party-replied 2023-03-08")
    assert clock.due == D("2023-03-29")
    assert [span.counts for span in clock.spans] == [False, True]


def test_a_body_that_is_no_co_author_has_the_day_the_office_set(clock_of, happened):
    clock = clock_of("2023-03-01", happened("agency-sent 2023-03-08", until=D("2023-03-17")))
    assert clock.limit("co-author") is None
    assert clock.limit("agency").due == D("2023-03-17")
    assert clock.due == D("2023-04-10")  # 29 March + 7: 30, 31, 3, 4, 6, 7, 10 (5 April is 清明)


# --- extension and delay --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "due"), [(None, "2024-04-29"), (20, "2024-04-29"), (1, "2024-04-02"), (10, "2024-04-16")]
)
def test_an_extension_adds_working_days_to_the_limit(clock_of, happened, days, due):
    # ten after 1 April: 2, 3, 7 (make-up Sunday; 清明 4–6), 8–12, 15, 16
    clock = clock_of("2024-03-04", happened("extended 2024-03-28", value=days))
    assert clock.due == D(due)


def test_two_extensions_may_share_the_twenty_days(clock_of, happened):
    clock = clock_of(
        "2024-03-04", happened("extended 2024-03-28", value=5), happened("extended 2024-04-03", value=15)
    )
    assert clock.due == D("2024-04-29")
    assert clock.limit("extension-notice").done_on == D("2024-03-28")


def test_an_extension_is_added_to_the_paused_limit(clock_of, happened):
    events = ["third-party-sent 2023-03-08", "third-party-replied 2023-03-24"]
    clock = clock_of("2023-03-01", *events, happened("extended 2023-04-10", value=2))
    assert clock.limit("extension-notice").due == D("2023-04-17")
    assert clock.due == D("2023-04-19")


def test_a_pause_within_the_extension_is_taken_out_of_it(clock_of, happened):
    clock = clock_of(
        "2024-03-04",
        happened("extended 2024-03-28", value=2),  # 2 and 3 April
        "third-party-sent 2024-04-02",
        "third-party-replied 2024-04-08",
    )
    assert clock.due == D("2024-04-09")


def test_a_new_limit_may_be_extended_once_more(clock_of):
    clock = clock_of(
        "2021-04-12",
        "extended 2021-04-23",
        "fee-notice 2021-04-26",
        "fee-paid 2021-05-12",
        "extended 2021-06-09",
    )
    # twenty after 9 June: 10, 11, 15–18 (端午 12–14), 21–25, 28–2 July, 5–8 July
    assert clock.due == D("2021-07-08")


def test_a_delay_under_article_35_lasts_to_the_day_told(clock_of, happened):
    clock = clock_of("2024-03-04", happened("postponed 2024-03-29", until=D("2024-06-28")))
    assert clock.due == D("2024-06-28")
    assert clock.limit("answer").article == "条例第三十五条"
    assert clock.limit("extension-notice") is None
    assert clock.spans[-1].article == "条例第三十五条"


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "is_late"), [("2024-03-20", False), ("2024-04-01", False), ("2024-04-02", True)]
)
def test_an_answer_ends_the_clock(clock_of, answered, is_late):
    clock = clock_of("2024-03-04", f"answered {answered}")
    assert clock.status is ClockStatus.ANSWERED
    assert clock.due == D("2024-04-01")
    assert clock.is_overdue(D("2025-01-01")) is is_late
    assert clock.limit("answer").is_breached is is_late
    assert clock.status_on(D("2024-03-05")) is ClockStatus.RUNNING


@pytest.mark.parametrize("kind", ["withdrawn", "abandoned"])
@pytest.mark.parametrize("before", [[], ["correction-notice 2024-03-06"], ["fee-notice 2024-03-06"]])
def test_a_request_may_end_without_an_answer(clock_of, kind, before):
    clock = clock_of("2024-03-04", *before, f"{kind} 2024-03-20")
    assert (clock.status, clock.waiting_for) == (ClockStatus.CLOSED, ())
    assert not clock.is_overdue(D("2025-01-01"))


def test_an_unanswered_request_is_overdue_after_its_last_day(clock_of):
    clock = clock_of("2024-03-04")
    assert not clock.is_overdue(D("2024-04-01"))
    assert clock.is_overdue(D("2024-04-02"))
    assert clock.status_on(D("2024-03-03")) is ClockStatus.NOT_STARTED
    assert clock.status_on(D("2024-04-01")) is ClockStatus.RUNNING
    assert clock.status_on(D("2024-04-02")) is ClockStatus.OVERDUE


@pytest.mark.parametrize(
    ("on", "left"),
    [
        ("2024-03-04", 20),
        ("2024-03-05", 19),
        ("2024-03-25", 5),
        ("2024-03-29", 1),
        ("2024-03-31", 1),
        ("2024-04-01", 0),
        ("2024-04-02", -1),
        ("2024-04-07", -3),  # 2, 3 and the make-up Sunday
    ],
)
def test_days_left_are_working_days(clock_of, calendar, on, left):
    assert clock_of("2024-03-04").days_left(D(on), calendar) == left


def test_days_left_leave_out_the_pause(clock_of, calendar):
    clock = clock_of("2023-03-01", "third-party-sent 2023-03-08", "third-party-replied 2023-03-24")
    assert [clock.days_left(D(on), calendar) for on in ("2023-03-08", "2023-03-15", "2023-03-24")] == [
        15,
        15,
        15,
    ]
    assert clock_of("2024-03-04", "fee-notice 2024-03-06").days_left(D("2024-03-07"), calendar) is None


# --- limits that are shown, not refused -----------------------------------------------------------


def test_a_late_correction_notice_is_a_breach_and_no_error(clock_of):
    clock = clock_of("2024-04-26", "correction-notice 2024-05-10", "corrected 2024-05-15")
    assert clock.limit("correction-notice").is_breached
    assert clock.due == D("2024-06-13")


def test_a_fee_notice_belongs_within_the_limit(clock_of):
    late = clock_of("2024-03-04", "fee-notice 2024-04-02")
    assert late.limit("fee-notice").due == D("2024-04-01")
    assert late.limit("fee-notice").is_breached
    assert not clock_of("2024-03-04", "fee-notice 2024-04-01").limit("fee-notice").is_breached


def test_the_days_for_payment_run_from_receipt_of_the_notice(clock_of):
    clock = clock_of("2021-04-12", "fee-notice 2021-04-22", "fee-notice-received 2021-04-26")
    assert clock.limit("fee-payment").due == D("2021-05-26")


def test_the_day_set_for_a_correction_is_shown(clock_of, happened):
    clock = clock_of("2024-03-04", happened("correction-notice 2024-03-06", until=D("2024-03-20")))
    assert clock.limit("correction").due == D("2024-03-20")
    assert clock.limit("correction").done_on is None


# --- settings -------------------------------------------------------------------------------------


def test_the_pause_may_start_with_delivery(clock_of):
    events = [
        "third-party-sent 2023-03-08",
        "third-party-received 2023-03-10",
        "third-party-replied 2023-03-24",
    ]
    rules = ClockRules(pause_from=PauseFrom.RECEIVED)
    assert clock_of("2023-03-01", *events, rules=rules).due == D("2023-04-13")  # 29 March + 10


def test_a_fee_may_only_pause(clock_of):
    rules = ClockRules(fee_restarts=False)
    clock = clock_of("2021-04-12", "fee-notice 2021-04-26", "fee-paid 2021-05-12", rules=rules)
    # 11 have run to 26 April (make-up Sunday 25); 9 are left after 12 May
    assert clock.due == D("2021-05-25")


def test_other_bodies_may_be_given_other_days(clock_of):
    rules = ClockRules(agency_days=WorkingDays(5))
    assert clock_of("2023-03-01", "agency-sent 2023-03-08", rules=rules).due == D("2023-04-06")


# --- what cannot have happened --------------------------------------------------------------------

REFUSED = [
    (["shipped 2024-03-06"], "没有“shipped”这种事件。"),
    (["correction-notice 2024-03-03"], "2024-03-03 的“发出补正告知书”早于收到申请之日 2024-03-04。"),
    (["correction-notice 2024-03-06", "correction-notice 2024-03-07"], "第二次"),
    (
        ["correction-notice 2024-03-06", "corrected 2024-03-07", "correction-notice 2024-03-08"],
        "2024-03-06 已经告知过；条例第三十条",
    ),
    (["corrected 2024-03-06"], "没有对应的补正告知书"),
    (
        ["correction-notice 2024-03-06", "corrected 2024-03-07", "corrected 2024-03-08"],
        "没有对应的补正告知书",
    ),
    (["third-party-replied 2024-03-06"], "没有对应的、尚未答复的征求意见书"),
    (["third-party-received 2024-03-06"], "没有对应的、尚未答复的征求意见书"),
    (
        ["third-party-sent 2024-03-06", "third-party-received 2024-03-07", "third-party-received 2024-03-08"],
        "没有对应的、尚未答复的征求意见书",
    ),
    (["third-party-sent 2024-03-08", "third-party-replied 2024-03-06"], "没有对应的、尚未答复的征求意见书"),
    (["agency-replied 2024-03-06"], "没有对应的、尚未答复的征求意见书"),
    (["agency-sent 2024-03-06", "third-party-replied 2024-03-08"], "没有对应的、尚未答复的征求意见书"),
    (["fee-paid 2024-03-06"], "没有对应的收费通知"),
    (["fee-notice-received 2024-03-06"], "没有对应的收费通知"),
    (["fee-notice 2024-03-06", "fee-notice 2024-03-07"], "同一申请只发一次收费通知"),
    (["fee-notice 2024-03-06", "fee-paid 2024-03-07", "fee-paid 2024-03-08"], "没有对应的收费通知"),
    (
        ["fee-notice 2024-03-06", "fee-paid 2024-03-07", "fee-notice-received 2024-03-08"],
        "没有对应的收费通知",
    ),
    (["extended 2024-03-20", "extended 2024-03-21"], "已延长 20 个工作日，再延长 20 个超过最长 20 个工作日"),
    (["extended 2024-04-02"], "晚于答复期限 2024-04-01"),
    (["correction-notice 2024-03-06", "extended 2024-03-20"], "期限将重新计算，不能延长"),
    (["fee-notice 2024-03-06", "extended 2024-03-20"], "期限将重新计算，不能延长"),
    (["postponed 2024-03-20"], "应晚于原期限 2024-04-01"),
    (["answered 2024-03-20", "extended 2024-03-21"], "办理已于 2024-03-20 结束（答复）"),
    (["answered 2024-03-20", "answered 2024-03-21"], "办理已于 2024-03-20 结束（答复）"),
    (["withdrawn 2024-03-20", "answered 2024-03-21"], "办理已于 2024-03-20 结束（申请人撤回申请）"),
]


@pytest.mark.parametrize(("events", "says"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_cannot_have_happened_is_refused(clock_of, events, says):
    with pytest.raises(InvalidEvents) as error:
        clock_of("2024-03-04", *events)
    assert says in str(error.value)
    assert str(error.value).endswith("。")
    assert error.value.event is not None
    assert error.value.event.kind == events[-1].split()[0]


@pytest.mark.parametrize(
    ("text", "facts", "says"),
    [
        ("extended 2024-03-20", {"value": 0}, "应为 1 至 20 个工作日"),
        ("extended 2024-03-20", {"value": 21}, "应为 1 至 20 个工作日"),
        ("extended 2024-03-20", {"value": -5}, "应为 1 至 20 个工作日"),
        ("answered 2024-03-20", {"value": 5}, "不带天数"),
        ("answered 2024-03-20", {"until": date(2024, 4, 1)}, "不带截止日期"),
        ("third-party-sent 2024-03-20", {"until": date(2024, 4, 1)}, "不带截止日期"),
        ("agency-sent 2024-03-20", {"until": date(2024, 3, 19)}, "截止日期 2024-03-19 早于当日"),
        ("extended 2024-03-20", {"ref": "甲公司"}, "不带征求对象的名称"),
        ("postponed 2024-03-20", {"until": date(2024, 4, 1)}, "应晚于原期限 2024-04-01"),
        ("postponed 2024-04-02", {"until": date(2024, 6, 1)}, "晚于答复期限 2024-04-01"),
    ],
)
def test_a_fact_that_the_event_cannot_have_is_refused(clock_of, happened, text, facts, says):
    with pytest.raises(InvalidEvents, match=says):
        clock_of("2024-03-04", happened(text, **facts))


def test_the_same_party_is_not_asked_twice_at_once(clock_of):
    letters = [Event("third-party-sent", D(day), ref="甲公司") for day in ("2024-03-06", "2024-03-07")]
    with pytest.raises(InvalidEvents, match="已向甲公司征求意见，尚未答复"):
        clock_of("2024-03-04", *letters)


def test_nothing_is_extended_after_a_delay_was_told(clock_of, happened):
    delay = happened("postponed 2024-03-20", until=D("2024-06-28"))
    with pytest.raises(InvalidEvents, match="2024-03-20 已告知延迟答复的合理期限"):
        clock_of("2024-03-04", delay, "extended 2024-03-21")


def test_a_refusal_is_said_in_english_too(clock_of):
    with pytest.raises(InvalidEvents) as error:
        clock_of("2024-03-04", "corrected 2024-03-06")
    with language("en"):
        said = str(error.value)
    assert "2024-03-06" in said
    assert said.isascii() or "“" in said


# --- the explanation ------------------------------------------------------------------------------


def test_events_may_come_in_any_order(clock_of):
    events = ["third-party-sent 2023-03-08", "third-party-replied 2023-03-24", "answered 2023-04-10"]
    assert clock_of("2023-03-01", *events) == clock_of("2023-03-01", *reversed(events))


def test_a_corrected_request_explains_every_day(clock_of):
    clock = clock_of("2024-04-26", "correction-notice 2024-05-09", "corrected 2024-05-15")
    spans = [
        (span.from_.isoformat(), span.to.isoformat(), span.working_days, span.counts, span.article)
        for span in clock.spans
    ]
    assert spans == [
        ("2024-04-26", "2024-04-26", 0, False, "条例第三十一条"),
        ("2024-04-27", "2024-05-09", 7, False, "条例第三十条"),
        ("2024-05-10", "2024-05-15", 5, False, "条例第三十条"),
        ("2024-05-16", "2024-06-13", 20, True, "条例第三十三条第二款"),
    ]


def test_an_open_wait_has_no_end_yet(clock_of):
    clock = clock_of("2024-04-26", "correction-notice 2024-05-09")
    last = clock.spans[-1]
    assert (last.from_, last.to, last.working_days, last.counts) == (D("2024-05-10"), None, None, False)
    assert clock.as_json()["due"] is None


def test_correction_and_fee_begin_the_limit_anew_one_after_the_other(clock_of):
    clock = clock_of(
        "2024-03-04",
        "correction-notice 2024-03-06",
        "corrected 2024-03-11",
        "fee-notice 2024-03-13",
        "fee-paid 2024-03-18",
    )
    assert [(span.from_.day, span.to.day) for span in clock.spans] == [
        (4, 4),
        (5, 6),
        (7, 11),
        (12, 13),
        (14, 18),
        (19, 16),
    ]
    assert clock.due == D("2024-04-16")  # 19 March – 3 April are 12, 7–12 April 6, 15 and 16 April


def test_day_by_day_each_day_says_whether_it_counts(clock_of, calendar):
    lines = {line.on.isoformat(): line for line in clock_of("2024-09-09").days(calendar)}
    assert (min(lines), max(lines)) == ("2024-09-09", "2024-10-12")
    said = {
        day: (lines[day].counts, lines[day].number, str(lines[day].reason))
        for day in ("2024-09-09", "2024-09-10", "2024-09-14", "2024-09-16", "2024-10-12")
    }
    assert said == {
        "2024-09-09": (False, None, "收到申请当日，期限从次日起计算"),
        "2024-09-10": (True, 1, "周二，工作日"),
        "2024-09-14": (True, 5, "周六，中秋节调休上班"),
        "2024-09-16": (False, None, "周一，中秋节放假"),
        "2024-10-12": (True, 20, "周六，国庆节调休上班"),
    }


def test_the_json_is_that_of_the_contract(clock_of):
    clock = clock_of("2024-03-04", "third-party-sent 2024-03-06", "third-party-replied 2024-03-08")
    data = clock.as_json()
    assert {"due", "status", "provisional", "days", "limits"} <= set(data)
    assert (data["due"], data["status"], data["provisional"]) == ("2024-04-03", "running", False)
    assert data["days"][2] == {
        "from": "2024-03-07",
        "to": "2024-03-08",
        "working_days": 2,
        "reason": "征求第三方意见，不计入期限",
        "article": "条例第三十三条第三款",
        "counts": False,
    }
    assert {limit["name"]: limit["due"] for limit in data["limits"]} == {
        "correction-notice": "2024-03-13",
        "third-party": "2024-03-27",
        "extension-notice": "2024-04-03",
        "answer": "2024-04-03",
    }
    assert all({"name", "due", "article"} <= set(limit) for limit in data["limits"])


def test_every_event_has_its_words():
    labels = [str(kind.label) for kind in RequestEvent]
    assert len(set(labels)) == len(labels)
    with language("en"):
        assert all(str(kind.label).isascii() for kind in RequestEvent)


# --- a delay under Article 35 -----------------------------------------------------------------------


def test_a_delay_says_until_when_it_had_to_be_told(clock_of, happened):
    clock = clock_of("2024-03-04", happened("postponed 2024-03-29", until=D("2024-06-28")))
    limit = clock.limit("postponement-notice")
    assert (limit.due, limit.done_on, limit.article) == (D("2024-04-01"), D("2024-03-29"), "条例第三十五条")


def test_a_delay_after_an_extension_begins_where_the_extension_ends(clock_of, happened):
    clock = clock_of(
        "2024-03-04",
        happened("extended 2024-03-28", value=20),
        happened("postponed 2024-04-29", until=D("2024-05-31")),
    )
    assert clock.due == D("2024-05-31")
    assert clock.limit("postponement-notice").due == D("2024-04-29")
    assert clock.limit("extension-notice").done_on == D("2024-03-28")
    assert [(span.from_.isoformat(), span.to.isoformat()) for span in clock.spans] == [
        ("2024-03-04", "2024-03-04"),
        ("2024-03-05", "2024-04-01"),
        ("2024-04-02", "2024-04-29"),
        ("2024-04-30", "2024-05-31"),
    ]


def test_a_second_delay_is_refused_and_a_new_limit_may_have_its_own(clock_of, happened):
    first = happened("postponed 2021-04-23", until=D("2021-06-30"))
    with pytest.raises(InvalidEvents, match="2021-04-23 已告知延迟答复的合理期限"):
        clock_of("2021-04-12", first, happened("postponed 2021-05-20", until=D("2021-07-30")))
    anew = ["fee-notice 2021-04-26", "fee-paid 2021-05-12"]
    assert clock_of("2021-04-12", first, *anew).due == D("2021-06-09"), (
        "paid: the day told went with its limit"
    )
    second = happened("postponed 2021-06-09", until=D("2021-07-30"))
    assert clock_of("2021-04-12", first, *anew, second).due == D("2021-07-30")


def test_no_pause_moves_the_day_that_was_told(clock_of, happened):
    """条例第三十三条第三款 takes time out of the limits of that article; the day of Art. 35 is none of them."""
    told = happened("postponed 2023-03-20", until=D("2023-04-28"))
    events = [told, "third-party-sent 2023-03-22", "third-party-received 2023-03-24"]
    clock = clock_of("2023-03-01", *events)
    assert clock.due == D("2023-04-28")
    assert clock.limit("postponement-notice").due == D("2023-03-29"), "the limit within which it was told"
    assert (clock.status, clock.waiting_for) == (ClockStatus.RUNNING, ("third-party",)), "waits, and runs on"
    assert (clock.spans[-1].to, clock.spans[-1].article) == (D("2023-04-28"), "条例第三十五条")


def test_a_clock_that_stood_still_runs_from_the_day_on_which_the_delay_was_told(clock_of, happened):
    told = happened("postponed 2023-03-10", until=D("2023-06-30"))
    clock = clock_of("2023-03-01", "third-party-sent 2023-03-08", told)
    found = [clock.status_on(D(day)) for day in ("2023-03-07", "2023-03-09", "2023-03-10", "2023-03-13")]
    assert found == [ClockStatus.RUNNING, ClockStatus.PAUSED, ClockStatus.RUNNING, ClockStatus.RUNNING]


def test_a_day_told_holds_though_the_other_limit_has_moved_past_it(clock_of, happened):
    # 15 days from 8 March end on 29 March: 20 April is the last day; from 24 March they end on 17 April
    events = ["third-party-sent 2023-03-08", happened("postponed 2023-03-24", until=D("2023-04-21"))]
    assert clock_of("2023-03-01", *events).due == D("2023-04-21")
    later = clock_of("2023-03-01", *events, "third-party-received 2023-03-24")
    assert later.limit("postponement-notice").due > D("2023-04-21")
    assert later.due == later.spans[-1].to == D("2023-04-21")


# --- a receipt that nobody has entered --------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "received", "name", "due"),
    [
        ("third-party-sent 2023-03-08", "third-party-received 2023-03-10", "third-party", "2023-03-31"),
        ("agency-sent 2023-03-08", "agency-received 2023-03-10", "co-author", "2023-03-31"),
        ("fee-notice 2023-03-08", "fee-notice-received 2023-03-10", "fee-payment", "2023-04-10"),
    ],
)
def test_a_limit_that_rests_on_the_day_of_sending_says_so(clock_of, sent, received, name, due):
    assumed = clock_of("2023-03-01", sent).limit(name)
    assert assumed.is_assumed
    assert assumed.as_json()["assumed"] is True
    assert "尚未登记送达，暂自发出之日起算" in str(assumed.label)
    known = clock_of("2023-03-01", sent, received).limit(name)
    assert (known.is_assumed, known.due) == (False, D(due))
    assert "尚未登记" not in str(known.label)


def test_the_pause_says_that_it_rests_on_the_day_of_sending(clock_of):
    def said(*events):
        return [str(span.reason) for span in clock_of("2023-03-01", *events).spans if not span.counts][-1]

    assert "尚未登记送达" in said("agency-sent 2023-03-08")
    assert "尚未登记送达" not in said("agency-sent 2023-03-08", "agency-received 2023-03-10")
    assert "尚未登记送达" not in said("agency-sent 2023-03-08", "agency-replied 2023-03-10"), (
        "it does not matter"
    )
    assert "尚未登记送达" in said("agency-sent 2023-03-08", "agency-replied 2023-04-10"), "it cut the pause"


def test_a_day_set_by_the_office_needs_no_receipt(clock_of, happened):
    limit = clock_of("2023-03-01", happened("agency-sent 2023-03-08", until=D("2023-03-17"))).limit("agency")
    assert not limit.is_assumed
    assert "不视为同意" in str(limit.label)


# --- days set on a rest day -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "due"),
    [
        ("2024-03-16", "2024-03-18"),  # Saturday
        ("2024-04-04", "2024-04-07"),  # 清明 4–6 April; Sunday 7 April is worked
        ("2024-04-07", "2024-04-07"),
        ("2024-03-20", "2024-03-20"),
    ],
)
def test_a_time_to_correct_that_ends_on_a_rest_day_runs_to_the_next_working_day(
    clock_of, happened, until, due
):
    limit = clock_of("2024-03-04", happened("correction-notice 2024-03-06", until=D(until))).limit(
        "correction"
    )
    assert limit.due == D(due)
    assert ("民法典第二百零三条" in str(limit.label)) == (until != due)


def test_a_day_by_which_the_office_acts_stays_though_it_is_a_rest_day(clock_of, happened):
    postponed = happened("postponed 2024-03-29", until=D("2024-06-29"))  # a Saturday
    assert clock_of("2024-03-04", postponed).due == D("2024-06-29")
    asked = happened("agency-sent 2024-03-06", until=D("2024-03-16"))  # a Saturday
    assert clock_of("2024-03-04", asked).limit("agency").due == D("2024-03-16")
