"""The clock of a petition (信访): 信访工作条例 (since 2022-05-01) Articles 22, 23, 34 to 36; before it 信访条例 2005.

Fifteen days from registration to tell the petitioner or to pass the matter on; sixty days from acceptance, and at
most thirty more, for a claim; thirty days to ask for a review and thirty for its opinion, the same for a re-review.
Days are calendar days. Five working days for a body to say that a matter passed to it is not its own. The time of a
hearing, which Article 36 leaves out of the re-review, is not known to this clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from yangguang.law.clock import Clock, ClockStatus, Event, Limit, Span
from yangguang.law.petition_events import PetitionEvent, PetitionRegime, PetitionRules, regime_on
from yangguang.law.petition_facts import LastDay, PetitionFacts, Review
from yangguang.law.workdays import ONE_DAY, WorkCalendar
from yangguang.translation import Message, mark

__all__ = ["DEFAULT_RULES", "PetitionEvent", "PetitionRegime", "PetitionRules", "petition_clock", "regime_on"]

DEFAULT_RULES = PetitionRules()


def petition_clock(
    registered_on: date,
    events: Sequence[Event],
    calendar: WorkCalendar,
    rules: PetitionRules = DEFAULT_RULES,
) -> Clock:
    """The clock of a petition registered on ``registered_on`` after the events, given in any order.

    ``due`` is the last day of the stage the matter is in: to tell the petitioner, to answer, to review, to
    review again. Raises ``InvalidEvents`` for what contradicts the rest or the law; what is merely late is shown by
    its :class:`Limit`. Events of one day are taken in the order of :class:`PetitionEvent`.
    """
    calendar.why(registered_on)  # refuses a day outside the calendar
    facts = PetitionFacts(registered_on, calendar, rules)
    for event in sorted(events, key=_order_of):
        facts.take(event)
    stage = _stage(facts)
    clock = Clock(
        received_on=registered_on,
        due=stage.last.due if stage.last else None,
        status=ClockStatus.RUNNING,
        provisional=stage.last.provisional if stage.last else False,
        spans=tuple(_spans(facts)),
        limits=tuple(_limits(facts)),
        ended_on=stage.ended_on,
        ended_as=stage.ended_as,
        rolled=stage.last.rolled if stage.last else None,
    )
    return replace(clock, status=clock.status_on(facts.last_event_on))


_ORDER = {kind.value: number for number, kind in enumerate(PetitionEvent)}


def _order_of(event: Event) -> tuple[date, int]:
    return event.on, _ORDER.get(event.kind, 0)


@dataclass(frozen=True, slots=True)
class _Stage:
    """Where the matter stands: the last day in force, and how it ended where it has."""

    last: LastDay | None
    ended_on: date | None = None
    ended_as: ClockStatus | None = None


def _stage(facts: PetitionFacts) -> _Stage:
    last, answered_on = _last_day(facts)
    if facts.ended is not None:
        return _Stage(last, facts.ended.on, ClockStatus.CLOSED)
    if answered_on is not None:
        return _Stage(last, answered_on, ClockStatus.ANSWERED)
    return _Stage(last)


def _last_day(facts: PetitionFacts) -> tuple[LastDay | None, date | None]:
    """The last day of the stage, and the day on which it was answered."""
    for review in (facts.recheck, facts.review):
        if review is not None:
            return facts.review_last(review), review.replied_on
    if facts.told is None:
        return facts.notice_last(), None
    if facts.is_claim:
        return facts.handling_last(), facts.replied_on
    until = facts.told.until
    return (LastDay(until, until, until, False) if until else None), facts.replied_on


# --- day by day -----------------------------------------------------------------------------------

_REGISTERED = mark("登记当日，期限从次日起计算")
_ELSEWHERE = mark("在转送、交办的机关，不计入本机关的期限")
_TO_TELL = mark("计入登记、告知期限")
_TOLD_LATE = mark("超过告知期限，受理后另行计算")
_HANDLED = mark("计入办理期限")
_EXTENDED = mark("延长的办理期限")
_SET_HERE = mark("本机关确定的办理期限（法规没有规定）")
_NO_LIMIT = mark("法规没有规定办理期限")
_TO_ASK = mark("书面答复以后，等待信访人请求复查、复核")
_REVIEWED = mark("计入复查期限")
_RECHECKED = mark("计入复核期限")


def _spans(facts: PetitionFacts) -> Iterator[Span]:
    """The days from registration to the last one known, grouped by what they count for."""
    notice = _notice_article(facts)
    yield Span(
        facts.registered_on,
        facts.registered_on,
        0,
        Message(_REGISTERED),
        notice,
        counts=False,
        calendar_days=0,
    )
    base = facts.notice_base
    yield from _days(facts, facts.registered_on, base, _ELSEWHERE, notice, counts=False)
    last = facts.notice_last().due
    if facts.told is None:
        yield from _days(facts, base, last, _TO_TELL, notice, begins=True)
        return
    yield from _days(facts, base, min(last, facts.told.on), _TO_TELL, notice, begins=True)
    yield from _days(facts, max(base, last), facts.told.on, _TOLD_LATE, notice, counts=False)
    yield from _spans_of_handling(facts, facts.told)
    yield from _spans_of_reviews(facts)


def _spans_of_handling(facts: PetitionFacts, told: Event) -> Iterator[Span]:
    article = facts.grounds.handling
    cut = facts.replied_on if facts.review is not None else None
    if facts.is_claim:
        first, last = facts.handling_last(extended=False).due, facts.handling_last().due
        yield from _days(facts, told.on, _cut(first, cut), _HANDLED, article, begins=True)
        yield from _days(facts, first, _cut(last, cut), _EXTENDED, article)
    elif told.until is not None:
        yield from _days(facts, told.on, told.until, _SET_HERE, "", begins=True)
    else:
        yield Span(told.on + ONE_DAY, None, None, Message(_NO_LIMIT), "", counts=False, calendar_days=0)


def _spans_of_reviews(facts: PetitionFacts) -> Iterator[Span]:
    answered_on = facts.replied_on
    reviews = (
        (facts.review, _REVIEWED, facts.grounds.review),
        (facts.recheck, _RECHECKED, facts.grounds.recheck),
    )
    for review, says, article in reviews:
        if review is None or answered_on is None:
            return
        yield from _days(facts, answered_on, review.asked_on, _TO_ASK, article, counts=False)
        cut = review.replied_on if review is facts.review and facts.recheck is not None else None
        yield from _days(
            facts, review.asked_on, _cut(facts.review_last(review).due, cut), says, article, begins=True
        )
        answered_on = review.replied_on


def _cut(last: date, at: date | None) -> date:
    return last if at is None else min(last, at)


def _days(
    facts: PetitionFacts,
    after: date,
    until: date,
    says: str,
    article: str,
    *,
    counts: bool = True,
    begins: bool = False,
) -> Iterator[Span]:
    """The days after ``after`` up to ``until``; nothing where there are none."""
    if after < until:
        yield Span(
            after + ONE_DAY,
            until,
            facts.calendar.between(after, until),
            Message(says),
            article,
            counts=counts,
            calendar_days=(until - after).days,
            begins=begins,
        )


# --- limits ---------------------------------------------------------------------------------------

_LABELS = {
    "objection": mark("不属于本机关职权的，提出异议并交还（收到之日起 5 个工作日内）"),
    "notice": mark("登记，转送，或者书面告知信访人（15 日内）"),
    "extension-notice": mark("告知延长办理期限（在期限届满前，最长延长 30 日）"),
    "answer": mark("作出处理意见并书面答复（受理之日起 60 日内）"),
    "house-answer": mark("书面答复（本机关确定的期限）"),
    "review-request": mark("信访人请求复查（收到书面答复之日起 30 日内）"),
    "review-answer": mark("复查机关作出复查意见（收到请求之日起 30 日内）"),
    "recheck-request": mark("信访人请求复核（收到复查意见之日起 30 日内）"),
    "recheck-answer": mark("复核机关作出复核意见（收到请求之日起 30 日内）"),
}


def _limit(
    name: str, last: LastDay, article: str, done_on: date | None, *, is_assumed: bool = False
) -> Limit:
    return Limit(
        name,
        Message(_LABELS[name]),
        last.due,
        article,
        last.provisional,
        done_on,
        is_assumed=is_assumed,
        rolled=last.rolled,
    )


def _notice_article(facts: PetitionFacts) -> str:
    grounds = facts.grounds
    return grounds.notice if facts.handed_over_on is None else grounds.notice_when_handed_over


def _limits(facts: PetitionFacts) -> Iterator[Limit]:
    """Every last day on the way, in the order of the procedure."""
    told = facts.told or facts.ended
    if facts.handed_over_on is not None and facts.regime is PetitionRegime.WR22:
        objection = facts.objection_last(facts.handed_over_on)
        objected = facts.ended if facts.ended and facts.ended.kind == PetitionEvent.OBJECTED else None
        yield Limit(
            "objection",
            Message(_LABELS["objection"]),
            objection.due,
            facts.grounds.notice_when_handed_over,
            objection.provisional,
            objected.on if objected else None,
        )
    yield _limit("notice", facts.notice_last(), _notice_article(facts), told.on if told else None)
    if facts.told is not None:
        yield from _limits_of_handling(facts, facts.told)
    yield from _limits_of_reviews(facts)


def _limits_of_handling(facts: PetitionFacts, told: Event) -> Iterator[Limit]:
    article = facts.grounds.handling
    if facts.is_claim:
        asked_on = facts.extensions[0].on if facts.extensions else None
        yield _limit("extension-notice", facts.handling_last(extended=False), article, asked_on)
        yield _limit("answer", facts.handling_last(), article, facts.replied_on)
    elif told.until is not None:
        last = LastDay(told.until, told.until, told.until, False)
        yield _limit("house-answer", last, "", facts.replied_on)


def _limits_of_reviews(facts: PetitionFacts) -> Iterator[Limit]:
    if facts.replied_on is None or not facts.is_claim:
        return
    article = facts.grounds.review
    yield from _limits_of_review(facts, "review", facts.review, facts.replied_on, facts.received_on, article)
    review = facts.review
    if review is not None and review.replied_on is not None:
        article = facts.grounds.recheck
        yield from _limits_of_review(
            facts, "recheck", facts.recheck, review.replied_on, review.received_on, article
        )


def _limits_of_review(
    facts: PetitionFacts,
    name: str,
    review: Review | None,
    answered_on: date,
    received_on: date | None,
    article: str,
) -> Iterator[Limit]:
    """To ask within thirty days of receiving the answer, and to decide within thirty days of being asked.

    Until the day of receipt is entered, that of the answer stands for it.
    """
    last = facts.asking_last(received_on or answered_on)
    asked_on = review.asked_on if review else None
    is_assumed = received_on is None and asked_on is None
    yield _limit(f"{name}-request", last, article, asked_on, is_assumed=is_assumed)
    if review is not None:
        yield _limit(f"{name}-answer", facts.review_last(review), article, review.replied_on)
