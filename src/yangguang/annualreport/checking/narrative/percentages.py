"""Per cents in the text: shares of a whole (T1) and growth over last year (T2).

A share or a growth is right when it rounds or truncates to the printed digits for some whole that the
sentence may mean. Growth over an unknown year must at least be possible with a whole number: 136
being 18.26 % above last year means 115, but 5 cannot be 30 % above anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from yangguang.annualreport.checking.narrative import metrics
from yangguang.annualreport.checking.narrative.claims import Claim, Sentence
from yangguang.annualreport.checking.narrative.findings import figure, text_finding
from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.metrics import Metric, Values
from yangguang.annualreport.checking.narrative.numerals import chinese_number
from yangguang.annualreport.checking.narrative.segments import Number, Segment
from yangguang.annualreport.checking.tally import Tally
from yangguang.translation import Message, mark

_SHARE_WRONG = mark("“{meaning}”{part} 件占 {whole} 件的 {expected}%，正文写 {actual}%。")
_RECOMPUTE = mark("请按表格重新计算比例。")
_FRACTION_WRONG = mark("正文称“{meaning}”占“{actual}”，按表格为 {expected}%。")
_IMPOSSIBLE = mark(
    "{now} 件比上年{direction} {actual}%：没有一个整数能算出这个幅度（上年约为 {nearest} 件时为 {expected}%）。"
)
_RECOMPUTE_GROWTH = mark("请用上年件数重新计算增减幅度。")
_OTHER_GROWTH = mark("上年为 {before} 件，本年 {now} 件，{direction} {expected}%，正文写{said} {actual}%。")
_OTHER_DIFFERENCE = mark("上年为 {before} 件，本年 {now} 件，相差 {expected} 件，正文写{said} {actual} 件。")
_LOOK_LAST_YEAR = mark("请与上一年报告核对。")
_UP, _DOWN = mark("上升"), mark("下降")

_ONE = Decimal(1)
_HUNDRED = Decimal(100)

_YEAR = r"(?:上一?年度?|去年|前年|上一?年度?同期|上年同期|去年同期|20\d\d年度?)"
_UPWARD, _DOWNWARD = "增长|增加|上升|提高|提升|上涨|增幅", "下降|减少|降低|回落|下滑|降幅|减幅"
GROWTH = re.compile(
    r"^(?:(?:申请|受理|收件|件数)?(?:数量|总量|总数|件数|量|数)?)?(?:与|同|较|比)?于?"
    rf"(?:{_YEAR}(?:同期|度)?)?(?:的?(?P<past>\d{{1,9}})(?:件|份|宗|起|例))?(?:相比|同比|环比)?(?:有所|略有|大幅|大幅度|明显|小幅)?"
    rf"(?:(?P<up>{_UPWARD})|(?P<down>{_DOWNWARD}))(?:幅度)?(?:了|达|为|率为)*"
    r"(?P<figure>\d{1,15}(?:\.\d{1,9})?)(?P<unit>%|件|份|宗|条|起|例)$"
)
_FRACTION = re.compile(
    r"(?P<over>半数以上|超过?半数|过半数?|一半以上|超过?一半|逾半数?)|(?P<nearly>近半数?|将近一半|近一半)|"
    r"(?P<vague>将近|近|超过|超|约|逾|不足)?(?P<tenths>[一二三四五六七八九])成(?P<after>以上|多|左右)?"
)
_LINKS = re.compile("[为是属于的和及与、类申请占比达件均约共其中]")


@dataclass(frozen=True, slots=True)
class Per:
    """A per cent as printed."""

    value: Decimal
    decimals: int

    def fits(self, ratio: Decimal) -> bool:
        """Whether the exact per cent rounds or truncates to the printed one."""
        step = _ONE.scaleb(-self.decimals)
        return abs(ratio - self.value) <= step / 2 or 0 <= ratio - self.value < step


def per_of(number: Number) -> Per:
    return Per(number.quantity.value, number.quantity.decimals)


def check_shares(sentence: Sentence, wholes: Iterable[Decimal | int], values: Values, tally: Tally) -> None:
    """占x%: the part just named, out of the requests received or answered."""
    known = [whole for whole in wholes if whole]
    for segment, number in _shares(sentence):
        base = _base(sentence, segment, number)
        if base is None or not known:
            continue
        metric, part = base
        tally.checked += 1
        per = per_of(number)
        due = values.of(metric)
        parts = [part] if not due or part in due else [part, due[0]]  # the count may be wrong, not the share
        if not any(per.fits(_HUNDRED * one / whole) for one in parts for whole in known):
            received = values.of(metrics.received()) if metric.family == "applicant" else []
            whole = received[0] if received and received[0] else known[0]
            facts = _share_facts(metric, part, whole, per)
            tally.add(
                text_finding(
                    sentence.passage,
                    (number.start, number.end),
                    Message(_SHARE_WRONG, facts),
                    Message(_RECOMPUTE),
                    expected=f"{facts['expected']}%",
                    actual=f"{facts['actual']}%",
                    cells=values.cells(metric),
                )
            )


def _share_facts(metric: Metric, part: Decimal | int, whole: Decimal | int, per: Per) -> dict[str, object]:
    return {
        "meaning": metric.label,
        "part": figure(part),
        "whole": figure(whole),
        "expected": round(_HUNDRED * part / whole, per.decimals),
        "actual": per.value,
    }


def _shares(sentence: Sentence) -> Iterator[tuple[Segment, Number]]:
    """Segments that say 占x%, or nothing but x% in brackets."""
    for segment in sentence.segments:
        per_cents = [number for number in segment.numbers if number.unit == "%"]
        if len(per_cents) != 1 or segment.has(Sort.CHANGE) or not per_cents[0].quantity.is_exact:
            continue
        number = per_cents[0]
        shares = [word for word in segment.of(Sort.SHARE) if word.end <= number.start]
        between = sentence.passage.text[shares[-1].end : number.start] if shares else ""
        bracketed = segment.depth and segment.start == number.start and segment.end == number.end
        if (shares and _is_of_requests(between)) or bracketed:
            yield segment, number


def _is_of_requests(between: str) -> bool:
    """占(办结总数的)51.85%: nothing, or the total of requests."""
    rest = re.sub(
        "总申请量|申请|总数|总量|总件数|全部|全年|办结|受理|收到|答复|办理|结果|依|政府信息公开|件|数|量|的|约|为|达|到|总|了|比",
        "",
        between,
    )
    return not rest


def _base(sentence: Sentence, segment: Segment, number: Number) -> tuple[Metric, Decimal] | None:
    """What the share is of: the claim whose number stands last before it."""
    counts = [one for part in sentence.segments for one in part.counts if one.start < number.start]
    for claim in reversed(sentence.claims):
        if claim.number.start < number.start:
            last = not counts or counts[-1].start <= claim.number.start
            fits = claim.metric.family in ("kind", "applicant") and claim.number.quantity.is_exact
            return (claim.metric, claim.number.quantity.value) if last and fits else None
    return None


def check_fractions(
    sentence: Sentence, wholes: Iterable[Decimal | int], values: Values, tally: Tally
) -> None:
    """半数以上为…, …占八成以上: the kinds named, out of all requests answered or received."""
    known = [whole for whole in wholes if whole]
    if not sentence.speaks_of_requests or not known:
        return
    for segment in sentence.segments:
        text = sentence.passage.text[segment.start : segment.end]
        match = _FRACTION.search(text)
        metric = _fraction_subject(segment, text, match, values) if match else None
        if match is None or metric is None or segment.counts:
            continue
        parts = values.of(metric)
        if not parts:
            continue
        tally.checked += 1
        low, high = _fraction_bounds(match)
        if not any(low <= _HUNDRED * part / whole <= high for part in parts for whole in known):
            share = round(_HUNDRED * parts[0] / known[0], 1)
            facts: dict[str, object] = {"meaning": metric.label, "actual": match[0], "expected": share}
            span = (segment.start + match.start(), segment.start + match.end())
            tally.add(
                text_finding(
                    sentence.passage,
                    span,
                    Message(_FRACTION_WRONG, facts),
                    Message(_RECOMPUTE),
                    expected=f"{share}%",
                    actual=match[0],
                    cells=values.cells(metric),
                )
            )


def _fraction_subject(segment: Segment, text: str, match: re.Match[str], values: Values) -> Metric | None:
    """The kinds of answer or applicant; ``None`` when anything else is part of the subject."""
    named = segment.of(Sort.KIND, Sort.APPLICANT)
    if not named or segment.has(Sort.ETC, Sort.CHANGE, Sort.ALIEN, Sort.OTHER_TIME, Sort.PART_TIME):
        return None
    rest = text.replace(match[0], "")
    for word in named:
        rest = rest.replace(word.text, "", 1)
    if _LINKS.sub("", rest) or len({word.sort for word in named}) > 1:
        return None
    names = tuple(dict.fromkeys(value for word in named for value in word.value))
    form = values.figures.report.format
    if named[0].sort is Sort.KIND:
        return metrics.by_kind(form, names, alone=False)
    return metrics.by_applicant(form, names)


def _fraction_bounds(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    if match["over"]:
        return Decimal(50), _HUNDRED
    if match["nearly"]:
        return Decimal(40), Decimal(51)
    tenths = Decimal((chinese_number(match["tenths"]) or 0) * 10)
    if match["vague"] in ("超过", "超", "逾") or match["after"] in ("以上", "多"):
        return tenths, _HUNDRED
    if match["vague"] in ("近", "将近", "不足"):
        return tenths - 10, tenths
    return tenths - 7, tenths + 7


def check_growth(sentence: Sentence, values_before: Values | None, tally: Tally) -> None:
    """同比上升18.26%: true of last year's figure where it is known, possible where it is not."""
    if sentence.of_other_years:
        return
    segments = sentence.segments
    for position, segment in enumerate(segments[1:], 1):
        match = GROWTH.match(sentence.passage.text[segment.start : segment.end])
        if match is None:
            continue
        base = _number_before(segments, position)
        if base is None:
            continue
        claim = next((one for one in sentence.claims if one.number is base), None)
        before = _said_before(segments, position, match)
        if any(_agrees(match, one, before) for part in segments[:position] for one in part.counts):
            tally.checked += 1
            continue
        if not before and values_before and claim:
            before = values_before.of(claim.metric)
        span = (segment.start + match.start("figure"), segment.start + match.end("unit"))
        if before:
            tally.checked += 1
            _against_last_year(sentence, span, match, base, before, tally)
        elif match["unit"] == "%" and not before:
            tally.checked += 1
            _possible(sentence, span, match, base, tally)


