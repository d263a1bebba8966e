"""The way of a request, step by step, with the days of the sheet (foi-procedure §11) and every refusal."""

from __future__ import annotations

from datetime import date

import pytest
from support_office import at

from yangguang.cases.actor import Actor
from yangguang.cases.engine import situation_of
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.outcomes import OUTCOMES
from yangguang.ledger.models import Entry
from yangguang.requests.conditions import NOT_BY_LETTER
from yangguang.requests.procedure import PROCEDURE

pytestmark = pytest.mark.django_db


def test_a_fee_restarts_the_clock_when_it_is_paid(desk):  # case C: paid 2021-05-12 → due 2021-06-09
    case = desk.receives(on="2021-04-12")
    desk.does(case, "notify_fee", on="2021-04-26", basis="items", count=31, reason="一个月内提交 31 件")
    assert case.steps.last().facts["yuan"] == 2200
    assert case.state_id == "fee_notified"
    assert (case.due_on, case.next_on) == (None, date(2021, 5, 26))  # twenty working days to pay
    desk.does(case, "pay_fee", on="2021-05-12", receipt="0001")
    assert case.due_on == date(2021, 6, 9)


def test_items_of_the_same_month_are_counted_together(desk):
    case = desk.receives(on="2021-04-12")
    desk.does(case, "notify_fee", on="2021-04-26", basis="items", count=1, already=10, reason="x")
    assert case.steps.last().facts["yuan"] == 100


@pytest.mark.parametrize("facts", [{"basis": "items", "count": 10}, {"basis": "pages", "count": 30}])
def test_nobody_is_told_to_pay_nothing(desk, facts):
    case = desk.receives(on="2021-04-12")
    with pytest.raises(WrongFacts, match="不收费"):
        desk.does(case, "notify_fee", on="2021-04-26", reason="x", **facts)


def test_an_unpaid_fee_ends_the_request_only_after_the_time_to_pay(desk):
    case = desk.receives(on="2021-04-12")
    desk.does(case, "notify_fee", on="2021-04-26", basis="pages", count=100, reason="x")
    # from the day of sending the time would be over; but nobody knows when the applicant got the notice
    with pytest.raises(Refused, match="请先登记送达"):
        desk.does(case, "abandon_fee", on="2021-07-26", reason="未缴费")
    desk.does(case, "fee_notice_received", on="2021-05-06", day="2021-04-26")
    with pytest.raises(Refused, match="2021-05-26"):
        desk.does(case, "abandon_fee", on="2021-05-26", reason="未缴费")
    desk.does(case, "abandon_fee", on="2021-05-27", reason="未缴费")
    assert (case.state_id, case.outcome_id) == ("answered", "abandoned_fee")


def test_the_time_to_pay_begins_when_the_notice_is_received(desk):  # sheet §3: from the day after getting it
    case = desk.receives(on="2021-04-12")
    desk.does(case, "notify_fee", on="2021-04-23", basis="pages", count=100, reason="x")
    with pytest.raises(WrongFacts):
        desk.does(case, "fee_notice_received", on="2021-04-26", day="2021-04-22")
    desk.does(case, "fee_notice_received", on="2021-04-26")
    assert (case.due_on, case.next_on) == (None, date(2021, 5, 26))  # case C of the sheet
    with pytest.raises(Refused, match="2021-05-26"):
        desk.does(case, "abandon_fee", on="2021-05-26", reason="未缴费")
    desk.does(case, "abandon_fee", on="2021-05-27", reason="未缴费")
    assert case.outcome_id == "abandoned_fee"


def test_no_correction_ends_the_request_only_after_its_time(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "ask_correction", on="2024-03-06", what="年度", until="2024-03-20")
    with pytest.raises(Refused, match="2024-03-20"):
        desk.does(case, "abandon_correction", on="2024-03-20", reason="未补正")
    desk.does(case, "abandon_correction", on="2024-03-21", reason="未补正")
    assert (case.state_id, case.outcome_id, case.closed_on) == (
        "answered",
        "abandoned_correction",
        date(2024, 3, 21),
    )


def test_an_extension_comes_before_the_limit_ends(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="2024-04-01"):
        desk.does(case, "extend", on="2024-04-02", reason="x", working_days=20)


