"""One request from a phone to the archive, with everything on the way that stops or moves the limit.

All days are counted by hand from the State Council's arrangement for 2026: Spring Festival 15 to 23 February
with Saturdays 14 and 28 February worked, Tomb-sweeping 4 to 6 April.
"""

from __future__ import annotations

from typing import Any

import files
import pytest
from support_letters import words_of
from support_office import Cast
from walking import Applicant, Bureau, day, due_shown, words

from yangguang.archive import verify
from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.models import AttachmentKind, Case
from yangguang.cases.models.case import ClockState
from yangguang.ledger.models import Entry
from yangguang.letters.models import Delivery, Letter

pytestmark = pytest.mark.django_db(transaction=True)
PARTY = "云溪市某建设有限公司"


def test_from_the_phone_to_the_archive(
    calendar: Any, cast: Cast, bureau: Bureau, applicant: Applicant
) -> None:
    calendar.turns_to("2026-02-02")
    case = applicant.asks("云溪路 2023 年改造工程的中标合同")
    # 3, 4, 5, 6, 9–13, 14 (Saturday) February; 24–27, 28 (Saturday); 2–6 March
    assert (case.received_on, case.due_on) == (day("2026-02-02"), day("2026-03-06"))

    # what is unclear is asked once, by letter, and the clock waits
    calendar.turns_to("2026-02-05")
    notice = bureau.answers(case, "告知补正", what="请写明是哪一份合同。", until="2026-02-26")
    assert notice.number == "市信访局公开〔2026〕1号"
    assert (case.state_id, case.due_on) == ("correction_requested", None)

    # he answers on the road; the twenty days begin anew
    calendar.turns_to("2026-02-10", 20)
    page = applicant.looks()
    assert "请写明是哪一份合同。" in words(page)
    assert "停止计时" in due_shown(page)
    assert "请写明是哪一份合同。" in words_of(applicant.fetches(page, "补正告知书"))
    page.get_by_role("link", name="现在补正").click()
    page.fill("#id_text", "土建标段的施工合同。")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("已提交，机关会收到。").wait_for()
    # 11–14 February (4); 24–28 (9); 2–6 March (14); 9–13 (19); 16 (20)
    assert due_shown(page) == "2026-03-16"

    # the firm is asked; while it thinks, no day counts
    calendar.turns_to("2026-03-02")
    letter = bureau.answers(
        case, "征求第三方意见", party=PARTY, what="施工合同能否公开？", address="某路 1 号"
    )
    # should the firm stay silent, 15 days from the letter are not counted (3–6, 9–13, 16–20, 23 March):
    # 17–20 (4), 23–27 (9), 30, 31 March (11), 1–3 (14), 7 April (15)
    assert (case.state_id, case.clock_state) == ("consulting", ClockState.PAUSED)
    assert case.due_on == day("2026-04-07")
    bureau.delivers(letter, channel="mail", reference="EMS 1")
    calendar.turns_to("2026-03-04")
    bureau.concludes(letter, "delivered")
    bureau.does(case, "登记送达", party=PARTY)
    # its 15 days begin with the delivery and end on 25 March: two more days, 8 and 9 April
    assert case.due_on == day("2026-04-09")
    page = applicant.looks()
    assert PARTY not in words(page)
    assert due_shown(page) == "2026-04-09"

    calendar.turns_to("2026-03-12")
    bureau.does(case, "登记第三方意见", party=PARTY, stance="refuses", reasons="报价明细是商业秘密。")
    # eight working days were not counted (3–6, 9–12 March): 17–20 (4), 23–26 (8)
    assert (case.state_id, case.due_on) == ("in_progress", day("2026-03-26"))

    # more time, with the head's consent, told before the limit ends
    calendar.turns_to("2026-03-20")
    extension = bureau.writes(case, "延期答复", reason="需要逐页核对合同", working_days=20)
    assert "（2026年3月26日）" in extension.text
    assert "至2026年4月24日" in extension.text
    bureau.approves(extension, "checker")
    case.refresh_from_db()
    assert case.due_on == day("2026-03-26"), "a letter on the way moves nothing"
    bureau.approves(extension, "leader")
    bureau.sends(extension)
    case.refresh_from_db()
    # 27, 30, 31 March (3); 1–3 April (6); 7–10 (10); 13–17 (15); 20–24 (20)
    assert case.due_on == day("2026-04-24")
    page = applicant.looks()
    assert due_shown(page) == "2026-04-24"

    # the part that may be given is ready; it goes with the answer, not before
    calendar.turns_to("2026-04-21")
    upload = files.upload(f"{case.number}-1.pdf", files.pdf())
    attach(
        case,
        upload,
        AttachmentKind.RELEASED,
        by=Actor.staff(cast.checker),
        at=calendar(),
        is_public=True,
    )
    page = applicant.looks()
    assert page.get_by_role("link", name=f"{case.number}-1.pdf").count() == 0
    reply = bureau.answers(
        case, "答复", outcome="partial", reasons="单价明细涉及第三方商业秘密。", how="随本答复书网上提供。"
    )
    assert (case.state_id, case.outcome_id, case.closed_on) == ("answered", "partial", day("2026-04-21"))
    assert case.clock_state == ClockState.STOPPED

    # fetched two days later: that day the letter is served
    calendar.turns_to("2026-04-23")
    page = applicant.looks()
    assert "已答复" in words(page)
    said = words_of(applicant.fetches(page, "答复书"))
    for part in (
        "第三十七条",
        "单价明细涉及第三方商业秘密。",
        "2026年2月10日补正",
        f"附件：{case.number}-1.pdf",
    ):
        assert "".join(part.split()) in said
    assert applicant.fetches(page, f"{case.number}-1.pdf") == files.pdf()
    delivery = Delivery.objects.get(letter=reply)
    assert (delivery.channel, delivery.result, delivery.ended_on) == (
        "online",
        "delivered",
        day("2026-04-23"),
    )
    page.get_by_label("基本满意").check()
    page.get_by_label("意见", exact=True).fill("等得久了一点。")
    page.get_by_role("button", name="提交评价").click()
    page.get_by_text("谢谢您的评价。").wait_for()
    assert Case.objects.get().rating.satisfaction == "mostly"

    # archived, and whoever gets the package can see that nothing was changed
    calendar.turns_to("2026-04-27")
    bureau.does(case, "归档", retention="ten_years")
    assert case.state_id == "archived"
    package = case.packages.get()
    with package.file.open("rb") as file:
        verdict = verify(file.read())
    assert verdict.holds, verdict.problems
    assert verdict.sha256 == package.sha256
    assert verdict.steps == case.steps_count
    # four letters, the proof of identity and its PDF, the file released
    assert Letter.objects.filter(case=case, state="issued").count() == 4
    assert verdict.documents == 7
    assert package.keep_until == day("2036-12-31")
    kinds = set(Entry.objects.filter(agency_id=cast.bureau.pk).values_list("kind", flat=True))
    assert {"letter.fetched", "requests.rated", "cases.step_taken"} <= kinds
    assert applicant.looks().get_by_text("已办结").first.is_visible()
