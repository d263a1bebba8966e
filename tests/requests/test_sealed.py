"""Identity numbers and telephone numbers are nowhere but where they are sealed, and where somebody opened them."""

from __future__ import annotations

import io
import logging
import smtplib
import zipfile
from typing import Any

import pytest
from citizen import Citizen
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from support_office import at

from yangguang.cases import archiving, mailing
from yangguang.cases.actor import Actor
from yangguang.cases.engine import take
from yangguang.cases.models import Case, OutgoingMail
from yangguang.ledger.models import Entry
from yangguang.web.logs import JsonLines, PlainLines

pytestmark = pytest.mark.django_db
NUMBER, PHONE, MAIL = "11010519491231002X", "13800005678", "wang.xiaoming@example.cn"
SECRETS = (NUMBER, PHONE)


@pytest.fixture
def lines(settings: Any) -> Any:
    """Every line that would be written, in both formats, down to the finest level."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.extend((JsonLines().format(record), PlainLines().format(record)))

    handler, root = Keep(level=logging.DEBUG), logging.getLogger()
    named = [logging.getLogger(name) for name in settings.LOGGING["loggers"]]
    loggers = [root, logging.getLogger("django"), logging.getLogger("yangguang"), *named]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    for one in loggers[:2]:
        one.addHandler(handler)
    for name, said in settings.LOGGING["loggers"].items():
        if name != "django" and "level" in said:
            logging.getLogger(name).setLevel(said["level"])
    yield kept
    for one, level in before:
        one.removeHandler(handler)
        one.setLevel(level)


def holds(text: object) -> list[str]:
    return [secret for secret in (*SECRETS, NUMBER[:-1]) if secret in str(text)]


def columns() -> dict[str, str]:
    """Everything that lies in the database, as it lies there."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
            found[model._meta.label] = "\n".join(map(str, cursor.fetchall()))
    return found


def test_nothing_of_a_request_lies_open_in_database_cache_session_or_log(
    citizen: Citizen, lines: Any
) -> None:
    citizen.fills_in(email=MAIL)
    for where, text in columns().items():  # a draft, with its files
        assert not holds(text), where
    citizen.files()
    number, code = citizen.keys()
    citizen.looks_up(number, code)
    citizen.client.get("/track/case/")
    for where, text in columns().items():
        assert not holds(text), where
    for session in Session.objects.all():
        assert not holds(session.get_decoded())
        assert code not in str(session.get_decoded())
    assert not holds(list(getattr(cache, "_cache", {}).items()))
    assert not holds("\n".join(lines))
    assert code not in "\n".join(lines)
    case = Case.objects.get()
    mailing.send(OutgoingMail.objects.get().pk, case.created_at)
    assert not holds(mail.outbox[0].subject)
    assert not holds(mail.outbox[0].body)


def test_an_error_tells_the_log_nothing_of_what_was_typed(
    citizen: Citizen, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen.fills_in()
    citizen.client.raise_request_exception = False

    def breaks(*args: object, **kwargs: object) -> None:
        raise ValueError(f"invalid input: {NUMBER} {PHONE}")

    monkeypatch.setattr("yangguang.requests.intake.InformationRequest.objects.create", breaks)
    answer = citizen.files()
    assert answer.status_code == 500
    assert not holds(answer.content.decode())
    told = "\n".join(lines)
    assert "ValueError" in told
    assert "intake.py" in told
    assert not holds(told)


def test_lists_sheets_letters_of_errors_and_packages_hold_no_number(desk: Any, client: Client) -> None:
    case = desk.receives(on="2024-03-04")
    client.force_login(desk.cast.disclosure_office)
    for path in (
        "/staff/",
        "/staff/cases/?tab=all",
        "/staff/cases/?tab=all&export=csv",
        f"/staff/requests/{case.pk}/",
        *(f"/staff/cases/{case.pk}/{name}/" for name in ("timeline", "clock", "files", "notes", "history")),
    ):
        assert not holds(client.get(path).content.decode()), path
    sheet = client.get("/staff/cases/?tab=all&export=xlsx").content
    with zipfile.ZipFile(io.BytesIO(sheet)) as book:
        assert not any(holds(book.read(name).decode("utf-8", "replace")) for name in book.namelist())
    assert not holds(list(Entry.objects.values_list("facts", "object_name", "actor_name")))


def test_a_package_names_no_file_after_a_number(desk: Any) -> None:
    from django.core.files.base import ContentFile

    from yangguang.cases.attaching import attach
    from yangguang.cases.models import AttachmentKind

    case = desk.receives(on="2024-03-04")
    upload = ContentFile("内容".encode(), name=f"王小明{NUMBER}.txt")
    attach(case, upload, AttachmentKind.IDENTITY_PROOF, by=Actor.applicant(), at=at("2024-03-04"))
    take(case, "withdraw", facts={"on": at("2024-03-05").date()}, by=Actor.applicant(), at=at("2024-03-05"))
    desk.does(case, "archive", on="2024-03-06", retention="ten_years")
    package = case.packages.first() or archiving.make(case.pk, case.steps_count, at("2024-03-06"))
    assert package is not None
    assert not holds(package.file.name)
    with package.file.open("rb") as file, zipfile.ZipFile(file) as archive:
        assert not any(holds(name) for name in archive.namelist())
    assert not holds(default_storage.listdir("")[1])


def test_an_address_that_the_mail_server_refuses_is_not_repeated(citizen: Citizen, monkeypatch: Any) -> None:
    citizen.asks(email=MAIL)
    waiting = OutgoingMail.objects.get()

    def refuses(*args: object, **kwargs: object) -> None:
        raise smtplib.SMTPRecipientsRefused({MAIL: (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuses)
    OutgoingMail.objects.update(state="waiting", next_at=waiting.written_at)
    mailing.send(waiting.pk, waiting.written_at)
    waiting.refresh_from_db()
    assert MAIL not in waiting.error
    assert "550" in waiting.error