def _number_before(segments: list[Segment], position: int) -> Number | None:
    """The plain count of the segment before, with at most one silent segment between."""
    depth = segments[position].depth
    around = [segment for segment in segments[:position] if segment.depth <= depth]
    if len(around) < position and around and around[-1].has(Sort.CHANGE) and not around[-1].counts:
        around.pop()  # 比上年（165件）增长21.2%
    for segment in around[-2:][::-1]:
        if segment.counts:
            number = segment.counts[-1]
            other = segment.has(Sort.CHANGE, Sort.OTHER_TIME) or any(
                one.role == "percent" for one in segment.numbers
            )
            return number if number.quantity.is_exact and not other else None
        if segment.numbers:
            return None
    return None


def _said_before(segments: list[Segment], position: int, match: re.Match[str]) -> list[Decimal | int]:
    """Last year's figure where the sentence gives it: 较上年的165件增长…, 比上年（165件）增长…."""
    if match["past"]:
        return [Decimal(match["past"])]
    beside = segments[max(0, position - 2) : position]
    if len(beside) < 2 or not beside[0].has(Sort.CHANGE) or beside[1].depth <= segments[position].depth:
        return []
    counts = beside[1].counts
    return [counts[0].quantity.value] if len(counts) == 1 and counts[0].quantity.is_exact else []


