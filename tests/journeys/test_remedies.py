"""A reconsideration in the browser: entered on an answered request, replied to, decided, the request answered anew.

Days are counted by hand from the State Council's arrangement for 2026: Mid-autumn 25 to 27 September, National Day 1 to
7 October, with Sunday 20 September and Saturday 10 October worked.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import files
import openpyxl
import pytest
from support_letters import words_of
from walking import Applicant, Bureau, day, fill_in, fits, words

from yangguang.cases.models import Attachment, Case
from yangguang.letters.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_answer_is_attacked_corrected_and_given_anew(
    calendar: Any, bureau: Bureau, applicant: Applicant, tmp_path: Path
) -> None:
    calendar.turns_to("2026-08-03")
    request = applicant.asks("某路改造工程的讨论记录")
    calendar.turns_to("2026-08-10")
    bureau.answers(request, "答复", outcome="deny_process_info", reasons="方案尚在讨论，没有作出决定。")

    # the notice comes: entered from the request's own page, which knows who asked and who reconsiders
    calendar.turns_to("2026-09-14")
    page = bureau.opens(request, "drafter")
    page.get_by_role("link", name="登记复议").click()
    assert "某路改造工程的讨论记录" in words(page)
    assert page.locator("#id_body").input_value() == "云溪市人民政府"
    assert page.locator("#id_name").input_value() == "王小明"
    scan = tmp_path / "答复通知书.png"
    scan.write_bytes(files.picture())
    fill_in(page, body_number="云政复〔2026〕12号", track="simplified", accepted_on="2026-09-11", papers=scan)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("已登记 FY").wait_for()
    case = Case.objects.get(procedure_id="review")
    # 15–18 September (4), Sunday 20 September (5)
    assert (case.due_on, case.remedy.request_id) == (day("2026-09-20"), request.pk)
    assert case.number in words(bureau.opens(request, "drafter"))

    # the reply goes through the usual chain
    calendar.turns_to("2026-09-16")
    letter = write(bureau, case, "提出书面答复", grounds="该信息属于过程性信息。", evidence="申请表\n答复书")
    bureau.approves(letter, "checker", "leader")
    bureau.sends(letter)
    case.refresh_from_db()
    assert case.state_id == "under_review"
    said = letter.text
    for expected in (
        "云溪市人民政府",
        "云政复〔2026〕12号",
        "该信息属于过程性信息。",
        "2.答复书",
        "2026-08-03",
    ):
        assert expected in said

    # decided: revoked, to be answered anew within fifteen working days
    calendar.turns_to("2026-09-28")
    page = turn_to(bureau, case, "登记复议决定")
    paper = tmp_path / "决定书.png"
    paper.write_bytes(files.picture())
    fill_in(
        page,
        result="revoked",
        number="云政复决〔2026〕9号",
        decided_on="2026-09-25",
        on="2026-09-28",
        redo="redo",
        days=15,
        unit="working_days",
        file=paper,
        sure=True,
    )
    page.get_by_role("button", name="登记复议决定", exact=True).click()
    page.get_by_text("已办理：登记复议决定。").wait_for()
    assert Attachment.objects.filter(case=case, kind="ruling").count() == 2
    request.refresh_from_db()
    # 29, 30 September (2), 8, 9, 10 (Saturday) October (5), 12–16 (10), 19–23 (15)
    assert (request.state_id, request.due_on) == ("in_progress", day("2026-10-23"))
    page = bureau.opens(request, "drafter")
    assert "责令重新处理" in words(page)
    assert "延期答复" not in bureau.steps_offered(request, "drafter")
    said = words(applicant.looks())
    assert "云溪市人民政府责令重新处理，期限至 2026-10-23" in said
    assert "申请行政复议" not in said, "the answer that was revoked can no longer be attacked"

    # answered anew the normal way
    calendar.turns_to("2026-10-12")
    bureau.answers(request, "答复", outcome="provide", how="讨论记录的电子文件。")
    assert (request.outcome_id, request.closed_on) == ("deny_process_info", day("2026-08-10"))
    own = request.information_request
    own.refresh_from_db()
    assert (own.outcome_in_force, own.concluded_on) == ("provide", day("2026-10-12"))
    page = applicant.looks()
    with page.expect_download() as download:
        page.get_by_role("link", name="答复书").first.click()
    assert "讨论记录的电子文件。" in words_of(Path(download.value.path()).read_bytes())

    # the register counts it, and so does its export
    page = bureau.desk("leader")
    page.goto("/staff/remedies/?year=2026")
    row = page.locator(".rm-table tr", has_text="行政复议").first
    assert row.locator("td").all_inner_texts() == ["0", "1", "0", "0", "1"]
    row.get_by_role("link", name="1").first.click()
    assert case.number in words(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    head, line = [[cell.value for cell in found] for found in sheet.iter_rows()]
    row_of = dict(zip(head, line, strict=True))
    assert (row_of["编号"], row_of["统计栏目"], row_of["关联申请"]) == (
        case.number,
        "结果纠正",
        request.number,
    )

    # and a phone shows all of it
    phone = bureau.browse(bureau.cast.leader, width=390)
    for address in ("/staff/remedies/?year=2026", f"/staff/remedies/{case.pk}/"):
        phone.goto(address)
        assert fits(phone), address


def turn_to(bureau: Bureau, case: Case, label: str, who: str = "drafter") -> Any:
    """The form of a step, by its button on the case."""
    page = bureau.desk(who)
    page.goto(f"/staff/remedies/{case.pk}/")
    page.locator(".cs-steps a", has_text=label).first.click()
    return page


def write(bureau: Bureau, case: Case, label: str, **fields: Any) -> Letter:
    """The draft of a step's letter, handed to the chain."""
    page = turn_to(bureau, case, label)
    fill_in(page, **fields)
    page.get_by_role("button", name="生成草稿").click()
    page.get_by_role("link", name="送审").click()
    page.get_by_role("button", name="送审").click()
    page.get_by_text("已送审，等待").wait_for()
    letter = Letter.objects.order_by("-pk").first()
    assert letter is not None
    return letter
