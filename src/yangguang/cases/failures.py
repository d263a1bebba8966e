"""What could not be delivered, why, and trying again: e-mails to applicants, and reminders to staff."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.cases.mailing import masked_address
from yangguang.cases.models import Case, MailState, Notice, OutgoingMail
from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Agency, Membership, Person
from yangguang.offices.roles import Role
from yangguang.web.later import later

SENT_AGAIN = kinds.declare("cases.message_again", _("%(number)s 重新发送：%(sort)s"))
SEES = "cases.see_failed_messages"
HANDLES = frozenset({Role.DISCLOSURE_OFFICE})
"""Besides an administrator, who must know that an applicant has not been reached."""
MOST = 200
MAIL, REMINDER, TEXT = "mail", "reminder", "text"
SORTS: dict[str, str | Promise] = {
    MAIL: _("给申请人的电子邮件"),
    REMINDER: _("给工作人员的提醒邮件"),
    TEXT: _("给工作人员的提醒短信"),
}
_WHY: tuple[tuple[str, str | Promise], ...] = (
    ("SMTPRecipientsRefused", _("收件方拒收，地址可能有误。请核对地址，或者改用其他方式送达。")),
    ("SMTPAuthenticationError", _("邮件服务器不接受登录。请系统管理员检查 YANGGUANG_SMTP 的用户名和密码。")),
    ("SMTPSenderRefused", _("邮件服务器不接受发件地址。请系统管理员检查 YANGGUANG_MAIL_FROM。")),
    ("GatewayError", _("短信网关没有接收。请系统管理员检查 YANGGUANG_SMS_URL 和网关。")),
    ("ValueError", _("这不是一个能发送的地址。请核对地址，或者改用其他方式送达。")),
    ("", _("连不上邮件服务器，或者它暂时不能发送。恢复后会自动再试，也可以现在重发。")),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One message that has not arrived. ``to`` tells no address in clear; ``about`` is said where there is no case."""

    sort: str
    pk: int
    case: Case | None
    about: str
    to: str
    error: str
    written_at: datetime
    is_given_up: bool
    """Whether nobody tries any more without being told to."""

    @property
    def sort_label(self) -> str:
        """What kind of message it is."""
        return str(SORTS[self.sort])

    @property
    def why(self) -> str | Promise:
        """Why it failed, and what to do, in words."""
        return next(said for name, said in _WHY if self.error.startswith(name))


def agencies_of(user: Person) -> QuerySet[Agency]:
    """The agencies whose failed messages this person looks after."""
    handled = {held.agency_id for held in user.held if held.role in HANDLES}
    return Agency.objects.filter(Q(pk__in=Agency.objects.managed_by(user).values("pk")) | Q(pk__in=handled))


def _mails(user: Person) -> QuerySet[OutgoingMail]:
    failed = Q(state=MailState.FAILED) | Q(state=MailState.WAITING, attempts__gt=0)
    return OutgoingMail.objects.filter(failed, case__agency__in=agencies_of(user).values("pk"))


def _notices(user: Person, sort: str) -> QuerySet[Notice]:
    error, sent = ("mail_error", "mailed_at") if sort == REMINDER else ("text_error", "texted_at")
    agencies = agencies_of(user).values("pk")
    people = Membership.objects.filter(agency__in=agencies).values("person")
    ours = Q(case__agency__in=agencies) | Q(case=None, person__in=people)
    found = Notice.objects.filter(ours, **{f"{sent}__isnull": True}, read_at__isnull=True)
    return found.exclude(**{error: ""})


def failures_for(user: Person, at: datetime) -> list[Failure]:
    """What has not arrived, the latest first; at most :data:`MOST` of each sort."""
    found = [*_failed_mails(user), *_failed_notices(user, REMINDER, at), *_failed_notices(user, TEXT, at)]
    return sorted(found, key=lambda one: one.written_at, reverse=True)


def _failed_mails(user: Person) -> Iterator[Failure]:
    for mail in _mails(user).select_related("case__agency").order_by("-pk")[:MOST]:
        to = masked_address(mail.to)
        error = mail.error.replace(mail.to, to)
        given_up = mail.state == MailState.FAILED
        yield Failure(MAIL, mail.pk, mail.case, mail.case.number, to, error, mail.written_at, given_up)


def _failed_notices(user: Person, sort: str, at: datetime) -> Iterator[Failure]:
    from yangguang.cases.delivering import STALE

    for notice in _notices(user, sort).select_related("case__agency", "person").order_by("-pk")[:MOST]:
        error = notice.mail_error if sort == REMINDER else notice.text_error
        given_up = max(notice.created_at, notice.again_at or notice.created_at) < at - STALE
        about = notice.case.number if notice.case else notice.text
        yield Failure(
            sort, notice.pk, notice.case, about, str(notice.person), error, notice.created_at, given_up
        )


@transaction.atomic
def send_again(sort: str, pk: int, *, by: Person, at: datetime) -> bool:
    """Let the worker try once more, and go on trying; whether there was anything to send."""
    from yangguang.cases.tasks import deliver_notices, send_mail

    rows: QuerySet[Any] = _mails(by) if sort == MAIL else _notices(by, sort)
    found = rows.select_related("case__agency").filter(pk=pk).first()
    if found is None:
        return False
    if sort == MAIL:
        OutgoingMail.objects.filter(pk=pk).update(state=MailState.WAITING, attempts=0, next_at=at)
        later(send_mail, pk)
    else:
        Notice.objects.filter(pk=pk).update(again_at=at)
        later(deliver_notices)
    case = found.case
    if case is None:  # a reminder about something else: it is entered with the person it was meant for
        agency = agencies_of(by).filter(memberships__person=found.person).first()
        record(
            SENT_AGAIN, found.person, by=by, agency=agency, at=at, number=found.text, sort=str(SORTS[sort])
        )
    else:
        record(SENT_AGAIN, case, by=by, agency=case.agency, at=at, number=case.number, sort=str(SORTS[sort]))
    return True
