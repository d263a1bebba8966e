"""The events of a request taken in order: each is noted, or refused with a sentence that says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from yangguang.law import articles
from yangguang.law.clock import Event
from yangguang.law.counting import Pause, count
from yangguang.law.request_events import (
    ANSWER,
    FEE_PAYMENT,
    LONGEST_EXTENSION,
    THIRD_PARTY,
    ClockRules,
    OrderedBy,
    PauseFrom,
    RequestEvent,
    label_of,
    refuse_senseless,
    wrong,
)
from yangguang.law.workdays import Counted, WorkCalendar
from yangguang.translation import Message, mark

CORRECTION_WAIT, FEE_WAIT, THIRD_PARTY_WAIT, AGENCY_WAIT = "correction", "fee", "third-party", "agency"
ORDER_WAIT = "order"


@dataclass(slots=True)
class Consultation:
    """One letter to a third party (Art. 32) or another body, and what came of it.

    ``until`` is the day that the office has set to a body that is no co-author (Art. 33(3)); without it the law
    gives fifteen working days from receipt (Art. 32, 34).
    """

    kind: str
    ref: str
    sent_on: date
    until: date | None = None
    received_on: date | None = None
    replied_on: date | None = None


@dataclass(frozen=True, slots=True)
class Restart:
    """A notice that made the limit begin anew, and the day on which what it asked for came.

    Of an order to handle the request anew: the day on which it had been concluded, and the day of the order.
    """

    kind: str
    asked_on: date
    came_on: date
    ordered_by: OrderedBy | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A handling that an order has overtaken: its last day, where it had one, and how it ended, where it did."""

    due: Counted | None
    ended: Event | None


@dataclass(frozen=True, slots=True)
class Dues:
    """The last day of the first limit, with its extension, and with a delay; and what they leave out."""

    pauses: list[Pause]
    first: Counted
    extended: Counted
    last: Counted


