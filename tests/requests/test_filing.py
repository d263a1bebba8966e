"""From the guide to the receipt, without script: nothing typed is lost, nothing is filed twice or by halves."""

from __future__ import annotations

import json
from datetime import timedelta

import files
import pypdfium2
import pytest
from applicants import FIRM
from citizen import Citizen, text_of
from django.core import mail
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from yangguang.cases import mailing
from yangguang.cases.models import Case, MailState, OutgoingMail
from yangguang.requests import drafts
from yangguang.requests.models import Draft, DraftFile

pytestmark = pytest.mark.django_db


def test_the_whole_way_of_a_person(citizen):
    number, code = citizen.asks(email="wang@example.cn")
    case = Case.objects.get()
    assert case.number == number
    assert len(code) == 11
    assert case.received_on == timezone.localdate()
    assert case.due_on is not None
    assert case.information_request.channel == "online"
    assert [(a.kind, a.name) for a in case.attachments.all()] == [("identity_proof", "身份证.png")]


def test_the_whole_way_of_a_firm(citizen):
    citizen.asks(**FIRM)
    own = Case.objects.get().information_request
    assert (own.applicant_kind, own.contact_person, own.identity_number) == (
        "business",
        "张三",
        "91350100M000100Y43",
    )


def test_the_receipt_says_day_by_day_how_the_limit_is_counted(citizen):
    number, code = citizen.asks()
    case = Case.objects.get()
    page = text_of(citizen.client.get("/request/receipt/"))
    for said in (
        number,
        code,
        case.received_on.isoformat(),
        case.due_on.isoformat(),
        "公开办",
        "工作日",
        "休息日",
    ):
        assert said in page


def test_the_receipt_as_pdf_says_the_same(citizen):
    number, code = citizen.asks()
    response = citizen.client.get("/request/receipt.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    document = pypdfium2.PdfDocument(response.content)
    said = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    case = Case.objects.get()
    due = f"{case.due_on.year}年{case.due_on.month}月{case.due_on.day}日"
    for word in (number, code, "云溪市信访局", due, "公开办", "/track/", case.due_on.isoformat()):
        assert word in said


def test_the_receipt_is_gone_after_half_an_hour(citizen, monkeypatch):
    citizen.asks()
    later = timezone.now() + timedelta(minutes=31)
    monkeypatch.setattr("yangguang.requests.public.filing.timezone.now", lambda: later)
    assert citizen.client.get("/request/receipt/").headers["Location"] == "/track/"
    assert citizen.client.get("/request/receipt.pdf").status_code == 404
    assert drafts.purge(later) == 1
    assert not Draft.objects.exists()
    assert Case.objects.count() == 1


def test_another_browser_sees_no_receipt(citizen):
    citizen.asks()
    stranger = Client()
    assert stranger.get("/request/receipt/").headers["Location"] == "/track/"
    assert stranger.get("/request/receipt.pdf").status_code == 404


def test_the_code_is_nowhere_in_clear(citizen):
    number, code = citizen.asks(email="wang@example.cn")
    with connection.cursor() as cursor:
        everything = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            everything += "\n".join(str(row) for row in cursor.fetchall())
    assert number in everything
    for secret in (code, code.replace("-", ""), "11010519491231002X", "13800005678", "wang@example.cn" * 2):
        assert secret not in everything


# --- the counter's setting -----------------------------------------------------------------------


def test_an_office_may_confirm_by_itself(citizen, counter):
    counter.confirms_automatically = False
    counter.save()
    citizen.asks()
    case = Case.objects.get()
    assert (case.state_id, case.received_on, case.due_on) == ("submitted", None, None)
    assert "待机关与您确认" in text_of(citizen.client.get("/request/receipt/"))


def test_only_agencies_that_take_requests_are_offered(citizen, cast):
    page = text_of(citizen.client.get("/request/new/"))
    assert "云溪市信访局" in page
    assert "云溪市教育局" not in page
    assert citizen.begins(cast.school).status_code == 409
    assert not Draft.objects.exists()
    assert citizen.client.post("/request/new/", {"agency": "x"}).status_code == 404
    assert "云溪市信访局" not in text_of(citizen.client.get("/request/new/?q=教育"))


def test_an_office_that_closes_its_counter_meanwhile_refuses(citizen, counter):
    citizen.fills_in()
    counter.takes_online = False
    counter.save()
    answer = citizen.files()
    assert answer.status_code == 409
    assert "不接收网上申请" in text_of(answer)
    assert citizen.draft().files.count() == 1


# --- nothing typed is lost ------------------------------------------------------------------------


def test_errors_are_said_on_top_with_links_and_nothing_is_lost(citizen):
    citizen.begins()
    answer = citizen.says("wanted", info_description="预算", delivery_form="", purpose="研究")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'role="alert"' in page
    assert 'href="#id_info_description"' in page
    assert 'href="#id_delivery_form_0"' in page
    assert 'id="id_info_description_error"' in page
    assert ">预算<" in page.replace("\n", "")
    again = citizen.client.get("/request/new/wanted/").content.decode()
    assert "研究" in again


def test_a_file_stays_when_something_else_is_wrong(citizen):
    citizen.begins()
    citizen.says("wanted")
    answer = citizen.says("applicant", proofs=(files.upload("证.png", files.picture()),), name="")
    assert answer.status_code == 422
    assert "证.png" in text_of(answer)
    assert citizen.says("applicant").headers["Location"] == "/request/new/review/"


def test_a_file_can_be_taken_out_again(citizen):
    citizen.fills_in()
    file = citizen.draft().files.get()
    name = file.file.name
    citizen.client.post("/request/new/applicant/", {"remove": file.pk, "name": "王大明"})
    assert not DraftFile.objects.exists()
    assert drafts.said_in(citizen.draft())["name"] == "王大明"
    assert default_storage.exists(name)  # until the transaction of this test ends


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.exe", b"MZ" + b"\0" * 100, "不是可以接收的类型"),
        ("a.docx", files.macro_docx(), "宏"),
        ("a.jpg", files.picture("JPEG") + files.archive(a_dot_txt=b"x"), "压缩包"),
        ("a.docx", files.bomb(), "压缩炸弹"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "不是可以接收的类型"),
    ],
)
def test_a_bad_file_is_refused_where_it_was_chosen(citizen, name, data, said):
    citizen.begins()
    citizen.says("wanted")
    answer = citizen.says("applicant", proofs=(files.upload(name, data),))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page
    assert 'href="#id_identity_proofs"' in page
    assert not DraftFile.objects.exists()
    assert drafts.said_in(citizen.draft())["name"] == "王小明"