def test_online_requests_that_wait_for_confirmation_have_no_clock(desk):
    from support_office import at

    from yangguang.cases import engine
    from yangguang.requests.models import InformationRequest
    from yangguang.requests.procedure import PROCEDURE

    case = engine.open_case(
        PROCEDURE,
        desk.cast.bureau,
        title="x",
        step_id="submit",
        facts={},
        by=Actor.applicant(),
        at=at("2022-09-30"),
        make_own=lambda case: InformationRequest.objects.create(
            case=case, channel="online", arrived_on=date(2022, 9, 30), code_hash="x", info_description="x"
        ),
    )
    assert (case.state_id, case.due_on, case.clock_state) == ("submitted", None, "not_started")
    desk.does(case, "confirm_receipt", on="2022-10-01")  # a holiday; day 1 is the make-up Saturday
    assert (case.received_on, case.due_on) == (date(2022, 10, 1), date(2022, 11, 2))
    case.information_request.refresh_from_db()
    assert case.information_request.confirmed_on == date(2022, 10, 1)


ANSWERABLE = [item for item in OUTCOMES if item.code not in NOT_BY_LETTER]


@pytest.mark.parametrize("chosen", ANSWERABLE, ids=lambda item: item.code.value)
def test_every_outcome_can_end_a_request(desk, chosen):
    case = desk.receives(on="2024-03-04")
    if chosen.code == "still_unclear":
        desk.does(case, "ask_correction", on="2024-03-05", what="x", until="2024-03-20")
        desk.does(case, "correct", on="2024-03-07", text="x")
    if chosen.code == "excessive":
        desk.does(case, "ask_reason", on="2024-03-05", what="x", until="2024-03-20")
        desk.does(case, "give_reason", on="2024-03-07", text="x")
    if chosen.code == "deny_third_party":
        desk.does(case, "consult_third_party", on="2024-03-05", party="某公司", what="x")
        desk.does(case, "third_party_replied", on="2024-03-07", party="某公司", stance="refuses")
    desk.does(
        case,
        "answer",
        on="2024-03-11",
        outcome=chosen.code.value,
        reasons="理由",
        other_body="某局，电话见网站",
    )
    assert (case.state_id, case.outcome_id, case.closed_on) == ("answered", chosen.code, date(2024, 3, 11))
    assert not case.is_open
    assert case.next_on is None


@pytest.mark.parametrize(
    ("outcome", "field", "said"),
    [
        ("deny_process_info", "reasons", "说明理由"),
        ("still_unclear", "outcome", "没有经过补正"),
        ("excessive", "outcome", "说明理由"),
        ("deny_third_party", "outcome", "第三方"),
        ("not_this_body", "other_body", "机关名称"),
    ],
)
def test_an_outcome_that_the_case_does_not_bear_is_refused(desk, outcome, field, said):
    case = desk.receives(on="2024-03-04")
    facts = {} if field == "reasons" else {"reasons": "理由"}
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "answer", on="2024-03-11", outcome=outcome, **facts)
    assert said in refused.value.errors[field][0]


def test_outcomes_with_a_step_of_their_own_are_no_answer(desk):
    case = desk.receives(on="2024-03-04")
    for outcome in NOT_BY_LETTER:
        with pytest.raises(WrongFacts):
            desk.does(case, "answer", on="2024-03-11", outcome=outcome, reasons="x")


@pytest.mark.parametrize(
    ("asked", "replied"),
    [("consult_third_party", "third_party_replied"), ("consult_agency", "agency_replied")],
)
def test_nobody_is_silent_before_the_fifteen_working_days_are_over(
    desk, asked, replied
):  # 条例第三十二、三十四条
    case = desk.receives(on="2023-03-01")
    desk.does(case, asked, on="2023-03-08", party="某公司", what="x")
    received = "third_party_received" if asked == "consult_third_party" else "agency_received"
    desk.does(case, received, on="2023-03-10", party="某公司")
    for day in ("2023-03-13", "2023-03-31"):
        with pytest.raises(WrongFacts, match="2023-03-31"):
            desk.does(case, replied, on=day, party="某公司", stance="silent")
    with pytest.raises(WrongFacts, match="2023-03-31"):  # nor may it be said to have been so earlier
        desk.does(case, replied, on="2023-04-03", day="2023-03-30", party="某公司", stance="silent")
    desk.does(case, replied, on="2023-04-03", day="2023-03-31", party="某公司", stance="silent")
    assert case.due_on == date(2023, 4, 23)  # case B of the sheet, no answer: a make-up Sunday


