"""The clock of a request for disclosure (依申请公开): 条例 Articles 30 to 35, and the fee.

Twenty working days from receipt (Art. 33(2)); the day of receipt is day 0 and may be a rest day. A
correction (Art. 30) and the payment of a fee make the limit begin anew; the time of asking third parties
(Art. 32) and other bodies (Art. 34) is not counted (Art. 33(3)); an extension adds at most twenty working
days to the limit as it then stands; a delay (Art. 35) ends on the day that was told. A decision of reconsideration or
a judgment that tells the body to handle the request anew opens a limit of its own: the day it sets, else twenty
working days again. What the texts leave open is a field of :class:`ClockRules`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from yangguang.law import articles
from yangguang.law.clock import Clock, ClockStatus, Event, Limit, Span, Wait
from yangguang.law.counting import Stretch, spans_of
from yangguang.law.request_events import (
    CORRECTION_NOTICE,
    LONGEST_EXTENSION,
    ClockRules,
    OrderedBy,
    PauseFrom,
    RequestEvent,
)
from yangguang.law.request_facts import (
    AGENCY_WAIT,
    CORRECTION_WAIT,
    FEE_WAIT,
    ORDER_WAIT,
    THIRD_PARTY_WAIT,
    Consultation,
    Dues,
    RequestFacts,
)
from yangguang.law.workdays import ONE_DAY, Counted, WorkCalendar
from yangguang.translation import Message, gettext, mark

__all__ = [
    "DEFAULT_RULES",
    "ClockRules",
    "PauseFrom",
    "RequestEvent",
    "extension_left",
    "request_clock",
    "waiting_label",
]

DEFAULT_RULES = ClockRules()


def request_clock(
    received_on: date,
    events: Sequence[Event],
    calendar: WorkCalendar,
    rules: ClockRules = DEFAULT_RULES,
) -> Clock:
    """The clock of a request received on ``received_on`` after the events, given in any order.

    条例第三十三条: 20 working days, day 1 being the next working day; extended by at most 20, told before
    the limit ends. Raises ``InvalidEvents`` for events that contradict each other or go beyond what the
    law allows; what is merely late (a correction notice after the seventh working day) is shown by its
    :class:`Limit`. Events of one day are taken in the order of :class:`RequestEvent`.
    """
    facts = _facts_of(received_on, events, calendar, rules)
    dues = None if facts.is_suspended() else facts.dues()
    limits = tuple(_limits(facts, dues))
    due = dues.last if dues else None
    clock = Clock(
        received_on=received_on,
        due=due.due if due else None,
        status=ClockStatus.RUNNING,
        provisional=(due is not None and due.provisional) or any(limit.provisional for limit in limits),
        spans=tuple(_spans(facts, dues)),
        limits=limits,
        waits=tuple(_waits(facts)),
        ended_on=facts.ended.on if facts.ended else None,
        ended_as=_ended_as(facts.ended),
    )
    last = facts.last_event_on
    return replace(clock, status=clock.status_on(last), waiting_for=clock.waiting_on(last))


def extension_left(
    received_on: date,
    events: Sequence[Event],
    calendar: WorkCalendar,
    rules: ClockRules = DEFAULT_RULES,
) -> int:
    """Working days by which the limit that runs may still be extended.

    条例第三十三条第二款 bounds the length of an extension, 20 working days, not how often it is told: two that
    together stay within it are one lawful extension told in parts. A limit that began anew has its own twenty.
    """
    return LONGEST_EXTENSION.count - _facts_of(received_on, events, calendar, rules).extended_by


def _facts_of(
    received_on: date, events: Sequence[Event], calendar: WorkCalendar, rules: ClockRules
) -> RequestFacts:
    calendar.why(received_on)  # refuses a day outside the calendar
    facts = RequestFacts(received_on, calendar, rules)
    for event in sorted(events, key=_order_of):
        facts.take(event)
    return facts


_ORDER = {kind.value: number for number, kind in enumerate(RequestEvent)}


def _order_of(event: Event) -> tuple[date, int]:
    return event.on, _ORDER.get(event.kind, 0)


def _ended_as(event: Event | None) -> ClockStatus | None:
    if event is None:
        return None
    return ClockStatus.ANSWERED if event.kind == RequestEvent.ANSWERED else ClockStatus.CLOSED


# --- day by day -----------------------------------------------------------------------------------

_RECEIVED = mark("收到申请当日，期限从次日起计算")
_COUNTS = mark("计入答复期限")
_EXTENDED = mark("延长的答复期限")
_ORDERED = mark("复议决定、法院裁判指定的重新处理期限")
_POSTPONED = mark("机关确定并告知的延迟答复期限")
_BEFORE = {
    CORRECTION_WAIT: mark("发出补正告知书前的期限，补正后重新计算"),
    FEE_WAIT: mark("发出收费通知前的期限，缴费后重新计算"),
    ORDER_WAIT: mark("原来的答复期限，责令重新处理后另行计算"),
}
_WAITING = {
    CORRECTION_WAIT: mark("等待申请人补正，收到补正的次日起重新计算"),
    FEE_WAIT: mark("等待申请人缴费，完成缴费的次日起重新计算"),
    ORDER_WAIT: mark("已办结，至责令重新处理的决定、裁判生效"),
}
_GROUND = {CORRECTION_WAIT: articles.ART_30, FEE_WAIT: articles.FEE_6}
_ORDER_GROUND = {OrderedBy.REVIEW: articles.ARL_64, OrderedBy.SUIT: articles.ALL_70}


def _ground(kind: str, ordered_by: OrderedBy | None = None) -> str:
    return _GROUND[kind] if ordered_by is None else _ORDER_GROUND[ordered_by]


def _spans(facts: RequestFacts, dues: Dues | None) -> Iterator[Span]:
    """The days from receipt to the last one known, grouped by what becomes of them."""
    yield Span(facts.received_on, facts.received_on, 0, Message(_RECEIVED), articles.ART_31, counts=False)
    begun = facts.received_on
    for restart in facts.restarts:
        ground = _ground(restart.kind, restart.ordered_by)
        yield from _void(facts, restart.kind, begun, restart.asked_on, ground)
        asked = max(begun, restart.asked_on)
        yield from _waiting(facts, restart.kind, asked, restart.came_on, ground)
        begun = restart.came_on
    if dues is not None:
        yield from spans_of(begun, tuple(_stretches(facts, dues)), dues.pauses, facts.calendar)
        return
    kind, asked_on = _pending(facts)
    yield from _void(facts, kind, begun, asked_on, _ground(kind))
    ended_on = facts.ended.on if facts.ended else None
    yield from _waiting(facts, kind, max(begun, asked_on), ended_on, _ground(kind))


def _void(facts: RequestFacts, kind: str, after: date, until: date, ground: str) -> Iterator[Span]:
    if after < until:
        working = facts.calendar.between(after, until)
        yield Span(after + ONE_DAY, until, working, Message(_BEFORE[kind]), ground, counts=False)


def _waiting(facts: RequestFacts, kind: str, after: date, until: date | None, ground: str) -> Iterator[Span]:
    if until is None or after < until:
        working = None if until is None else facts.calendar.between(after, until)
        yield Span(after + ONE_DAY, until, working, Message(_WAITING[kind]), ground, counts=False)


def _pending(facts: RequestFacts) -> tuple[str, date]:
    """What the case waits for without knowing its last day, and since when."""
    if facts.correction is not None and facts.awaits(facts.correction, facts.corrected_on):
        return CORRECTION_WAIT, facts.correction.on
    assert facts.fee is not None  # noqa: S101 - the only other reason to be suspended
    return FEE_WAIT, facts.fee.on


def _stretches(facts: RequestFacts, dues: Dues) -> Iterator[Stretch]:
    """What the days count for; a day told under Art. 35 ends them, though a pause may since have moved the others."""
    last = dues.last.due
    if facts.ordered_until is not None:
        ground = _ground(ORDER_WAIT, facts.ordered_by)
        yield Stretch(last, Message(_ORDERED), ground, is_fixed=True)
        return
    yield Stretch(min(dues.first.due, last), Message(_COUNTS), articles.ART_33_2)
    if facts.extensions:
        yield Stretch(min(dues.extended.due, last), Message(_EXTENDED), articles.ART_33_2)
    if facts.postponed is not None:
        yield Stretch(last, Message(_POSTPONED), articles.ART_35, is_fixed=True)


# --- limits and waits -----------------------------------------------------------------------------

_LABELS = {
    "correction-notice": mark("发出补正告知书（自收到申请起 7 个工作日内，一次性告知）"),
    "correction": mark("申请人补正（本机关确定的合理期限）"),
    "third-party": mark("第三方提出意见（自收到征求意见书起 15 个工作日内）"),
    "co-author": mark("共同制作机关提出意见（自收到征求意见书起 15 个工作日内，逾期视为同意）"),
    "agency": mark("其他机关提出意见（本机关确定的期限，逾期不视为同意）"),
    "fee-notice": mark("发出收费通知（在答复期限内）"),
    "fee-payment": mark("申请人缴费（收到收费通知次日起 20 个工作日内，逾期视为放弃申请）"),
    "extension-notice": mark("告知延期答复（在原期限届满前，最长延长 20 个工作日）"),
    "postponement-notice": mark("告知延迟答复的合理期限（在原期限届满前）"),
    "answer": mark("答复"),
    "earlier-answer": mark("原答复（已责令重新处理）"),
}
_LABELS_ASSUMED = {
    "third-party": mark(
        "第三方提出意见（自收到征求意见书起 15 个工作日内；尚未登记送达，暂自发出之日起算，不能据此认定逾期）"
    ),
    "co-author": mark(
        "共同制作机关提出意见（自收到征求意见书起 15 个工作日内；尚未登记送达，暂自发出之日起算，不能据此视为同意）"
    ),
    "fee-payment": mark(
        "申请人缴费（收到收费通知次日起 20 个工作日内；尚未登记送达，暂自发出之日起算，不能据此视为放弃申请）"
    ),
}
_CORRECTION_ROLLED = mark(
    "申请人补正（本机关确定的合理期限 {until} 是休息日，按民法典第二百零三条顺延至其后第一个工作日）"
)


def _limit(
    name: str,
    due: Counted,
    article: str,
    done_on: date | None = None,
    ref: str = "",
    *,
    is_assumed: bool = False,
) -> Limit:
    label = Message(_LABELS_ASSUMED[name] if is_assumed else _LABELS[name])
    return Limit(name, label, due.due, article, due.provisional, done_on, ref, is_assumed)


def _limits(facts: RequestFacts, dues: Dues | None) -> Iterator[Limit]:
    """Every last day on the way, in the order of the procedure."""
    yield from _limits_of_correction(facts)
    for one in facts.consultations:
        yield _limit_of_consultation(facts, one)
    yield from _limits_of_fee(facts)
    for earlier in facts.rounds:
        if earlier.due is not None:
            was_answered = earlier.ended is not None and earlier.ended.kind == RequestEvent.ANSWERED
            ended_on = earlier.ended.on if earlier.ended and was_answered else None
            yield _limit("earlier-answer", earlier.due, articles.ART_33_2, ended_on)
    if dues is None:
        return
    is_set = facts.ordered_until is not None
    if not is_set and (facts.postponed is None or facts.extensions):
        told_on = facts.extensions[0].on if facts.extensions else None
        yield _limit("extension-notice", dues.first, articles.ART_33_2, told_on)
    if facts.postponed is not None:
        yield _limit("postponement-notice", dues.extended, articles.ART_35, facts.postponed.on)
    is_answered = facts.ended is not None and facts.ended.kind == RequestEvent.ANSWERED
    article = articles.ART_33_2 if facts.postponed is None else articles.ART_35
    if facts.ordered_until is not None:
        article = _ground(ORDER_WAIT, facts.ordered_by)
    yield _limit("answer", dues.last, article, facts.ended.on if facts.ended and is_answered else None)


def _limits_of_correction(facts: RequestFacts) -> Iterator[Limit]:
    told = facts.correction
    last = CORRECTION_NOTICE.after(facts.received_on, facts.calendar)
    yield _limit("correction-notice", last, articles.ART_30, told.on if told else None)
    until = facts.limit_of_correction()
    if told is None or told.until is None or until is None:
        return
    limit = _limit("correction", until, articles.ART_30, facts.corrected_on)
    if until.due != told.until:
        limit = replace(limit, label=Message(_CORRECTION_ROLLED, {"until": told.until}))
    yield limit


def _limit_of_consultation(facts: RequestFacts, one: Consultation) -> Limit:
    last, is_assumed = facts.limit_of(one), facts.is_assumed(one)
    if one.kind == THIRD_PARTY_WAIT:
        return _limit("third-party", last, articles.ART_32, one.replied_on, one.ref, is_assumed=is_assumed)
    if one.until is None:
        return _limit("co-author", last, articles.ART_34, one.replied_on, one.ref, is_assumed=is_assumed)
    return _limit("agency", last, articles.ART_33_3, one.replied_on, one.ref)


def _limits_of_fee(facts: RequestFacts) -> Iterator[Limit]:
    last = facts.limit_of_payment()
    if facts.fee is None or last is None:
        return
    if facts.fee_due is not None:
        yield _limit("fee-notice", facts.fee_due, articles.FEE_6, facts.fee.on)
    is_assumed = facts.is_payment_assumed()
    yield _limit("fee-payment", last, articles.FEE_6, facts.paid_on, is_assumed=is_assumed)


_WAITING_LABELS = {
    CORRECTION_WAIT: mark("等待申请人补正"),
    FEE_WAIT: mark("等待申请人缴费"),
    THIRD_PARTY_WAIT: mark("等待第三方意见"),
    AGENCY_WAIT: mark("等待其他机关意见"),
}


def waiting_label(kind: str) -> str:
    """For what the case waits, in the language in force; the kinds are those of ``Clock.waiting_for``."""
    return gettext(_WAITING_LABELS[kind])


def _waits(facts: RequestFacts) -> Iterator[Wait]:
    if facts.correction is not None:
        yield Wait(
            CORRECTION_WAIT, facts.correction.on, facts.corrected_on or _overtaken(facts, facts.correction)
        )
    if facts.fee is not None:
        yield Wait(FEE_WAIT, facts.fee.on, facts.paid_on or _overtaken(facts, facts.fee))
    runs_from = facts.postponed.on if facts.postponed else None
    for one in facts.consultations:
        yield Wait(one.kind, one.sent_on, one.replied_on, facts.limit_of(one).due, one.ref, runs_from)


def _overtaken(facts: RequestFacts, notice: Event) -> date | None:
    """The day of the order that made a notice pointless."""
    return facts.order.on if facts.order is not None and notice.on < facts.order.on else None
