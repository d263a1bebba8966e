"""Writing to an applicant by e-mail. A mail server that is down delays a message and loses nothing.

``post`` belongs into the transaction of the act; the worker sends after it. A message that could not be sent
is tried again, ever more rarely, and stays visible with its error.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from yangguang.cases.models import Case
from yangguang.cases.models.mail import MailState, OutgoingMail
from yangguang.web.later import later

logger = logging.getLogger(__name__)
WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
"""How long to wait after each failure; after the last, somebody has to look."""


def masked_address(address: str) -> str:
    """An address of which only the beginning and the server can be read: w***@example.gov.cn."""
    name, at, server = address.rpartition("@")
    return f"{name[:1]}***{at}{server}" if at else "***"


def post(case: Case, to: str, subject: str, text: str, *, at: datetime) -> OutgoingMail:
    """Leave a message for the worker."""
    mail = OutgoingMail.objects.create(
        case=case, to=to, subject=subject[:200], text=text, written_at=at, next_at=at
    )
    _send_later(mail.pk, None)
    return mail


def send(mail_id: int, at: datetime) -> bool:
    """Try to send one message; whether it is gone. Twice sends once, but for a worker killed in between."""
    with transaction.atomic():  # take it: nobody else tries for a while
        taken = OutgoingMail.objects.filter(pk=mail_id, state=MailState.WAITING, next_at__lte=at)
        if not taken.update(next_at=at + WAITS[0], attempts=F("attempts") + 1):
            return False
        mail = OutgoingMail.objects.get(pk=mail_id)
    try:
        EmailMessage(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: an address no mail can have
        _keep_failure(mail, error, at)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=at, text="", error="")
    return True


def _keep_failure(mail: OutgoingMail, error: Exception, at: datetime) -> None:
    given_up = mail.attempts > len(WAITS)
    next_at = at + WAITS[min(mail.attempts, len(WAITS)) - 1]
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if given_up else MailState.WAITING,
        error=_said(error),
        next_at=next_at,
    )
    logger.warning("a message could not be sent", extra={"mail": mail.pk, "attempts": mail.attempts})
    if not given_up:
        _send_later(mail.pk, next_at)


def _said(error: Exception) -> str:
    """What went wrong without the address, which the server repeats and which lies sealed here."""
    codes = getattr(error, "recipients", None) or {}
    refused = sorted({str(code) for code, _said in codes.values()}) or [str(getattr(error, "smtp_code", ""))]
    told = error.strerror if isinstance(error, OSError) else ""
    return " ".join(filter(None, [type(error).__name__, *refused, told]))[:300]


def _send_later(mail_id: int, when: datetime | None) -> None:
    from yangguang.cases.tasks import send_mail

    if when is None:
        later(send_mail, mail_id)
    elif send_mail.get_backend().supports_defer:
        later(send_mail.using(run_after=when), mail_id)
