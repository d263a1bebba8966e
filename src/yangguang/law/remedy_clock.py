"""The clock of a case against the body: by when it must answer, and by when it will be decided.

Reconsideration (行政复议法 2023): the written reply within 10 days of the copy of the application, 5 in the
simplified procedure (Art. 48, 54). By Art. 88(2) these are **working days**; under the law of 2017, which
holds for what was accepted before 2024, ten calendar days (its Art. 23, 40). The decision follows within 60
days, extended by at most 30; in the simplified procedure within 30 (Art. 62). From the simplified to the ordinary
procedure (Art. 55) the ordinary periods hold from the same beginnings: they belong to the case, not to the change.
A suspended case (Art. 39) is not decided, and its days are not part of the time to decide. The law says nothing of
the body's own time to reply, so it runs on: who replies in time is right either way.

Suits (行政诉讼法): the statement of defence within 15 days of the copy of the complaint (Art. 67); judgment within six
months, 45 days in the simplified procedure (Art. 81, 83); appeal within 15 days of the judgment, 10 of a ruling
(Art. 85); judgment on appeal within three months (Art. 88). A court goes over to the ordinary procedure by ruling (Art.
84); the time to judge counts from the filing all the same, and without the days of a suspension (法释〔2018〕1号 Art.
50, 87, 105; from memory).

The body's own limits are its due dates. While others decide it has none: it waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from yangguang.law import articles
from yangguang.law.clock import Clock, ClockStatus, Event, Limit, Span, Wait
from yangguang.law.errors import InvalidEvents
from yangguang.law.remedies import DEFAULT_RULES, REVIEW_FIRST_SINCE, SUIT_AFTER_REVIEW, RemedyRules
from yangguang.law.workdays import (
    ONE_DAY,
    CalendarDays,
    CalendarMonths,
    Counted,
    Period,
    WorkCalendar,
    WorkingDays,
)
from yangguang.translation import Message, mark

__all__ = [
    "LONGEST_EXTENSION",
    "Ending",
    "RemedyEvent",
    "Track",
    "Unit",
    "last_day",
    "ordered_until",
    "review_clock",
    "suit_clock",
    "suit_until",
]

LONGEST_EXTENSION = CalendarDays(30)  # 行政复议法第六十二条


class RemedyEvent(StrEnum):
    """What happens in a case. Events of one day are taken in the order in which they are given.

    ``notice`` – the copy of the application or complaint came; ``ref`` is the :class:`Track`, ``until`` the day on
    which the case was accepted, where it is known: the time to decide runs from then. ``extended`` – the time to
    decide, ``until`` its new last day. ``decided`` – a decision came; ``ref`` is the :class:`Ending`.
    ``appealed`` – ``ref`` is ``own`` where the body itself appeals. ``suspended`` and ``resumed`` – the hearing rests in
    between. ``converted`` – from the simplified to the ordinary procedure. ``amended`` – the day of acceptance was
    entered wrongly; ``until`` is the right one. It says what was so from the beginning, whenever it is said.
    """

    NOTICE = "notice"
    REPLIED = "replied"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CONVERTED = "converted"
    AMENDED = "amended"
    DECIDED = "decided"
    APPEALED = "appealed"
    EFFECTIVE = "effective"


OWN = "own"
DECISION_WAIT = "decision"


class Track(StrEnum):
    """By which procedure the case is heard."""

    ORDINARY = "ordinary"
    SIMPLIFIED = "simplified"
    SECOND = "second"
    RETRIAL = "retrial"


class Ending(StrEnum):
    """What a decision leaves open: nothing, an appeal, or the whole case once more (发回重审)."""

    FINAL = "final"
    JUDGMENT = "judgment"
    RULING = "ruling"
    REMANDED = "remanded"


class Unit(StrEnum):
    """The unit of a time that a decision sets."""

    WORKING_DAYS = "working_days"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class _Stage:
    """One hearing of the case: the time to reply, where a reply is owed, and the time to decide."""

    reply: Period | None
    reply_label: str
    reply_article: str
    decision: Period
    decision_label: str
    decision_article: str


_REPLY = mark("提出书面答复，提交证据、依据和其他有关材料（自收到申请书副本起）")
_REVIEWED = mark("作出行政复议决定（由行政复议机关掌握）")
_DEFENCE = mark("提出答辩状，提交证据和所依据的规范性文件（自收到起诉状副本起）")
_JUDGED = mark("作出裁判（由人民法院掌握）")

_REVIEWS = {
    Track.ORDINARY: _Stage(
        WorkingDays(10), _REPLY, articles.ARL_48, CalendarDays(60), _REVIEWED, articles.ARL_62
    ),
    Track.SIMPLIFIED: _Stage(
        WorkingDays(5), _REPLY, articles.ARL_54, CalendarDays(30), _REVIEWED, articles.ARL_62
    ),
}
_REVIEW_BEFORE_2024 = _Stage(
    CalendarDays(10), _REPLY, articles.ARL_2017_23, CalendarDays(60), _REVIEWED, articles.ARL_2017_31
)
_SUITS = {
    Track.ORDINARY: _Stage(
        CalendarDays(15), _DEFENCE, articles.ALL_67, CalendarMonths(6), _JUDGED, articles.ALL_81
    ),
    Track.SIMPLIFIED: _Stage(
        CalendarDays(15), _DEFENCE, articles.ALL_67, CalendarDays(45), _JUDGED, articles.ALL_83
    ),
    # 法释〔2018〕1号第一百零八条: the other side answers an appeal within 15 days; from memory
    Track.SECOND: _Stage(
        CalendarDays(15), _DEFENCE, articles.SPC_108, CalendarMonths(3), _JUDGED, articles.ALL_88
    ),
    # heard by the procedure of the instance it came from; the first is assumed; from memory
    Track.RETRIAL: _Stage(
        CalendarDays(15), _DEFENCE, articles.ALL_90, CalendarMonths(6), _JUDGED, articles.ALL_90
    ),
}
_OWN_APPEAL = _Stage(None, "", "", CalendarMonths(3), _JUDGED, articles.ALL_88)
_REMAND = _Stage(None, "", "", CalendarMonths(6), _JUDGED, articles.ALL_81)
APPEAL = {Ending.JUDGMENT: CalendarDays(15), Ending.RULING: CalendarDays(10)}


def last_day(
    period: Period, after: date, calendar: WorkCalendar, rules: RemedyRules = DEFAULT_RULES
) -> Counted:
    """The last day of a period that begins the day after ``after``.

    行政复议法第八十八条、行政诉讼法第一百零一条 refer to 民事诉讼法: a last day on a rest day moves (``rules.rolls_over``).
    """
    counted = period.after(after, calendar)
    if not rules.rolls_over or isinstance(period, WorkingDays):
        return counted
    moved = calendar.on_or_after(counted.due)
    return Counted(moved.due, counted.provisional or moved.provisional)


def ordered_until(effective_on: date, count: int, unit: Unit, calendar: WorkCalendar) -> Counted:
    """The last day of the time that a decision sets for a new answer, from the day on which it took effect.

    A decision of reconsideration takes effect when it is served (行政复议法第七十五条); a judgment of first
    instance when nobody appeals in time (行政诉讼法第八十五条).
    """
    period = WorkingDays(count) if unit is Unit.WORKING_DAYS else CalendarDays(count)
    return last_day(period, effective_on, calendar)


def suit_until(served_on: date, calendar: WorkCalendar, rules: RemedyRules = DEFAULT_RULES) -> Counted:
    """行政诉讼法第四十五条: who was not content with a reconsideration sues within 15 days of getting the decision."""
    return last_day(SUIT_AFTER_REVIEW, served_on, calendar, rules)


def review_clock(
    received_on: date,
    events: Sequence[Event],
    calendar: WorkCalendar,
    rules: RemedyRules = DEFAULT_RULES,
) -> Clock:
    """The clock of a reconsideration whose application reached the body on ``received_on``.

    Which law holds follows from the day of acceptance. Raises ``InvalidEvents`` for the impossible.
    """
    return _Course(received_on, calendar, rules, is_review=True).clock(events)


def suit_clock(
    received_on: date,
    events: Sequence[Event],
    calendar: WorkCalendar,
    rules: RemedyRules = DEFAULT_RULES,
) -> Clock:
    """The clock of a suit whose complaint reached the body on ``received_on``, over all its instances."""
    return _Course(received_on, calendar, rules, is_review=False).clock(events)


class _Phase(StrEnum):
    """Whose turn it is."""

    REPLY = "reply"
    DECISION = "decision"
    APPEAL = "appeal"
    OVER = "over"


@dataclass(slots=True)
class _Course:
    """The events taken one by one, and what they leave behind. ``told`` is the last day of the spans so far."""

    received_on: date
    calendar: WorkCalendar
    rules: RemedyRules
    is_review: bool
    phase: _Phase = field(init=False)
    stage: _Stage = field(init=False)
    due: Counted = field(init=False)
    """The last day of the phase: to reply, or to appeal."""
    decision_due: Counted = field(init=False)
    began_on: date = field(init=False)
    accepted_on: date = field(init=False)
    fixed_due: date | None = None
    """The last day to decide where an extension has set one."""
    rested: int = 0
    """Days of suspension since the time to decide began, or was extended."""
    suspended_on: date | None = None
    waiting_since: date = field(init=False)
    appeal_label: str = ""
    ended_on: date | None = None
    told: date = field(init=False)
    spans: list[Span] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)

    def clock(self, events: Sequence[Event]) -> Clock:
        """The clock after all events; without a notice it is taken that an ordinary one came."""
        self.calendar.why(self.received_on)  # refuses a day outside the calendar
        in_order = self._as_amended(sorted(events, key=lambda event: event.on))
        for event in in_order:
            self._take(event)
        self._leave_open()
        has_due = self.phase in (_Phase.REPLY, _Phase.APPEAL)
        next_ = self.due if has_due else self.decision_due
        clock = Clock(
            received_on=self.received_on,
            due=self.due.due if has_due else None,
            status=ClockStatus.RUNNING,
            provisional=next_.provisional and self.phase is not _Phase.OVER,
            spans=tuple(self.spans),
            limits=tuple(self.limits),
            waits=tuple(self.waits),
            ended_on=self.ended_on,
            ended_as=ClockStatus.CLOSED if self.ended_on else None,
        )
        last = in_order[-1].on
        return replace(clock, status=clock.status_on(last), waiting_for=clock.waiting_on(last))

    def _as_amended(self, events: list[Event]) -> list[Event]:
        """The notice as it was put right last: it came on the day that holds now, whatever was entered first."""
        amended = [event for event in events if event.kind == RemedyEvent.AMENDED]
        rest = [event for event in events if event.kind != RemedyEvent.AMENDED]
        if not rest or rest[0].kind != RemedyEvent.NOTICE:
            return [Event(RemedyEvent.NOTICE, self.received_on), *rest]
        notice = replace(rest[0], on=self.received_on)
        if amended:
            notice = replace(notice, until=amended[-1].until)
        return [notice, *rest[1:]]

    # --- events -----------------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if event.on < self.received_on:
            raise _wrong(
                mark("{on} 的“{what}”早于收到之日 {received}。请检查日期。"), event, received=self.received_on
            )
        if self.ended_on is not None:
            raise _wrong(
                mark("{on} 的“{what}”：案件已于 {ended} 审结。请检查日期。"), event, ended=self.ended_on
            )
        _TAKERS[RemedyEvent(event.kind)](self, event)

    def notice(self, event: Event) -> None:
        """The copy came; the time to decide has run since acceptance."""
        accepted_on = event.until or event.on
        if accepted_on > event.on:
            raise _wrong(mark("受理、立案日期 {until} 晚于收到之日 {on}。请检查日期。"), event)
        stage = self._stage_of(Track(event.ref) if event.ref else Track.ORDINARY, accepted_on, event)
        received = Message(_RECEIVED)
        self.spans.append(
            Span(self.received_on, self.received_on, 0, received, stage.reply_article, counts=False)
        )
        self.told = self.received_on
        self._begin(stage, event.on, accepted_on)

    def _stage_of(self, track: Track, accepted_on: date, event: Event) -> _Stage:
        if not self.is_review:
            return _SUITS[track]
        if accepted_on >= REVIEW_FIRST_SINCE:
            return _REVIEWS[track]
        if track is Track.SIMPLIFIED:
            raise InvalidEvents(
                mark("行政复议的简易程序自 2024-01-01 起施行，此前受理的案件适用普通程序。"), event
            )
        return _REVIEW_BEFORE_2024

    def _begin(self, stage: _Stage, on: date, accepted_on: date) -> None:
        self.stage, self.began_on, self.accepted_on = stage, on, accepted_on
        self.fixed_due, self.rested = None, 0
        self._set_decision_due()
        if stage.reply is None:
            self.phase, self.waiting_since = _Phase.DECISION, on
        else:
            self.phase, self.due = _Phase.REPLY, last_day(stage.reply, on, self.calendar, self.rules)

    def _set_decision_due(self) -> None:
        """The last day to decide: from acceptance, or as extended, and as many days later as the case has rested."""
        if self.fixed_due is not None:
            base = Counted(self.fixed_due, not self.calendar.is_announced(self.fixed_due.year))
        elif not self.rested:
            self.decision_due = last_day(self.stage.decision, self.accepted_on, self.calendar, self.rules)
            return
        else:
            base = self.stage.decision.after(self.accepted_on, self.calendar)
        if self.rested:
            moved = last_day(CalendarDays(self.rested), base.due, self.calendar, self.rules)
            base = Counted(moved.due, base.provisional or moved.provisional)
        self.decision_due = base

    def suspend(self, event: Event) -> None:
        """行政复议法第三十九条、法释〔2018〕1号第八十七条: the hearing rests until its cause is gone."""
        if self.phase not in (_Phase.REPLY, _Phase.DECISION) or self.suspended_on is not None:
            raise _wrong(mark("{on} 的“{what}”：没有正在审理的程序，或者已经中止。请检查日期。"), event)
        if self.phase is _Phase.DECISION:
            self._tell_waiting(event.on)
        self.suspended_on = event.on

    def resume(self, event: Event) -> None:
        """The days from the suspension to the day before it is taken up again are not part of the time to decide."""
        if self.suspended_on is None:
            raise _wrong(mark("{on} 的“{what}”：案件没有中止。请检查日期。"), event)
        self._wake(event.on)

    def _wake(self, on: date) -> None:
        if self.suspended_on is None:
            return
        self.rested += (on - self.suspended_on).days
        self.suspended_on = None
        self._set_decision_due()
        if self.phase is _Phase.DECISION:
            self._tell_rest(on)

    def convert(self, event: Event) -> None:
        """行政复议法第五十五条、行政诉讼法第八十四条: the ordinary periods hold, from the same beginnings."""
        stages = _REVIEWS if self.is_review else _SUITS
        is_heard = self.phase in (_Phase.REPLY, _Phase.DECISION)
        if not is_heard or self.stage is not stages[Track.SIMPLIFIED]:
            raise _wrong(mark("{on} 的“{what}”：案件不是按简易程序审理。请检查日期。"), event)
        self.stage = stages[Track.ORDINARY]
        self._set_decision_due()
        if self.phase is _Phase.REPLY and self.stage.reply is not None:
            self.due = last_day(self.stage.reply, self.began_on, self.calendar, self.rules)

    def reply(self, event: Event) -> None:
        """The body has answered; from now on it waits."""
        if self.phase is not _Phase.REPLY:
            raise _wrong(mark("{on} 的“{what}”：已经提出过，或者不需要提出。请检查日期。"), event)
        self._tell_reply(event.on)
        self.limits.append(self._reply_limit(event.on))
        self.phase, self.waiting_since = _Phase.DECISION, event.on

    def extend(self, event: Event) -> None:
        """行政复议法第六十二条: by at most thirty days, not in the simplified procedure; courts by leave (行政诉讼法第八十一条)."""
        due = self.decision_due.due
        if self.phase not in (_Phase.REPLY, _Phase.DECISION) or event.until is None or event.until <= due:
            raise _wrong(
                mark("{on} 的“{what}”：请写明延长后的最后一日，应晚于原期限 {due}。"), event, due=due
            )
        if self.is_review and self.stage is _REVIEWS[Track.SIMPLIFIED]:
            raise _wrong(mark("{on} 的“{what}”：简易程序的审理期限不能延长（行政复议法第六十二条）。"), event)
        most = last_day(LONGEST_EXTENSION, due, self.calendar, self.rules).due
        if self.is_review and event.until > most:
            raise _wrong(
                mark("{on} 的“{what}”：延长最多 30 日，最晚到 {most}（行政复议法第六十二条）。"),
                event,
                most=most,
            )
        self.fixed_due, self.rested = event.until, 0
        self._set_decision_due()

    def decide(self, event: Event) -> None:
        """A decision of reconsideration is final for the body; against a court's there may be an appeal."""
        if self.phase not in (_Phase.REPLY, _Phase.DECISION):
            raise _wrong(mark("{on} 的“{what}”：没有正在审理的程序。请检查日期。"), event)
        self._wake(event.on)
        if self.phase is _Phase.REPLY:
            self._tell_reply(event.on)
        else:
            self._tell_waiting(event.on)
            self.waits.append(Wait(DECISION_WAIT, self.waiting_since, event.on))
        self.limits.append(self._decision_limit(event.on))
        ending = Ending(event.ref) if event.ref else Ending.FINAL
        if ending is Ending.REMANDED:
            self._begin(_REMAND, event.on, event.on)
        elif ending is Ending.FINAL:
            self.phase, self.ended_on = _Phase.OVER, event.on
        else:
            self.phase = _Phase.APPEAL
            self.due = last_day(APPEAL[ending], event.on, self.calendar, self.rules)
            self.appeal_label = _APPEAL if ending is Ending.JUDGMENT else _APPEAL_RULING

    def appeal(self, event: Event) -> None:
        """行政诉讼法第八十五条: the body's own within the time; of another's only the day counts on which its copy came."""
        if self.phase is not _Phase.APPEAL:
            raise _wrong(mark("{on} 的“{what}”：没有可以上诉的裁判。请检查日期。"), event)
        if event.ref == OWN and event.on > self.due.due:
            raise _wrong(
                mark("{on} 的“{what}”晚于上诉期限 {due}（行政诉讼法第八十五条）。"), event, due=self.due.due
            )
        self._close_appeal(event.on)
        self._begin(_OWN_APPEAL if event.ref == OWN else _SUITS[Track.SECOND], event.on, event.on)

    def take_effect(self, event: Event) -> None:
        """Nobody appealed in time."""
        if self.phase is not _Phase.APPEAL:
            raise _wrong(mark("{on} 的“{what}”：没有等待生效的裁判。请检查日期。"), event)
        self._close_appeal(event.on)
        self.phase, self.ended_on = _Phase.OVER, event.on

    # --- what follows -----------------------------------------------------------------------------

    def _leave_open(self) -> None:
        """The limits, days and waits of the phase that is not over."""
        if self.phase is _Phase.APPEAL:
            self._tell_appeal(self.due.due)
            self.limits.append(self._appeal_limit(None))
        if self.phase is _Phase.REPLY:
            self._tell_reply(self.due.due)
            self.limits.append(self._reply_limit(None))
        if self.phase is _Phase.DECISION:
            self._tell_rest() if self.suspended_on else self._tell_waiting(None)
            self.waits.append(Wait(DECISION_WAIT, self.waiting_since, None))
        if self.phase in (_Phase.REPLY, _Phase.DECISION) and self.suspended_on is None:
            self.limits.append(self._decision_limit(None))

    def _close_appeal(self, on: date) -> None:
        """Whoever appealed, or nobody did: the time was used or let pass, nothing was missed."""
        self._tell_appeal(on)
        self.limits.append(self._appeal_limit(min(on, self.due.due)))

    def _reply_limit(self, done_on: date | None) -> Limit:
        label, article = Message(self.stage.reply_label), self.stage.reply_article
        return Limit("reply", label, self.due.due, article, self.due.provisional, done_on)

    def _decision_limit(self, done_on: date | None) -> Limit:
        label, article = Message(self.stage.decision_label), self.stage.decision_article
        due = self.decision_due
        return Limit("decision", label, due.due, article, due.provisional, done_on)

    def _appeal_limit(self, done_on: date | None) -> Limit:
        label, due = Message(self.appeal_label), self.due
        return Limit("appeal", label, due.due, articles.ALL_85, due.provisional, done_on)

    def _tell_reply(self, until: date) -> None:
        every_day = not isinstance(self.stage.reply, WorkingDays)
        reason = _IN_DAYS if every_day else _IN_WORKING_DAYS
        self._tell(until, reason, self.stage.reply_article, counts=True, every_day=every_day)

    def _tell_appeal(self, until: date) -> None:
        self._tell(until, _APPEALABLE, articles.ALL_85, counts=True, every_day=True)

    def _tell_waiting(self, until: date | None) -> None:
        reason = _WAITS_REVIEW if self.is_review else _WAITS_COURT
        self._tell(until, reason, self.stage.decision_article, counts=False)

    def _tell_rest(self, until: date | None = None) -> None:
        article = articles.ARL_39 if self.is_review else articles.SPC_87
        self._tell(until, _RESTS, article, counts=False)

    def _tell(
        self, until: date | None, reason: str, article: str, *, counts: bool, every_day: bool = False
    ) -> None:
        """The days since those already told, up to and with ``until``; none where there are none."""
        if until is not None and until <= self.told:
            return
        working = None if until is None else self.calendar.between(self.told, until)
        days = (until - self.told).days if every_day and until is not None else None
        begin = self.told + ONE_DAY
        self.spans.append(
            Span(begin, until, working, Message(reason), article, counts, calendar_days=days, begins=counts)
        )
        self.told = until or self.told


