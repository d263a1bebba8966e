"""What every answer says beside its words: nobody frames it, nothing keeps what is confidential."""

from __future__ import annotations

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.http.response import HttpResponseBase
from django.test import Client
from whole_house import House, addresses

from yangguang.offices.models import Person

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


@pytest.fixture
def https(settings) -> Client:
    """A browser at a house whose address begins with https://; what settings/base.py makes of that."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = True
    return Client()


def test_over_https_every_cookie_stays_on_https(https: Client, house: House) -> None:
    https.get("/staff/login/", secure=True)
    https.post("/staff/login/", {"username": "drafter", "password": "for-the-tests-only"}, secure=True)
    https.post("/language/", {"language": "en", "next": "/"}, secure=True)
    assert {"yangguang_session", "csrftoken", "yangguang_language"} <= set(https.cookies)
    for name, cookie in https.cookies.items():
        assert cookie["secure"], name


def test_over_https_browsers_are_told_to_stay_there(https: Client) -> None:
    assert https.get("/", secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    turned = https.get("/track/")
    assert (turned.status_code, turned["Location"]) == (301, "https://testserver/track/")
    assert https.get("/health/live").status_code == 200  # a monitor inside the house asks in the open


@pytest.mark.parametrize("who", ["unknown", "drafter", "disabled", "without"])
def test_a_wrong_sign_in_costs_and_says_the_same_whoever_it_names(
    house: House, client: Client, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    """One digest each: no shorter way for a name that nobody has, is closed, or has no password."""
    without = Person.objects.create_user("without")
    without.set_unusable_password()
    without.save()
    digests: list[str] = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: digests.append(salt) or real(self, password, salt),
    )
    answer = client.post("/staff/login/", {"username": who, "password": "wrong"})
    assert len(digests) == 1
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.non_field_errors().as_data()[0].code == "invalid_login"
    assert who not in str(form.errors)


def test_a_closed_account_with_its_right_password_hears_what_a_wrong_one_hears(
    house: House, client: Client
) -> None:
    said = [
        client.post("/staff/login/", {"username": "disabled", "password": word}).context["form"].errors
        for word in ("wrong", "for-the-tests-only")
    ]
    assert said[0] == said[1] != {}


def test_an_account_that_nobody_has_pauses_as_any_other(house: House, settings) -> None:
    settings.SIGN_IN_ATTEMPTS = 2
    heard = []
    for number, who in enumerate(("unknown", "drafter")):
        cache.clear()
        browser = Client(REMOTE_ADDR=f"10.0.0.{number}")
        answers = [
            browser.post("/staff/login/", {"username": who, "password": "wrong"}).context["form"].errors
            for _try in range(4)
        ]
        heard.append([error.as_data()["__all__"][0].code for error in answers])
    assert heard[0] == heard[1] == ["invalid_login", "invalid_login", "paused", "paused"]
    cache.clear()
