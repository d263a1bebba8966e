"""Reminders: when, to whom, once; and how they leave the house."""

from __future__ import annotations

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core import mail
from django.core.management import call_command
from support_office import at

from yangguang.cases.alerts import send_due
from yangguang.cases.delivering import deliver
from yangguang.cases.models import Notice, NoticeKind
from yangguang.offices.models import Person
from yangguang.web import schedule
from yangguang.web.models import DailyRun

pytestmark = pytest.mark.django_db

# received 2024-03-04, due 2024-04-01 (foi-procedure §11, no. 1); Monday to Friday without a holiday in between


def told(person: Person) -> list[tuple[str, str]]:
    return [(n.kind, n.key) for n in Notice.objects.filter(person=person).order_by("pk")]


@pytest.mark.parametrize(
    ("on", "kind", "words"),
    [
        ("2024-03-22", None, ""),  # six working days before
        ("2024-03-25", "due_soon", "还有 5 个工作日"),
        ("2024-03-28", "due_soon", "还有 2 个工作日"),  # nobody looked on the day itself
        ("2024-03-29", "due_next", "还有 1 个工作日"),
        ("2024-03-31", "due_next", "还有 1 个工作日"),  # a Sunday
        ("2024-04-01", "due_next", "今天（2024-04-01）到期"),
        ("2024-04-02", "overdue", "已逾期 1 个工作日"),
    ],
)
def test_what_is_said_on_which_day(desk, on, kind, words):
    desk.receives(on="2024-03-04")
    send_due(date.fromisoformat(on), at(on))
    notices = list(Notice.objects.filter(person=desk.cast.disclosure_office))
    assert [n.kind for n in notices] == ([kind] if kind else [])
    if kind:
        assert words in notices[0].text


def test_nothing_is_told_twice_and_every_stage_once(desk):
    desk.receives(on="2024-03-04")
    for on in ("2024-03-25", "2024-03-25", "2024-03-26", "2024-03-29", "2024-04-02", "2024-04-03"):
        send_due(date.fromisoformat(on), at(on))
    assert told(desk.cast.disclosure_office) == [
        ("due_soon", "2024-04-01:5"),
        ("due_next", "2024-04-01:1"),
        ("overdue", "2024-04-01:late"),
    ]


def test_a_limit_that_moved_is_reminded_of_anew(desk):
    case = desk.receives(on="2024-03-04")
    send_due(date(2024, 3, 25), at("2024-03-25"))
    desk.does(case, "extend", on="2024-03-26", reason="x", working_days=20)  # due 2024-04-29
    send_due(date(2024, 4, 23), at("2024-04-23"))  # 24, 25, 26, the make-up Sunday 28, 29
    assert [key for _kind, key in told(desk.cast.disclosure_office)] == ["2024-04-01:5", "2024-04-29:5"]


def test_the_department_hears_first_and_the_office_when_it_is_near(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"d{desk.cast.office.pk}")
    send_due(date(2024, 3, 25), at("2024-03-25"))
    assert ("due_soon", "2024-04-01:5") in told(desk.cast.clerk_a)
    assert told(desk.cast.disclosure_office) == told(desk.cast.clerk_b) == []
    send_due(date(2024, 3, 29), at("2024-03-29"))
    assert told(desk.cast.disclosure_office) == [("due_next", "2024-04-01:1")]


def test_a_closed_case_is_left_alone(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "withdraw", on="2024-03-05")
    assert send_due(date(2024, 4, 2), at("2024-04-02")) == 0


def test_who_gets_a_case_is_told(desk):
    case = desk.receives(on="2024-03-04")
    desk.does(case, "assign", on="2024-03-05", unit=f"p{desk.cast.clerk_b.pk}")
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (desk.cast.clerk_b, NoticeKind.ASSIGNED)
    assert case.number in notice.text


