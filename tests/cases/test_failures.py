"""Messages that did not arrive: who sees them, why they failed, and sending them again."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from support_office import Desk

from yangguang.cases import mailing
from yangguang.cases.delivering import deliver
from yangguang.cases.failures import failures_for, send_again
from yangguang.cases.mailing import masked_address
from yangguang.cases.models import MailState, Notice, NoticeKind, OutgoingMail
from yangguang.cases.text_messages import GatewayError
from yangguang.ledger.models import Entry
from yangguang.offices.models import Person

pytestmark = pytest.mark.django_db
URL = "/staff/cases/undelivered/"


@pytest.fixture
def broken(monkeypatch):
    """A mail server that takes nothing until it is mended."""

    class Server:
        error: Exception | None = SMTPException("down")

    sending = EmailBackend.send_messages

    def send(backend, messages):
        if Server.error:
            raise Server.error
        return sending(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return Server


@pytest.fixture
def failed(desk: Desk, broken):
    """An e-mail to an applicant that was given up."""

    def make(
        error: Exception | None = None, *, title: str = "某路改造工程的预算", agency=None
    ) -> OutgoingMail:
        broken.error = error or SMTPException("down")
        case = desk.receives(title, on="2024-03-04", agency=agency)
        mail = mailing.post(case, "wang.xm@example.com", "回执", "正文", at=timezone.now())
        for _try in range(len(mailing.WAITS) + 1):
            OutgoingMail.objects.filter(pk=mail.pk).update(next_at=timezone.now())
            mailing.send(mail.pk, timezone.now())
        mail.refresh_from_db()
        assert mail.state == MailState.FAILED
        return mail

    return make


def reminder(desk: Desk, **facts) -> Notice:
    case = desk.receives(on="2024-03-04")
    Person.objects.filter(pk=desk.cast.drafter.pk).update(email="d@example.gov.cn", mobile="13800000000")
    return Notice.objects.create(
        person=desk.cast.drafter,
        case=case,
        kind=NoticeKind.OVERDUE,
        key="k",
        text="已逾期",
        created_at=timezone.now(),
        **facts,
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("wang.xm@example.com", "w***@example.com"),
        ("w@x.cn", "w***@x.cn"),
        ("不是地址", "***"),
        ("", "***"),
        ("a@b@c.cn", "a***@c.cn"),
    ],
)
def test_an_address_tells_only_its_server(address, shown):
    assert masked_address(address) == shown


def test_the_page_says_what_failed_and_why_and_masks_the_address(desk, failed, client):
    refused = SMTPRecipientsRefused({"wang.xm@example.com": (550, b"no such user wang.xm@example.com")})
    mail = failed(refused)
    for who in ("administrator", "disclosure_office", "root"):
        client.force_login(desk.cast.people[who])
        page = client.get(URL).content.decode()
        assert mail.case.number in page, who
        assert "w***@example.com" in page
        assert "wang.xm" not in page
        assert "拒收，地址可能有误" in page
        assert "已停止" in page
        # an administrator sets up and opens no papers
        sees = reverse("staff_requests:case", args=[mail.case_id]) in page
        assert sees == (who != "administrator"), who


def test_other_agencies_see_and_send_nothing(desk, failed, client):
    mail = failed()
    client.force_login(desk.cast.stranger)
    assert mail.case.number not in client.get(URL).content.decode()
    client.post(f"{URL}again/", {"message": f"mail-{mail.pk}"})
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    for who in ("drafter", "inspector"):
        client.force_login(desk.cast.people[who])
        assert client.get(URL).status_code == 302, who
        assert client.post(f"{URL}again/", {"message": f"mail-{mail.pk}"}).status_code == 302, who
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED
    assert not Entry.objects.filter(kind="cases.message_again").exists()


def test_what_is_sent_again_arrives_once_the_server_is_mended(
    desk, failed, broken, client, django_capture_on_commit_callbacks
):
    mail = failed()
    broken.error = None
    client.force_login(desk.cast.administrator)
    for _twice in range(2):  # the second time there is nothing left to send
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{URL}again/", {"message": f"mail-{mail.pk}"})
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (MailState.SENT, "")
    assert [letter.to for letter in outbox.outbox] == [["wang.xm@example.com"]]
    entry = Entry.objects.get(kind="cases.message_again")
    assert "wang" not in str(entry.facts)
    assert "没有未送达的消息" in client.get(URL).content.decode()


def test_what_fails_again_is_tried_like_a_new_one(desk, failed, client, django_capture_on_commit_callbacks):
    mail = failed()
    client.force_login(desk.cast.administrator)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{URL}again/", {"message": f"mail-{mail.pk}"})
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
    assert "会再试" in client.get(URL).content.decode()


def test_a_reminder_that_failed_is_shown_and_sent_again_after_it_has_gone_stale(desk, broken):
    notice = reminder(desk)
    now = timezone.now()
    assert deliver(now) == (0, 0)
    shown = failures_for(desk.cast.administrator, now)
    assert [(one.sort, one.to, one.is_given_up) for one in shown] == [("reminder", "drafter同志", False)]
    broken.error = None
    old = now + timedelta(days=4)
    assert failures_for(desk.cast.administrator, old)[0].is_given_up
    assert deliver(old) == (0, 0)
    assert send_again("reminder", notice.pk, by=desk.cast.administrator, at=old)
    assert deliver(old)[0] == 1
    assert failures_for(desk.cast.administrator, old) == []


def test_a_text_message_says_that_the_gateway_refused(desk, monkeypatch):
    class Refuses:
        def send(self, to, text, *, id):
            raise GatewayError("503")

    monkeypatch.setattr("yangguang.cases.delivering.gateway", Refuses)
    notice = reminder(desk, mailed_at=timezone.now())
    noon = timezone.localtime().replace(hour=12)
    deliver(noon)
    (shown,) = failures_for(desk.cast.administrator, noon)
    assert (shown.sort, shown.pk) == ("text", notice.pk)
    assert "短信网关" in str(shown.why)
    assert "13800000000" not in shown.error


def test_what_was_read_on_the_page_need_not_arrive(desk, broken):
    notice = reminder(desk)
    deliver(timezone.now())
    Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    assert failures_for(desk.cast.administrator, timezone.now()) == []


def test_the_list_costs_the_same_however_long_it_is(desk, failed, client):
    client.force_login(desk.cast.disclosure_office)
    failed()
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    for _more in range(3):
        failed()
    with CaptureQueriesContext(connection) as four:
        client.get(URL)
    assert len(four) == len(one)
