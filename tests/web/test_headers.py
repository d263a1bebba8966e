"""What every answer says beside its words: nobody frames it, nothing keeps what is confidential."""

from __future__ import annotations

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from whole_house import House, addresses

pytestmark = pytest.mark.django_db

OURS = [address for address in addresses() if address.is_ours]
CITIZENS = ("/request/new/", "/request/resume/", "/request/receipt/", "/track/", "/track/case/")
PUBLIC = ("/", "/design/", "/reports/", "/reports/check/", "/nowhere/", "/staff/login/", *CITIZENS)


def assert_guarded(answer: HttpResponseBase, where: str) -> None:
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"] or (
        "sandbox" in answer["Content-Security-Policy"]
    ), where
    assert answer["X-Frame-Options"] in ("SAMEORIGIN", "DENY"), where
    assert answer["X-Content-Type-Options"] == "nosniff", where
    assert answer["Referrer-Policy"] == "same-origin", where
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin", where


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_is_guarded(client: Client, path: str) -> None:
    assert_guarded(client.get(path), path)


def test_no_staff_page_is_kept_by_browser_or_proxy(house: House, client: Client) -> None:
    for who in ("root", "drafter", "disclosure_office"):
        client.force_login(house.cast.people[who])
        for address in OURS:
            if address.is_staff and address.name != "None":
                answer = client.get(house.url(address))
                where = f"{who} {address.name} {answer.status_code}"
                assert "no-store" in answer.get("Cache-Control", ""), where
                assert "max-age" not in answer["Cache-Control"].replace("max-age=0", ""), where
                assert_guarded(answer, where)


@pytest.mark.parametrize("path", CITIZENS)
def test_no_page_of_an_applicant_is_kept(client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]


def test_cookies_are_for_this_site_and_for_no_script(client: Client, house: House) -> None:
    client.get("/track/")
    client.force_login(house.cast.drafter)
    assert client.get("/staff/").status_code == 200
    client.post("/language/", {"language": "en", "next": "/"})
    client.post("/staff/login/", {"username": "drafter", "password": "for-the-tests-only"})
    for name in ("yangguang_session", "yangguang_language"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name


@pytest.mark.parametrize(
    "next",
    ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "\thttps://x.org"],
)
def test_no_page_sends_a_visitor_elsewhere(client: Client, house: House, next: str) -> None:
    answer = client.post("/language/", {"language": "en", "next": next})
    assert answer["Location"] in ("/",), answer["Location"]
    signed = client.post(
        "/staff/login/", {"username": "drafter", "password": "for-the-tests-only", "next": next}
    )
    assert signed.status_code == 302
    assert signed["Location"] == "/staff/"
