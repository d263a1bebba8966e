"""Two people at one telephone, and those who noted a session before or guess afterwards."""

from __future__ import annotations

import files
import pytest
from citizen import Citizen, text_of
from django.core.cache import cache
from django.test import Client

from yangguang.requests.models import Draft
from yangguang.web import throttle

pytestmark = pytest.mark.django_db
SESSION = "yangguang_session"


def test_whoever_noted_the_session_before_sees_neither_draft_nor_receipt(citizen: Citizen) -> None:
    citizen.client.post("/track/", {"number": "x", "code": "y"})
    session = citizen.client.session
    session["here"] = "before"
    session.save()
    noted = Client()
    noted.cookies[SESSION] = citizen.client.cookies[SESSION].value
    citizen.fills_in()
    assert noted.get("/request/new/wanted/").headers["Location"] == "/request/new/"
    noted.cookies[SESSION] = citizen.client.cookies[SESSION].value
    citizen.files()
    assert noted.get("/request/receipt/").headers["Location"] == "/track/"
    assert noted.get("/request/receipt.pdf").status_code == 404


def test_whoever_noted_the_session_before_sees_no_case(citizen: Citizen) -> None:
    number, code = citizen.asks()
    citizen.client.post("/request/leave/")
    noted = Client()
    noted.cookies[SESSION] = citizen.client.cookies[SESSION].value
    citizen.looks_up(number, code)
    assert citizen.client.get("/track/case/").status_code == 200
    assert noted.get("/track/case/").headers["Location"] == "/track/"


def test_the_next_one_at_the_telephone_can_begin_without_the_words_of_the_one_before(
    citizen: Citizen,
) -> None:
    citizen.fills_in()
    page = citizen.client.get("/request/new/").content.decode()
    assert "不是我填的，从头开始" in page
    assert 'action="/request/leave/"' in page
    citizen.client.post("/request/leave/")
    citizen.begins()
    assert Draft.objects.count() == 2
    for path in ("/request/new/wanted/", "/request/new/applicant/"):
        said = text_of(citizen.client.get(path))
        assert "王小明" not in said
        assert "云溪路" not in said


def test_a_draft_of_another_session_is_not_reached_by_its_files(citizen: Citizen) -> None:
    citizen.fills_in()
    theirs = citizen.draft().files.get()
    other = Citizen(Client(), citizen.agency)
    other.begins()
    other.says("wanted")
    other.client.post("/request/new/applicant/", {"remove": str(theirs.pk)})
    assert citizen.draft().files.filter(pk=theirs.pk).exists()


def test_signing_in_gives_a_new_session(client: Client, cast: object) -> None:
    session = client.session
    session["here"] = "before"
    session.save()
    client.cookies[SESSION] = session.session_key
    signed = client.post("/staff/login/", {"username": "drafter", "password": "for-the-tests-only"})
    assert signed.status_code == 302
    assert client.cookies[SESSION].value != session.session_key


def answers(client: Client, number: str) -> tuple[int, str, dict[str, str]]:
    answer = client.post("/track/", {"number": number, "code": "22222-22222"})
    said = text_of(answer).replace(number, "")
    headers = {
        name: value
        for name, value in answer.headers.items()
        if name not in ("X-Request-ID", "Content-Length")
    }
    return answer.status_code, said, headers


def test_a_number_that_exists_hears_what_another_hears_also_when_there_were_too_many(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yangguang.requests.public.tracking.LOOK_UPS", 10_000)
    monkeypatch.setattr(throttle.time, "time", lambda: 1_800_000_000.0)
    number, _code = citizen.asks()
    there, nowhere = Client(), Client()
    unknown = number[:-1] + ("1" if number[-1] != "1" else "2")
    for _turn in range(32):
        assert answers(there, number) == answers(nowhere, unknown)
    assert answers(there, number)[0] == 429


def test_what_a_caller_says_of_itself_counts_for_nothing(citizen: Citizen) -> None:
    cache.clear()
    for turn in range(31):
        answer = citizen.client.post(
            "/track/",
            {"number": f"XF1-2024-{turn:05}", "code": "22222-22222"},
            headers={"X-Forwarded-For": f"198.51.100.{turn}", "X-Real-IP": f"198.51.100.{turn}"},
        )
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "name",
    [
        "a\r\nX-Evil: 1.pdf",
        'a".pdf',
        "a;b=c.pdf",
        "回车\n\n<script>.pdf",
        "\u202efdp.exe",
        "../../etc/passwd.pdf",
    ],
)
def test_no_name_of_a_file_becomes_a_header(
    citizen: Citizen, client: Client, cast: object, name: str
) -> None:
    citizen.begins()
    citizen.says("wanted")
    answer = citizen.says("applicant", proofs=(files.upload(name, files.pdf()),))
    assert answer.status_code in (302, 422)
    citizen.files()
    from yangguang.cases.models import Attachment

    kept = Attachment.objects.get()
    client.force_login(cast.disclosure_office)
    download = client.get(f"/staff/files/{kept.pk}/")
    assert "X-Evil" not in download.headers
    said = download["Content-Disposition"]
    assert said.startswith("attachment; filename")
    assert not set(said) & set("\r\n")
    assert download["Content-Type"] == "application/pdf"
    assert "/" not in kept.name
    assert "\u202e" not in kept.name
