"""Growth over last year (T2): 同比上升18.26%, 比上年减少40件, 同比有所下降.

Where last year's figure is known, from its report or from the sentence itself, the growth must be
true of it. Where it is not, a per cent must at least be possible with a whole number: 136 being
18.26 % above last year means 115, but 5 cannot be 30 % above anything.
"""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from yangguang.annualreport.checking.narrative import metrics
from yangguang.annualreport.checking.narrative.claims import Claim, Sentence
from yangguang.annualreport.checking.narrative.findings import figure, text_finding
from yangguang.annualreport.checking.narrative.lexicon import Sort
from yangguang.annualreport.checking.narrative.metrics import Metric, Values
from yangguang.annualreport.checking.narrative.percentages import Per
from yangguang.annualreport.checking.narrative.segments import Number, Segment
from yangguang.annualreport.checking.tally import Tally
from yangguang.translation import Message, mark

_IMPOSSIBLE = mark(
    "{now} 件比上年{direction} {actual}%：没有一个整数能算出这个幅度（上年约为 {nearest} 件时为 {expected}%）。"
)
_RECOMPUTE_GROWTH = mark("请用上年件数重新计算增减幅度。")
_OTHER_GROWTH = mark("上年为 {before} 件，本年 {now} 件，{direction} {expected}%，正文写{said} {actual}%。")
_OTHER_DIFFERENCE = mark(
    "上年为 {before} 件，本年 {now} 件，{direction} {expected} 件，正文写{said} {actual} 件。"
)
_OTHER_BEFORE = mark("正文称上年为 {actual} 件，上一年报告为 {expected} 件。")
_OTHER_TENDENCY = mark("上年为 {before} 件，本年 {now} 件，实为{direction}，正文写“{actual}”。")
_LOOK_LAST_YEAR = mark("请与上一年报告核对。")
_UP, _DOWN, _LEVEL = mark("上升"), mark("下降"), mark("持平")

_ONE = Decimal(1)
_HUNDRED = Decimal(100)

_YEAR = r"(?:上一?年度?|去年|(?P<earlier>前年)|上一?年度?同期|上年同期|去年同期|(?P<year>20\d\d)年度?)"
_UPWARD, _DOWNWARD = "增长|增加|上升|提高|提升|上涨|增幅", "下降|减少|降低|回落|下滑|降幅|减幅"
_HOW = "(?:有所|略有|大幅度?|明显|显著|小幅|稳步)?"
_OF = r"^(?P<of>(?:申请|受理|收件|件数)?(?:数量|总量|总数|件数|量|数)?)(?:与|同|较|比)?于?"
_WAYS = rf"(?:(?P<up>{_UPWARD})|(?P<down>{_DOWNWARD}))"
GROWTH = re.compile(
    rf"{_OF}(?:{_YEAR}(?:同期|度)?)?(?:的?(?P<past>\d{{1,9}})(?:件|份|宗|起|例))?(?:相比|同比|环比)?{_HOW}{_WAYS}(?:幅度)?"
    r"(?:了|达|为|率为)*(?P<figure>\d{1,15}(?:\.\d{1,9})?)(?P<unit>%|件|份|宗|条|起|例)$"
)
_TENDENCY = re.compile(
    rf"{_OF}(?=上|去|20|同比)(?:{_YEAR}(?:同期|度)?)?(?:相比|同比)?{_HOW}(?:{_WAYS}|(?P<level>(?:基本|大体)?持平))$"
)
_NOT_LEVEL = 5  # more than a fifth up or down is no 持平


def check_growth(sentence: Sentence, now: Values, before: Values | None, tally: Tally) -> None:
    """同比上升18.26%: true of last year's figure where it is known, possible where it is not."""
    if sentence.of_other_years:
        return
    for position, segment in enumerate(sentence.segments[1:], 1):
        text = sentence.passage.text[segment.start : segment.end]
        match = GROWTH.match(text) or (_TENDENCY.match(text) if before else None)
        base = _base_of_growth(sentence, position, match) if match else None
        if match is None or base is None:
            continue
        claim = next((one for one in sentence.claims if one.number is base), None)
        of_last_year = _is_of_last_year(match, now)
        known = _known_before(claim, now, before) if claim and before and of_last_year else []
        if "figure" in match.re.groupindex:
            _check_figure(sentence, position, match, base, known, tally)
        elif known:
            _check_tendency(sentence, segment, match, base, known, tally)


def _is_of_last_year(match: re.Match[str], now: Values) -> bool:
    """较2020年, 比前年 compare with another year than the last."""
    year = now.figures.report.year
    return not match["earlier"] and (not match["year"] or year is None or int(match["year"]) == year - 1)


def _known_before(claim: Claim, now: Values, before: Values) -> list[Decimal | int]:
    """Last year's figures in the reading in which the text gives this year's; in any where none fits."""
    readings = [Metric(claim.metric.label, (terms,), claim.metric.family) for terms in claim.metric.readings]
    alike = [one for one in readings if claim.number.quantity.value in now.of(one)]
    return list(dict.fromkeys(value for one in alike or readings for value in before.of(one)))


