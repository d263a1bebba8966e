"""What checking says: findings, and for every rule whether it passed, failed or could not be told."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from yangguang.annualreport.formats.base import Severity
from yangguang.translation import Message

Figure = int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not agree.

    ``where`` is a cell address, ``sections.<number>``, ``preamble`` or empty for the whole report; ``message`` says
    what is wrong with which figures, ``advice`` what to do next; ``quote`` is the sentence or the
    printed cell. ``start`` and ``end`` delimit the quote's figure inside paragraph ``paragraph`` of
    the section (of the preamble where ``where`` is ``preamble``), so that a page can mark it;
    ``cells`` are the addresses that the sentence was compared with.
    """

    rule: str
    severity: Severity
    where: str
    message: Message
    advice: Message | None = None
    expected: Figure = None
    actual: Figure = None
    quote: str = ""
    paragraph: int = -1
    start: int = -1
    end: int = -1
    cells: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What identifies the finding across reruns: rule, place and figures, not wording.

        A verdict given on it holds as long as this key stays the same.
        """
        return "|".join(str(part) for part in (self.rule, self.where, self.expected, self.actual, self.quote))


class Outcome(StrEnum):
    """The result of a rule. A rule that had nothing to check never says passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of one rule: ``checked`` instances looked at, ``reason`` why none, or not all, could be."""

    rule: str
    outcome: Outcome
    checked: int = 0
    reason: Message | None = None


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """Findings of reading and checking together, worst first, and the result of each rule."""

    findings: tuple[Finding, ...]
    results: tuple[RuleResult, ...]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """Findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)
