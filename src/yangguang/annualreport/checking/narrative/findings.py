"""How a disagreement of the text becomes a finding that a page can mark in its place."""

from __future__ import annotations

from decimal import Decimal

from yangguang.annualreport.checking.narrative.passages import Passage
from yangguang.annualreport.findings import Figure, Finding
from yangguang.annualreport.formats.base import Severity
from yangguang.translation import Message


def figure(value: Decimal | int) -> Decimal | int:
    """A whole number as an ``int``, so that 136 is said as 136."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    return value.normalize() if isinstance(value, Decimal) else value


def text_finding(
    passage: Passage,
    span: tuple[int, int],
    message: Message,
    advice: Message,
    *,
    rule: str = "T1",
    expected: Figure = None,
    actual: Figure = None,
    cells: tuple[str, ...] = (),
) -> Finding:
    """A finding about the stretch ``span`` of a sentence; T1 warns, T2 informs."""
    start, end = passage.place(*span)
    return Finding(
        rule,
        Severity.WARNING if rule == "T1" else Severity.INFO,
        passage.where,
        message,
        advice,
        expected=expected,
        actual=actual,
        quote=passage.printed.strip(),
        paragraph=passage.paragraph,
        start=start,
        end=end,
        cells=cells,
    )