def test_a_request_is_not_given_up_on_a_day_within_the_time_set(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "ask_correction", on="2024-03-06", what="年度", until="2024-03-20")
    with pytest.raises(WrongFacts, match="2024-03-20"):
        desk.does(case, "abandon_correction", on="2024-03-25", day="2024-03-20", reason="未补正")
    fee = desk.receives(on="2021-04-12")
    desk.does(fee, "notify_fee", on="2021-04-26", basis="pages", count=100, reason="x")
    desk.does(fee, "fee_notice_received", on="2021-04-26")
    with pytest.raises(WrongFacts, match="2021-05-26"):
        desk.does(fee, "abandon_fee", on="2021-05-28", day="2021-05-26", reason="未缴费")


def test_words_of_applicants_and_third_parties_stay_out_of_the_ledger(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "consult_third_party", on="2024-03-05", party="甲公司", what="x")
    desk.does(
        case, "third_party_replied", on="2024-03-07", party="甲公司", stance="refuses", reasons="张三的住址"
    )
    assert "张三" not in str(Entry.objects.first().facts)
    desk.does(case, "withdraw", on="2024-03-08", by=Actor.applicant(), reason="我是李四，已找到")
    assert "李四" not in str(Entry.objects.first().facts)
    assert case.steps.last().facts["reason"] == "我是李四，已找到"


# --- a registered receipt before silence means anything ---------------------------------------------


@pytest.mark.parametrize(
    ("asked", "received", "replied"),
    [
        ("consult_third_party", "third_party_received", "third_party_replied"),
        ("consult_agency", "agency_received", "agency_replied"),
    ],
)
def test_nobody_is_silent_whose_receipt_is_not_registered(desk, asked, received, replied):
    """条例第三十二条、第三十四条: the fifteen working days run from receipt, not from sending."""
    case = desk.receives(on="2023-03-01")
    desk.does(case, asked, on="2023-03-08", party="某公司", what="x")
    with pytest.raises(WrongFacts, match="请先登记送达") as refused:
        desk.does(case, replied, on="2023-06-01", party="某公司", stance="silent")
    assert set(refused.value.errors) == {"stance"}
    desk.does(case, received, on="2023-04-12", party="某公司")  # the mail took its time: until 2023-05-05
    with pytest.raises(WrongFacts, match="2023-05-05"):
        desk.does(case, replied, on="2023-05-05", party="某公司", stance="silent")
    desk.does(case, replied, on="2023-05-06", day="2023-05-05", party="某公司", stance="silent")
    assert case.state_id == "in_progress"


def test_an_answer_needs_no_registered_receipt(desk):
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_agency", on="2023-03-08", party="某局", what="x")
    desk.does(case, "agency_replied", on="2023-03-24", party="某局", stance="agrees")
    assert case.due_on == date(2023, 4, 17)


# --- another body that is no co-author --------------------------------------------------------------


def asks_body(desk, case, *, on, until, party="市保密局", ground="determination"):
    return desk.does(case, "consult_other_body", on=on, party=party, ground=ground, what="x", until=until)


def test_another_body_has_the_day_set_and_its_silence_means_nothing(desk):
    """条例第三十三条第三款、第十七条第三款: the time is not counted, and nobody counts as agreeing."""
    case = desk.receives(on="2023-03-01")
    asks_body(desk, case, on="2023-03-08", until="2023-03-17")
    assert (case.state_id, case.due_on) == ("consulting", date(2023, 4, 10))  # 29 March and 7 working days
    with pytest.raises(WrongFacts, match="2023-03-17"):
        desk.does(case, "other_body_replied", on="2023-03-17", party="市保密局", stance="silent")
    step = desk.does(
        case, "other_body_replied", on="2023-03-20", day="2023-03-17", party="市保密局", stance="silent"
    )
    assert step.facts["stance_label"] == "期满未答复，由本机关决定"
    assert (case.state_id, case.due_on) == ("in_progress", date(2023, 4, 10))


def test_an_early_answer_of_another_body_ends_the_pause(desk):
    case = desk.receives(on="2023-03-01")
    asks_body(desk, case, on="2023-03-08", until="2023-03-31")
    desk.does(case, "other_body_replied", on="2023-03-10", party="市保密局", stance="other", reasons="请脱密")
    assert case.due_on == date(2023, 3, 31)  # 9 and 10 March are not counted


