"""Checking a report: relations, parts, dates, years, and prose against tables."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yangguang.annualreport.checking.dates import check_dates
from yangguang.annualreport.checking.form import check_form
from yangguang.annualreport.checking.logic import (
    check_decisions,
    check_fee_notices,
    check_numbers,
    check_procurement,
)
from yangguang.annualreport.checking.narrative import check_narrative
from yangguang.annualreport.checking.relations import Figures, check_relations
from yangguang.annualreport.checking.rules import RULES, Rule, rule
from yangguang.annualreport.checking.tally import WEIGHT, Tally
from yangguang.annualreport.checking.years import check_years, refusal
from yangguang.annualreport.findings import CheckedReport, Finding
from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.translation import Message, mark

__all__ = ["RULES", "Rule", "check", "rule"]

_NO_CELL = mark("文件中没有读出任何一格。")

_OF_READING = ("READ", "FORM")
_ORDER = {known.id: position for position, known in enumerate(RULES)}


def check(
    report: AnnualReport, previous: AnnualReport | None = None, *, today: date | None = None
) -> CheckedReport:
    """Everything that can be said about a report, worst first, and the outcome of every rule.

    ``previous`` is the same body's report of the year before; ``today`` lets the check see that a
    report speaks of a year that is not over. The findings of the reader are merged in.
    """
    figures = Figures(report)
    tallies = [
        _reading(report),
        *check_relations(report, figures),
        check_numbers(report),
        check_procurement(report),
        check_decisions(report),
        check_fee_notices(report),
        check_form(report),
        check_dates(report, today),
        *check_years(report, previous),
        *check_narrative(report, figures, previous if refusal(report, previous) is None else None),
    ]
    return _together(report, tallies)


def _reading(report: AnnualReport) -> Tally:
    """READ: what the reader said of its own work; a report without any cell was not read."""
    tally = Tally("READ", rule("READ").severity, reason=Message(_NO_CELL))
    states = [cell.state for cell in report.cells.values()]
    tally.checked = len(states) - states.count(CellState.MISSING)
    return tally


def _together(report: AnnualReport, tallies: list[Tally]) -> CheckedReport:
    """Own findings with those of the reader; rules that are checked here are not taken from a file."""
    own = {tally.rule: tally for tally in tallies}
    known = {finding.key for tally in tallies for finding in tally.findings} if report.reading else ()
    for finding in report.reading:
        if finding.rule in _OF_READING and finding.key not in known:
            own[finding.rule].add(finding)
    places = _places(report.format)

    def weight(finding: Finding) -> tuple[int, int, int, str, int, int, str]:
        return (
            WEIGHT[finding.severity],
            _ORDER[finding.rule],
            places.get(finding.where, len(places)),
            finding.where,
            finding.paragraph,
            finding.start,
            finding.key,
        )

    findings = sorted((finding for tally in own.values() for finding in tally.findings), key=weight)
    results = sorted((tally.result() for tally in own.values()), key=lambda result: _ORDER[result.rule])
    return CheckedReport(tuple(findings), tuple(results))


@lru_cache(maxsize=8)
def _places(form: Format) -> dict[str, int]:
    """The position of every cell in the form, so that findings come in the order of the paper."""
    return {path: number for number, path in enumerate(form.cell_paths())}