def test_a_huge_file_is_refused(citizen, settings):
    settings.MAX_ATTACHMENT_MB = 1
    citizen.begins()
    citizen.says("wanted")
    answer = citizen.says("applicant", proofs=(files.upload("a.txt", b"a" * 1_200_000),))
    assert "超过 1 兆字节" in text_of(answer)


def test_a_draft_has_room_for_ten_files(citizen):
    citizen.begins()
    for number in range(10):
        citizen.says("applicant", "upload", proofs=(files.upload(f"{number}.png", files.picture()),))
    answer = citizen.says("applicant", "upload", proofs=(files.upload("11.png", files.picture()),))
    assert "最多附 10 个文件" in text_of(answer)


def test_without_proof_of_identity_it_goes_no_further(citizen):
    citizen.begins()
    citizen.says("wanted")
    answer = citizen.says("applicant")
    assert answer.status_code == 422
    assert "请附上身份证明" in text_of(answer)
    answer = citizen.files()  # somebody jumps to the end
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_the_end_of_the_form_cannot_be_reached_half_filled(citizen):
    citizen.begins()
    page = text_of(citizen.client.get("/request/new/review/"))
    assert "还有内容没有填好" in page
    assert citizen.files().status_code == 422
    assert not Case.objects.exists()


def test_without_the_tick_nothing_is_filed(citizen):
    citizen.fills_in()
    answer = citizen.client.post("/request/new/review/", {"action": "file"})
    assert answer.status_code == 422
    assert "请先勾选" in text_of(answer)
    assert not Case.objects.exists()


def test_the_last_look_masks_the_number(citizen):
    citizen.fills_in()
    page = text_of(citizen.client.get("/request/new/review/"))
    assert "110***********002X" in page
    assert "11010519491231002X" not in page
    assert "身份证.png" in page