def test_the_day_set_lies_after_the_letter_and_one_body_is_asked_once_at_a_time(desk):
    case = desk.receives(on="2023-03-01")
    with pytest.raises(WrongFacts, match="期限应晚于"):
        asks_body(desk, case, on="2023-03-08", until="2023-03-08")
    asks_body(desk, case, on="2023-03-08", until="2023-03-17")
    with pytest.raises(WrongFacts, match="尚未收到回复"):
        asks_body(desk, case, on="2023-03-09", until="2023-03-20")
    with pytest.raises(WrongFacts, match="尚未收到回复"):
        desk.does(case, "consult_agency", on="2023-03-09", party="市保密局", what="x")
    with pytest.raises(Refused, match="没有等待回复"):
        desk.does(case, "agency_replied", on="2023-03-09", party="市保密局", stance="agrees")


def test_both_kinds_of_body_may_be_asked_side_by_side(desk):
    case = desk.receives(on="2023-03-01")
    asks_body(desk, case, on="2023-03-08", until="2023-03-17")
    desk.does(case, "consult_agency", on="2023-03-08", party="市建设局", what="x")
    desk.does(case, "other_body_replied", on="2023-03-10", party="市保密局", stance="agrees")
    assert case.state_id == "consulting"
    desk.does(case, "agency_replied", on="2023-03-14", party="市建设局", stance="agrees")
    assert (case.state_id, case.due_on) == ("in_progress", date(2023, 4, 4))  # 9–14 March: four working days


# --- a reasonable delay (条例第三十五条) ------------------------------------------------------------


def asked_for_reasons(desk, *, given=True):
    case = desk.receives(on="2024-03-04")  # due 2024-04-01
    desk.does(case, "ask_reason", on="2024-03-06", what="一个月46件", until="2024-03-20")
    if given:
        desk.does(case, "give_reason", on="2024-03-12", by=Actor.applicant(), text="编写地方志")
    return case


def postpones(desk, case, *, on="2024-03-28", until="2024-06-28"):
    return desk.does(case, "postpone", on=on, reason="46件需要逐件检索", until=until)


def test_a_delay_puts_the_answer_off_to_the_day_told(desk):
    case = asked_for_reasons(desk)
    postpones(desk, case)
    assert (case.state_id, case.due_on, case.clock_state) == ("in_progress", date(2024, 6, 28), "running")
    desk.does(case, "answer", on="2024-06-28", outcome="provide", how="见附件。")
    assert case.closed_on == date(2024, 6, 28)


def test_a_delay_is_only_for_reasons_that_were_given(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="没有要求申请人说明理由"):
        postpones(desk, case)
    case = asked_for_reasons(desk, given=False)
    desk.does(case, "no_reason_given", on="2024-03-21")
    with pytest.raises(Refused, match="申请人没有说明理由"):
        postpones(desk, case)


def test_a_delay_is_told_before_the_limit_ends_and_goes_beyond_it(desk):
    case = asked_for_reasons(desk)
    with pytest.raises(Refused, match="2024-04-01 届满"):
        postpones(desk, case, on="2024-04-02")
    with pytest.raises(WrongFacts, match="现在的答复期限到 2024-04-01"):
        postpones(desk, case, until="2024-04-01")
    postpones(desk, case, on="2024-04-01", until="2024-04-02")
    assert case.due_on == date(2024, 4, 2)


def test_a_delay_may_follow_an_extension_but_nothing_lengthens_a_delay(desk):
    case = asked_for_reasons(desk)
    desk.does(case, "extend", on="2024-03-29", reason="x", working_days=20)  # until 2024-04-29
    with pytest.raises(WrongFacts, match="现在的答复期限到 2024-04-29"):
        postpones(desk, case, on="2024-04-02", until="2024-04-29")
    postpones(desk, case, on="2024-04-29")
    with pytest.raises(Refused, match="不能再延期或者再次延迟"):
        postpones(desk, case, on="2024-05-06", until="2024-07-31")
    other = asked_for_reasons(desk)
    postpones(desk, other)
    with pytest.raises(Refused, match="不能再延期或者再次延迟"):
        desk.does(other, "extend", on="2024-03-29", reason="x", working_days=20)


def test_whoever_found_the_reasons_sound_cannot_refuse_for_want_of_them(desk):
    case = asked_for_reasons(desk)
    postpones(desk, case)
    with pytest.raises(WrongFacts, match="已认为理由合理"):
        desk.does(case, "answer", on="2024-05-10", outcome="excessive")


