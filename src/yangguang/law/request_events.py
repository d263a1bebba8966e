"""What happens to a request for disclosure, and what an office may set about its clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yangguang.law.clock import Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.workdays import WorkingDays
from yangguang.translation import Message, mark


class RequestEvent(StrEnum):
    """What happens to a request, in the order in which events of one day are taken.

    ``ordered`` – a decision of reconsideration or a judgment that took effect on this day tells the body to handle
    the request anew; ``ref`` is an :class:`OrderedBy`, ``until`` the last day that the decision set, where it set one.
    """

    ORDERED = "ordered"
    CORRECTION_NOTICE = "correction-notice"
    CORRECTED = "corrected"
    FEE_NOTICE = "fee-notice"
    FEE_NOTICE_RECEIVED = "fee-notice-received"
    FEE_PAID = "fee-paid"
    THIRD_PARTY_SENT = "third-party-sent"
    THIRD_PARTY_RECEIVED = "third-party-received"
    THIRD_PARTY_REPLIED = "third-party-replied"
    AGENCY_SENT = "agency-sent"
    AGENCY_RECEIVED = "agency-received"
    AGENCY_REPLIED = "agency-replied"
    EXTENDED = "extended"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    ANSWERED = "answered"

    @property
    def label(self) -> Message:
        """The event in the words of the office."""
        return Message(_LABELS[self])


_LABELS = {
    RequestEvent.ORDERED: mark("复议决定、法院裁判责令重新处理"),
    RequestEvent.CORRECTION_NOTICE: mark("发出补正告知书"),
    RequestEvent.CORRECTED: mark("收到补正后的申请"),
    RequestEvent.FEE_NOTICE: mark("发出收费通知"),
    RequestEvent.FEE_NOTICE_RECEIVED: mark("申请人收到收费通知"),
    RequestEvent.FEE_PAID: mark("申请人完成缴费"),
    RequestEvent.THIRD_PARTY_SENT: mark("发出征求第三方意见书"),
    RequestEvent.THIRD_PARTY_RECEIVED: mark("第三方收到征求意见书"),
    RequestEvent.THIRD_PARTY_REPLIED: mark("第三方答复意见"),
    RequestEvent.AGENCY_SENT: mark("发出征求其他机关意见书"),
    RequestEvent.AGENCY_RECEIVED: mark("其他机关收到征求意见书"),
    RequestEvent.AGENCY_REPLIED: mark("其他机关答复意见"),
    RequestEvent.EXTENDED: mark("告知延期答复"),
    RequestEvent.POSTPONED: mark("告知延迟答复的合理期限"),
    RequestEvent.WITHDRAWN: mark("申请人撤回申请"),
    RequestEvent.ABANDONED: mark("视为放弃申请"),
    RequestEvent.ANSWERED: mark("答复"),
}


ANSWER = WorkingDays(20)  # Art. 33(2)
LONGEST_EXTENSION = WorkingDays(20)  # Art. 33(2)
CORRECTION_NOTICE = WorkingDays(7)  # Art. 30
THIRD_PARTY = WorkingDays(15)  # Art. 32
CO_AUTHOR = WorkingDays(15)  # Art. 34
FEE_PAYMENT = WorkingDays(20)  # 收费办法第六条


class OrderedBy(StrEnum):
    """Who told the body to handle a request anew."""

    REVIEW = "review"
    SUIT = "suit"


class PauseFrom(StrEnum):
    """The day after which a consultation is not counted."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class ClockRules:
    """What an office may set, because the texts are silent or were not at hand.

    ``pause_from`` – the regulation takes "the time needed" out of the limit (Art. 33(3)) and does not say
    from which day: the day after the letter is sent (default) or the day after it is delivered. Derived.

    ``fee_restarts`` – the limit begins anew the day after the fee is paid (收费办法第六条). From memory;
    where it is switched off, the time from the notice to the payment is merely not counted.

    ``agency_days`` – working days after which a body that was asked counts as agreeing. Art. 34 says 15 for
    a body that made the information too; for others (Art. 33(3), 17(3)) no text says a number, nor that silence
    means anything: ``until`` of the event gives the day the office has set.
    """

    pause_from: PauseFrom = PauseFrom.SENT
    fee_restarts: bool = True
    agency_days: WorkingDays = CO_AUTHOR


def label_of(event: Event) -> Message | str:
    """The event in the words of the office, or its kind as it was given."""
    return RequestEvent(event.kind).label if event.kind in _KINDS else event.kind


def wrong(template: str, event: Event, **params: object) -> InvalidEvents:
    """The refusal of an event; the template may name its day ``{on}``, ``{what}`` it is, and its ``{ref}``."""
    facts = {"on": event.on, "what": label_of(event), "kind": event.kind, "ref": event.ref}
    return InvalidEvents(template, event=event, **facts, **params)


_KINDS = frozenset(kind.value for kind in RequestEvent)
_CONSULTING = frozenset(kind for kind in RequestEvent if kind.startswith(("third-party-", "agency-")))
_WITH_DAY = frozenset(
    {
        RequestEvent.CORRECTION_NOTICE,
        RequestEvent.AGENCY_SENT,
        RequestEvent.POSTPONED,
        RequestEvent.ORDERED,
    }
)


def refuse_senseless(event: Event) -> None:
    """Refuse an unknown kind, and a fact that an event of its kind does not have."""
    if event.kind not in _KINDS:
        kinds = "、".join(RequestEvent)
        raise wrong(mark("没有“{kind}”这种事件。可用的有：{kinds}。"), event, kinds=kinds)
    if event.value is not None and event.kind != RequestEvent.EXTENDED:
        raise wrong(mark("{on} 的“{what}”不带天数；只有延期答复可以写明工作日数。"), event)
    if event.until is not None and event.kind not in _WITH_DAY:
        raise wrong(mark("{on} 的“{what}”不带截止日期。"), event)
    if event.until is not None and event.until < event.on:
        raise wrong(
            mark("{on} 的“{what}”：截止日期 {until} 早于当日。请检查日期。"), event, until=event.until
        )
    if event.kind == RequestEvent.ORDERED:
        if event.ref not in set(OrderedBy):
            raise wrong(mark("{on} 的“{what}”：请写明是复议（review）还是诉讼（suit），现为“{ref}”。"), event)
        return
    if event.ref and event.kind not in _CONSULTING:
        raise wrong(mark("{on} 的“{what}”不带征求对象的名称。"), event)