def test_who_has_begun_nothing_begins_at_the_beginning(client, counter):
    for page in ("wanted", "applicant", "review", "saved"):
        assert client.get(f"/request/new/{page}/").headers["Location"] == "/request/new/"


# --- twice -----------------------------------------------------------------------------------------


def test_a_second_click_shows_the_same_receipt(citizen):
    citizen.fills_in()
    citizen.files()
    first = citizen.keys()
    assert citizen.files().headers["Location"] == "/request/receipt/"
    assert citizen.keys() == first
    assert Case.objects.count() == 1


def test_filing_a_draft_twice_is_filing_it_once(citizen):
    citizen.fills_in()
    pk = citizen.draft().pk
    first, second = drafts.file_draft(pk, timezone.now()), drafts.file_draft(pk, timezone.now())
    assert (first.case.pk, first.code) == (second.case.pk, second.code)
    assert Case.objects.count() == 1


def test_a_new_request_can_follow(citizen):
    first, _ = citizen.asks()
    second, _ = citizen.asks(info_description="另一件事的批复文件")
    assert first != second


# --- later ------------------------------------------------------------------------------------------


def test_a_draft_is_found_again_from_another_machine(citizen, counter):
    citizen.begins()
    assert (
        citizen.says("wanted", "save", info_description="云溪路").headers["Location"] == "/request/new/saved/"
    )
    page = citizen.client.get("/request/new/saved/").content.decode()
    code = page.partition('class="rq-code" translate="no">')[2].partition("<")[0]
    assert len(code) == 17
    elsewhere = Citizen(Client(), counter.agency)
    answer = elsewhere.client.post("/request/resume/", {"code": code.lower().replace("-", " ")})
    assert answer.headers["Location"] == "/request/new/wanted/"
    assert "云溪路" in text_of(elsewhere.client.get("/request/new/wanted/"))
    assert elsewhere.draft() == citizen.draft()


def test_a_wrong_resume_code_says_so(client, counter):
    for code in ("", "AAAAA-AAAAA-AAAAA", "\x00"):
        answer = client.post("/request/resume/", {"code": code})
        assert answer.status_code == 422
        assert "没有找到这份草稿" in text_of(answer)


def test_resume_codes_cannot_be_tried_for_ever(client, counter):
    answers = [client.post("/request/resume/", {"code": "x"}).status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]


def test_a_draft_lies_sealed_and_is_gone_after_thirty_days(citizen):
    citizen.fills_in()
    citizen.client.get("/request/new/saved/")
    draft = citizen.draft()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM requests_draft")
        assert "王小明" not in str(cursor.fetchall())
    assert json.loads(draft.content)["name"] == "王小明"
    assert drafts.purge(draft.expires_at - timedelta(seconds=1)) == 0
    assert drafts.purge(draft.expires_at) == 1
    assert not DraftFile.objects.exists()


def test_leaving_forgets_the_draft_here(citizen):
    citizen.begins()
    citizen.client.post("/request/leave/")
    assert citizen.client.get("/request/new/wanted/").headers["Location"] == "/request/new/"
    assert Draft.objects.count() == 1


# --- the disk and the mail server ------------------------------------------------------------------


def test_a_full_disk_while_uploading_is_said_and_keeps_what_was_typed(citizen, monkeypatch):
    citizen.begins()
    citizen.says("wanted")

    def full(self, name, content, max_length=None):
        raise OSError(28, "No space left on device")

    default_storage.exists("x")
    monkeypatch.setattr(type(default_storage._wrapped), "save", full)
    answer = citizen.says("applicant", proofs=(files.upload("证.png", files.picture()),))
    assert answer.status_code == 422
    assert "没有存下来" in text_of(answer)
    assert not DraftFile.objects.exists()
    assert drafts.said_in(citizen.draft())["name"] == "王小明"


def test_a_full_disk_while_filing_files_nothing_and_loses_nothing(citizen, monkeypatch):
    citizen.fills_in()
    save = type(default_storage._wrapped).save

    def full(self, name, content, max_length=None):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(default_storage._wrapped), "save", full)
    answer = citizen.files()
    assert answer.status_code == 409
    assert not Case.objects.exists()
    monkeypatch.setattr(type(default_storage._wrapped), "save", save)
    assert citizen.files().headers["Location"] == "/request/receipt/"
    assert Case.objects.get().serial == 1