_RECEIVED = mark("收到副本当日，期限从次日起计算")
_IN_WORKING_DAYS = mark("计入答复期限（工作日）")
_IN_DAYS = mark("计入答复、答辩期限（日历日）")
_APPEALABLE = mark("计入上诉期限（日历日）")
_WAITS_REVIEW = mark("等待行政复议决定")
_WAITS_COURT = mark("等待人民法院裁判")
_RESTS = mark("中止审理，不计入审理期限")
_APPEAL = mark("提起上诉（自收到判决书起 15 日内，逾期判决生效）")
_APPEAL_RULING = mark("提起上诉（自收到裁定书起 10 日内，逾期裁定生效）")

_LABELS = {
    RemedyEvent.NOTICE: mark("收到申请书、起诉状副本"),
    RemedyEvent.REPLIED: mark("提出答复、答辩"),
    RemedyEvent.EXTENDED: mark("延长审理期限"),
    RemedyEvent.SUSPENDED: mark("中止审理"),
    RemedyEvent.RESUMED: mark("恢复审理"),
    RemedyEvent.CONVERTED: mark("转为普通程序"),
    RemedyEvent.AMENDED: mark("更正受理、立案日期"),
    RemedyEvent.DECIDED: mark("收到决定、裁判"),
    RemedyEvent.APPEALED: mark("上诉"),
    RemedyEvent.EFFECTIVE: mark("裁判生效"),
}
_TAKERS = {
    RemedyEvent.NOTICE: _Course.notice,
    RemedyEvent.REPLIED: _Course.reply,
    RemedyEvent.EXTENDED: _Course.extend,
    RemedyEvent.SUSPENDED: _Course.suspend,
    RemedyEvent.RESUMED: _Course.resume,
    RemedyEvent.CONVERTED: _Course.convert,
    RemedyEvent.DECIDED: _Course.decide,
    RemedyEvent.APPEALED: _Course.appeal,
    RemedyEvent.EFFECTIVE: _Course.take_effect,
}


def _wrong(template: str, event: Event, **params: object) -> InvalidEvents:
    facts = {"on": event.on, "until": event.until, "what": Message(_LABELS[RemedyEvent(event.kind)])}
    return InvalidEvents(template, event=event, **facts, **params)
