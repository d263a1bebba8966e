"""A request that is a petition in disguise: suggested, taken over, answered, handled, and looked up on a phone.

The days are calendar days from the sheet's rule: fifteen to tell, sixty to answer.
"""

from __future__ import annotations

from typing import Any

import pytest
from support_letters import words_of
from walking import Applicant, Bureau, day, due_shown, fill_in, fits, words

from yangguang.cases.models import Case

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = "投诉云溪市某学校违规收取补课费，要求查处并退还"


def test_from_a_request_to_the_answer_to_a_petition(
    calendar: Any, bureau: Bureau, applicant: Applicant
) -> None:
    calendar.turns_to("2026-03-02")
    request = applicant.asks(WANTED)

    # the desk is told that it looks like a petition, and takes it over
    calendar.turns_to("2026-03-03")
    page = bureau.opens(request, "drafter")
    said = words(page)
    assert "可能是信访、投诉、举报" in said
    assert "系统提示" in said
    page.get_by_role("link", name="转为信访事项").click()
    assert "书面告知信访人的期限（15 日）到 2026-03-17" in words(page)
    fill_in(page, kind="claim")
    page.get_by_role("button", name="转为信访事项").click()
    page.get_by_text("已转为信访事项 ").first.wait_for()
    petition = Case.objects.get(procedure_id="petition")
    assert (petition.received_on, petition.due_on) == (day("2026-03-02"), day("2026-03-17"))
    assert petition.number in words(bureau.opens(request, "drafter"))

    # the request is answered by its own reply, which names the petition
    calendar.turns_to("2026-03-05")
    assert request.is_open
    bureau.answers(request, "答复", outcome="petition")
    assert (request.state_id, request.outcome_id) == ("answered", "petition")
    reply = words_of(applicant.fetches(applicant.looks(), "答复书"))
    assert petition.number in reply
    assert "不作为政府信息公开申请处理" in reply

    # accepted: sixty days
    calendar.turns_to("2026-03-09")
    bureau.answers(petition, "受理")
    assert (petition.state_id, petition.due_on) == ("handling", day("2026-05-08"))

    # on the phone from the request to the petition, with the code that he has
    page = applicant.looks()
    page.get_by_role("button", name="查看信访事项").click()
    page.get_by_role("heading", name="办理经过").wait_for()
    assert fits(page)
    assert due_shown(page) == "2026-05-08"
    notice = words_of(applicant.fetches(page, "告知书"))
    assert f"由政府信息公开申请（编号：{request.number}）转来" in notice
    assert "至2026年5月8日止" in notice

    calendar.turns_to("2026-04-20")
    bureau.answers(
        petition,
        "出具处理意见",
        result="support",
        finding="经核实，该校于二月收取补课费。",
        reasons="根据教育收费管理的规定，已责令退还。",
    )
    assert (petition.state_id, petition.outcome_id) == ("answered", "support")
    applicant.number = petition.number
    page = applicant.looks()
    assert "办理结果：予以支持" in words(page)
    opinion = words_of(applicant.fetches(page, "处理意见书"))
    assert "自收到本意见书之日起30日内请求本机关的上一级机关、单位（云溪市人民政府）复查" in opinion

    bureau.does(petition, "归档")
    assert petition.state_id == "archived"
