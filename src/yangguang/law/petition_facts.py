"""The events of a petition taken in order: each is noted, or refused with a sentence that says why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from yangguang.law.clock import Event
from yangguang.law.petition_events import (
    GROUNDS,
    HANDLING,
    LONGEST_EXTENSION,
    NOTICE,
    OBJECTION,
    TO_ASK,
    TO_REVIEW,
    Grounds,
    PetitionEvent,
    PetitionRegime,
    PetitionRules,
    label_of,
    refuse_senseless,
    regime_on,
    wrong,
)
from yangguang.law.workdays import CalendarDays, Counted, WorkCalendar
from yangguang.translation import mark


@dataclass(frozen=True, slots=True)
class LastDay:
    """A last day in calendar days: as counted, as it would roll over a rest day, and the one in force."""

    plain: date
    rolled: date
    due: date
    provisional: bool


@dataclass(slots=True)
class Review:
    """A higher body looking at an answer (复查、复核): asked for, answered, the answer received."""

    asked_on: date
    replied_on: date | None = None
    received_on: date | None = None


class PetitionFacts:
    """What has happened so far, and what follows for the last days."""

    def __init__(self, registered_on: date, calendar: WorkCalendar, rules: PetitionRules) -> None:
        self.registered_on = registered_on
        self.calendar = calendar
        self.rules = rules
        self.regime: PetitionRegime = regime_on(registered_on)
        self.last_event_on = registered_on
        self.handed_over_on: date | None = None
        self.told: Event | None = None  # accepted, or taken up
        self.extensions: list[Event] = []
        self.replied_on: date | None = None
        self.received_on: date | None = None
        self.review: Review | None = None
        self.recheck: Review | None = None
        self.ended: Event | None = None  # without an answer

    @property
    def grounds(self) -> Grounds:
        """The articles of the rule that holds."""
        return GROUNDS[self.regime]

    # --- taking an event ------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Note the event, or refuse it."""
        refuse_senseless(event)
        self.calendar.why(event.on)  # refuses a day outside the calendar
        if event.on < self.registered_on:
            raise wrong(
                mark("{on} 的“{what}”早于登记之日 {registered}。请检查日期。"),
                event,
                registered=self.registered_on,
            )
        if self.ended is not None:
            raise wrong(
                mark("{on} 的“{what}”：办理已于 {ended} 结束（{end}），不能再登记。请检查日期。"),
                event,
                ended=self.ended.on,
                end=label_of(self.ended),
            )
        _TAKERS[PetitionEvent(event.kind)](self, event)
        self.last_event_on = event.on

    def hand_over(self, event: Event) -> None:
        """信访工作条例第二十三条第三款: the body that got the matter counts from the day it got it."""
        if self.handed_over_on is not None or self.told is not None:
            raise wrong(mark("{on} 的“{what}”：已经登记过，或者已经告知信访人。请检查日期。"), event)
        self.handed_over_on = event.on

    def object(self, event: Event) -> None:
        """信访工作条例第二十三条第三款: "not mine", within five working days of getting it, with reasons."""
        if self.handed_over_on is None:
            raise wrong(
                mark("{on} 的“{what}”：只有转送、交办来的事项可以提出异议。请先登记收到转送、交办的日期。"),
                event,
            )
        self._refuse_told(event)
        last = self.objection_last(self.handed_over_on).due
        if event.on > last:
            raise wrong(
                mark("{on} 的“{what}”晚于异议期限 {last}（5 个工作日），应当受理。请检查日期。"),
                event,
                last=last,
            )
        self.ended = event

    def send_on(self, event: Event) -> None:
        """信访工作条例第二十二条: passed to the body with power; here nothing more is to be done."""
        self._refuse_replied(event)
        self.ended = event

    def refuse(self, event: Event) -> None:
        """信访工作条例第二十三条: not accepted, in writing, with the right way."""
        self._refuse_told(event)
        self.ended = event

    def accept(self, event: Event) -> None:
        """信访工作条例第二十三条: told in writing; the sixty days run from here (第三十四条)."""
        self._refuse_told(event)
        self.told = event

    def take_up(self, event: Event) -> None:
        """信访工作条例第二十九条、第三十条: no limit for suggestions and accusations; the old rule had one for all."""
        self._refuse_told(event)
        if self.regime is PetitionRegime.PR05:
            raise wrong(
                mark("{on} 的“{what}”：2022-05-01 以前登记的事项一律适用 60 日，请登记为 accepted。"), event
            )
        self.told = event

    def extend(self, event: Event) -> None:
        """信访工作条例第三十四条: at most 30 days in all, by the head's approval, told before the limit ends."""
        asked, most = extension_days(event), LONGEST_EXTENSION.count
        if not 1 <= asked <= most:
            raise wrong(
                mark("{on} 的“{what}”：延长 {days} 日，应为 1 至 {most} 日。"), event, days=asked, most=most
            )
        if self.told is None or self.told.kind != PetitionEvent.ACCEPTED or self.replied_on is not None:
            raise wrong(mark("{on} 的“{what}”：没有正在计算的 60 日办理期限，不能延长。"), event)
        before = self.extended_by
        if before + asked > most:
            raise wrong(
                mark("{on} 的“{what}”：已延长 {before} 日，再延长 {days} 日超过最长 {most} 日。"),
                event,
                before=before,
                days=asked,
                most=most,
            )
        due = self.handling_last().due
        if event.on > due:
            raise wrong(
                mark("{on} 的“{what}”晚于办理期限 {due}；延长应当在期限届满前告知信访人。请检查日期。"),
                event,
                due=due,
            )
        self.extensions.append(event)

    def withdraw(self, event: Event) -> None:
        """The petitioner lets the matter rest, or it was settled (信访工作条例第三十三条)."""
        self._refuse_replied(event)
        self.ended = event

    def reply(self, event: Event) -> None:
        """信访工作条例第三十二条: the written answer."""
        if self.told is None:
            raise wrong(mark("{on} 的“{what}”：还没有告知接收（受理）。请先登记告知的日期。"), event)
        self._refuse_replied(event)
        self.replied_on = event.on

    def receive_reply(self, event: Event) -> None:
        """信访工作条例第三十五条: the thirty days run from receiving the written answer."""
        if self.replied_on is None or self.received_on is not None or self.review is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的书面答复。请先登记答复的日期。"), event)
        self.received_on = event.on

    def ask_review(self, event: Event) -> None:
        """信访工作条例第三十五条: once, of a matter that had the sixty days."""
        if self.replied_on is None or self.review is not None or not self.is_claim:
            raise wrong(mark("{on} 的“{what}”：没有可以复查的处理意见，或者已经请求过。"), event)
        self.review = Review(event.on)

    def reply_review(self, event: Event) -> None:
        """信访工作条例第三十五条: the opinion of the higher body."""
        if self.review is None or self.review.replied_on is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的复查请求。请先登记请求复查的日期。"), event)
        self.review.replied_on = event.on

    def receive_review(self, event: Event) -> None:
        """信访工作条例第三十六条: the thirty days run from receiving it."""
        review = self.review
        if review is None or review.replied_on is None or review.received_on or self.recheck is not None:
            raise wrong(mark("{on} 的“{what}”没有对应的复查意见。请先登记作出复查意见的日期。"), event)
        review.received_on = event.on

    def ask_recheck(self, event: Event) -> None:
        """信访工作条例第三十六条: of the body above the reviewer, once."""
        if self.review is None or self.review.replied_on is None or self.recheck is not None:
            raise wrong(mark("{on} 的“{what}”：没有可以复核的复查意见，或者已经请求过。"), event)
        self.recheck = Review(event.on)

    def reply_recheck(self, event: Event) -> None:
        """信访工作条例第三十六条: the last word; the same facts and reasons are not accepted again."""
        if self.recheck is None:
            raise wrong(mark("{on} 的“{what}”没有对应的复核请求。请先登记请求复核的日期。"), event)
        self.recheck.replied_on = event.on
        self.ended = event

    def _refuse_told(self, event: Event) -> None:
        if self.told is not None:
            raise wrong(
                mark("{on} 的“{what}”：已于 {told} 告知接收（受理），应当办理并答复。"),
                event,
                told=self.told.on,
            )

    def _refuse_replied(self, event: Event) -> None:
        if self.replied_on is not None:
            raise wrong(
                mark("{on} 的“{what}”：已于 {replied} 作出书面答复。"), event, replied=self.replied_on
            )

    # --- what follows ---------------------------------------------------------------------------

    @property
    def is_claim(self) -> bool:
        """Whether the sixty days hold, and with them review and re-review."""
        return self.told is not None and self.told.kind == PetitionEvent.ACCEPTED

    @property
    def extended_by(self) -> int:
        """Days added to the sixty."""
        return sum(extension_days(event) for event in self.extensions)

    @property
    def notice_base(self) -> date:
        """Day 0 of the fifteen days."""
        return self.handed_over_on or self.registered_on

    def last_day(self, base: date, days: CalendarDays, more: int = 0) -> LastDay:
        """The last of so many days after ``base``; a rest day at the end moves it only where the office says so."""
        plain = base + timedelta(days=days.count + more)
        rolled = self.calendar.on_or_after(plain)
        if self.rules.rolls_over:
            return LastDay(plain, rolled.due, rolled.due, rolled.provisional)
        return LastDay(plain, rolled.due, plain, False)

    def notice_last(self) -> LastDay:
        """信访工作条例第二十二条、第二十三条: fifteen days."""
        return self.last_day(self.notice_base, NOTICE)

    def objection_last(self, handed_over_on: date) -> Counted:
        """信访工作条例第二十三条第三款: five working days."""
        return OBJECTION.after(handed_over_on, self.calendar)

    def handling_last(self, *, extended: bool = True) -> LastDay:
        """信访工作条例第三十四条: sixty days from acceptance, and what was added."""
        assert self.told is not None  # noqa: S101 - asked after acceptance only
        return self.last_day(self.told.on, HANDLING, self.extended_by if extended else 0)

    def asking_last(self, answered_on: date) -> LastDay:
        """信访工作条例第三十五条、第三十六条: thirty days to ask for a review or a re-review."""
        return self.last_day(answered_on, TO_ASK)

    def review_last(self, review: Review) -> LastDay:
        """信访工作条例第三十五条、第三十六条: thirty days from the request."""
        return self.last_day(review.asked_on, TO_REVIEW)


