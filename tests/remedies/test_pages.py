"""Entering a case, its page, the request beside it, the register: as a clerk, an inspector, a stranger."""

from __future__ import annotations

import io
import re

import files
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from support_office import at
from support_remedies import answered, enters, says

from yangguang.cases.models import Attachment, Case
from yangguang.ledger.models import Entry
from yangguang.remedies.models import Remedy
from yangguang.remedies.staff.urls import urlpatterns

pytestmark = pytest.mark.django_db

READS = {"disclosure_office", "checker", "signer", "leader", "drafter", "secrecy_office", "inspector", "root"}
OUTSIDE = {"administrator", "clerk_a", "clerk_b", "stranger"}
HANDLE = {"drafter", "disclosure_office", "root"}
ENTER = HANDLE | {"clerk_a", "clerk_b", "stranger"}
GIVEN = {
    "attacked": "answer",
    "body": "云溪市人民政府",
    "body_number": "云政复〔2024〕12号",
    "track": "simplified",
    "received_on": "2024-04-08",
    "applicant_kind": "natural_person",
    "name": "王小明",
    "form_token": "0123456789abcdef" * 2,
}
NEW_REVIEW, NEW_SUIT, REGISTER = (
    "/staff/remedies/new/review/",
    "/staff/remedies/new/suit/",
    "/staff/remedies/",
)


@pytest.fixture
def clock(monkeypatch):
    """Today is 8 May 2024, a Wednesday, for every page."""
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: at("2024-05-08"))


def body_of(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, (url, answer.status_code)
    return answer.content.decode()


def url_of(case: Case, name: str = "case") -> str:
    return reverse(f"staff_remedies:{name}", args=[case.pk])


# --- who ---------------------------------------------------------------------------------------------


def test_the_table_knows_every_page():
    assert {pattern.name for pattern in urlpatterns} == {
        "register",
        "new-review",
        "new-suit",
        "case",
        "reveal",
    }


def test_a_case_is_404_for_everybody_who_may_not_see_it(desk, client):
    case = enters(desk, "review", on="2024-04-08")
    for who in READS | OUTSIDE:
        client.force_login(desk.cast.people[who])
        for answer in (client.get(url_of(case)), client.post(url_of(case, "reveal"))):
            assert (answer.status_code == 404) == (who in OUTSIDE), who
        register = client.get(REGISTER).content.decode()
        assert (case.number in register) == (who in READS), who
        book = client.get(f"{REGISTER}?export=xlsx").content
        found = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(book)).active.iter_rows(min_row=2)]
        assert (case.number in found) == (who in READS), who
        assert (case.number in client.get(f"{REGISTER}?print=1").content.decode()) == (who in READS), who


def test_who_may_enter_a_case(desk, client):
    for who in READS | OUTSIDE:
        client.force_login(desk.cast.people[who])
        for url in (NEW_REVIEW, NEW_SUIT):
            assert client.get(url).status_code == (200 if who in ENTER else 404), who


def test_nobody_comes_in_without_signing_in(desk, client):
    case = enters(desk, "review", on="2024-04-08")
    for url in (NEW_REVIEW, NEW_SUIT, REGISTER, url_of(case)):
        answer = client.get(url)
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]


def test_a_request_is_no_remedy_and_the_reverse(desk, client):
    request, case = desk.receives(on="2024-03-04"), enters(desk, "review", on="2024-04-08")
    client.force_login(desk.cast.drafter)
    assert client.get(f"/staff/remedies/{request.pk}/").status_code == 404
    assert client.get(f"/staff/requests/{case.pk}/").status_code == 404


def test_who_looks_behind_the_mask(desk, client):
    case = enters(desk, "review", on="2024-04-08")
    for who in READS:
        client.force_login(desk.cast.people[who])
        assert "11010519491231002X" not in body_of(client, url_of(case)), who
        answer = client.post(url_of(case, "reveal"))
        assert ("11010519491231002X" in answer.content.decode()) == (who in HANDLE), who
        assert "no-store" in answer["Cache-Control"]
        assert ("王小明" in body_of(client, url_of(case))) == (who in HANDLE), who
    assert Entry.objects.filter(kind="remedies.identity_revealed").count() == len(HANDLE)


