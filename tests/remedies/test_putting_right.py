"""What was entered of a case is put right: its data, and the request that it is about. With a trace, and without
touching what a report has frozen.
"""

from __future__ import annotations

from datetime import date

import pytest
from support_office import at
from support_remedies import answered, enters, says

from yangguang.annualreport.formats import format_for_year
from yangguang.cases import engine
from yangguang.cases.actor import Actor
from yangguang.cases.chain import breaks_of
from yangguang.cases.refused import Refused, WrongFacts
from yangguang.remedies.counting import count_table

pytestmark = pytest.mark.django_db
D = date.fromisoformat


def amends(desk, case, *, on: str, by: str = "disclosure_office", **changes):
    own = case.remedy
    stands = {
        "body": own.body,
        "body_number": own.body_number,
        "received_on": case.received_on,
        "accepted_on": own.accepted_on or "",
        "reason": "登记有误",
    }
    if case.procedure_id == "suit":
        stands["way"] = case.category
    taken = desk.does(case, "amend", on=on, by=by, **stands | changes)
    case.remedy.refresh_from_db()
    return taken


def undoes(desk, case):
    engine.undo(case, reason="误登", by=Actor.staff(desk.cast.drafter), at=case.changed_at)
    case.refresh_from_db()
    case.remedy.refresh_from_db()


def cells(desk, year: int) -> dict[str, int]:
    counts = count_table([desk.cast.bureau.pk], year, format_for_year(year))
    return {path.removeprefix("remedies."): n for path, n in counts.items() if n and "total" not in path}


# --- data ----------------------------------------------------------------------------------------


def test_every_item_is_put_right_and_the_step_keeps_both(desk):
    case = enters(desk, "suit", on="2024-03-06", body_number="错1号")
    assert case.due_on == D("2024-03-21")
    step = amends(
        desk,
        case,
        on="2024-03-08",
        body="清河县人民法院",
        body_number="（2024）行初7号",
        received_on="2024-03-04",
        accepted_on="2024-03-01",
        way="after",
    )
    own = case.remedy
    assert (own.body, own.body_number, own.accepted_on) == (
        "清河县人民法院",
        "（2024）行初7号",
        D("2024-03-01"),
    )
    assert (case.received_on, case.category) == (D("2024-03-04"), "after")
    assert (case.due_on, case.state_id) == (D("2024-03-19"), "to_reply")
    assert step.facts["was"] == {
        "body": "云溪市中级人民法院",
        "body_number": "错1号",
        "received_on": "2024-03-06",
        "accepted_on": "",
        "way": "direct",
    }
    assert "收到副本日期：2024-03-06 → 2024-03-04" in step.facts["changed"]
    assert "统计分类：未经复议直接起诉 → 复议后起诉" in step.facts["changed"]
    undoes(desk, case)
    assert (case.received_on, case.category, case.due_on) == (D("2024-03-06"), "direct", D("2024-03-21"))
    assert (case.remedy.body, case.remedy.accepted_on) == ("云溪市中级人民法院", None)
    assert list(breaks_of(case)) == []