def _printed(match: re.Match[str]) -> Per:
    return Per(Decimal(match["figure"]), len(match["figure"].partition(".")[2]))


def _possible(
    sentence: Sentence, span: tuple[int, int], match: re.Match[str], base: Number, tally: Tally
) -> None:
    per, up, now = _printed(match), bool(match["up"]), base.quantity.value
    step = _ONE.scaleb(-per.decimals)
    sign = 1 if up else -1
    factors = sorted(1 + sign * one / _HUNDRED for one in (per.value - step / 2, per.value + step))
    if not now or factors[0] <= 0:
        return
    low, high = now / factors[1], now / factors[0]
    if low.to_integral_value(ROUND_CEILING) <= high.to_integral_value(ROUND_FLOOR):
        return
    nearest = (now / (1 + sign * per.value / _HUNDRED)).to_integral_value() or _ONE
    facts: dict[str, object] = {
        "now": figure(now),
        "direction": _UP if up else _DOWN,
        "actual": per.value,
        "nearest": figure(nearest),
        "expected": round(abs(now - nearest) * _HUNDRED / nearest, per.decimals),
    }
    tally.add(
        text_finding(
            sentence.passage,
            span,
            Message(_IMPOSSIBLE, facts),
            Message(_RECOMPUTE_GROWTH),
            rule="T2",
            expected=f"{facts['expected']}%",
            actual=f"{per.value}%",
        )
    )


