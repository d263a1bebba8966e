"""What did not arrive, looked at on a phone: every message is a card, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from support_office import Desk, make_cast
from walking import PHONE, fits, words

from yangguang.cases import mailing
from yangguang.cases.models import MailState, OutgoingMail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [320, PHONE])
def test_the_messages_fit_a_phone(browse: Callable[..., Any], width: int) -> None:
    desk = Desk(make_cast())
    for title in ("某路改造工程的预算", "某路改造工程的合同" * 8):
        mail = mailing.post(
            desk.receives(title, on="2024-03-04"),
            f"{'w' * 40}@{'long-name-' * 4}example.com",
            "回执",
            "正文",
            at=timezone.now(),
        )
        OutgoingMail.objects.filter(pk=mail.pk).update(
            state=MailState.FAILED, error="SMTPRecipientsRefused: 550 5.1.1 " + "x" * 120
        )
    page = browse(desk.cast.disclosure_office, width=width)
    page.goto("/staff/cases/undelivered/")
    assert fits(page)
    inner = page.locator("main *").evaluate_all(
        "all => all.filter(one => one.scrollWidth > one.clientWidth + 1 && "
        "['auto', 'scroll'].includes(getComputedStyle(one).overflowX)).map(one => one.className)"
    )
    assert inner == []
    assert "收件方拒收" in words(page)
    assert page.locator(".cs-list thead").is_hidden()
    page.locator("summary").first.click()
    assert fits(page)
