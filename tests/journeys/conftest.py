"""A browser for the journeys, and a calendar whose day the story chooses."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from support_office import Cast, at, make_cast
from walking import Applicant, Bureau, signed_in

from yangguang.offices.models import Person
from yangguang.requests.models import RequestSettings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def browse(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """A page of a fresh browser, as one of the people or as anybody; errors of scripts and of the content
    policy fail the test."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("chromium is not here; install it to walk the journeys")
    settings.DATA, settings.MEDIA_ROOT = tmp_path, str(tmp_path / "media")
    cache.clear()
    # playwright keeps an event loop in this thread, where Django would refuse its database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    problems: list[str] = []

    def opened(who: Person | None = None, *, width: int = 1440, script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 1000},
            locale="zh-CN",
            base_url=live_server.url,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        if who is not None:
            context.add_cookies([signed_in(who, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if _is_problem(said) else None)
        return page

    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    assert problems == []


def _is_problem(said: Any) -> bool:
    """A refused form answers 422 or 409, and what one may not see 404, which is no problem of a script."""
    return said.type == "error" and not re.search(r"status of (422|409|404)", said.text)


@dataclass
class Calendar:
    """The day of the story. Everything below views takes its time from ``timezone.now``."""

    now: datetime

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)  # two acts of a day come one after the other
        return self.now

    def turns_to(self, day: str, hour: int = 10) -> None:
        """From here on it is that day, in the server as well."""
        self.now = at(day, hour)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> Calendar:
    """A calendar on the wall, which server and test read alike."""
    wall = Calendar(timezone.now())
    monkeypatch.setattr(timezone, "now", wall)
    return wall


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The bureau's people; it takes requests over the internet."""
    made = make_cast()
    RequestSettings.objects.create(agency=made.bureau)
    return made


@pytest.fixture
def bureau(browse: Callable[..., Any], cast: Cast) -> Bureau:
    """The bureau at its desks."""
    return Bureau(browse, cast)


@pytest.fixture
def applicant(browse: Callable[..., Any], cast: Cast, tmp_path: Path) -> Applicant:
    """王小明 with his phone."""
    return Applicant(browse, tmp_path)
