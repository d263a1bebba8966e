"""A paper with a name on it, from the clerk's desk to the applicant, in a browser.

拟稿人 draws a box, clicks a word, uses the keyboard, takes up a suggestion and undoes; 核稿人 looks and confirms.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from papers import IDENTITY, PHONE, SECRET, answer, says
from support_office import Desk, at, make_cast
from walking import fits

from yangguang.cases.actor import Actor
from yangguang.cases.attaching import attach
from yangguang.cases.models import Attachment, AttachmentKind, Redaction

pytestmark = pytest.mark.django_db(transaction=True)


def count(page: Any, number: int) -> None:
    page.get_by_role("heading", name=f"已标记 {number} 处").wait_for()


def test_from_the_clerks_desk_to_the_applicant(browse: Callable[..., Any], tmp_path: Path) -> None:
    cast = make_cast()
    case = Desk(cast).receives(on="2024-03-04")
    source = ContentFile(answer(tmp_path), name=f"{SECRET}答复.pdf")
    attach(case, source, AttachmentKind.WORKING, by=Actor.importing("测试"), at=at("2024-03-05"))

    page = browse(cast.drafter)
    page.goto(f"/staff/redacting/case/{case.pk}/")
    page.get_by_role("button", name="作区分处理").click()
    overlay = page.locator("[data-overlay]")
    overlay.wait_for()

    # a box, drawn over the heading
    area = overlay.bounding_box()
    page.mouse.move(area["x"] + 0.1 * area["width"], area["y"] + 0.06 * area["height"])
    page.mouse.down()
    page.mouse.move(area["x"] + 0.5 * area["width"], area["y"] + 0.1 * area["height"], steps=4)
    page.mouse.up()
    count(page, 1)
    assert page.locator("rect.rd-mark").count() == 1

    # a word, clicked: the run of words that holds the name
    overlay.evaluate("node => node.scrollIntoView()")
    word = page.locator("rect.rd-word").nth(1).bounding_box()
    page.mouse.click(word["x"] + 5, word["y"] + word["height"] / 2)
    count(page, 2)

    # the keyboard alone
    page.locator("#place-ground").focus()
    page.locator("#place-ground").select_option("trade_secret")
    page.keyboard.press("Tab")
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowRight", "Enter"):
        page.keyboard.press(key)
    count(page, 3)
    page.get_by_role("button", name="撤销上一步").click()
    count(page, 2)

    # suggestions: identity number and telephone are ticked already
    assert page.locator("input[name=key]:checked").count() == 2
    page.get_by_role("button", name="标记勾选的").click()
    count(page, 4)
    page.get_by_role("button", name="生成公开版本").click()
    page.get_by_text("检查通过").wait_for()

    page = browse(cast.checker, width=390)
    page.goto(f"/staff/redacting/{Redaction.objects.get().pk}/preview/")
    assert fits(page)
    page.get_by_role("button", name="确认公开给申请人").click()
    page.locator(".yg-badge", has_text="已公开").wait_for()

    released = Attachment.objects.get(kind=AttachmentKind.RELEASED)
    assert released.is_public
    with released.file.open("rb") as file:
        data = file.read()
    for secret in (SECRET, IDENTITY, PHONE):
        assert not says(data, secret)


def test_without_a_script_words_are_found_and_marked(browse: Callable[..., Any], tmp_path: Path) -> None:
    cast = make_cast()
    case = Desk(cast).receives(on="2024-03-04")
    source = ContentFile(answer(tmp_path), name="答复.pdf")
    attach(case, source, AttachmentKind.WORKING, by=Actor.importing("测试"), at=at("2024-03-05"))
    page = browse(cast.drafter, script=False)
    page.goto(f"/staff/redacting/case/{case.pk}/")
    page.get_by_role("button", name="作区分处理").click()
    page.get_by_label("要查找的文字").fill(SECRET)
    page.get_by_role("button", name="查找", exact=True).click()
    page.get_by_text("全文找到 1 处").wait_for()
    page.get_by_role("button", name="全部标记").click()
    count(page, 1)
