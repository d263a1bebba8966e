"""What people do in a browser, in their own words: an applicant with a phone, and the bureau at its desks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import files
from applicants import GOOD
from django.conf import settings
from django.test import Client
from django.urls import reverse
from support_office import Cast

from yangguang.cases.models import Case
from yangguang.letters.models import Letter
from yangguang.offices.models import Person

PHONE = 390


def fits(page: Any) -> bool:
    """Whether nothing makes the page wider than the screen."""
    return bool(page.locator("html").evaluate("root => root.scrollWidth <= window.innerWidth"))


def fill_in(page: Any, **fields: Any) -> None:
    """Fill a form in: chosen where there is something to choose, else typed."""
    for name, value in fields.items():
        inputs = page.locator(f"main [name='{name}']")
        first = inputs.first
        kind = first.evaluate("node => node.type")
        if kind == "radio":
            page.locator(f"main [name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            first.set_checked(bool(value))
        elif kind == "file":
            first.set_input_files(str(value))
        elif kind.startswith("select"):
            first.select_option(str(value))
        else:
            first.fill(str(value))


def signed_in(who: Person, url: str) -> dict[str, str]:
    """The cookie of somebody who has just signed in."""
    client = Client()
    client.force_login(who)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": urljoin(url, "/")}


def words(page: Any) -> str:
    """What stands on the page, all of it having come."""
    page.wait_for_load_state()
    return str(page.locator("main").inner_text())


@dataclass
class Applicant:
    """王小明 and his phone. Number and code are what he has from the receipt."""

    browse: Callable[..., Any]
    folder: Path
    number: str = ""
    code: str = ""
    said: dict[str, str] = field(default_factory=lambda: dict(GOOD))
    phone: Any = None

    def opens(self, address: str) -> Any:
        """A page on his phone."""
        self.phone = self.phone or self.browse(width=PHONE)
        self.phone.goto(address)
        return self.phone

    def asks(self, wanted: str) -> Case:
        """From the front door to the receipt."""
        proof = self.folder / "身份证.png"
        proof.write_bytes(files.picture())
        page = self.opens("/request/new/")
        page.click("button:has-text('向它申请')")
        fill_in(page, info_description=wanted, delivery_form="electronic", delivery_channel="online")
        page.click("button:has-text('下一步：申请人')")
        names = ("applicant_kind", "name", "identity_kind", "identity_number", "phone")
        fill_in(page, **{name: self.said[name] for name in names})
        page.set_input_files("#id_identity_proofs", str(proof))
        page.press("#id_phone", "Enter")
        page.check("#id_confirmed")
        page.click("button:has-text('提交申请')")
        self.number, self.code = page.locator(".rq-code").all_inner_texts()
        assert fits(page)
        return Case.objects.get(number=self.number)

    def looks(self) -> Any:
        """The page of his request, found by number and code."""
        page = self.opens("/track/")
        page.fill("#id_number", self.number)
        page.fill("#id_code", self.code)
        page.click("main button:has-text('查询')")
        page.get_by_role("heading", name="办理经过").wait_for()
        assert fits(page)
        return page

    def fetches(self, page: Any, name: str) -> bytes:
        """The file behind a link."""
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        return Path(download.value.path()).read_bytes()


@dataclass
class Bureau:
    """The bureau at its desks. Everybody is known by the name of their role."""

    browse: Callable[..., Any]
    cast: Cast
    pages: dict[str, Any] = field(default_factory=dict)

    def desk(self, who: str) -> Any:
        """The browser of one of them, signed in."""
        person = self.cast.people[who]
        if who not in self.pages:
            self.pages[who] = self.browse(person)
        else:  # days pass between two acts, and a session ends with its working day
            self.pages[who].context.add_cookies([signed_in(person, self.pages[who].url)])
        return self.pages[who]

    def opens(self, case: Case, who: str) -> Any:
        """The case on somebody's desk."""
        page = self.desk(who)
        page.goto(reverse(case.procedure.case_url, args=[case.pk]))
        return page

    def steps_offered(self, case: Case, who: str) -> list[str]:
        """The steps that this person may take now."""
        page = self.opens(case, who)
        return [label.removesuffix("文书").strip() for label in page.locator(".cs-steps a").all_inner_texts()]

    def does(self, case: Case, label: str, who: str = "drafter", **fields: Any) -> Any:
        """A step without a letter."""
        page = self.turns_to(case, label, who)
        fill_in(page, **fields)
        page.get_by_role("button", name=label, exact=True).click()
        page.get_by_text(f"已办理：{label}。").wait_for()
        case.refresh_from_db()
        return page

    def turns_to(self, case: Case, label: str, who: str) -> Any:
        """The form of a step, by its button on the case."""
        page = self.opens(case, who)
        page.locator(".cs-steps a", has_text=re.compile(rf"^{re.escape(label)}(文书)?$")).click()
        return page

    def writes(self, case: Case, label: str, who: str = "drafter", **fields: Any) -> Letter:
        """The draft of a step's letter, handed to the chain."""
        page = self.turns_to(case, label, who)
        fill_in(page, **fields)
        page.get_by_role("button", name="生成草稿").click()
        page.get_by_role("link", name="送审").click()
        page.get_by_role("button", name="送审").click()
        page.get_by_text("已送审，等待").wait_for()
        letter = Letter.objects.order_by("-pk").first()
        assert letter is not None
        return letter

    def approves(self, letter: Letter, *people: str) -> None:
        """Each finds the letter among those that wait, reads it and agrees."""
        for who in people:
            page = self.desk(who)
            page.goto("/staff/letters/")
            page.locator(f"main a[href='/staff/letters/{letter.pk}/']").first.click()
            fill_in(page, note="同意。")
            page.get_by_role("button", name="同意", exact=True).click()
            page.get_by_text("已同意，").wait_for()

    def sends(self, letter: Letter, who: str = "drafter") -> Letter:
        """It gets number and seal, and leaves."""
        page = self.desk(who)
        page.goto(f"/staff/letters/{letter.pk}/")
        page.get_by_role("link", name="发出", exact=True).click()
        page.get_by_role("button", name="编号、用印并发出").click()
        page.get_by_text("已发出：").wait_for()
        letter.refresh_from_db()
        letter.case.refresh_from_db()
        return letter

    def answers(self, case: Case, label: str, who: str = "drafter", **fields: Any) -> Letter:
        """A letter the whole way through the chain."""
        letter = self.writes(case, label, who, **fields)
        self.approves(letter, "checker", "leader")
        self.sends(letter, who)
        case.refresh_from_db()
        return letter

    def delivers(self, letter: Letter, who: str = "drafter", **fields: Any) -> None:
        """An attempt to deliver is entered."""
        page = self.desk(who)
        page.goto(f"/staff/letters/{letter.pk}/")
        page.get_by_role("link", name="记录送达").click()
        fill_in(page, **fields)
        page.get_by_role("button", name="记录", exact=True).click()
        page.get_by_text("已记录。").wait_for()

    def concludes(self, letter: Letter, result: str, who: str = "drafter", **fields: Any) -> None:
        """What came of the attempt."""
        page = self.desk(who)
        page.goto(f"/staff/letters/{letter.pk}/")
        page.get_by_role("link", name="记录结果").click()
        fill_in(page, result=result, **fields)
        page.get_by_role("button", name="记录", exact=True).click()
        page.get_by_text("已记录送达结果。").wait_for()


def due_shown(page: Any) -> str:
    """The last day to answer, as the applicant reads it."""
    line = page.locator("dt", has_text="最迟答复").locator("xpath=following-sibling::dd[1]")
    return str(line.inner_text()).strip()


def day(text: str) -> date:
    return date.fromisoformat(text)
