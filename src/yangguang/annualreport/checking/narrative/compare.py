"""The claims of the text set against the tables, and against each other where no table can tell."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from yangguang.annualreport.checking.narrative.claims import Claim
from yangguang.annualreport.checking.narrative.findings import figure, text_finding
from yangguang.annualreport.checking.narrative.metrics import CHARGED, Metric, Values
from yangguang.annualreport.checking.tally import Tally
from yangguang.annualreport.findings import Finding
from yangguang.translation import Message, mark

_DISAGREES = mark("正文写“{meaning}{detail}”{actual}，按表格应为 {expected}。")
_LOOK = mark("请核对该句与表格；统计口径不同的，请在正文中说明口径。")
_TWICE = mark("“{meaning}{detail}”在正文中先写 {expected}，此处又写 {actual}。")
_MAKE_ONE = mark("请核对两处数字，保留正确的一个。")


def compare_claims(claims: Iterable[Claim], values: Values, tally: Tally) -> None:
    """Every claim against the readings of its meaning; the rest against each other."""
    unsettled: dict[tuple[str, Metric], Claim] = {}
    for claim in claims:
        allowed = values.of(claim.metric)
        if allowed:
            tally.checked += 1
            if not any(claim.number.quantity.allows(value) for value in in_unit(claim, allowed)):
                tally.add(_disagreement(claim, in_unit(claim, allowed), values))
        elif claim.number.quantity.is_exact:
            _against_each_other(claim, unsettled, tally)


def in_unit(claim: Claim, allowed: list[Decimal | int]) -> list[Decimal | int]:
    """The tables' figures in the unit of the text: money in yuan, to the digits that the text prints.

    The 2021 form has fees in ten thousand yuan, the 2019 form procurement in yuan.
    """
    if claim.number.role != "money":
        return allowed
    factor = 10_000 if claim.metric.label == CHARGED else 1
    return [round(Decimal(value) * factor, claim.number.quantity.decimals) for value in allowed]


def _as_said(claim: Claim, value: Decimal | int) -> Decimal | int | str:
    """The value as the text would print it: 88.5万元, 136."""
    if claim.number.role != "money":
        return figure(value)
    if "亿" in claim.number.text or "万" in claim.number.text:
        return f"{(Decimal(value) / 10_000).normalize():f}万元"
    return f"{figure(value)}元"


def _facts(metric: Metric, actual: object, expected: object) -> dict[str, object]:
    return {"meaning": metric.label, "detail": metric.detail, "actual": actual, "expected": expected}


def _disagreement(claim: Claim, allowed: list[Decimal | int], values: Values) -> Finding:
    said, due = _as_said(claim, claim.number.quantity.value), _as_said(claim, allowed[0])
    facts = _facts(claim.metric, said, due)
    return text_finding(
        claim.passage,
        (claim.number.start, claim.number.end),
        Message(_DISAGREES, facts),
        Message(_LOOK),
        expected=due,
        actual=said,
        cells=values.cells(claim.metric),
    )


def _against_each_other(claim: Claim, unsettled: dict[tuple[str, Metric], Claim], tally: Tally) -> None:
    first = unsettled.setdefault((claim.metric.label, claim.metric), claim)
    if first is claim:
        return
    tally.checked += 1
    one, other = first.number.quantity.value, claim.number.quantity.value
    if one != other:
        facts = _facts(claim.metric, figure(other), figure(one))
        span = (claim.number.start, claim.number.end)
        tally.add(
            text_finding(
                claim.passage,
                span,
                Message(_TWICE, facts),
                Message(_MAKE_ONE),
                expected=figure(one),
                actual=figure(other),
            )
        )