class RequestFacts:
    """What has happened so far, and what follows for the last day."""

    def __init__(self, received_on: date, calendar: WorkCalendar, rules: ClockRules) -> None:
        self.received_on = received_on
        self.calendar = calendar
        self.rules = rules
        self.last_event_on = received_on
        self.correction: Event | None = None
        self.corrected_on: date | None = None
        self.fee: Event | None = None
        self.fee_due: Counted | None = None  # the limit within which the notice had to be given
        self.fee_received_on: date | None = None
        self.paid_on: date | None = None
        self.consultations: list[Consultation] = []
        self.restarts: list[Restart] = []
        self.extensions: list[Event] = []
        self.postponed: Event | None = None
        self.ended: Event | None = None
        self.order: Event | None = None
        self.rounds: list[Round] = []

    # --- taking an event ------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Note the event, or refuse it."""
        refuse_senseless(event)
        if event.on < self.received_on:
            raise wrong(
                mark("{on} 的“{what}”早于收到申请之日 {received}。请检查日期。"),
                event,
                received=self.received_on,
            )
        if self.ended is not None and event.kind != RequestEvent.ORDERED:
            raise wrong(
                mark("{on} 的“{what}”：办理已于 {ended} 结束（{end}），不能再登记。请检查日期。"),
                event,
                ended=self.ended.on,
                end=label_of(self.ended),
            )
        _TAKERS[RequestEvent(event.kind)](self, event)
        self.last_event_on = event.on

    def ask_correction(self, event: Event) -> None:
        """Art. 30: told once. (Within 7 working days: a limit that is shown, not refused.)"""
        if self.correction is not None:
            raise wrong(
                mark("{on} 的“{what}”是第二次，{first} 已经告知过；条例第三十条规定一次性告知补正。"),
                event,
                first=self.correction.on,
            )
        self._refuse_in_ordered_time(event)
        self.correction = event

    def correct(self, event: Event) -> None:
        """Art. 30: the limit counts anew from receipt of the corrected application."""
        if self.correction is None or self.corrected_on is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的补正告知书。请先登记发出补正告知书的日期。"), event)
        self.corrected_on = event.on
        self._begin_anew(Restart(CORRECTION_WAIT, self.correction.on, event.on))

    def ask_fee(self, event: Event) -> None:
        """收费办法第六条: the notice is given within the limit, once."""
        if self.fee is not None:
            raise wrong(
                mark("{on} 的“{what}”是第二次，{first} 已经发出过。同一申请只发一次收费通知。"),
                event,
                first=self.fee.on,
            )
        self._refuse_in_ordered_time(event)
        self.fee_due = None if self.is_suspended() else self.due()
        self.fee = event

    def receive_fee_notice(self, event: Event) -> None:
        """The days for payment run from the day after the applicant got the notice."""
        if self.fee is None or self.paid_on is not None or self.fee_received_on is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的收费通知。请先登记发出收费通知的日期。"), event)
        self.fee_received_on = event.on

    def pay_fee(self, event: Event) -> None:
        """收费办法第六条: the limit counts anew from the day after payment is complete."""
        if self.fee is None or self.paid_on is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的收费通知。请先登记发出收费通知的日期。"), event)
        self.paid_on = event.on
        if self.rules.fee_restarts:
            self._begin_anew(Restart(FEE_WAIT, self.fee.on, event.on))

    def send(self, event: Event) -> None:
        """Art. 32, 34: a letter to a third party or to another body."""
        kind = _consulted(event)
        if event.ref and any(one.ref == event.ref for one in self._unanswered(kind)):
            raise wrong(
                mark("{on} 的“{what}”：已向{ref}征求意见，尚未答复。请先登记答复，或者检查名称。"), event
            )
        self.consultations.append(Consultation(kind, event.ref, event.on, event.until))

    def deliver(self, event: Event) -> None:
        """The fifteen working days run from the day on which the letter was received."""
        self._letter_of(event, lambda one: one.received_on is None).received_on = event.on

    def reply(self, event: Event) -> None:
        """The answer ends the wait; without ``ref`` it belongs to the letter that was sent first."""
        self._letter_of(event, lambda one: True).replied_on = event.on

    def extend(self, event: Event) -> None:
        """Art. 33(2): at most 20 working days in all, agreed and told before the limit ends."""
        asked, most = extension_days(event), LONGEST_EXTENSION.count
        if not 1 <= asked <= most:
            raise wrong(
                mark("{on} 的“{what}”：延长 {days} 个工作日，应为 1 至 {most} 个工作日。"),
                event,
                days=asked,
                most=most,
            )
        self._refuse_without_limit(event)
        self._refuse_in_ordered_time(event)
        before = self.extended_by
        if before + asked > most:
            raise wrong(
                mark("{on} 的“{what}”：已延长 {before} 个工作日，再延长 {days} 个超过最长 {most} 个工作日。"),
                event,
                before=before,
                days=asked,
                most=most,
            )
        self._refuse_after(self.due().due, event)
        self.extensions.append(event)

    def postpone(self, event: Event) -> None:
        """Art. 35: requests beyond reason, but well founded: a later day, fixed by the body and told.

        Once for the limit that runs: the text lets the body *fix* a day, and knows no second one. The day
        that was told then holds; no pause and no extension moves it.
        """
        self._refuse_without_limit(event)
        self._refuse_in_ordered_time(event)
        self._refuse_after(self.due().due, event)
        due = self._due_as_sent()
        if event.until is None or event.until <= due:
            raise wrong(mark("{on} 的“{what}”：请写明确定的答复日，应晚于原期限 {due}。"), event, due=due)
        self.postponed = event

    def begin_anew_by_order(self, event: Event) -> None:
        """行政复议法第六十四条、第六十六条，行政诉讼法第七十条、第七十二条: handle the request once more, or at last.

        The time is the one that the decision sets. Where it sets none, the twenty working days of Art. 33(2) run
        from the day on which it took effect. A notice that was still unanswered is overtaken.
        """
        due = self.due() if not self.is_suspended() else None
        self.rounds.append(Round(due, self.ended))
        concluded_on = self.ended.on if self.ended else event.on
        self._begin_anew(Restart(ORDER_WAIT, concluded_on, event.on, OrderedBy(event.ref)))
        self.order, self.ended = event, None

    def end(self, event: Event) -> None:
        """Answered, withdrawn or given up: nothing happens to the clock any more."""
        self.ended = event

    def _letter_of(self, event: Event, fits: Callable[[Consultation], bool]) -> Consultation:
        for one in self._unanswered(_consulted(event), event.ref):
            if fits(one):
                return one
        raise wrong(
            mark("{on} 的“{what}”没有对应的、尚未答复的征求意见书。请先登记发出征求意见书的日期。"), event
        )

    def _unanswered(self, kind: str, ref: str = "") -> list[Consultation]:
        return [
            one
            for one in self.consultations
            if one.kind == kind and one.replied_on is None and (not ref or one.ref == ref)
        ]

    def _refuse_without_limit(self, event: Event) -> None:
        if self.is_suspended():
            raise wrong(mark("{on} 的“{what}”：正在等待补正或者缴费，期限将重新计算，不能延长。"), event)
        if self.postponed is not None:
            raise wrong(
                mark("{on} 的“{what}”：{first} 已告知延迟答复的合理期限，不能再延长。"),
                event,
                first=self.postponed.on,
            )

    def _refuse_in_ordered_time(self, event: Event) -> None:
        if self.ordered_until is not None:
            raise wrong(
                mark(
                    "{on} 的“{what}”：答复期限 {until} 由复议决定或者法院裁判指定，本机关不能延长或者重新计算。"
                ),
                event,
                until=self.ordered_until,
            )

    def _refuse_after(self, due: date, event: Event) -> None:
        if event.on > due:
            raise wrong(
                mark("{on} 的“{what}”晚于答复期限 {due}；延长应当在期限届满前告知申请人。请检查日期。"),
                event,
                due=due,
            )

    def _begin_anew(self, restart: Restart) -> None:
        """The first limit is void, with what was added to it; an extension of the new one is possible."""
        self.restarts.append(restart)
        self.extensions.clear()
        self.postponed = None

    # --- what follows ---------------------------------------------------------------------------

    @property
    def base(self) -> date:
        """Day 0 of the limit that runs."""
        return self.restarts[-1].came_on if self.restarts else self.received_on

    @property
    def ordered_until(self) -> date | None:
        """The last day that a decision has set for handling the request anew; nothing moves it."""
        return self.order.until if self.order is not None else None

    @property
    def ordered_by(self) -> OrderedBy | None:
        """Who ordered the handling that goes on, where it was ordered."""
        return OrderedBy(self.order.ref) if self.order is not None else None

    @property
    def extended_by(self) -> int:
        """Working days added to the limit that runs."""
        return sum(extension_days(event) for event in self.extensions)

    def is_suspended(self) -> bool:
        """Whether nobody can know the last day: it depends on the day something comes."""
        awaits_correction = self.awaits(self.correction, self.corrected_on)
        return awaits_correction or self.awaits(self.fee, self.paid_on)

    def awaits(self, notice: Event | None, came_on: date | None) -> bool:
        """Whether what a notice asks for is still to come; an order made after the notice has overtaken it."""
        if notice is None or came_on is not None:
            return False
        return self.order is None or notice.on >= self.order.on

    def limit_of(self, one: Consultation) -> Counted:
        """The last day to answer a letter: 15 working days from getting it, or the day the body has set.

        Art. 32, 34. Where the day of delivery is not known, the day of sending stands for it: the limit
        of the office is then never longer than the law allows.
        """
        if one.until is not None:
            return Counted(one.until, not self.calendar.is_announced(one.until.year))
        days = THIRD_PARTY if one.kind == THIRD_PARTY_WAIT else self.rules.agency_days
        return days.after(one.received_on or one.sent_on, self.calendar)

    def is_assumed(self, one: Consultation) -> bool:
        """Whether the limit of a letter rests on the day of sending, and matters still."""
        return one.until is None and _is_assumed(one.received_on, one.replied_on, self.limit_of(one).due)

    def limit_of_payment(self) -> Counted | None:
        """收费办法第六条: 20 working days from the day after the notice was received, or sent where that is not known."""
        if self.fee is None:
            return None
        return FEE_PAYMENT.after(self.fee_received_on or self.fee.on, self.calendar)

    def is_payment_assumed(self) -> bool:
        """Whether the time to pay rests on the day of sending, and matters still."""
        last = self.limit_of_payment()
        return last is not None and _is_assumed(self.fee_received_on, self.paid_on, last.due)

    def limit_of_correction(self) -> Counted | None:
        """The last day to correct: the day that the body has set, or the next working day where it is a rest day.

        The regulation does not say so; 民法典第二百零三条第一款 does for periods in general. It is applied where it
        gives the applicant more time, and not to the days by which the office or another body has to act.
        """
        if self.correction is None or self.correction.until is None:
            return None
        return self.calendar.on_or_after(self.correction.until)

    def pauses(self) -> list[Pause]:
        """Art. 33(3): the days of asking, letter by letter, in order.

        A letter sent after a delay was told takes no time out of anything: the day told is what counts (Art. 35).
        """
        told_on = self.postponed.on if self.postponed else None
        pauses = [
            self._pause_of(one) for one in self.consultations if told_on is None or one.sent_on <= told_on
        ]
        if self.fee is not None and self.paid_on is not None and not self.rules.fee_restarts:
            pauses.append(Pause(self.fee.on, self.paid_on, Message(_FEE_PAUSE), articles.FEE_6))
        return sorted(pauses, key=lambda pause: (pause.after, pause.until))

    def _pause_of(self, one: Consultation) -> Pause:
        after = one.sent_on
        if self.rules.pause_from is PauseFrom.RECEIVED and one.received_on is not None:
            after = one.received_on
        last = self.limit_of(one).due
        until = last if one.replied_on is None else min(one.replied_on, last)
        reasons = _ASKS_ASSUMED if self.is_assumed(one) else _ASKS
        return Pause(after, until, Message(reasons[one.kind]), articles.ART_33_3)

    def dues(self) -> Dues:
        """The last days as they stand, letters without an answer taken to their limit.

        Art. 33(2): the twentieth working day that counts, and as many more as the extension has; Art. 35: the
        day that the body has fixed.
        """
        if self.ordered_until is not None:
            is_known = self.calendar.is_announced(self.ordered_until.year)
            set_day = Counted(self.ordered_until, not is_known)
            return Dues([], set_day, set_day, set_day)
        pauses = self.pauses()
        first = count(self.base, ANSWER.count, pauses, self.calendar)
        extended = count(first.due, self.extended_by, pauses, self.calendar)
        extended = Counted(extended.due, first.provisional or extended.provisional)
        if self.postponed is None or self.postponed.until is None:
            return Dues(pauses, first, extended, extended)
        until = self.postponed.until
        return Dues(pauses, first, extended, Counted(until, not self.calendar.is_announced(until.year)))

    def due(self) -> Counted:
        """The last day to answer, as it stands."""
        return self.dues().last

    def _due_as_sent(self) -> date:
        """The last day, every letter taken to have been received when it was sent: the earliest that it can be.

        The day of a receipt is often entered later. It must not turn a delay that was rightly told into one
        that could not have been.
        """
        known = self.consultations
        self.consultations = [replace(one, received_on=None) for one in known]
        due = self.due().due
        self.consultations = known
        return due