def _check_figure(
    sentence: Sentence,
    position: int,
    match: re.Match[str],
    base: Number,
    known: list[Decimal | int],
    tally: Tally,
) -> None:
    segments, segment = sentence.segments, sentence.segments[position]
    said = _said_before(segments, position, match)
    if said and known:
        _check_said_before(sentence, base, segment, said[0], known, tally)
    if any(_agrees(match, one, said) for part in segments[:position] for one in part.counts):
        tally.checked += 1
        return
    past = said or known
    span = (segment.start + match.start("figure"), segment.start + match.end("unit"))
    if past:
        tally.checked += 1
        _against_last_year(sentence, span, match, base, past, tally)
    elif match["unit"] == "%":
        tally.checked += 1
        flows = [
            one.number.quantity.value
            for one in sentence.claims
            if one.metric.family == "flow"
            and one.number.end <= segment.start
            and one.number.quantity.is_exact
        ]
        _possible(sentence, span, match, [base.quantity.value, *flows], tally)


def _check_tendency(
    sentence: Sentence,
    segment: Segment,
    match: re.Match[str],
    base: Number,
    known: list[Decimal | int],
    tally: Tally,
) -> None:
    """同比有所下降, 与上年基本持平: the direction alone."""
    tally.checked += 1
    now = base.quantity.value
    if any(_tends(match, now - past, past) for past in known):
        return
    gap = now - known[0]
    direction = _UP if gap > 0 else _DOWN if gap else _LEVEL
    facts: dict[str, object] = {
        "before": figure(known[0]),
        "now": figure(now),
        "direction": direction,
        "actual": match[0],
    }
    tally.add(
        text_finding(
            sentence.passage,
            (segment.start, segment.end),
            Message(_OTHER_TENDENCY, facts),
            Message(_LOOK_LAST_YEAR),
            rule="T2",
            expected=f"{figure(gap):+}",
            actual=match[0],
        )
    )


def _tends(match: re.Match[str], gap: Decimal, past: Decimal | int) -> bool:
    if match["level"]:
        return abs(gap) * _NOT_LEVEL <= past or abs(gap) <= 2
    return gap > 0 if match["up"] else gap < 0


def _base_of_growth(sentence: Sentence, position: int, match: re.Match[str]) -> Number | None:
    """The number that has grown: the requests received where 申请量 is said, else the number before."""
    if not re.match("申请|受理|收件", match["of"]):
        return _number_before(sentence.segments, position)
    labels = (metrics.RECEIVED, metrics.NEWLY_RECEIVED)
    start = sentence.segments[position].start
    received = [
        claim.number
        for claim in sentence.claims
        if claim.metric.label in labels and claim.number.end <= start
    ]
    return received[-1] if received and received[-1].quantity.is_exact else None


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


def _check_said_before(
    sentence: Sentence,
    base: Number,
    segment: Segment,
    said: Decimal | int,
    known: list[Decimal | int],
    tally: Tally,
) -> None:
    """Last year's figure as the sentence says it, against last year's report."""
    tally.checked += 1
    if said in known:
        return
    facts: dict[str, object] = {"actual": figure(said), "expected": figure(known[0])}
    tally.add(
        text_finding(
            sentence.passage,
            (base.end, segment.end),
            Message(_OTHER_BEFORE, facts),
            Message(_LOOK_LAST_YEAR),
            rule="T2",
            expected=figure(known[0]),
            actual=figure(said),
        )
    )


def _printed(match: re.Match[str]) -> Per:
    return Per(Decimal(match["figure"]), len(match["figure"].partition(".")[2]))


def _possible(
    sentence: Sentence, span: tuple[int, int], match: re.Match[str], bases: list[Decimal], tally: Tally
) -> None:
    """Whether a whole number of last year gives the growth, of any of the figures it may belong to."""
    per, up, now = _printed(match), bool(match["up"]), bases[0]
    step = _ONE.scaleb(-per.decimals)
    sign = 1 if up else -1
    factors = sorted(1 + sign * one / _HUNDRED for one in (per.value - step / 2, per.value + step))
    if not now or factors[0] <= 0:
        return
    for base in bases:
        low, high = base / factors[1], base / factors[0]
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
    turned = (gap > 0) != bool(match["up"])  # then the signs tell it, where the figures may be the same
    sign, said_sign = (("+", "-") if gap > 0 else ("-", "+")) if turned and gap else ("", "")
    tally.add(
        text_finding(
            sentence.passage,
            span,
            Message(_OTHER_GROWTH if in_per_cent else _OTHER_DIFFERENCE, facts),
            Message(_LOOK_LAST_YEAR),
            rule="T2",
            expected=f"{sign}{expected}%" if in_per_cent else _signed(sign, expected),
            actual=f"{said_sign}{per.value}%" if in_per_cent else _signed(said_sign, figure(per.value)),
        )
    )


def _signed(sign: str, value: Decimal | int) -> Decimal | int | str:
    return f"{sign}{value}" if sign else value
