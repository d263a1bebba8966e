"""Other ways that a request takes: for a fee, to a refusal, over the counter, between two departments.

All days are counted by hand from the State Council's arrangement for 2026: Labour Day 1 to 5 May with
Saturday 9 May worked, Dragon Boat 19 to 21 June, Mid-autumn 25 to 27 September, National Day 1 to 7 October with
Sunday 20 September and Saturday 10 October worked.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import files
import pytest
from applicants import GOOD
from support_letters import words_of
from support_office import Cast
from walking import Applicant, Bureau, day, due_shown, fill_in, words

from yangguang.cases.models import Assignment, Case
from yangguang.cases.models.case import ClockState
from yangguang.letters.models import DeliveryResult

pytestmark = pytest.mark.django_db(transaction=True)


def test_for_a_fee(calendar: Any, bureau: Bureau, applicant: Applicant) -> None:
    calendar.turns_to("2026-04-24")
    case = applicant.asks("全市道路工程 2015 年以来的全部合同")
    # 27–30 April (4); 6–8, 9 (Saturday) May (8); 11–15 (13); 18–22 (18); 25, 26 (20)
    assert case.due_on == day("2026-05-26")

    calendar.turns_to("2026-05-06")
    bureau.answers(
        case, "通知缴费", basis="pages", count=120, reason="提供纸质复印件 120 页，明显超过合理范围。"
    )
    assert case.state_id == "fee_notified"

    # 7, 8, 9 (Saturday) May (3); 11–15 (8); 18–22 (13); 25–29 (18); 1, 2 June (20)
    page = applicant.looks()
    said = words(page)
    assert "请缴纳信息处理费 1100 元" in said  # 70 pages at 10, 20 pages at 20
    assert "请在 2026-06-02 以前" in said
    notice = words_of(applicant.fetches(page, "收费通知书"))
    assert "应缴金额：1100元" in notice
    assert "至2026年6月2日止" in notice

    # paid: the limit is counted anew from the next day
    calendar.turns_to("2026-05-15")
    bureau.does(case, "登记缴费", receipt="0000-1")
    # 18–22 May (5); 25–29 (10); 1–5 June (15); 8–12 (20)
    assert (case.state_id, case.due_on) == ("in_progress", day("2026-06-12"))
    page = applicant.looks()
    assert "请缴纳" not in words(page)
    assert due_shown(page) == "2026-06-12"

    calendar.turns_to("2026-06-08")
    bureau.answers(case, "答复", outcome="provide", how="纸质复印件 120 页。")
    assert (case.outcome_id, case.closed_on) == ("provide", day("2026-06-08"))
    assert "您已缴清信息处理费。" in words_of(applicant.fetches(applicant.looks(), "答复书"))


def test_to_a_refusal_with_the_right_remedies(calendar: Any, bureau: Bureau, applicant: Applicant) -> None:
    calendar.turns_to("2026-09-14")
    case = applicant.asks("某路改造工程的讨论记录")
    # 15–18 September (4); 20 (Sunday) (5); 21–24 (9); 28–30 (12); 8, 9, 10 (Saturday) October (15); 12–16 (20)
    assert case.due_on == day("2026-10-16")

    calendar.turns_to("2026-09-22")
    # without reasons nothing is refused
    page = bureau.turns_to(case, "答复", "drafter")
    fill_in(page, outcome="deny_process_info")
    page.get_by_role("button", name="生成草稿").click()
    assert "须说明理由" in words(page)
    bureau.answers(case, "答复", outcome="deny_process_info", reasons="方案尚在讨论，没有作出决定。")
    assert (case.state_id, case.outcome_id) == ("answered", "deny_process_info")

    page = applicant.looks()
    said = "".join(words(page).split())
    letter = words_of(applicant.fetches(page, "答复书"))
    for text in (said, letter):
        # 行政复议法第二十三条第一款第（四）项: a refusal goes to reconsideration first; to the government of the same level
        assert "60日内" in text
        assert "云溪市人民政府申请行政复议" in text
        assert "也可以自收到" not in text, "no direct way to court"
    assert "第十六条" in letter
    assert "第三十六条第（三）项" in letter
    assert "方案尚在讨论，没有作出决定。" in letter


def test_over_the_counter_and_by_plain_letter(
    calendar: Any, bureau: Bureau, applicant: Applicant, tmp_path: Path
) -> None:
    scan = tmp_path / "申请书.png"
    scan.write_bytes(files.picture())
    paper = GOOD | {
        "info_description": "某小区规划验收材料",
        "delivery_form": "paper",
        "delivery_channel": "collect",
    }

    # handed in on Monday, entered on Thursday: the day of receipt is Monday
    calendar.turns_to("2026-06-18")
    case, code = enter(bureau, paper, channel="in_person", arrived_on="2026-06-15", identity_proof=scan)
    # 16–18 June (3); 22–26 (8); 29, 30 (10); 1–3 July (13); 6–10 (18); 13, 14 (20)
    assert (case.received_on, case.due_on) == (day("2026-06-15"), day("2026-07-14"))
    applicant.number, applicant.code = case.number, code
    page = applicant.looks()
    assert due_shown(page) == "2026-07-14"

    # a plain letter waits until the applicant has been reached
    letter, _ = enter(
        bureau, paper, channel="mail_plain", arrived_on="2026-06-17", paper=scan, identity_proof=scan
    )
    assert (letter.state_id, letter.received_on, letter.due_on) == ("submitted", None, None)
    assert letter.clock_state == ClockState.NOT_STARTED
    calendar.turns_to("2026-06-22")
    bureau.does(letter, "确认收到", on="2026-06-22")
    # 23–26 June (4); 29, 30 (6); 1–3 July (9); 6–10 (14); 13–17 (19); 20 (20)
    assert (letter.received_on, letter.due_on) == (day("2026-06-22"), day("2026-07-20"))

    # answered on paper: collected at the counter is served
    calendar.turns_to("2026-07-10")
    reply = bureau.answers(case, "答复", outcome="already_public", how="见市政府网站“规划公示”栏目。")
    assert not reply.deliveries.exists(), "nobody said that it waits on the web"
    bureau.delivers(reply, channel="collected", reference="王小明")
    delivery = reply.deliveries.get()
    assert (delivery.result, delivery.ended_on) == (DeliveryResult.DELIVERED, day("2026-07-10"))


def enter(bureau: Bureau, said: dict[str, str], **arrival: Any) -> tuple[Case, str]:
    """A paper application entered by the drafter; the case and the code handed over."""
    page = bureau.desk("drafter")
    page.goto("/staff/requests/new/")
    fill_in(page, **arrival, **said)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("申请已登记").wait_for()
    number, code = (
        page.locator("dt", has_text=label).first.locator("xpath=following-sibling::dd[1]").inner_text()
        for label in ("编号", "查询码")
    )
    return Case.objects.get(number=number), code


def test_between_two_departments(calendar: Any, cast: Cast, bureau: Bureau, applicant: Applicant) -> None:
    calendar.turns_to("2026-09-14")
    case = applicant.asks("某小区加装电梯的批复")
    office, policy = f"d{cast.office.pk}", f"d{cast.policy.pk}"
    assert not finds(bureau, case, "clerk_a")
    assert not waits(bureau, case, "clerk_b")

    bureau.does(case, "分办", "disclosure_office", unit=office, what="请办理。", internal_due_on="2026-09-30")
    assert waits(bureau, case, "clerk_a")
    assert not finds(bureau, case, "clerk_b")

    # not theirs: it goes back with a reason, and leaves their desk
    calendar.turns_to("2026-09-15")
    bureau.does(case, "退回分办", "clerk_a", reason="加装电梯由政策法规科负责。")
    assert not waits(bureau, case, "clerk_a")
    bureau.does(case, "分办", "disclosure_office", unit=policy)
    assert waits(bureau, case, "clerk_b")
    assert not waits(bureau, case, "clerk_a")
    assert finds(bureau, case, "clerk_a"), "what they have read they may look up"

    # the other department helps, and sees what it helps with
    calendar.turns_to("2026-09-16")
    bureau.does(
        case, "请求协办", "clerk_b", unit=office, what="请查找批复原件。", internal_due_on="2026-09-18"
    )
    assert waits(bureau, case, "clerk_a")
    calendar.turns_to("2026-09-17")
    assist = Assignment.objects.get(case=case, kind="assist")
    bureau.does(case, "反馈协办意见", "clerk_a", assignment=assist.pk, answer="批复在 2024 年第 12 卷。")
    assert "批复在 2024 年第 12 卷。" in words(bureau.opens(case, "clerk_b"))

    calendar.turns_to("2026-09-21")
    bureau.answers(case, "答复", "clerk_b", outcome="provide", how="批复的电子文件。")
    assert (case.state_id, case.outcome_id) == ("answered", "provide")
    assert case.due_on == day("2026-10-16"), "passing it on moved no limit"
    history = list(case.assignments.order_by("pk").values_list("kind", "state"))
    assert history == [("lead", "returned"), ("lead", "open"), ("assist", "done")]

    # what goes on inside is not the applicant's business
    said = words(applicant.looks())
    assert "已答复" in said
    for inside in ("退回", "协办", "政策法规科", "办公室"):
        assert inside not in said


def waits(bureau: Bureau, case: Case, who: str) -> bool:
    """Whether the case is among those that wait for this person."""
    page = bureau.desk(who)
    page.goto("/staff/cases/")
    return bool(page.locator("main").get_by_text(case.number).count())


def finds(bureau: Bureau, case: Case, who: str) -> bool:
    """Whether the case opens by its address."""
    page = bureau.desk(who)
    status = page.goto(f"/staff/requests/{case.pk}/").status
    assert status in (200, 404)
    return bool(status == 200)