def test_an_inspector_reads_and_enters_nothing(desk, client):
    request = answered(desk, on="2024-03-20", outcome="not_exist", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    client.force_login(desk.cast.inspector)
    page = body_of(client, f"/staff/requests/{request.pk}/")
    assert case.number in page
    assert "登记复议" not in page
    step = client.post(f"/staff/cases/{case.pk}/step/decide/", says("upheld", on="2024-04-10"))
    assert step.status_code == 403
    assert case.steps.count() == 1


# --- entering ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_entering_a_reconsideration_about_a_request(desk, client):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    client.force_login(desk.cast.drafter)
    panel = body_of(client, f"/staff/requests/{request.pk}/")
    assert f"{NEW_REVIEW}?request={request.number}" in panel
    page = body_of(client, f"{NEW_REVIEW}?request={request.number.lower()}")
    for said in ("某路改造工程的预算", "属于过程性信息", "云溪市人民政府", "王小明"):
        assert said in page
    paper = SimpleUploadedFile("答复通知书.png", files.picture())
    answer = client.post(NEW_REVIEW, GIVEN | {"request": request.number, "papers": paper})
    case = Case.objects.get(procedure_id="review")
    assert (answer.status_code, answer["Location"]) == (302, url_of(case))
    assert (case.remedy.request_id, case.title) == (request.pk, "某路改造工程的预算")
    assert Attachment.objects.get(case=case).kind == "ruling"
    assert case.number in body_of(client, f"/staff/requests/{request.pk}/")
    assert request.number in body_of(client, url_of(case))


@pytest.mark.usefixtures("clock")
def test_entering_one_alone_and_what_is_wrong_stays_on_the_page(desk, client):
    client.force_login(desk.cast.drafter)
    given = GIVEN | {"agency": desk.cast.bureau.pk, "subject": "", "received_on": "2024-05-09"}
    answer = client.post(NEW_REVIEW, given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写明所涉及的行为" in page
    assert "不能晚于今天" in page
    assert "云政复〔2024〕12号" in page
    assert (
        client.post(
            NEW_REVIEW, given | {"subject": "未主动公开预算", "received_on": "2024-05-08"}
        ).status_code
        == 302
    )
    assert Case.objects.get().title == "未主动公开预算"


def test_a_number_that_nobody_knows_or_may_not_see(desk, client):
    other = desk.receives(on="2024-03-04", agency=desk.cast.school)
    client.force_login(desk.cast.drafter)
    for number in ("SQ9-2024-00009", other.number):
        assert "没有找到编号为" in body_of(client, f"{NEW_REVIEW}?request={number}")
        assert client.post(NEW_REVIEW, GIVEN | {"request": number}).status_code == 422
    assert not Remedy.objects.exists()


@pytest.mark.usefixtures("clock")
def test_an_unusual_suit_is_entered_after_a_second_look(desk, client):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    client.force_login(desk.cast.drafter)
    given = GIVEN | {"request": request.number, "track": "ordinary", "way": "direct", "body": "某法院"}
    answer = client.post(NEW_SUIT, given)
    assert answer.status_code == 422
    assert "行政复议法第二十三条第一款" in answer.content.decode()
    assert not Remedy.objects.exists()
    assert client.post(NEW_SUIT, given | {"checked": "on"}).status_code == 302
    assert Case.objects.get(procedure_id="suit").category == "direct"


@pytest.mark.usefixtures("clock")
def test_a_suit_after_the_reconsideration_on_record(desk, client):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    review = enters(desk, "review", on="2024-03-25", request=request)
    desk.does(review, "decide", on="2024-04-22", **says("upheld", decided_on="2024-04-19"))
    client.force_login(desk.cast.drafter)
    page = body_of(client, url_of(review))
    assert "2024-05-07" in page, "until then the applicant may sue"
    assert "还没有附上决定书" in page
    assert review.number in body_of(client, f"{NEW_SUIT}?request={request.number}")
    given = GIVEN | {"request": request.number, "track": "ordinary", "review": review.pk, "body": "某法院"}
    assert client.post(NEW_SUIT, given).status_code == 302
    suit = Case.objects.get(procedure_id="suit")
    assert (suit.category, suit.remedy.review_id) == ("after", review.pk)
    assert suit.number in body_of(client, url_of(review))


@pytest.mark.usefixtures("clock")
def test_a_second_click_comes_to_the_same_case(desk, client):
    client.force_login(desk.cast.drafter)
    page = body_of(client, NEW_REVIEW)
    token = re.search(r'name="form_token" value="([0-9a-f]{32})"', page)[1]
    given = GIVEN | {"agency": desk.cast.bureau.pk, "subject": "未主动公开预算", "form_token": token}
    first, second = (client.post(NEW_REVIEW, given) for _click in range(2))
    assert first["Location"] == second["Location"] == url_of(Case.objects.get())


@pytest.mark.usefixtures("clock")
def test_a_page_found_again_and_filled_in_for_another_case_is_asked_for_once_more(desk, client):
    client.force_login(desk.cast.drafter)
    given = GIVEN | {"agency": desk.cast.bureau.pk, "subject": "未主动公开预算"}
    client.post(NEW_REVIEW, given)
    other = given | {"name": "李大力", "body_number": "云政复〔2024〕13号"}
    answer = client.post(NEW_REVIEW, other)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert f"已登记为 {Case.objects.get().number}" in said
    fresh = re.search(r'name="form_token" value="([0-9a-f]{32})"', said)[1]
    assert client.post(NEW_REVIEW, other | {"form_token": fresh}).status_code == 302
    assert Case.objects.count() == 2


# --- steps ---------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_a_decision_with_its_paper_reopens_the_request(desk, client):
    request = answered(desk, on="2024-03-20", outcome="deny_process_info", after="2024-03-04")
    case = enters(desk, "review", on="2024-04-08", request=request)
    client.force_login(desk.cast.drafter)
    url = f"/staff/cases/{case.pk}/step/decide/"
    assert 'enctype="multipart/form-data"' in body_of(client, url)
    facts = says(
        "revoked", decided_on="2024-05-06", on="2024-05-08", redo="redo", days="10", unit="working_days"
    ) | {"version": case.version, "sure": "on"}
    bad = SimpleUploadedFile("决定书.exe", b"MZ" + b"\0" * 99)
    assert client.post(url, facts | {"file": bad}).status_code == 422
    request.refresh_from_db()
    assert (request.state_id, case.steps.count()) == ("answered", 1), "no step without its file"
    answer = client.post(url, facts | {"file": SimpleUploadedFile("决定书.png", files.picture())})
    assert answer.status_code == 302
    request.refresh_from_db()
    assert request.state_id == "in_progress"
    assert Attachment.objects.get(case=case).step_number == 2
    page = body_of(client, url_of(case))
    assert "结果纠正" in page
    assert "还没有附上决定书" not in page
    page = body_of(client, f"/staff/requests/{request.pk}/")
    assert "责令重新处理" in page
    assert "重新答复不另计" in page
    clock = body_of(client, f"/staff/cases/{request.pk}/clock/")
    assert "复议决定、法院裁判指定的重新处理期限" in clock
    assert "行政复议法第六十四条" in clock


def test_every_view_of_a_case_opens(desk, client):
    for forum, step in (("review", "decide"), ("suit", "judge")):
        case = enters(desk, forum, on="2024-04-08", third_party="某公司", claim="请求撤销")
        client.force_login(desk.cast.drafter)
        for name in ("timeline", "clock", "files", "notes", "history"):
            body_of(client, f"/staff/cases/{case.pk}/{name}/")
        for id in ("hearing", "extend", step):
            body_of(client, f"/staff/cases/{case.pk}/step/{id}/")
        paper = "reply" if forum == "review" else "defend"
        page = body_of(client, reverse("staff_letters:prepare", args=[case.pk, paper]))
        assert "证据和依据清单" in page
        assert "某公司" in body_of(client, url_of(case))


# --- the register --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_the_register_narrows_and_counts(desk, client):
    old = enters(desk, "review", on="2023-12-04", track="ordinary", subject="甲事")
    desk.does(old, "decide", on="2024-01-08", **says("revoked", decided_on="2024-01-05"))
    new = enters(desk, "suit", on="2024-04-08", way="after", subject="乙事", body_number="行初7号")
    client.force_login(desk.cast.disclosure_office)
    found = {
        "": {old, new},
        "?year=2024": {old, new},
        "?year=2023": {old},
        "?year=2024&kind=review&column=corrected": {old},
        "?year=2023&column=pending": {old},
        "?year=2023&column=corrected": set(),
        "?column=pending": {new},
        "?kind=after": {new},
        "?kind=direct": set(),
        "?state=closed": {old},
        "?q=行初7号": {new},
        f"?q={old.number.lower()}": {old},
        "?q=甲事": {old},
        "?year=x&kind=y&column=z&state=w": {old, new},
    }
    for query, cases in found.items():
        page = body_of(client, REGISTER + query)
        assert {case for case in (old, new) if case.number in page} == cases, query
    page = body_of(client, f"{REGISTER}?year=2024")
    assert "?year=2024&amp;kind=review&amp;column=corrected" in page
    assert "没有符合条件的案件" in body_of(client, f"{REGISTER}?kind=direct")


def test_an_empty_register_says_what_to_do(desk, client):
    client.force_login(desk.cast.drafter)
    page = body_of(client, REGISTER)
    assert "还没有复议、诉讼案件" in page
    assert NEW_REVIEW in page


@pytest.mark.usefixtures("clock")
def test_the_export_has_every_case_with_its_column(desk, client):
    case = enters(desk, "review", on="2024-04-08", body_number="云政复〔2024〕12号")
    desk.does(case, "decide", on="2024-05-06", **says("dismissed", decided_on="2024-05-06", number="决1号"))
    client.force_login(desk.cast.drafter)
    answer = client.get(f"{REGISTER}?export=xlsx")
    assert "no-store" in answer["Cache-Control"]
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    head, line = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = dict(zip(head, line, strict=True))
    assert (row["编号"], row["统计栏目"], row["结果"]) == (case.number, "结果维持", "驳回请求")
    assert (row["文号"], str(row["决定、裁判日期"])[:10]) == ("决1号", "2024-05-06")
    assert "王小明" not in str(line)


def test_the_register_asks_no_more_for_a_longer_list(desk, client):
    client.force_login(desk.cast.disclosure_office)
    counts = []
    for more in (3, 12):
        for number in range(more):
            enters(desk, "review", on="2024-04-08", body_number=f"{more}-{number}")
        client.get(REGISTER)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            body_of(client, f"{REGISTER}?year=2024")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_register_turns_pages(desk, client, monkeypatch):
    from yangguang.remedies.staff import register

    real = register.newest_first
    monkeypatch.setattr(register, "newest_first", lambda cases, after="": real(cases, after, size=2))
    cases = [enters(desk, "review", on="2024-04-08", body_number=str(n)) for n in range(3)]
    client.force_login(desk.cast.drafter)
    first = client.get(REGISTER)
    following = client.get(REGISTER + first.context["next"]).content.decode()
    assert cases[0].number in following
    assert cases[2].number not in following


@pytest.mark.usefixtures("clock")
def test_the_list_of_a_year_shows_how_cases_stood_when_it_ended(desk, client):
    appealed = enters(desk, "suit", on="2023-09-01", body_number="甲")
    desk.does(appealed, "judge", on="2023-12-20", **says("dismissed", decided_on="2023-12-19"))
    desk.does(appealed, "appeal", on="2024-01-03", appellant="other", body="高级法院")
    decided = enters(desk, "review", on="2023-12-01", track="ordinary", body_number="乙")
    desk.does(decided, "decide", on="2024-02-05", **says("revoked", decided_on="2024-02-02"))
    client.force_login(desk.cast.drafter)

    def rows(year: int) -> dict:
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{REGISTER}?year={year}&export=xlsx").content))
        head, *lines = [[cell.value for cell in row] for row in book.active.iter_rows()]
        told = [dict(zip(head, line, strict=True)) for line in lines]
        return {row["编号"]: (row["统计栏目"], str(row["决定、裁判日期"] or "")[:10]) for row in told}

    assert rows(2023) == {appealed.number: ("结果维持", "2023-12-19"), decided.number: ("尚未审结", "")}
    assert rows(2024) == {appealed.number: ("尚未审结", ""), decided.number: ("结果纠正", "2024-02-02")}
    upheld = body_of(client, f"{REGISTER}?year=2023&column=upheld&kind=direct")
    assert appealed.number in upheld
    assert "驳回请求" in upheld
    assert "2023-12-19" in body_of(client, f"{REGISTER}?year=2023&print=1")
