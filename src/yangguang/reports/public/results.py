"""What became of each rule, in words for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as django_gettext

from yangguang.annualreport.address import in_words, labels, split
from yangguang.annualreport.checking.rules import Rule
from yangguang.annualreport.findings import CheckedReport, Finding, Outcome
from yangguang.annualreport.formats import Format, Severity
from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Repair
from yangguang.reports.public.sheets import cell_id, value_text
from yangguang.reports.rule_names import BY_ID, rule_title
from yangguang.translation import Message, gettext

SETTLED = "settled"
"""The rule failed, but the office found every one of its findings to be a false alarm."""


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One rule with its outcome: ``passed``, ``failed``, ``not_assessable`` or ``settled``."""

    id: str
    title: str
    asks: str
    source: str
    severity: str
    outcome: str
    checked: int
    reason: Message | None


def shown_rules(checked: CheckedReport, shown: Sequence[Finding]) -> tuple[ShownRule, ...]:
    """Every rule in the order of the check, with what it asks and where that is written."""
    standing = {finding.rule for finding in shown}
    return tuple(
        _shown(BY_ID[result.rule], result.outcome, result.checked, result.reason, result.rule in standing)
        for result in checked.results
        if result.rule in BY_ID
    )


def _shown(
    rule: Rule, outcome: Outcome, checked: int, reason: Message | None, is_standing: bool
) -> ShownRule:
    settled = outcome is Outcome.FAILED and not is_standing
    said = SETTLED if settled else outcome.value
    return ShownRule(
        id=rule.id,
        title=gettext(rule.title),
        asks=gettext(rule.asks),
        source=rule.source,
        severity=rule.severity.value,
        outcome=said,
        checked=checked,
        reason=reason,
    )


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as a page lists it: numbered, with its place in words and the anchor to jump to."""

    number: int
    finding: Finding
    title: str
    place: str
    anchor: str
    explanation: str = ""
    is_explained: bool = False
    is_confirmed: bool = False

    @property
    def id(self) -> str:
        return f"f-{self.number}"

    @property
    def has_quote(self) -> bool:
        """Whether the quote says more than the figure that stands beside it."""
        return bool(self.finding.quote.strip()) and self.finding.quote.strip() != str(self.finding.actual)

    @property
    def severity_label(self) -> str:
        """How much it weighs, in a word."""
        return {
            Severity.ERROR: django_gettext("错误"),
            Severity.WARNING: django_gettext("提醒"),
            Severity.INFO: django_gettext("说明"),
        }[self.finding.severity]


def described(form: Format, number: int, finding: Finding) -> ShownFinding:
    """One finding in words. ``number`` is the one that the marks in the report point to."""
    where = finding.where
    anchor = ""
    if where.startswith("sections."):
        anchor = "part-" + where.split(".")[1]
    elif split(form, where) is not None:
        is_cell = labels(form, where) is not None
        anchor = cell_id(where) if is_cell else f"t-{where.partition('.')[0]}"
    elif where == "preamble":
        anchor = "preamble"
    return ShownFinding(
        number, finding, rule_title(finding.rule), in_words(form, where) if where else "", anchor
    )


def describe_all(form: Format, findings: Sequence[Finding]) -> tuple[ShownFinding, ...]:
    """All findings in words, numbered from 1."""
    return tuple(described(form, number, finding) for number, finding in enumerate(findings, start=1))


@dataclass(frozen=True, slots=True)
class ShownRepair:
    """Cells of one row that were not read literally, for the same reason, in words."""

    place: str
    anchor: str
    before: str
    after: str
    why: str


def described_repairs(report: AnnualReport) -> tuple[ShownRepair, ...]:
    """What the reader mended, with its evidence; a row whose digits ran together is one line, not seven."""

    def alike(repair: Repair) -> tuple[str, str, str]:
        return repair.where.rpartition(".")[0], repair.before, str(repair.why)

    groups = (list(group) for _, group in groupby(report.repairs, key=alike))
    return tuple(
        ShownRepair(
            _place(report, [repair.where for repair in group]),
            cell_id(group[0].where) if group[0].where in report.cells else "",
            group[0].before,
            _figures(value_text(repair.after) for repair in group),
            str(group[0].why),
        )
        for group in groups
    )


@dataclass(frozen=True, slots=True)
class ShownDoubt:
    """Cells of one row whose reading a person should compare with the file."""

    place: str
    anchor: str
    raw: str
    value: str


def described_doubts(report: AnnualReport) -> tuple[ShownDoubt, ...]:
    """The cells that are doubtful or could not be read; those cut from the same text together."""
    doubtful = [
        (path, cell)
        for path, cell in report.cells.items()
        if cell.certainty is Certainty.DOUBTFUL or cell.state is CellState.UNREADABLE
    ]

    def alike(item: tuple[str, Cell]) -> tuple[str, str]:
        path, cell = item
        return path.rpartition(".")[0], cell.raw or path

    groups = (list(group) for _, group in groupby(doubtful, key=alike))
    return tuple(
        ShownDoubt(
            _place(report, [path for path, _ in group]),
            cell_id(group[0][0]),
            group[0][1].raw,
            _figures(value_text(cell.value) for _, cell in group),
        )
        for group in groups
    )


def _place(report: AnnualReport, cells: Sequence[str]) -> str:
    """One cell by its row and column, several by their row."""
    return in_words(report.format, cells[0] if len(cells) == 1 else cells[0].rpartition(".")[0])


def _figures(texts: Iterable[str]) -> str:
    """Figures side by side as in the row; one without a figure alone stays empty."""
    found = list(texts)
    return found[0] if len(found) == 1 else " | ".join(text or django_gettext("空白") for text in found)


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings of each severity, by its id."""
    found = [finding.severity for finding in findings]
    return {severity.value: found.count(severity) for severity in Severity}
