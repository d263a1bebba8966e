"""Shares of a whole, in per cent or as a fraction (T1).

A share is right when it rounds or truncates to the printed digits for some whole that the sentence
may mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

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
_ONE = Decimal(1)
_HUNDRED = Decimal(100)

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
    counts = [
        one
        for part in sentence.segments
        for one in part.numbers
        if one.role in ("count", "bare") and one.start < number.start
    ]
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


def wholes_of(claims: Iterable[Claim], values: Values) -> list[Decimal | int]:
    """The totals that a share may refer to: answered, received, and those named in the text.

    None where the table does not tell how many were answered: no share could be said to be wrong.
    """
    answered = values.of(metrics.answered(values.figures.report.format))[:1]
    if not answered:
        return []
    known = [*answered, *values.of(metrics.received())]
    named = (
        claim.number.quantity.value
        for claim in claims
        if claim.metric.family == "flow" and claim.number.quantity.is_exact
    )
    return list(dict.fromkeys([*known, *named]))
