"""What is stored comes back the same."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from yangguang.annualreport.findings import CheckedReport, Finding, Outcome, RuleResult
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import Money
from yangguang.reports import stored
from yangguang.translation import Message


@pytest.mark.parametrize(
    "value",
    [
        0,
        15,
        -3,
        None,
        Decimal("4166.241619"),
        Money("137.41 万", Decimal("1374100.00")),
        Money("约若干", None),
    ],
)
def test_every_kind_of_value_survives_the_database(value: object) -> None:
    assert stored.value_from_json(json.loads(json.dumps(stored.value_to_json(value)))) == value  # type: ignore[arg-type]


def test_what_checking_said_survives_with_its_sentences_figures_and_places() -> None:
    checked = CheckedReport(
        (
            Finding(
                "T1",
                Severity.WARNING,
                "sections.1",
                Message("正文写 {said}，表为 {table}。", {"said": 258, "table": Decimal("275.5")}),
                Message("请核对。"),
                expected=Decimal("275.5"),
                actual=258,
                quote="予以公开258件",
                paragraph=3,
                start=4,
                end=8,
                cells=("requests.granted.total",),
            ),
            Finding("DATE", Severity.INFO, "", Message("没有日期。"), expected="2021-01-31"),
        ),
        (
            RuleResult("T1", Outcome.FAILED, 15),
            RuleResult("X1", Outcome.NOT_ASSESSABLE, 0, Message("没有 {year} 年的报告。", {"year": 2019})),
        ),
    )
    again = stored.checked_from_json(json.loads(json.dumps(stored.checked_to_json(checked))))
    assert again.findings[0].key == checked.findings[0].key
    assert str(again.findings[0].message) == "正文写 258，表为 275.5。"
    assert again.findings[0].cells == ("requests.granted.total",)
    assert (again.findings[0].paragraph, again.findings[0].start, again.findings[0].end) == (3, 4, 8)
    assert again.findings[1] == checked.findings[1]
    assert again.results == checked.results


def test_figures_for_lists_leave_out_what_is_no_figure(report_bytes) -> None:
    from yangguang.annualreport.reading import read

    report = read(report_bytes(figures={"requests.new_received.research": None}), name="a.json", kind="json")
    figures = stored.figures_as_json(report.cells.values())
    assert figures["requests.new_received.total"] == 15
    assert "requests.new_received.research" not in figures
    assert figures["proactive.art20_8.fees.amount"] == {"decimal": "0"}
