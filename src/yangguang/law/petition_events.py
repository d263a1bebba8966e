"""What happens to a petition (信访事项), under which rule, and what an office may set about its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yangguang.law import articles
from yangguang.law.clock import Event
from yangguang.law.errors import InvalidEvents
from yangguang.law.workdays import CalendarDays, WorkingDays
from yangguang.translation import Message, mark


class PetitionEvent(StrEnum):
    """What happens to a petition, in the order in which events of one day are taken.

    ``accepted`` is the written notice that a claim is handled as a petition; ``taken-up`` the same of a matter
    for which no text names a limit (suggestions and accusations since 2022-05-01).
    """

    HANDED_OVER = "handed-over"
    OBJECTED = "objected"
    FORWARDED = "forwarded"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    TAKEN_UP = "taken-up"
    EXTENDED = "extended"
    WITHDRAWN = "withdrawn"
    REPLIED = "replied"
    REPLY_RECEIVED = "reply-received"
    REVIEW_REQUESTED = "review-requested"
    REVIEW_REPLIED = "review-replied"
    REVIEW_RECEIVED = "review-received"
    RECHECK_REQUESTED = "recheck-requested"
    RECHECK_REPLIED = "recheck-replied"

    @property
    def label(self) -> Message:
        """The event in the words of the office."""
        return Message(_LABELS[self])


_LABELS = {
    PetitionEvent.HANDED_OVER: mark("收到转送、交办的信访事项"),
    PetitionEvent.OBJECTED: mark("提出异议并交还"),
    PetitionEvent.FORWARDED: mark("转送、交办并告知信访人"),
    PetitionEvent.REFUSED: mark("书面告知不予受理"),
    PetitionEvent.ACCEPTED: mark("书面告知接收（受理）"),
    PetitionEvent.TAKEN_UP: mark("书面告知接收情况和处理途径"),
    PetitionEvent.EXTENDED: mark("告知延长办理期限"),
    PetitionEvent.WITHDRAWN: mark("撤回或者和解"),
    PetitionEvent.REPLIED: mark("作出书面答复"),
    PetitionEvent.REPLY_RECEIVED: mark("信访人收到书面答复"),
    PetitionEvent.REVIEW_REQUESTED: mark("请求复查"),
    PetitionEvent.REVIEW_REPLIED: mark("作出复查意见"),
    PetitionEvent.REVIEW_RECEIVED: mark("信访人收到复查意见"),
    PetitionEvent.RECHECK_REQUESTED: mark("请求复核"),
    PetitionEvent.RECHECK_REPLIED: mark("作出复核意见"),
}

NOTICE = CalendarDays(15)  # 信访工作条例第二十二条、第二十三条
OBJECTION = WorkingDays(5)  # 信访工作条例第二十三条第三款
HANDLING = CalendarDays(60)  # 信访工作条例第三十四条
LONGEST_EXTENSION = CalendarDays(30)  # 信访工作条例第三十四条
TO_ASK = CalendarDays(30)  # 信访工作条例第三十五条、第三十六条: from the written answer
TO_REVIEW = CalendarDays(30)  # 信访工作条例第三十五条、第三十六条: from the request


class PetitionRegime(StrEnum):
    """Which rule holds for a petition: that in force on the day of registration."""

    PR05 = "pr05"
    WR22 = "wr22"

    @property
    def label(self) -> Message:
        """The rule by its name."""
        return Message(_REGIMES[self])


_REGIMES = {
    PetitionRegime.PR05: mark("信访条例（2005 年）"),
    PetitionRegime.WR22: mark("信访工作条例（2022 年）"),
}
PR05_FROM, WR22_FROM = date(2005, 5, 1), date(2022, 5, 1)


def regime_on(registered_on: date) -> PetitionRegime:
    """The rule of a petition registered on this day; earlier ones than 2005-05-01 are refused."""
    if registered_on < PR05_FROM:
        raise InvalidEvents(
            mark("{on} 早于《信访条例》施行之日 2005-05-01，不能按现行规则计算。请检查登记日期。"),
            on=registered_on,
        )
    return PetitionRegime.PR05 if registered_on < WR22_FROM else PetitionRegime.WR22


@dataclass(frozen=True, slots=True)
class Grounds:
    """The articles on which the limits of a regime rest."""

    notice: str
    notice_when_handed_over: str
    handling: str
    review: str
    recheck: str


GROUNDS = {
    PetitionRegime.PR05: Grounds(
        articles.PR_22, articles.PR_21, articles.PR_33, articles.PR_34, articles.PR_35
    ),
    PetitionRegime.WR22: Grounds(
        articles.WR_23_2, articles.WR_23_3, articles.WR_34, articles.WR_35, articles.WR_36
    ),
}


@dataclass(frozen=True, slots=True)
class PetitionRules:
    """What an office may set, because the texts are silent.

    ``rolls_over`` – whether a last day in calendar days that is no working day moves to the next working day.
    Neither rule says so; civil rules on periods would let it move. By default it stays, so that nobody is
    reminded too late; the day on which it would end otherwise is shown beside it (``rolled``).
    """

    rolls_over: bool = False


def label_of(event: Event) -> Message | str:
    """The event in the words of the office, or its kind as it was given."""
    return PetitionEvent(event.kind).label if event.kind in _KINDS else event.kind


def wrong(template: str, event: Event, **params: object) -> InvalidEvents:
    """The refusal of an event; the template may name its day ``{on}`` and ``{what}`` it is."""
    facts = {"on": event.on, "what": label_of(event), "kind": event.kind}
    return InvalidEvents(template, event=event, **facts, **params)


_KINDS = frozenset(kind.value for kind in PetitionEvent)


def refuse_senseless(event: Event) -> None:
    """Refuse an unknown kind, and a fact that an event of its kind does not have."""
    if event.kind not in _KINDS:
        kinds = "、".join(PetitionEvent)
        raise wrong(mark("没有“{kind}”这种事件。可用的有：{kinds}。"), event, kinds=kinds)
    if event.value is not None and event.kind != PetitionEvent.EXTENDED:
        raise wrong(mark("{on} 的“{what}”不带天数；只有延长办理期限可以写明天数。"), event)
    if event.until is not None and event.kind != PetitionEvent.TAKEN_UP:
        raise wrong(mark("{on} 的“{what}”不带截止日期。"), event)
    if event.until is not None and event.until < event.on:
        raise wrong(
            mark("{on} 的“{what}”：截止日期 {until} 早于当日。请检查日期。"), event, until=event.until
        )
    if event.ref:
        raise wrong(mark("{on} 的“{what}”不带名称。"), event)
