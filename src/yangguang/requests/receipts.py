"""The receipt (登记回执): number, query code, day of receipt, due date and why. As page, PDF and e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang import typesetting
from yangguang.cases.engine import situation_of
from yangguang.cases.mailing import post
from yangguang.cases.models import Case
from yangguang.law.clock import Clock
from yangguang.law.workdays import WorkCalendar
from yangguang.requests.intake import Filed
from yangguang.requests.models import InformationRequest, RequestSettings
from yangguang.translation import gettext as law_text

_TEMPLATE = Path(__file__).resolve().parent / "receipt.typ"


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day of the explanation in the reader's language; ``number`` where it counts."""

    on: date
    number: int | None
    reason: str
    article: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything that a receipt says. ``clock`` is missing while the office has yet to confirm."""

    case: Case
    own: InformationRequest
    code: str
    clock: Clock | None
    days: tuple[ShownDay, ...]
    office: RequestSettings | None

    @property
    def track_url(self) -> str:
        """The whole address of the page to look the case up; without number and code."""
        return settings.ORIGIN + reverse("requests:track")

    def contact(self) -> list[str]:
        """How to reach the office, line by line."""
        if self.office is None:
            return []
        said = self.office
        place = " ".join(part for part in (said.address, said.postcode) if part)
        lines = (
            said.office,
            _("电话：%(phone)s") % {"phone": said.phone} if said.phone else "",
            _("地址：%(address)s") % {"address": place} if place else "",
            _("办公时间：%(hours)s") % {"hours": said.hours} if said.hours else "",
        )
        return [line for line in lines if line]


def receipt_of(case: Case, code: str, at: datetime) -> Receipt:
    """The receipt of a case; ``code`` is empty once nobody but the applicant has it."""
    situation = situation_of(case, at)
    clock = situation.clock
    return Receipt(
        case=case,
        own=case.information_request,
        code=code,
        clock=clock,
        days=explained(clock, situation.calendar),
        office=RequestSettings.objects.filter(agency=case.agency_id).first(),
    )


def explained(clock: Clock | None, calendar: WorkCalendar) -> tuple[ShownDay, ...]:
    """Day by day to the due date; nothing while nobody can know it."""
    if clock is None or clock.due is None:
        return ()
    return tuple(
        ShownDay(day.on, day.number, str(day.reason), law_text(day.article))
        for day in clock.days(calendar)
        if day.on <= clock.due
    )


def day_words(day: date) -> str:
    """A day as people write it."""
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def lines_of(receipt: Receipt) -> Sequence[tuple[str, str]]:
    """What stands on every receipt, label and value."""
    case = receipt.case
    arrived = timezone.localtime(case.arrived_at)
    lines = [
        (_("受理机关"), str(case.agency)),
        (_("编号"), case.number),
        (_("查询码"), receipt.code),
        (_("申请内容"), case.title),
        (_("提交时间"), f"{day_words(arrived.date())} {arrived:%H:%M}"),
    ]
    if case.received_on and receipt.clock and receipt.clock.due:
        due = day_words(receipt.clock.due)
        if receipt.clock.provisional:
            due += _("（暂定：节假日安排公布后可能变动）")
        lines += [(_("收到之日"), day_words(case.received_on)), (_("最迟答复日期"), due)]
    else:
        lines.append((_("收到之日"), _("待机关与您确认；确认之日为收到申请之日，答复期限从次日起算")))
    return [line for line in lines if line[1]]


def post_receipt(filed: Filed, at: datetime) -> None:
    """Leave the receipt for the mail server, where the applicant gave an address."""
    to = filed.case.information_request.email
    if not to:
        return
    receipt = receipt_of(filed.case, filed.code, at)
    text = "\n".join(
        [
            _("您的政府信息公开申请已经提交，请保存这份回执。"),
            "",
            *(f"{label}：{value}" for label, value in lines_of(receipt)),
            "",
            _("凭编号和查询码查询办理进度、补正、撤回和领取答复：%(url)s") % {"url": receipt.track_url},
            _("查询码只有您有，机关看不到；请不要转发本邮件。"),
            "",
            *receipt.contact(),
        ]
    )
    subject = _("政府信息公开申请回执 %(number)s") % {"number": filed.case.number}
    post(filed.case, to, subject, text, at=at)


def pdf_of(receipt: Receipt) -> bytes:
    """The receipt as a tagged PDF."""
    return typesetting.pdf(_TEMPLATE, _data(receipt), typesetting.READ)


def _data(receipt: Receipt) -> dict[str, object]:
    return {
        "title": _("政府信息公开申请登记回执"),
        "agency": str(receipt.case.agency),
        "lines": [list(line) for line in lines_of(receipt)],
        "how": _("请保存编号和查询码。查询进度、补正、撤回和领取答复：%(url)s") % {"url": receipt.track_url},
        "contact": receipt.contact(),
        "days_title": _("期限怎样算出来"),
        "days_head": [_("日期"), _("第几个工作日"), _("原因"), _("依据")],
        "days": [
            [day.on.isoformat(), str(day.number or "—"), day.reason, day.article] for day in receipt.days
        ],
    }