def test_one_letter_for_each_person_with_everything_in_it(desk):
    Person.objects.filter(pk=desk.cast.disclosure_office.pk).update(email="office@example.org")
    first, second = desk.receives(on="2024-03-04"), desk.receives("另一件", on="2024-03-04")
    send_due(date(2024, 3, 25), at("2024-03-25"))
    mail.outbox.clear()
    Notice.objects.update(mailed_at=None)
    assert deliver(at("2024-03-25")) == (1, 0)
    assert deliver(at("2024-03-25")) == (0, 0)
    (letter,) = mail.outbox
    assert letter.to == ["office@example.org"]
    assert first.number in letter.body
    assert second.number in letter.body


def test_a_mail_server_that_is_down_delays_and_loses_nothing(desk, monkeypatch):
    Person.objects.filter(pk=desk.cast.disclosure_office.pk).update(email="office@example.org")
    desk.receives(on="2024-03-04")
    send_due(date(2024, 3, 25), at("2024-03-25"))

    def broken(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("yangguang.cases.delivering.send_mail", broken)
        assert deliver(at("2024-03-25")) == (0, 0)
    assert deliver(at("2024-03-25")) == (1, 0)


class Double(BaseHTTPRequestHandler):
    """A gateway that keeps what it was given."""

    taken: list[tuple[dict[str, str], str | None]]
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).taken.append((json.loads(body), self.headers.get("Authorization")))
        self.send_response(type(self).status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def gateway(settings):
    handler = type("Handler", (Double,), {"taken": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_TOKEN = "token"
    yield handler
    server.shutdown()
    server.server_close()


@pytest.fixture
def reminded(desk):
    Person.objects.filter(pk=desk.cast.disclosure_office.pk).update(mobile="13800000000")
    desk.receives(on="2024-03-04")
    send_due(date(2024, 3, 25), at("2024-03-25"))
    return Notice.objects.get()


def test_a_text_message_goes_to_the_gateway_once(reminded, gateway):
    assert deliver(at("2024-03-25")) == (0, 1)
    assert deliver(at("2024-03-25", 11)) == (0, 0)
    assert gateway.taken == [
        ({"to": "13800000000", "text": reminded.text, "id": f"notice-{reminded.pk}"}, "Bearer token")
    ]


@pytest.mark.parametrize(("hour", "minute", "sent"), [(7, 59, 0), (8, 0, 1), (20, 59, 1), (21, 0, 0)])
def test_no_telephone_rings_at_night(reminded, gateway, hour, minute, sent):
    assert deliver(at("2024-03-25", hour, minute))[1] == sent
    assert len(gateway.taken) == sent


def test_a_gateway_that_refuses_gets_the_message_again(reminded, gateway):
    gateway.status = 503
    assert deliver(at("2024-03-25"))[1] == 0
    gateway.status = 200
    assert deliver(at("2024-03-25", 12))[1] == 1
    assert {body["id"] for body, _token in gateway.taken} == {f"notice-{reminded.pk}"}


def test_the_command_says_what_it_did(desk, capsys):
    desk.receives(on="2024-03-04")
    call_command("send_alerts", on="2024-03-25")
    assert "新提醒 1 条" in capsys.readouterr().out


# --- once a day -----------------------------------------------------------------------------------


@pytest.fixture
def begun(monkeypatch):
    from datetime import time

    days: list[date] = []
    monkeypatch.setattr(schedule, "_jobs", {})
    schedule.register(schedule.DailyJob("test", time(8), days.append))
    return days


def test_a_daily_job_begins_after_its_hour_once_a_day_and_makes_up_for_a_pause(begun):
    for moment in (
        at("2024-03-25", 7, 59),
        at("2024-03-25", 8, 0),
        at("2024-03-25", 8, 1),
        at("2024-03-25", 23, 59),
        at("2024-03-29", 18, 0),  # the house was closed for three days
        at("2024-03-30", 7, 0),
    ):
        schedule.begin_due(moment)
    assert begun == [date(2024, 3, 25), date(2024, 3, 29)]


def test_a_clock_that_goes_back_begins_nothing(begun):
    schedule.begin_due(at("2024-03-25"))
    schedule.begin_due(at("2024-03-24"))
    assert begun == [date(2024, 3, 25)]
    assert DailyRun.objects.get().last_on == date(2024, 3, 25)


def test_the_reminders_are_a_daily_job():
    assert "alerts" in schedule._jobs
