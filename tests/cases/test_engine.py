"""The one door: opening, taking, undoing, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from support_office import at

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.chain import Break, breaks_of
from yangguang.cases.models import Case, CaseStep, NumberSeries
from yangguang.cases.models.case import ClockState
from yangguang.cases.models.step import Immutable
from yangguang.cases.refused import Conflict, NotAllowed, Refused, WrongFacts
from yangguang.ledger import guards
from yangguang.ledger.models import Entry
from yangguang.requests.procedure import PROCEDURE

pytestmark = pytest.mark.django_db


def test_a_new_case_has_a_number_a_day_of_receipt_and_a_due_date(desk):
    case = desk.receives(on="2024-03-04")
    assert case.number == f"SQ{desk.cast.bureau.pk}-2024-00001"
    assert case.state_id == "in_progress"
    assert (case.received_on, case.due_on) == (date(2024, 3, 4), date(2024, 4, 1))  # foi-procedure §11, no. 1
    assert case.next_on == case.due_on
    assert case.clock_state == ClockState.RUNNING
    assert not case.is_provisional


def test_numbers_run_without_gaps_for_each_office_and_year(desk):
    first, second = desk.receives(on="2024-03-04"), desk.receives(on="2024-03-05")
    other = desk.receives(on="2024-03-05", agency=desk.cast.school)
    next_year = desk.receives(on="2025-01-15")
    assert [c.serial for c in (first, second, other, next_year)] == [1, 2, 1, 1]


def test_a_number_that_was_not_used_is_given_again(desk):
    desk.receives(on="2024-03-04")
    with pytest.raises(WrongFacts):
        engine.open_case(
            PROCEDURE,
            desk.cast.bureau,
            title="x",
            step_id="register",
            facts={"on": "2024-03-09"},  # later than the day on which it is entered
            by=Actor.applicant(),
            at=at("2024-03-05"),
            received_on=date(2024, 3, 5),
        )
    assert NumberSeries.objects.get().last == 1
    assert desk.receives(on="2024-03-06").serial == 2


def test_an_unclear_request_gets_a_new_clock(desk):  # 条例第三十条; foi-procedure §11, case A
    case = desk.receives("某路改造预算", on="2024-04-26")
    desk.does(case, "ask_correction", on="2024-05-09", what="请写明年度", until="2024-05-24")
    assert case.state_id == "correction_requested"
    assert (case.due_on, case.next_on) == (
        None,
        date(2024, 5, 24),
    )  # when the time to correct is over, look again
    assert case.clock_state == ClockState.PAUSED
    desk.does(case, "correct", on="2024-05-15", by=Actor.applicant(), text="2023年度")
    assert case.due_on == date(2024, 6, 13)
    assert case.clock_state == ClockState.RUNNING


def test_consulting_a_third_party_is_not_counted(desk):  # foi-procedure §11, case B
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="某公司", what="合同")
    desk.does(case, "third_party_received", on="2023-03-10", party="某公司")
    desk.does(
        case, "third_party_replied", on="2023-03-24", party="某公司", stance="refuses", reasons="商业秘密"
    )
    assert case.state_id == "in_progress"
    assert case.due_on == date(2023, 4, 17)


def test_a_case_waits_until_the_last_of_two_third_parties_has_answered(desk):
    case = desk.receives(on="2023-03-01")
    for party in ("甲公司", "乙公司"):
        desk.does(case, "consult_third_party", on="2023-03-08", party=party, what="合同")
    desk.does(case, "third_party_replied", on="2023-03-15", party="甲公司", stance="agrees")
    assert case.state_id == "consulting"
    desk.does(case, "third_party_replied", on="2023-03-16", party="乙公司", stance="agrees")
    assert case.state_id == "in_progress"


def test_the_same_third_party_is_not_asked_twice_at_once(desk):
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="甲公司", what="合同")
    with pytest.raises(WrongFacts, match="尚未收到回复"):
        desk.does(case, "consult_third_party", on="2023-03-09", party="甲公司", what="合同")


def test_every_step_is_kept_with_its_day_its_actor_and_the_due_date(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "extend", on="2024-03-29", by="drafter", reason="案情复杂", working_days=20)
    step = case.steps.last()
    assert (step.step_id, step.frm, step.to) == ("extend", "in_progress", "in_progress")
    assert step.on == date(2024, 3, 29)
    assert (step.due_before, step.due_after) == (date(2024, 4, 1), date(2024, 4, 29))
    assert step.actor_name == "drafter同志"
    assert step.facts == {"reason": "案情复杂", "working_days": 20, "on": "2024-03-29"}
    entry = Entry.objects.first()
    assert entry.kind == "cases.step_taken"
    assert entry.facts["hash"] == step.hash


def test_personal_facts_stay_out_of_the_ledger(desk):
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="李四", what="合同")
    assert "李四" not in str(Entry.objects.first().facts)
    assert case.steps.last().facts["party"] == "李四"


@pytest.mark.parametrize(
    ("facts", "field", "said"),
    [
        ({"reason": "x", "working_days": 5, "day": "2024-03-03"}, "on", "2024-03-04"),
        ({"reason": "x", "working_days": 5, "day": "2024-03-12"}, "on", "2024-03-11"),
        ({"reason": "x", "working_days": 21}, "working_days", "20"),
        ({"working_days": 5}, "reason", "填写"),
        ({"reason": "x", "working_days": 5, "colour": "red"}, "colour", "不需要"),
    ],
)
def test_wrong_facts_are_refused_with_the_field_and_nothing_changes(desk, facts, field, said):
    case = desk.receives(on="2024-03-04")
    before = Case.objects.values().get()
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "extend", on="2024-03-11", **facts)
    assert list(refused.value.errors) == [field]
    assert said in refused.value.errors[field][0]
    assert Case.objects.values().get() == before
    assert case.steps.count() == 1


def test_a_step_out_of_place_says_where_the_case_stands(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="办理中"):
        desk.does(case, "correct", on="2024-03-05", text="x")


def test_what_may_happen_once_happens_once(desk):  # 条例第三十条: 一次性告知
    case = desk.receives(on="2024-03-04")
    desk.does(case, "ask_correction", on="2024-03-05", what="x", until="2024-03-20")
    desk.does(case, "correct", on="2024-03-07", text="x")
    with pytest.raises(Refused, match="只能办一次"):
        desk.does(case, "ask_correction", on="2024-03-08", what="x", until="2024-03-20")


def test_a_letter_must_have_gone_out_where_the_step_issues_one(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(Refused, match="文书"):
        engine.take(
            case,
            "extend",
            facts={"reason": "x", "working_days": 5, "day": "2024-03-11"},
            by=Actor.staff(desk.cast.disclosure_office),
            at=at("2024-03-11"),
        )


@pytest.mark.parametrize(
    "who", ["checker", "leader", "administrator", "secrecy_office", "inspector", "stranger", "nobody"]
)
def test_who_does_not_handle_requests_takes_no_step_of_theirs(desk, who):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(NotAllowed, match="角色"):
        desk.does(case, "withdraw", on="2024-03-05", by=who)


def test_an_applicant_takes_only_the_applicants_steps(desk):
    case = desk.receives(on="2024-03-04")
    with pytest.raises(NotAllowed):
        desk.does(case, "archive", on="2024-03-05", by=Actor.applicant(), retention="ten_years")
    desk.does(case, "withdraw", on="2024-03-05", by=Actor.applicant())
    assert (case.state_id, case.outcome_id, case.closed_on) == ("answered", "withdrawn", date(2024, 3, 5))
    assert not case.is_open
    assert case.clock_state == ClockState.STOPPED


def test_the_second_of_two_clerks_is_told_who_was_first(desk):
    case = desk.receives(on="2024-03-04")
    seen = case.version
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    with pytest.raises(Conflict, match="disclosure_office同志"):
        engine.take(
            case,
            "withdraw",
            facts={"on": "2024-03-05"},
            by=Actor.staff(desk.cast.drafter),
            at=at("2024-03-05"),
            version=seen,
        )


def test_undoing_takes_back_the_state_and_the_clock_but_not_the_record(desk):
    case = desk.receives(on="2023-03-01")
    desk.does(case, "consult_third_party", on="2023-03-08", party="某公司", what="合同")
    before = case.next_on, case.due_on
    desk.does(case, "third_party_received", on="2023-03-13", party="某公司")
    assert (case.next_on, case.due_on) != before or case.state_id == "consulting"
    engine.undo(case, reason="送达日期录错", by=Actor.staff(desk.cast.drafter), at=at("2023-03-14"))
    case.refresh_from_db()
    assert (case.next_on, case.due_on) == before
    assert [step.step_id for step in case.steps.all()] == [
        "register",
        "consult_third_party",
        "third_party_received",
        "undo",
    ]
    desk.does(case, "third_party_received", on="2023-03-10", party="某公司")
    assert list(breaks_of(case)) == []


def test_what_went_out_cannot_be_undone(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "extend", on="2024-03-11", reason="x", working_days=5)
    with pytest.raises(Refused, match="不能撤销"):
        engine.undo(case, reason="x", by=Actor.staff(desk.cast.drafter), at=at("2024-03-12"))


def test_archiving_can_be_undone(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "withdraw", on="2024-03-05")
    desk.does(case, "archive", on="2024-03-06", retention="ten_years")
    engine.undo(case, reason="还有材料", by=Actor.staff(desk.cast.drafter), at=at("2024-03-07"))
    case.refresh_from_db()
    assert case.state_id == "answered"
    assert not case.is_open


# --- the chain ----------------------------------------------------------------------------------


def rewrite(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_steps_are_neither_changed_nor_removed(desk):
    case = desk.receives(on="2024-03-04")
    step = case.steps.get()
    step.actor_name = "somebody"
    for act in (step.save, step.delete, CaseStep.objects.all().delete):
        with pytest.raises(Immutable):
            act()
    with pytest.raises(Immutable):
        CaseStep.objects.update(actor_name="x")
    for sql in ("UPDATE cases_casestep SET actor_name = 'x'", "DELETE FROM cases_casestep"):
        with pytest.raises(DatabaseError, match="never"):
            rewrite(sql)


@pytest.mark.parametrize(
    ("sql", "number", "why"),
    [
        ("UPDATE cases_casestep SET actor_name = 'x' WHERE number = 2", 2, "was changed"),
        ("DELETE FROM cases_casestep WHERE number = 2", 2, "missing"),
        ("DELETE FROM cases_casestep WHERE number = 3", 3, "the end is missing"),
    ],
)
def test_who_takes_the_guards_down_is_found_out(desk, sql, number, why):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    desk.does(case, "withdraw", on="2024-03-06")
    guards.take_down(connection, "cases_casestep")
    rewrite(sql)
    guards.set_up(connection, "cases_casestep")
    assert next(breaks_of(case)) == Break(case.number, number, why)


def test_the_timeline_tells_late_entries_by_the_day_of_the_office(desk):
    from yangguang.cases.staff.timeline import timeline

    case = desk.receives(on="2024-03-04")
    engine.take(  # half past midnight: the day before in Greenwich
        case,
        "withdraw",
        facts={"on": "2024-03-05"},
        by=Actor.staff(desk.cast.disclosure_office),
        at=at("2024-03-06", 0, 30),
    )
    case.refresh_from_db()
    assert [row.is_late_entry for row in timeline(case, list(case.steps.order_by("number")))] == [True, False]