def _agrees(match: re.Match[str], base: Number, before: list[Decimal | int]) -> bool:
    """Whether the growth is that from one of the figures of last year."""
    per, sign, now = _printed(match), 1 if match["up"] else -1, base.quantity.value
    if match["unit"] == "%":
        return any(past and per.fits(sign * (now - past) * _HUNDRED / past) for past in before)
    return any(sign * (now - past) == per.value for past in before)


def _against_last_year(
    sentence: Sentence,
    span: tuple[int, int],
    match: re.Match[str],
    base: Number,
    before: list[Decimal | int],
    tally: Tally,
) -> None:
    per, now, past = _printed(match), base.quantity.value, before[0]
    in_per_cent = match["unit"] == "%"
    if _agrees(match, base, before) or (in_per_cent and not past):
        return
    gap = now - past
    expected = round(abs(gap) * _HUNDRED / past, per.decimals) if in_per_cent else figure(abs(gap))
    facts: dict[str, object] = {
        "before": figure(past),
        "now": figure(now),
        "direction": _UP if gap >= 0 else _DOWN,
        "expected": expected,
        "said": _UP if match["up"] else _DOWN,
        "actual": per.value,
    }
    tally.add(
        text_finding(
            sentence.passage,
            span,
            Message(_OTHER_GROWTH if in_per_cent else _OTHER_DIFFERENCE, facts),
            Message(_LOOK_LAST_YEAR),
            rule="T2",
            expected=f"{expected}%" if in_per_cent else expected,
            actual=f"{per.value}%" if in_per_cent else per.value,
        )
    )


def wholes_of(claims: Iterable[Claim], values: Values) -> list[Decimal | int]:
    """The totals that a share may refer to: answered, received, and those named in the text."""
    form = values.figures.report.format
    known = [*values.of(metrics.answered(form))[:1], *values.of(metrics.received())]
    named = (
        claim.number.quantity.value
        for claim in claims
        if claim.metric.family == "flow" and claim.number.quantity.is_exact
    )
    return list(dict.fromkeys([*known, *named]))