def test_a_fee_paid_later_begins_a_limit_that_may_be_put_off_anew(desk):
    case = asked_for_reasons(desk)
    postpones(desk, case, on="2024-03-14")
    desk.does(case, "notify_fee", on="2024-03-18", basis="items", count=46, reason="x")
    desk.does(case, "pay_fee", on="2024-03-20")
    assert case.due_on == date(2024, 4, 18)  # 21–29 March 7, 1–3 and 7–12 April 9, 15–18 April 4
    postpones(desk, case, on="2024-04-01", until="2024-05-31")
    assert case.due_on == date(2024, 5, 31)


def test_the_applicant_reads_of_the_delay(desk):
    from support_office import at

    from yangguang.cases.engine import situation_of
    from yangguang.requests.tracking import timeline

    case = asked_for_reasons(desk)
    postpones(desk, case)
    line = timeline(situation_of(case, at("2024-03-29")))[0]
    assert (line.on, line.says, line.law) == (
        date(2024, 3, 28),
        "告知延迟至 2024-06-28 答复：46件需要逐件检索",
        "条例第三十五条",
    )


# --- days that the office sets ----------------------------------------------------------------------


@pytest.mark.parametrize("step", ["ask_correction", "ask_reason", "consult_other_body", "postpone"])
@pytest.mark.parametrize(
    ("until", "said", "instead"),
    [
        ("2024-05-04", "周六，劳动节放假", "2024-05-06"),
        ("2024-05-12", "周日，休息日", "2024-05-13"),
        ("2024-10-01", "周二，国庆节放假", "2024-10-08"),
    ],
)
def test_a_time_that_the_office_sets_ends_on_a_working_day(desk, step, until, said, instead):
    case = asked_for_reasons(desk) if step == "postpone" else desk.receives(on="2024-03-04")
    facts = {"reason": "x"} if step == "postpone" else {"what": "x"}
    if step == "consult_other_body":
        facts |= {"party": "某局", "ground": "opinion"}
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, step, on="2024-03-14", until=until, **facts)
    (sentence,) = refused.value.errors["until"]
    assert said in sentence
    assert instead in sentence
    desk.does(case, step, on="2024-03-14", until="2024-05-11", **facts)  # a Saturday worked for Labour Day


def test_a_day_beyond_all_calendars_is_a_slip_of_the_pen(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(WrongFacts, match="太晚"):
        desk.does(case, "ask_correction", on="2024-03-06", what="x", until="9999-03-20")


def test_nobody_fails_to_give_reasons_before_the_time_for_it_is_over(desk):
    case = asked_for_reasons(desk, given=False)
    with pytest.raises(Refused, match="2024-03-20"):
        desk.does(case, "no_reason_given", on="2024-03-20")
    with pytest.raises(WrongFacts, match="2024-03-20"):
        desk.does(case, "no_reason_given", on="2024-03-21", day="2024-03-20")
    desk.does(case, "no_reason_given", on="2024-03-21")
    assert case.state_id == "in_progress"


def test_an_extension_may_be_told_in_parts_up_to_twenty_working_days(desk):  # 条例第三十三条第二款
    case = desk.receives(on="2024-03-04")  # due 2024-04-01, with twenty more 2024-04-29
    offered = PROCEDURE.step("extend").ask("working_days")
    assert offered.initial(situation_of(case, at("2024-03-20"))) == 20
    desk.does(case, "extend", on="2024-03-20", reason="检索档案", working_days=5)
    assert offered.initial(situation_of(case, at("2024-03-20"))) == 15
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "extend", on="2024-03-29", reason="还没有找到", working_days=16)
    assert "还可以延长 15 个工作日" in str(refused.value.errors["working_days"])
    desk.does(case, "extend", on="2024-03-29", reason="还没有找到", working_days=15)
    assert case.due_on == date(2024, 4, 29)  # foi-procedure §11, no. 1
    with pytest.raises(Refused, match="已经延长满 20 个工作日"):
        desk.does(case, "extend", on="2024-04-01", reason="x", working_days=1)


def test_a_limit_that_began_anew_has_an_extension_of_its_own(desk):
    case = desk.receives(on="2024-04-26")
    desk.does(case, "extend", on="2024-04-28", reason="x", working_days=20)
    desk.does(case, "ask_correction", on="2024-05-09", what="哪一年的", until="2024-05-20")
    desk.does(case, "correct", on="2024-05-15", text="2023年")
    assert case.due_on == date(2024, 6, 13)  # foi-procedure §11, case A
    desk.does(case, "extend", on="2024-06-13", reason="x", working_days=20)
    assert case.due_on == date(2024, 7, 11)
