"""Counting what a rule looked at and what it found, until it becomes a :class:`RuleResult`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from yangguang.annualreport.findings import Finding, Outcome, RuleResult
from yangguang.annualreport.formats.base import Severity
from yangguang.translation import Message, mark

WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

_PARTLY = mark("另有 {count} 处因单元格缺失或无法辨认而未核对。")


@dataclass(slots=True)
class Tally:
    """One rule at work: instances ``checked``, instances ``skipped`` for want of cells, findings.

    ``reason`` is said when nothing could be checked. A lighter remark of a rule (a blank total under
    an error rule) does not make it fail: only a finding as heavy as the rule itself does.
    """

    rule: str
    severity: Severity
    checked: int = 0
    skipped: int = 0
    reason: Message | None = None
    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        self.findings.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        self.findings.extend(findings)

    @property
    def has_failed(self) -> bool:
        return bool(self.findings) and any(
            WEIGHT[finding.severity] <= WEIGHT[self.severity] for finding in self.findings
        )

    def result(self) -> RuleResult:
        """Failed before passed before not assessable; a rule that saw nothing never passes."""
        if self.has_failed:
            return RuleResult(self.rule, Outcome.FAILED, max(self.checked, 1), self._partly())
        if self.checked:
            return RuleResult(self.rule, Outcome.PASSED, self.checked, self._partly())
        return RuleResult(self.rule, Outcome.NOT_ASSESSABLE, 0, self.reason)

    def _partly(self) -> Message | None:
        return Message(_PARTLY, {"count": self.skipped}) if self.skipped else None
