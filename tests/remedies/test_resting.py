"""A hearing that rests, is taken up again, goes over to the ordinary procedure."""

from __future__ import annotations

from datetime import date

import pytest
from support_remedies import enters, says

from yangguang.annualreport.formats import format_for_year
from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.models.case import ClockState
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.remedies.counting import count_table

pytestmark = pytest.mark.django_db
D = date.fromisoformat
WRITTEN = {"facts": "收到、答复", "grounds": "属于过程性信息", "evidence": "申请表"}


def undoes(desk, case):
    engine.undo(case, reason="误登", by=Actor.staff(desk.cast.drafter), at=case.changed_at)
    case.refresh_from_db()
    case.remedy.refresh_from_db()


def test_a_reconsideration_rests_and_goes_on(desk):
    case = enters(desk, "review", on="2024-03-04", track="ordinary")
    desk.does(case, "reply", on="2024-03-12", **WRITTEN)
    assert case.next_on == D("2024-05-06")
    desk.does(case, "suspend", on="2024-04-01", cause="等待另案结果")
    assert (case.state_id, case.due_on, case.next_on) == ("suspended", None, None)
    assert (case.clock_state, case.is_open) == (ClockState.PAUSED, True)
    for step in ("suspend", "extend", "hearing"):
        with pytest.raises(Refused, match="复议中止"):
            desk.does(case, step, on="2024-04-02")
    with pytest.raises(Refused, match="已经提出过"):
        desk.does(case, "reply", on="2024-04-02", **WRITTEN)
    desk.does(case, "resume", on="2024-04-11")
    assert (case.state_id, case.next_on) == (
        "under_review",
        D("2024-05-13"),
    )  # 6 May is 3 May rolled; ten days later
    undoes(desk, case)
    assert (case.state_id, case.next_on) == ("suspended", None)
    desk.does(case, "decide", on="2024-06-03", **says("terminated", decided_on="2024-06-03"))
    assert (case.state_id, case.outcome_id) == ("decided", "terminated")
    assert list(breaks_of(case)) == []


def test_the_office_still_replies_in_time_and_the_case_goes_on_resting(desk):
    case = enters(desk, "suit", on="2024-03-04")
    desk.does(case, "suspend", on="2024-03-05", cause="等待解释")
    assert (case.state_id, case.due_on) == ("suspended", D("2024-03-19"))
    desk.does(case, "resume", on="2024-03-07")
    assert (case.state_id, case.due_on) == ("to_reply", D("2024-03-19"))
    desk.does(case, "suspend", on="2024-03-08", cause="等待解释")
    desk.does(case, "defend", on="2024-03-15", **WRITTEN)
    assert (case.state_id, case.due_on) == ("suspended", None)
    desk.does(case, "resume", on="2024-03-20")
    assert case.state_id == "under_review"


def test_what_rests_at_the_end_of_the_year_is_pending(desk):
    case = enters(desk, "review", on="2024-12-02")
    desk.does(case, "suspend", on="2024-12-10", cause="等待另案结果")
    form = format_for_year(2024)
    for year in (2024, 2025):
        assert count_table([desk.cast.bureau.pk], year, form)["remedies.review.pending"] == 1


def test_from_simplified_to_ordinary_the_limits_follow(desk):
    case = enters(desk, "review", on="2024-09-26")
    assert (case.due_on, case.remedy.track) == (D("2024-10-09"), "simplified")
    desk.does(case, "convert", on="2024-10-08")
    case.remedy.refresh_from_db()
    assert (case.state_id, case.due_on, case.remedy.track) == ("to_reply", D("2024-10-15"), "ordinary")
    with pytest.raises(Refused, match="不是按简易程序"):
        desk.does(case, "convert", on="2024-10-08")
    undoes(desk, case)
    assert (case.due_on, case.remedy.track) == (D("2024-10-09"), "simplified")
    desk.does(case, "reply", on="2024-10-09", **WRITTEN)
    assert case.next_on == D("2024-10-28")
    desk.does(case, "convert", on="2024-10-15")
    assert case.next_on == D("2024-11-25")


def test_a_day_that_cannot_be_is_said_at_the_day(desk):
    case = enters(desk, "review", on="2024-03-04", track="ordinary")
    desk.does(case, "suspend", on="2024-04-01", cause="等待另案结果")
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "resume", on="2024-04-05", day="2024-03-20")
    assert "on" in refused.value.errors


def test_the_page_says_since_when_it_rests(desk, client):
    case = enters(desk, "review", on="2024-03-04", track="ordinary")
    desk.does(case, "suspend", on="2024-04-01", cause="等待另案结果")
    client.force_login(desk.cast.drafter)
    page = client.get(f"/staff/remedies/{case.pk}/").content.decode()
    assert "2024-04-01 起中止" in page
    assert "等待另案结果" in page