_FEE_PAUSE = mark("等待申请人缴费，不计入期限")
_ASKS = {
    THIRD_PARTY_WAIT: mark("征求第三方意见，不计入期限"),
    AGENCY_WAIT: mark("征求其他机关意见，不计入期限"),
}
_ASKS_ASSUMED = {
    THIRD_PARTY_WAIT: mark("征求第三方意见，不计入期限（尚未登记送达，对方的期限暂自发出之日起算）"),
    AGENCY_WAIT: mark("征求其他机关意见，不计入期限（尚未登记送达，对方的期限暂自发出之日起算）"),
}

_TAKERS: dict[RequestEvent, Callable[[RequestFacts, Event], None]] = {
    RequestEvent.ORDERED: RequestFacts.begin_anew_by_order,
    RequestEvent.CORRECTION_NOTICE: RequestFacts.ask_correction,
    RequestEvent.CORRECTED: RequestFacts.correct,
    RequestEvent.FEE_NOTICE: RequestFacts.ask_fee,
    RequestEvent.FEE_NOTICE_RECEIVED: RequestFacts.receive_fee_notice,
    RequestEvent.FEE_PAID: RequestFacts.pay_fee,
    RequestEvent.THIRD_PARTY_SENT: RequestFacts.send,
    RequestEvent.THIRD_PARTY_RECEIVED: RequestFacts.deliver,
    RequestEvent.THIRD_PARTY_REPLIED: RequestFacts.reply,
    RequestEvent.AGENCY_SENT: RequestFacts.send,
    RequestEvent.AGENCY_RECEIVED: RequestFacts.deliver,
    RequestEvent.AGENCY_REPLIED: RequestFacts.reply,
    RequestEvent.EXTENDED: RequestFacts.extend,
    RequestEvent.POSTPONED: RequestFacts.postpone,
    RequestEvent.WITHDRAWN: RequestFacts.end,
    RequestEvent.ABANDONED: RequestFacts.end,
    RequestEvent.ANSWERED: RequestFacts.end,
}


def _is_assumed(received_on: date | None, done_on: date | None, last: date) -> bool:
    return received_on is None and (done_on is None or done_on > last)


def _consulted(event: Event) -> str:
    return THIRD_PARTY_WAIT if event.kind.startswith(THIRD_PARTY_WAIT) else AGENCY_WAIT


def extension_days(event: Event) -> int:
    """Working days of an extension; 20 where no number is given."""
    return LONGEST_EXTENSION.count if event.value is None else event.value
