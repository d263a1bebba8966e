"""The way of a reconsideration and of a suit, from the copy to the archive, and every refusal."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from support_remedies import answered, enters, says

from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.models.case import ClockState
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.law.remedy_results import Forum, results_of
from yangguang.remedies.models import Instance

pytestmark = pytest.mark.django_db
D = date.fromisoformat
WRITTEN = {"facts": "收到、答复", "grounds": "属于过程性信息", "evidence": "申请表"}


def refresh(case):
    case.refresh_from_db()
    case.remedy.refresh_from_db()
    return case


def test_a_reconsideration_from_the_copy_to_the_archive(desk):
    case = enters(
        desk, "review", on="2024-09-26", accepted_on=D("2024-09-24"), body_number="云政复〔2024〕12号"
    )
    assert case.number.startswith("FY")
    # five working days (行政复议法第五十四条、第八十八条): 27, 29 (Sunday), 30 September, 8, 9 October
    assert (case.state_id, case.due_on, case.category) == ("to_reply", D("2024-10-09"), "review")
    desk.does(case, "reply", on="2024-10-08", **WRITTEN)
    assert (case.state_id, case.due_on, case.next_on) == ("under_review", None, D("2024-10-24"))
    assert case.clock_state == ClockState.PAUSED
    desk.does(case, "hearing", on="2024-10-10", when="2024-10-15", place="九时，第一会议室")
    desk.does(
        case,
        "decide",
        on="2024-10-21",
        **says("upheld", decided_on="2024-10-18", number="云政复决〔2024〕9号"),
    )
    assert (case.state_id, case.outcome_id, case.closed_on) == ("decided", "upheld", D("2024-10-18"))
    assert not case.is_open
    assert refresh(case).remedy.decision_number == "云政复决〔2024〕9号"
    desk.does(case, "archive", on="2024-11-01", retention="ten_years")
    assert case.state_id == "archived"
    assert list(breaks_of(case)) == []


@pytest.mark.parametrize("forum", Forum)
def test_every_result_ends_a_case(desk, forum):
    for one in results_of(forum):
        case = enters(desk, forum, on="2024-03-04")
        step = "decide" if forum is Forum.REVIEW else "judge"
        redo = {"redo": "redo"} if one.code == "to_act" else {}
        desk.does(case, step, on="2024-04-10", **says(one.code.value, decided_on="2024-04-08", **redo))
        assert (case.outcome_id, case.closed_on) == (one.code, D("2024-04-08")), one.code
        is_over = forum is Forum.REVIEW or one.is_final
        assert case.is_open == (not is_over), one.code


def test_a_suit_through_two_instances(desk):
    case = enters(desk, "suit", on="2024-03-04", way="direct", body_number="（2024）行初1号")
    assert (case.number[:2], case.due_on, case.category) == ("SS", D("2024-03-19"), "direct")
    desk.does(case, "defend", on="2024-03-15", **WRITTEN)
    desk.does(case, "judge", on="2024-06-03", **says("dismissed", decided_on="2024-05-31"))
    assert (case.state_id, case.due_on, case.is_open) == ("judged", D("2024-06-18"), True)
    assert (case.outcome_id, case.closed_on) == ("dismissed", D("2024-05-31"))
    with pytest.raises(Refused, match="2024-06-18"):
        desk.does(case, "take_effect", on="2024-06-18")

    desk.does(
        case, "appeal", on="2024-06-20", appellant="other", body="某省高级人民法院", number="（2024）行终2号"
    )
    assert (case.state_id, case.outcome_id, case.closed_on) == ("to_reply", "", None)
    assert case.due_on == D("2024-07-05")
    own = refresh(case).remedy
    assert (own.instance, own.body, own.body_number) == (
        Instance.SECOND,
        "某省高级人民法院",
        "（2024）行终2号",
    )
    desk.does(case, "defend", on="2024-07-01", **WRITTEN)
    desk.does(case, "judge", on="2024-09-02", **says("affirmed", decided_on="2024-08-30"))
    assert (case.state_id, case.outcome_id, case.closed_on) == ("decided", "dismissed", D("2024-08-30"))
    assert list(breaks_of(case)) == []


def test_affirmed_means_what_the_court_below_said(desk):
    case = enters(desk, "suit", on="2024-03-04")
    desk.does(case, "judge", on="2024-06-03", **says("revoked", decided_on="2024-05-31"))
    desk.does(case, "appeal", on="2024-06-10", appellant="own", body="高级法院")
    assert (case.state_id, case.due_on, case.next_on) == ("under_review", None, D("2024-09-10"))
    desk.does(case, "judge", on="2024-09-02", **says("affirmed", decided_on="2024-08-30"))
    assert case.outcome_id == "revoked"  # 结果纠正, not 结果维持


def test_remanded_it_is_pending_again(desk):
    case = enters(desk, "suit", on="2024-03-04")
    desk.does(case, "judge", on="2024-06-03", **says("dismissed", decided_on="2024-05-31"))
    with pytest.raises(WrongFacts):  # a court of first instance remands nothing
        desk.does(
            enters(desk, "suit", on="2024-03-05"),
            "judge",
            on="2024-06-03",
            **says("remanded", decided_on="2024-05-31"),
        )
    desk.does(case, "appeal", on="2024-06-10", appellant="other", body="高级法院")
    desk.does(case, "judge", on="2024-09-02", **says("remanded", decided_on="2024-08-30"))
    assert (case.state_id, case.outcome_id, case.closed_on) == ("under_review", "", None)
    assert refresh(case).remedy.instance == Instance.FIRST
    desk.does(case, "judge", on="2024-12-02", **says("unlawful", decided_on="2024-11-29"))
    assert case.state_id == "judged"
    desk.does(case, "take_effect", on="2024-12-18")
    assert (case.state_id, case.outcome_id, case.closed_on) == ("decided", "unlawful", D("2024-11-29"))


def test_a_retrial_and_a_second_instance_entered_as_such_are_final(desk):
    for track, instance in (("retrial", Instance.RETRIAL), ("second", Instance.SECOND)):
        case = enters(desk, "suit", on="2024-03-04", track=track, body_number=track)
        assert refresh(case).remedy.instance == instance
        with pytest.raises(WrongFacts):  # the judgment below is not known here
            desk.does(case, "judge", on="2024-06-03", **says("affirmed", decided_on="2024-05-31"))
        desk.does(case, "judge", on="2024-06-03", **says("dismissed", decided_on="2024-05-31"))
        assert case.state_id == "decided"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (says("upheld", decided_on="2024-04-11"), "decided_on"),
        (says("upheld", decided_on="2024-04-08", redo="redo"), "redo"),
        (says("to_act", decided_on="2024-04-08"), "redo"),
        (says("revoked", decided_on="2024-04-08", days=10), "days"),
        (says("revoked", decided_on="2024-04-08", redo="redo", days=10), "unit"),
        (says("won", decided_on="2024-04-08"), "result"),
    ],
)
def test_a_decision_that_contradicts_itself_is_refused(desk, facts, field):
    case = enters(desk, "review", on="2024-03-04")
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "decide", on="2024-04-10", **facts)
    assert field in refused.value.errors
    assert case.steps.count() == 1


def test_a_time_to_decide_is_extended_within_the_law(desk):
    case = enters(desk, "review", on="2024-03-04", track="ordinary")
    with pytest.raises(WrongFacts, match="2024-06-05"):
        desk.does(case, "extend", on="2024-04-20", until="2024-06-30")
    desk.does(case, "extend", on="2024-04-20", until="2024-06-05")
    engine.undo(case, reason="误登", by=Actor.staff(desk.cast.drafter), at=case.changed_at)
    assert case.steps.count() == 3


# --- what a decision does to the request -------------------------------------------------------------


def test_a_corrected_answer_reopens_the_request_and_it_is_answered_anew(desk):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(
        case,
        "decide",
        on="2024-05-20",
        **says("revoked", decided_on="2024-05-17", redo="redo", days=15, unit="working_days"),
    )
    request.refresh_from_db()
    assert (request.state_id, request.is_open) == ("in_progress", True)
    # 21–24 May (4), 27–31 (9), 3–7 June (14), 11 (15; 10 June is Dragon Boat)
    assert (request.due_on, request.clock_state) == (D("2024-06-11"), ClockState.RUNNING)
    assert (request.outcome_id, request.closed_on) == ("deny_process_info", D("2024-03-20")), "stays counted"
    assert request.information_request.outcome_in_force == ""
    step = request.steps.last()
    assert (step.step_id, step.facts["body"], step.facts["remedy"]) == (
        "reopen",
        "云溪市人民政府",
        case.number,
    )
    with pytest.raises(Refused, match="2024-06-11"):
        desk.does(request, "extend", on="2024-05-22", reason="x", working_days=20)

    desk.does(request, "answer", on="2024-06-05", outcome="provide", how="附后")
    assert (request.state_id, request.is_open) == ("answered", False)
    own = request.information_request
    own.refresh_from_db()
    assert (own.outcome_in_force, own.concluded_on) == ("provide", D("2024-06-05"))
    assert (request.outcome_id, request.closed_on) == ("deny_process_info", D("2024-03-20"))
    assert list(breaks_of(request)) == []


def test_without_a_time_the_twenty_working_days_run(desk):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(case, "decide", on="2024-05-20", **says("revoked", decided_on="2024-05-17", redo="redo"))
    request.refresh_from_db()
    assert request.due_on == D("2024-06-18")


def test_a_judgment_reopens_it_when_it_takes_effect(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    case = enters(desk, "suit", on="2024-04-08", request=request)
    desk.does(
        case,
        "judge",
        on="2024-06-03",
        **says("revoked", decided_on="2024-05-31", redo="redo", days=30, unit="days"),
    )
    request.refresh_from_db()
    assert request.state_id == "answered", "nobody must answer before the time to appeal is over"
    desk.does(case, "take_effect", on="2024-06-19")
    request.refresh_from_db()
    assert (request.state_id, request.due_on) == ("in_progress", D("2024-07-19"))
    assert request.steps.last().facts["forum"] == "suit"


def test_affirmed_on_appeal_the_order_of_the_court_below_holds(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    case = enters(desk, "suit", on="2024-04-08", request=request)
    desk.does(
        case,
        "judge",
        on="2024-06-03",
        **says("revoked", decided_on="2024-05-31", redo="redo", days=30, unit="days"),
    )
    desk.does(case, "appeal", on="2024-06-10", appellant="own", body="高级法院")
    desk.does(case, "judge", on="2024-09-02", **says("affirmed", decided_on="2024-08-30"))
    request.refresh_from_db()
    assert (request.state_id, request.due_on) == ("in_progress", D("2024-10-08"))  # 2 October is a holiday


def test_silence_ended_by_an_order_has_its_first_answer_after_it(desk):
    request = desk.receives(on="2024-03-04")
    case = enters(desk, "review", on="2024-04-20", request=request, attacked="silence")
    desk.does(
        case,
        "decide",
        on="2024-05-20",
        **says("to_act", decided_on="2024-05-17", redo="redo", days=5, unit="working_days"),
    )
    request.refresh_from_db()
    assert (request.state_id, request.due_on, request.closed_on) == ("in_progress", D("2024-05-27"), None)
    desk.does(request, "answer", on="2024-05-24", outcome="provide", how="附后")
    assert (request.outcome_id, request.closed_on) == ("provide", D("2024-05-24"))


def test_whoever_handles_the_case_need_not_handle_the_request(desk):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    desk.does(
        case := enters(desk, "review", on="2024-04-08", request=request),
        "assign",
        on="2024-04-09",
        unit=f"d{desk.cast.policy.pk}",
    )
    desk.does(
        case, "decide", on="2024-05-20", by="clerk_b", **says("revoked", decided_on="2024-05-17", redo="redo")
    )
    request.refresh_from_db()
    assert request.state_id == "in_progress"
    assert request.steps.last().actor_id == desk.cast.clerk_b.pk


def test_nobody_reopens_a_request_by_itself(desk):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    facts = {"forum": "review", "body": "市政府", "remedy": "x"}
    for who in ("disclosure_office", "root"):
        with pytest.raises(Refused):
            desk.does(request, "reopen", on="2024-05-20", by=who, **facts)
    assert not request.is_open


def test_a_decision_that_the_request_cannot_bear_changes_nothing(desk):
    request = answered(desk, on="2024-05-20", outcome="not_exist", after="2024-05-06")
    case = enters(desk, "review", on="2024-05-20", request=request)
    with pytest.raises(Refused, match=request.number):
        desk.does(case, "decide", on="2024-05-20", **says("revoked", decided_on="2024-05-20", redo="redo"))
    case.refresh_from_db()
    request.refresh_from_db()
    assert (case.state_id, case.steps.count(), request.state_id) == ("to_reply", 1, "answered")


def test_an_archived_request_is_reopened_too_and_may_be_corrected_twice(desk):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    desk.does(request, "archive", on="2024-03-25", retention="ten_years")
    for on, again, outcome in (
        ("2024-05-20", "2024-06-03", "not_exist"),
        ("2024-08-20", "2024-09-03", "provide"),
    ):
        case = enters(desk, "review", on=on, request=request)
        desk.does(case, "decide", on=on, **says("revoked", decided_on=on, redo="redo"))
        request.refresh_from_db()
        assert request.state_id == "in_progress"
        desk.does(request, "answer", on=again, outcome=outcome, how="附后")
    own = request.information_request
    own.refresh_from_db()
    assert (own.outcome_in_force, own.concluded_on) == ("provide", D("2024-09-03"))
    assert (request.outcome_id, request.closed_on) == ("not_exist", D("2024-03-20"))


# --- taking back -------------------------------------------------------------------------------------


def test_a_decision_entered_wrongly_is_taken_back(desk):
    case = enters(desk, "suit", on="2024-03-04")
    by = Actor.staff(desk.cast.drafter)
    desk.does(case, "judge", on="2024-06-03", **says("dismissed", decided_on="2024-05-31", number="x"))
    desk.does(case, "appeal", on="2024-06-10", appellant="own", body="高级法院", number="（2024）行终2号")
    engine.undo(case, reason="误登", by=by, at=case.changed_at)
    refresh(case)
    assert (case.state_id, case.outcome_id, case.closed_on) == ("judged", "dismissed", D("2024-05-31"))
    assert (case.remedy.instance, case.remedy.body) == (Instance.FIRST, "云溪市中级人民法院")
    assert case.due_on == D("2024-06-18")
    engine.undo(case, reason="误登", by=by, at=case.changed_at)
    refresh(case)
    assert (case.state_id, case.outcome_id, case.closed_on) == ("to_reply", "", None)


def test_a_decision_that_reopened_a_request_is_not_taken_back(desk, client):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(case, "decide", on="2024-05-20", **says("revoked", decided_on="2024-05-17", redo="redo"))
    with pytest.raises(Refused, match=request.number):
        engine.undo(case, reason="误登", by=Actor.staff(desk.cast.drafter), at=case.changed_at)
    offers_no_undo(desk, client, case, request)


def test_a_judgment_in_force_that_reopened_a_request_is_not_taken_back(desk, client):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    case = enters(desk, "suit", on="2024-04-08", request=request)
    desk.does(
        case, "judge", on="2024-06-03", **says("revoked", decided_on="2024-05-31", number="x", redo="redo")
    )
    client.force_login(desk.cast.drafter)
    assert UNDO in client.get(reverse("staff_remedies:case", args=[case.pk])).content.decode()
    desk.does(case, "take_effect", on="2024-06-25")
    offers_no_undo(desk, client, case, request)


UNDO = "撤销上一步"


def offers_no_undo(desk, client, *cases):
    """Neither the decision nor the request that it reopened shows the button."""
    client.force_login(desk.cast.drafter)
    for case in cases:
        case.refresh_from_db()
        page = client.get(reverse(case.procedure.case_url, args=[case.pk]), follow=True)
        assert page.status_code == 200
        assert UNDO not in page.content.decode(), case