_TAKERS: dict[PetitionEvent, Callable[[PetitionFacts, Event], None]] = {
    PetitionEvent.HANDED_OVER: PetitionFacts.hand_over,
    PetitionEvent.OBJECTED: PetitionFacts.object,
    PetitionEvent.FORWARDED: PetitionFacts.send_on,
    PetitionEvent.REFUSED: PetitionFacts.refuse,
    PetitionEvent.ACCEPTED: PetitionFacts.accept,
    PetitionEvent.TAKEN_UP: PetitionFacts.take_up,
    PetitionEvent.EXTENDED: PetitionFacts.extend,
    PetitionEvent.WITHDRAWN: PetitionFacts.withdraw,
    PetitionEvent.REPLIED: PetitionFacts.reply,
    PetitionEvent.REPLY_RECEIVED: PetitionFacts.receive_reply,
    PetitionEvent.REVIEW_REQUESTED: PetitionFacts.ask_review,
    PetitionEvent.REVIEW_REPLIED: PetitionFacts.reply_review,
    PetitionEvent.REVIEW_RECEIVED: PetitionFacts.receive_review,
    PetitionEvent.RECHECK_REQUESTED: PetitionFacts.ask_recheck,
    PetitionEvent.RECHECK_REPLIED: PetitionFacts.reply_recheck,
}


def extension_days(event: Event) -> int:
    """Days of an extension; 30 where no number is given."""
    return LONGEST_EXTENSION.count if event.value is None else event.value
