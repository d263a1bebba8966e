"""Findings, rules, repairs and doubts in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.checking.rules import RULES
from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Repair
from yangguang.reports.public import results
from yangguang.translation import Message

Build = Callable[..., AnnualReport]


@pytest.mark.parametrize(
    ("where", "anchor"),
    [
        ("requests.granted.total", "c-requests-granted-total"),
        ("proactive.art20_1.rules.issued", "c-proactive-art20_1-rules-issued"),
        ("requests.granted", "t-requests"),
        ("sections.1", "part-1"),
        ("preamble", "preamble"),
        ("title", ""),
        ("", ""),
    ],
)
def test_a_finding_jumps_to_its_place(office_report: Build, where: str, anchor: str) -> None:
    form = office_report("甲局", 2023).format
    finding = Finding("R1", Severity.ERROR, where, Message("甲"))
    assert results.described(form, 1, finding).anchor == anchor


def test_a_cells_figure_is_not_quoted_twice() -> None:
    finding = Finding("R1", Severity.ERROR, "", Message("甲"), expected=15, actual=14, quote="14")
    shown = results.ShownFinding(1, finding, "", "", "")
    assert not shown.has_quote
    sentence = replace(finding, quote="共收到14件")
    assert replace(shown, finding=sentence).has_quote


def test_every_rule_of_the_check_is_told(office_report: Build) -> None:
    report = office_report("甲局", 2023)
    checked = check(report)
    shown = results.shown_rules(checked, checked.findings)
    assert {rule.id for rule in shown} == {result.rule for result in checked.results}
    assert {rule.id for rule in shown} <= {rule.id for rule in RULES}
    assert all(rule.title and rule.asks and rule.source for rule in shown)
    assert all(rule.reason for rule in shown if rule.outcome == "not_assessable")


def test_a_rule_whose_findings_were_all_false_alarms_is_settled(office_report: Build) -> None:
    checked = check(office_report("甲局", 2023, figures={"requests.granted.total": 1}))
    before = {rule.id: rule.outcome for rule in results.shown_rules(checked, checked.findings)}
    after = {rule.id: rule.outcome for rule in results.shown_rules(checked, ())}
    assert (before["R1"], after["R1"]) == ("failed", results.SETTLED)
    assert after["R4"] == "passed"


def test_doubtful_and_unreadable_cells_are_listed(office_report: Build) -> None:
    path = "requests.granted.business"
    report = office_report("甲局", 2023, figures={"requests.carried_in.total": CellState.UNREADABLE})
    cells = {
        **report.cells,
        path: replace(report.cells[path], value=7, raw="1", certainty=Certainty.DOUBTFUL),
    }
    doubts = results.described_doubts(replace(report, cells=cells))
    assert [(doubt.anchor, doubt.raw, doubt.value) for doubt in doubts] == [
        ("c-requests-carried_in-total", "", ""),
        ("c-requests-granted-business", "1", "7"),
    ]


def test_what_was_mended_in_one_row_for_one_reason_is_one_line(office_report: Build) -> None:
    row = [f"proactive.art20_1.rules.{column}" for column in ("issued", "repealed", "in_force")]
    report = office_report("甲局", 2023)
    repairs = [
        Repair(where, "7716", value, Message("数字连在一起"))
        for where, value in zip(row, (7, 7, 16), strict=True)
    ]
    alone = Repair("requests.granted.total", "l5", 15, Message("原处不能确定"))
    shown = results.described_repairs(replace(report, repairs=(*repairs, alone)))
    assert [(item.anchor, item.before, item.after) for item in shown] == [
        ("c-proactive-art20_1-rules-issued", "7716", "7 | 7 | 16"),
        ("c-requests-granted-total", "l5", "15"),
    ]
    assert shown[0].place.endswith("“规章”行")
    assert shown[1].place.endswith("“总计”列")


def test_doubtful_cells_cut_from_the_same_text_are_one_line(office_report: Build) -> None:
    row = [f"proactive.art20_1.rules.{column}" for column in ("issued", "repealed")]
    report = office_report("甲局", 2023, figures=dict(zip(row, (7, 16), strict=True)))
    cells = {**report.cells}
    for where in row:
        cells[where] = replace(cells[where], raw="716", certainty=Certainty.DOUBTFUL)
    (doubt,) = results.described_doubts(replace(report, cells=cells))
    assert (doubt.raw, doubt.value) == ("716", "7 | 16")


def test_counts_name_every_severity() -> None:
    found = [Finding("R1", Severity.ERROR, "", Message("")), Finding("R9", Severity.WARNING, "", Message(""))]
    assert results.counts(found) == {"error": 1, "warning": 1, "info": 0}