def test_the_receipt_comes_by_mail(citizen, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        number, code = citizen.asks(email="wang@example.cn")
    sent = mail.outbox[-1]
    assert sent.to == ["wang@example.cn"]
    assert number in sent.subject
    assert code in sent.body
    assert "/track/" in sent.body
    kept = OutgoingMail.objects.get()
    assert (kept.state, kept.text) == (MailState.SENT, "")


def test_without_an_address_no_mail(citizen):
    citizen.asks()
    assert not OutgoingMail.objects.exists()


def test_a_mail_server_that_is_down_delays_the_mail_and_nothing_else(
    citizen, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    with django_capture_on_commit_callbacks(execute=True):
        citizen.asks(email="wang@example.cn")
    assert Case.objects.count() == 1
    waiting = OutgoingMail.objects.get()
    assert (waiting.state, waiting.attempts) == (MailState.WAITING, 1)
    assert "Connection" in waiting.error
    assert not mailing.send(waiting.pk, waiting.next_at - timedelta(seconds=1))  # not yet
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert mailing.send(waiting.pk, waiting.next_at)
    assert not mailing.send(waiting.pk, waiting.next_at + timedelta(days=1))  # once
    assert len(mail.outbox) == 1


def test_after_nine_retries_somebody_has_to_look(citizen, settings):
    citizen.asks(email="wang@example.cn")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 1
    at, waits = timezone.now(), []
    for _ in range(10):
        waiting = OutgoingMail.objects.get()
        at = max(at, waiting.next_at)
        mailing.send(waiting.pk, at)
        waiting.refresh_from_db()
        waits.append(waiting.next_at - at)
    assert waiting.state == MailState.FAILED
    assert waits == sorted(waits)
    assert not mailing.send(waiting.pk, at + timedelta(days=9))


def test_an_address_that_no_mail_can_have_is_told_and_loses_nothing(citizen):
    citizen.asks()
    mailing.post(Case.objects.get(), f"a@{'例' * 70}.cn", "x", "y", at=timezone.now())
    waiting = OutgoingMail.objects.get()
    assert not mailing.send(waiting.pk, waiting.next_at)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.error[:12]) == (MailState.WAITING, "UnicodeError")


# --- suggestions and limits -------------------------------------------------------------------------


def test_what_is_public_already_is_suggested(citizen, monkeypatch):
    from yangguang.requests import suggestions

    monkeypatch.setattr(suggestions, "_providers", [])
    suggestions.register(
        lambda words, agency: (
            [suggestions.Suggestion(f"{agency.name}预算", "/x/", "预算")] if "预算" in words else []
        )
    )
    suggestions.register(_broken)
    citizen.begins()
    page = text_of(citizen.says("wanted", "look"))
    assert "云溪市信访局预算" in page
    part = citizen.client.get("/request/new/suggestions/", {"q": "预算"})
    assert "云溪市信访局预算" in text_of(part)
    assert text_of(citizen.client.get("/request/new/suggestions/", {"q": "别的"})).strip() == ""
    assert Client().get("/request/new/suggestions/", {"q": "预算"}).status_code == 404


def _broken(words, agency):
    raise RuntimeError


def test_one_address_begins_so_often_an_hour(citizen):
    answers = [citizen.begins().status_code for _ in range(61)]
    assert answers == [302] * 60 + [429]


def test_pages_follow_the_content_policy(citizen):
    citizen.fills_in()
    for page in (
        "/request/new/",
        "/request/new/wanted/",
        "/request/new/applicant/",
        "/request/new/review/",
        "/track/",
    ):
        response = citizen.client.get(page)
        body = response.content.decode()
        assert "style=" not in body
        assert "onclick" not in body
        assert "<script>" not in body
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]
        assert "no-store" in response["Cache-Control"]


def test_in_english(citizen):
    citizen.client.cookies["yangguang_language"] = "en"
    page = text_of(citizen.client.get("/request/new/"))
    assert "Request government information" in page
