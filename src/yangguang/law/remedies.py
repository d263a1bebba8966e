"""Against an answer: to whom, within what time, in which order; and the paragraph of the letter.

Three rules have followed each other, by the day of the answer:

* before 2024-01-01, reconsideration or suit, as one likes (行政复议法 2017, 行政诉讼法第四十五、四十六条);
* since 2024-01-01, a refusal to disclose goes to reconsideration first (行政复议法 2023 第二十三条第一款第四项),
  and the answer has to say so (第二款);
* since 2025-06-01, 法释〔2025〕8号 has said that this means refusals under Articles 14 to 16 of the
  regulation; other answers, and silence, may be taken to court directly.

The paragraphs are part of a Chinese official paper: they are Chinese in every language of the reader.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from yangguang.law.chinese_dates import in_figures
from yangguang.law.errors import InvalidEvents
from yangguang.law.outcomes import Outcome, OutcomeCode
from yangguang.law.workdays import CalendarDays, CalendarMonths, Counted, Period, WorkCalendar
from yangguang.translation import gettext, mark

REVIEW_FIRST_SINCE = date(2024, 1, 1)
INTERPRETATION_SINCE = date(2025, 6, 1)

REVIEW_PERIOD = CalendarDays(60)  # 行政复议法第二十条
SUIT_PERIOD = CalendarMonths(6)  # 行政诉讼法第四十六条
SUIT_AFTER_REVIEW = CalendarDays(15)  # 行政诉讼法第四十五条


class Regime(StrEnum):
    """Which rule holds for an answer, by its day."""

    FREE_CHOICE = "until-2023"
    REVIEW_FIRST = "since-2024"
    INTERPRETED = "since-2025-06"


class Way(StrEnum):
    """In which order the applicant may turn to the two."""

    EITHER = "either"
    REVIEW_FIRST = "review-first"
    SPLIT = "split"  # the withheld part of a partial grant first to reconsideration, the rest either way


class BodyKind(StrEnum):
    """What kind of body has answered; it decides who reconsiders."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    PROVINCE = "province"
    MINISTRY = "ministry"
    VERTICAL = "vertical"
    JUSTICE = "justice"
    DISPATCHED = "dispatched"

    @property
    def label(self) -> str:
        """The kind in the language in force."""
        return gettext(_KINDS[self].label)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Who reconsiders: since 2024, before, and by which article since 2024."""

    label: str
    reviewer: str
    article: str
    reviewer_before: str = ""
    has_ruling: bool = False  # instead of a suit, the State Council may be asked for a final ruling


_KINDS = {
    BodyKind.DEPARTMENT: _Kind(
        mark("地方人民政府工作部门"), "本级人民政府", "第二十四条", "本级人民政府或者上一级主管部门"
    ),
    BodyKind.GOVERNMENT: _Kind(mark("地方人民政府（省级以下）"), "上一级人民政府", "第二十四条"),
    BodyKind.PROVINCE: _Kind(
        mark("省、自治区、直辖市人民政府"), "本机关", "第二十四条、第二十六条", has_ruling=True
    ),
    BodyKind.MINISTRY: _Kind(mark("国务院部门"), "本机关", "第二十五条、第二十六条", has_ruling=True),
    BodyKind.VERTICAL: _Kind(
        mark("海关、金融、外汇管理、税务、国家安全机关"), "上一级主管部门", "第二十七条"
    ),
    BodyKind.JUSTICE: _Kind(
        mark("地方司法行政部门"),
        "本级人民政府或者上一级司法行政部门",
        "第二十八条",
        "本级人民政府或者上一级主管部门",
    ),
    BodyKind.DISPATCHED: _Kind(mark("派出机关（街道办事处等）"), "设立该派出机关的人民政府", "第二十四条"),
}

COURT = "有管辖权的人民法院"


@dataclass(frozen=True, slots=True)
class RemedyRules:
    """What an office may set.

    ``rolls_over`` – a last day on a rest day moves to the next working day (民事诉讼法 on periods, to which
    行政复议法 and 行政诉讼法 refer). From memory.
    """

    rolls_over: bool = True


DEFAULT_RULES = RemedyRules()


@dataclass(frozen=True, slots=True)
class RemedyAdvice:
    """What can be done against an answer, as facts and as the paragraph of the letter.

    ``suit_period`` is None where a suit is possible only after reconsideration; the last days are known
    only with the day of delivery, and ``provisional`` when one depends on a year without an arrangement.
    """

    regime: Regime
    way: Way
    reviewer: str
    court: str
    review_period: Period
    suit_period: Period | None
    suit_after_review: Period
    review_until: date | None
    suit_until: date | None
    provisional: bool
    articles: tuple[str, ...]
    text: str

    @property
    def is_review_first(self) -> bool:
        """Whether the answer, or its withheld part, must be reconsidered before a suit."""
        return self.way is not Way.EITHER


def regime_on(day: date) -> Regime:
    """The rule that holds for an answer of that day."""
    if day < REVIEW_FIRST_SINCE:
        return Regime.FREE_CHOICE
    return Regime.REVIEW_FIRST if day < INTERPRETATION_SINCE else Regime.INTERPRETED


def remedies(
    outcome: Outcome,
    answered_on: date,
    body: BodyKind,
    delivered_on: date | None = None,
    *,
    reviewer: str = "",
    court: str = "",
    calendar: WorkCalendar | None = None,
    rules: RemedyRules = DEFAULT_RULES,
) -> RemedyAdvice:
    """What the applicant can do against an answer; ``reviewer`` and ``court`` are names for the letter.

    行政复议法第二十条: 60 days from knowledge; 行政诉讼法第四十六条: six months; after reconsideration 15 days
    (第四十五条). Raises ``InvalidEvents`` for a delivery before the answer.
    """
    if delivered_on is not None and delivered_on < answered_on:
        raise InvalidEvents(
            mark("送达日 {delivered} 早于答复日 {answered}。请检查日期。"),
            delivered=delivered_on,
            answered=answered_on,
        )
    regime = regime_on(answered_on)
    way = _way(outcome, regime)
    names = _names(body, regime, reviewer, court)
    text = _TEXTS[way, regime if way is not Way.EITHER else Regime.FREE_CHOICE].format(**names)
    return _advice(regime, way, body, names, text, delivered_on, calendar, rules)


def remedies_for_silence(
    due: date,
    body: BodyKind,
    *,
    reviewer: str = "",
    court: str = "",
    calendar: WorkCalendar | None = None,
    rules: RemedyRules = DEFAULT_RULES,
) -> RemedyAdvice:
    """What the applicant can do when the last day has passed without an answer: either way.

    法释〔2025〕8号; the periods run from the end of the limit. In 2024 and until May 2025 the failure to act
    went to reconsideration first (行政复议法第二十三条第一款第三项, from memory).
    """
    regime = regime_on(due)
    way = Way.REVIEW_FIRST if regime is Regime.REVIEW_FIRST else Way.EITHER
    names = _names(body, regime, reviewer, court) | {"due": in_figures(due)}
    return _advice(regime, way, body, names, _SILENCE[way].format(**names), due, calendar, rules)


def complaint(superior: str = "", authority: str = "") -> str:
    """The paragraph on complaints (条例第四十七条第二款、第五十一条); at any time, to either of the two."""
    return _COMPLAINT.format(
        superior=superior or "上一级行政机关", authority=authority or "政府信息公开工作主管部门"
    )


def _way(outcome: Outcome, regime: Regime) -> Way:
    if regime is Regime.FREE_CHOICE or not outcome.reconsideration_first:
        return Way.EITHER
    return Way.SPLIT if outcome.code is OutcomeCode.PARTIAL else Way.REVIEW_FIRST


def _names(body: BodyKind, regime: Regime, reviewer: str, court: str) -> dict[str, str]:
    kind = _KINDS[body]
    before = kind.reviewer_before if regime is Regime.FREE_CHOICE else ""
    ruling = "，也可以向国务院申请裁决" if kind.has_ruling else ""
    return {
        "reviewer": reviewer or before or kind.reviewer,
        "court": court or COURT,
        "ruling": ruling,
    }


def _advice(
    regime: Regime,
    way: Way,
    body: BodyKind,
    names: dict[str, str],
    text: str,
    since: date | None,
    calendar: WorkCalendar | None,
    rules: RemedyRules,
) -> RemedyAdvice:
    known = calendar or WorkCalendar.official()
    suit = None if way is Way.REVIEW_FIRST else SUIT_PERIOD
    review_last = _last_day(REVIEW_PERIOD, since, known, rules)
    suit_last = _last_day(suit, since, known, rules)
    return RemedyAdvice(
        regime=regime,
        way=way,
        reviewer=names["reviewer"],
        court=names["court"],
        review_period=REVIEW_PERIOD,
        suit_period=suit,
        suit_after_review=SUIT_AFTER_REVIEW,
        review_until=review_last.due if review_last else None,
        suit_until=suit_last.due if suit_last else None,
        provisional=any(last.provisional for last in (review_last, suit_last) if last),
        articles=_articles(regime, way, body),
        text=text,
    )


def _last_day(
    period: Period | None, since: date | None, calendar: WorkCalendar, rules: RemedyRules
) -> Counted | None:
    if period is None or since is None:
        return None
    last = period.after(since, calendar)
    return calendar.on_or_after(last.due) if rules.rolls_over else last


def _articles(regime: Regime, way: Way, body: BodyKind) -> tuple[str, ...]:
    """The articles behind the advice, in the order of the steps."""
    suit = "行政诉讼法第四十五条" if way is Way.REVIEW_FIRST else "行政诉讼法第四十五条、第四十六条"
    if regime is Regime.FREE_CHOICE:
        return ("条例第五十一条", "行政复议法（2017年修正）第九条", suit)
    first = () if way is Way.EITHER else ("行政复议法第二十三条",)
    interpreted = ("法释〔2025〕8号第一条",) if regime is Regime.INTERPRETED else ()
    return (
        "条例第五十一条",
        *first,
        *interpreted,
        "行政复议法第二十条",
        f"行政复议法{_KINDS[body].article}",
        suit,
    )


_AFTER_REVIEW = "对行政复议决定不服的，可以自收到行政复议决定书之日起15日内向{court}提起行政诉讼{ruling}。"
_EITHER = (
    "如对本答复不服，可以自收到本答复之日起60日内向{reviewer}申请行政复议，"
    "也可以自收到本答复之日起6个月内直接向{court}提起行政诉讼。"
)
_STATUTE = "《中华人民共和国行政复议法》第二十三条第一款第（四）项"
_INTERPRETATION = (
    "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》（法释〔2025〕8号）第一条"
)


def _review_first(grounds: str) -> str:
    return (
        "如对本答复不服，可以自收到本答复之日起60日内向{reviewer}申请行政复议。"
        f"依照{grounds}的规定，对本答复应当先申请行政复议，不能直接提起行政诉讼；" + _AFTER_REVIEW
    )


def _split(grounds: str) -> str:
    return (
        "如对本答复中不予公开的部分不服，可以自收到本答复之日起60日内向{reviewer}申请行政复议；"
        f"依照{grounds}的规定，对该部分应当先申请行政复议，不能直接提起行政诉讼；"
        + _AFTER_REVIEW
        + "如对本答复的其他部分不服，可以自收到本答复之日起60日内向{reviewer}申请行政复议，"
        "也可以自收到本答复之日起6个月内直接向{court}提起行政诉讼。"
    )


_BOTH = f"{_STATUTE}和{_INTERPRETATION}"
_TEXTS = {
    (Way.EITHER, Regime.FREE_CHOICE): _EITHER,
    (Way.REVIEW_FIRST, Regime.REVIEW_FIRST): _review_first(_STATUTE),
    (Way.REVIEW_FIRST, Regime.INTERPRETED): _review_first(_BOTH),
    (Way.SPLIT, Regime.REVIEW_FIRST): _split(_STATUTE),
    (Way.SPLIT, Regime.INTERPRETED): _split(_BOTH),
}
_SILENCE = {
    Way.EITHER: (
        "答复期限已于{due}届满。逾期未收到答复的，可以自期限届满之日起60日内向{reviewer}申请行政复议，"
        "也可以自期限届满之日起6个月内直接向{court}提起行政诉讼。"
    ),
    Way.REVIEW_FIRST: (
        "答复期限已于{due}届满。逾期未收到答复的，可以自期限届满之日起60日内向{reviewer}申请行政复议；"
        + _AFTER_REVIEW
    ),
}
_COMPLAINT = (
    "认为本机关对政府信息公开申请不依法答复处理，或者在政府信息公开工作中侵犯其合法权益的，"
    "还可以依照《中华人民共和国政府信息公开条例》第四十七条第二款、第五十一条的规定，"
    "向{superior}或者{authority}投诉、举报。"
)
