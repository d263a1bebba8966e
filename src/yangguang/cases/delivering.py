"""Carrying notices out of the page: e-mail at once, text messages outside the hours of rest."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import datetime, time, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from yangguang.cases.models import Notice
from yangguang.cases.noticing import HOUSE_LANGUAGE
from yangguang.cases.text_messages import Gateway, GatewayError, gateway
from yangguang.offices.models import Person

logger = logging.getLogger(__name__)
WAKES, SLEEPS = time(8), time(21)
"""Between nine in the evening and eight in the morning no telephone rings; messages wait."""
STALE = timedelta(days=3)
"""What could not be sent for so long says nothing new any more; the page still shows it."""
MOST_AT_ONCE = 2000


def deliver(at: datetime) -> tuple[int, int]:
    """Send what has not been sent: (letters, text messages). A notice is claimed before it is handed over."""
    with override(HOUSE_LANGUAGE):
        mails = _mail(at)
        texts = 0
        carrier = gateway()
        if carrier and WAKES <= timezone.localtime(at).time() < SLEEPS:
            texts = _text(carrier, at)
    return mails, texts


def _waiting(at: datetime, field: str, **reachable: Any) -> list[Notice]:
    young = Q(created_at__gte=at - STALE) | Q(again_at__gte=at - STALE)
    waiting = Notice.objects.filter(
        young, **{f"{field}__isnull": True}, read_at__isnull=True, person__is_active=True
    )
    return list(waiting.exclude(**reachable).select_related("person", "case").order_by("pk")[:MOST_AT_ONCE])


def _claim(notices: list[Notice], field: str, at: datetime) -> list[Notice]:
    """Those that nobody else has taken in hand."""
    return [
        notice
        for notice in notices
        if Notice.objects.filter(pk=notice.pk, **{f"{field}__isnull": True}).update(**{field: at})
    ]


def _give_back(notices: list[Notice], field: str, error: Exception) -> None:
    """Nobody has got them; why, stands with them."""
    said = {field: None, _ERRORS[field]: f"{type(error).__name__}: {error}"[:200]}
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(**said)


_ERRORS = {"mailed_at": "mail_error", "texted_at": "text_error"}


def _mail(at: datetime) -> int:
    """One letter for each person, with everything that waits for them."""
    by_person: defaultdict[Person, list[Notice]] = defaultdict(list)
    for notice in _waiting(at, "mailed_at", person__email=""):
        by_person[notice.person].append(notice)
    sent = 0
    for person, waiting in by_person.items():
        notices = _claim(waiting, "mailed_at", at)
        if not notices:
            continue
        try:
            _send_letter(person, notices)
            sent += 1
        except (SMTPException, OSError) as error:
            _give_back(notices, "mailed_at", error)
            logger.warning(
                "a reminder could not be mailed", extra={"person": person.pk, "notices": len(notices)}
            )
    return sent


def _send_letter(person: Person, notices: list[Notice]) -> None:
    lines = [_("%(name)s，您好：") % {"name": person}, ""]
    lines += [_line(notice) for notice in notices]
    lines += ["", _("请登录工作台办理：%(url)s") % {"url": settings.ORIGIN + reverse("staff_cases:worklist")}]
    subject = _("办件提醒（%(count)s 件）") % {"count": len(notices)}
    send_mail(subject, "\n".join(lines), None, [person.email])


def _line(notice: Notice) -> str:
    """What is told; with the way to its page where the worklist does not lead there."""
    return f"· {notice.text}" + (f" {settings.ORIGIN}{notice.address}" if notice.address else "")


def _text(carrier: Gateway, at: datetime) -> int:
    sent = 0
    for notice in _waiting(at, "texted_at", person__mobile=""):
        if not _claim([notice], "texted_at", at):
            continue
        try:
            carrier.send(notice.person.mobile, notice.text, id=f"notice-{notice.pk}")
            sent += 1
        except GatewayError as error:
            _give_back([notice], "texted_at", error)
            logger.warning("the gateway took no message", extra={"notice": notice.pk, "why": str(error)})
            break  # it is down; the rest waits for the next delivery
    return sent