def test_a_decided_case_may_be_put_right_and_an_archived_one_not(desk):
    case = enters(desk, "review", on="2024-03-04")
    desk.does(case, "decide", on="2024-04-01", **says("upheld", decided_on="2024-04-01"))
    amends(desk, case, on="2024-04-02", body_number="云政复〔2024〕3号")
    assert (case.state_id, case.is_open, case.outcome_id) == ("decided", False, "upheld")
    desk.does(case, "archive", on="2024-04-10", retention="ten_years")
    with pytest.raises(Refused, match="已归档"):
        amends(desk, case, on="2024-04-11", body_number="x")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({}, "body", "没有改动"),
        ({"received_on": "2024-03-13"}, "received_on", "第 2 步发生在 2024-03-12"),
        ({"accepted_on": "2024-03-05"}, "accepted_on", "不能晚于收到"),
        ({"body_number": "有的"}, "body_number", "已经登记过"),
        ({"received_on": "2024-03-01", "body": ""}, "body", "填写"),
        ({"received_on": "2099-01-01"}, "received_on", "不能晚于今天"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(desk, changes, field, sentence):
    enters(desk, "review", on="2024-03-04", body_number="有的")
    case = enters(desk, "review", on="2024-03-04", track="ordinary")
    desk.does(case, "hearing", on="2024-03-12", when="2024-03-20", place="九时")
    with pytest.raises(WrongFacts) as refused:
        amends(desk, case, on="2024-04-01", **changes)
    assert sentence in str(refused.value.errors[field])
    case.refresh_from_db()
    assert (case.steps.count(), case.received_on) == (2, D("2024-03-04"))


def test_it_is_not_received_before_the_request_it_is_about(desk):
    request = desk.receives(on="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    with pytest.raises(WrongFacts, match="2024-03-04"):
        amends(desk, case, on="2024-04-09", received_on="2024-03-01")


def test_the_last_word_holds(desk):
    case = enters(desk, "review", on="2024-03-11")
    amends(desk, case, on="2024-03-12", accepted_on="2024-03-01")
    amends(desk, case, on="2024-03-12", accepted_on="2024-03-06")
    assert engine.situation_of(case, at("2024-03-13")).clock.limit("decision").due == D("2024-04-07")
    with pytest.raises(WrongFacts, match="上一次更正"):
        amends(desk, case, on="2024-03-15", day="2024-03-11", accepted_on="")


def test_who_does_not_handle_it_puts_nothing_right(desk):
    case = enters(desk, "review", on="2024-03-04")
    for who in ("checker", "signer", "leader", "inspector", "stranger", "clerk_a"):
        with pytest.raises(Refused):
            amends(desk, case, on="2024-03-05", by=who, body_number="x")


# --- the request -----------------------------------------------------------------------------------


def test_a_request_is_linked_later_and_unlinked_again(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08")
    step = desk.does(
        case, "link_request", on="2024-04-10", request=f" {request.number.lower()} ", reason="漏登"
    )
    case.remedy.refresh_from_db()
    assert (case.remedy.request, step.facts["request"]) == (request, request.number)
    with pytest.raises(Refused, match=request.number):
        desk.does(case, "link_request", on="2024-04-10", request=request.number, reason="x")
    taken = desk.does(case, "unlink_request", on="2024-04-11", reason="不是这一件")
    case.remedy.refresh_from_db()
    assert (case.remedy.request, taken.facts["request"]) == (None, request.number)
    undoes(desk, case)
    assert case.remedy.request == request
    assert list(breaks_of(case)) == []


def test_a_suit_linked_with_its_reconsideration_counts_after_it(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    desk.does(review, "decide", on="2024-05-08", **says("upheld", decided_on="2024-05-07"))
    case = enters(desk, "suit", on="2024-05-20", way="direct")
    told = {"request": request.number, "reason": "漏登"}
    with pytest.raises(WrongFacts, match="没有找到就这件申请提出的行政复议"):
        desk.does(case, "link_request", on="2024-05-21", review=case.number, **told)
    case.refresh_from_db()
    assert case.remedy.request is None
    desk.does(case, "link_request", on="2024-05-21", review=review.number, **told)
    assert cells(desk, 2024) == {"review.upheld": 1, "after.pending": 1}
    with pytest.raises(Refused, match=case.number):
        desk.does(review, "unlink_request", on="2024-05-22", reason="x")
    with pytest.raises(WrongFacts, match="复议后起诉"):
        amends(desk, case, on="2024-05-22", way="direct")
    undoes(desk, case)
    assert (case.category, case.remedy.review) == ("direct", None)


@pytest.mark.parametrize("where", ["school", "elsewhere", "restricted", "later", "a remedy", "nothing"])
def test_only_a_request_of_the_office_that_one_may_see(desk, where):
    """A number of somebody else's says no more than one that does not exist."""
    case = enters(desk, "review", on="2024-04-08", by="drafter")
    if where in ("school", "elsewhere"):
        number = desk.receives(on="2024-03-04", agency=getattr(desk.cast, where)).number
    elif where == "restricted":
        request = desk.receives(on="2024-03-04")
        type(request).objects.filter(pk=request.pk).update(is_restricted=True)
        number = request.number
    elif where == "later":
        number = desk.receives(on="2024-04-09").number
    else:
        number = case.number if where == "a remedy" else "SQ1-2024-99999"
    with pytest.raises(WrongFacts) as refused:
        desk.does(case, "link_request", on="2024-04-10", by="drafter", request=number, reason="x")
    wanted = "之后才收到" if where == "later" else f"没有找到编号为“{number}”的申请"
    assert wanted in str(refused.value.errors["request"])
    case.refresh_from_db()
    assert (case.steps.count(), case.remedy.request) == (1, None)


def test_linked_after_an_order_the_request_is_reopened_by_its_time(desk):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08")
    desk.does(
        case,
        "decide",
        on="2024-05-20",
        **says("revoked", decided_on="2024-05-17", redo="redo", days=15, unit="working_days"),
    )
    desk.does(case, "link_request", on="2024-05-22", request=request.number, reason="漏登")
    request.refresh_from_db()
    # counted from the day on which the decision came, as if it had been linked then
    assert (request.state_id, request.due_on) == ("in_progress", D("2024-06-11"))
    with pytest.raises(Refused, match="已经据此恢复办理"):
        desk.does(case, "unlink_request", on="2024-05-23", reason="x")
    with pytest.raises(Refused, match="已经据此恢复办理"):
        undoes(desk, case)


@pytest.mark.parametrize("takes_effect", [True, False])
def test_of_a_suit_the_order_counts_when_it_is_final(desk, takes_effect):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    case = enters(desk, "suit", on="2024-04-08")
    order = says("revoked", decided_on="2024-05-31", redo="redo", days=30, unit="days")
    desk.does(case, "judge", on="2024-06-03", **order)
    if takes_effect:
        desk.does(case, "take_effect", on="2024-06-19")
    desk.does(case, "link_request", on="2024-06-20", request=request.number, reason="漏登")
    request.refresh_from_db()
    assert request.state_id == ("in_progress" if takes_effect else "answered")
    if not takes_effect:
        desk.does(case, "take_effect", on="2024-06-21")
        request.refresh_from_db()
    assert (request.state_id, request.due_on) == (
        "in_progress",
        D("2024-07-19") if takes_effect else D("2024-07-22"),  # 21 July is a Sunday
    )


def test_affirmed_on_appeal_the_order_of_the_court_below_reopens_it(desk):
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    case = enters(desk, "suit", on="2024-04-08")
    desk.does(
        case,
        "judge",
        on="2024-06-03",
        **says("revoked", decided_on="2024-05-31", redo="redo", days=30, unit="days"),
    )
    desk.does(case, "appeal", on="2024-06-10", appellant="own", body="高级法院")
    desk.does(case, "judge", on="2024-09-02", **says("affirmed", decided_on="2024-08-30"))
    desk.does(case, "link_request", on="2024-09-03", request=request.number, reason="漏登")
    request.refresh_from_db()
    assert (request.state_id, request.due_on) == ("in_progress", D("2024-10-08"))


def test_the_steps_are_taken_on_their_pages(desk, client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at("2024-05-21"))
    request = answered(desk, on="2024-03-20", outcome="petition", after="2024-03-04")
    review = enters(desk, "review", on="2024-04-08", request=request)
    case = enters(desk, "suit", on="2024-05-20", way="direct", body_number="错1号", track="simplified")
    client.force_login(desk.cast.drafter)

    def takes(step: str, **facts):
        url = f"/staff/cases/{case.pk}/step/{step}/"
        form = client.get(url)
        assert form.status_code == 200, step
        case.refresh_from_db()
        sent = client.post(url, {"version": case.version, "sure": "on", **facts})
        assert sent.status_code == 302, (step, sent.content.decode()[-3000:])
        case.refresh_from_db()
        return form.content.decode()

    shown = takes(
        "amend",
        body="云溪市中级人民法院",
        body_number="（2024）行初7号",
        received_on="2024-05-17",
        accepted_on="2024-05-15",
        way="direct",
        reason="登记有误",
        on="2024-05-21",
    )
    assert 'value="错1号"' in shown
    assert 'value="2024-05-20"' in shown
    takes("link_request", request=request.number, review=review.number, reason="漏登")
    takes("suspend", cause="等待解释", on="2024-05-21")
    takes("convert", on="2024-05-21")
    takes("resume", on="2024-05-21")
    takes("unlink_request", reason="不是这一件")
    case.remedy.refresh_from_db()
    assert (case.received_on, case.category, case.remedy.track) == (D("2024-05-17"), "after", "ordinary")
    history = client.get(f"/staff/cases/{case.pk}/timeline/").content.decode()
    for said in (
        "对方案号：错1号 → （2024）行初7号",
        f"关联申请 {request.number}",
        "由简易程序转为普通程序",
        "恢复审理",
    ):
        assert said in history
    wrong = client.post(
        f"/staff/cases/{case.pk}/step/link_request/",
        {"version": case.version, "request": "SQ1-2024-99999", "reason": "x"},
    )
    assert wrong.status_code == 422
    assert "没有找到编号为“SQ1-2024-99999”的申请" in wrong.content.decode()
