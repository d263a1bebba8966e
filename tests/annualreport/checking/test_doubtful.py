"""A figure that the reader was unsure of accuses nobody."""

from __future__ import annotations

from dataclasses import replace

from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import Outcome
from yangguang.annualreport.formats import FORMATS, Severity
from yangguang.annualreport.model import AnnualReport, Cell, Certainty

FORM = FORMATS[1]


def with_total(certainty: Certainty) -> AnnualReport:
    """A report whose total of new requests is wrong by one."""
    cells = {path: Cell(path, 0) for path in FORM.cell_paths()}
    for row in ("new_received", "granted", "results_total"):
        cells[f"requests.{row}.natural_person"] = Cell(f"requests.{row}.natural_person", 5)
        cells[f"requests.{row}.total"] = Cell(f"requests.{row}.total", 5)
    wrong = "requests.new_received.total"
    cells[wrong] = Cell(wrong, 6, certainty=certainty)
    return AnnualReport("云溪市档案局", 2024, FORM, cells)


def test_a_certain_wrong_total_is_an_error() -> None:
    found = {f.where for f in check(with_total(Certainty.CERTAIN)).findings if f.severity is Severity.ERROR}
    assert "requests.new_received.total" in found


def test_a_doubtful_wrong_total_is_none_and_the_rule_says_what_it_could_not_check() -> None:
    checked = check(with_total(Certainty.DOUBTFUL))
    assert not [f for f in checked.findings if f.severity is Severity.ERROR]
    result = {r.rule: r for r in checked.results}["R1"]
    assert result.outcome is Outcome.PASSED
    assert result.checked == len(FORM.requests.rows) - 1
    assert result.reason is not None


def test_where_everything_is_doubtful_nothing_passes() -> None:
    report = with_total(Certainty.CERTAIN)
    cells = {path: replace(cell, certainty=Certainty.DOUBTFUL) for path, cell in report.cells.items()}
    results = {r.rule: r.outcome for r in check(replace(report, cells=cells)).results}
    for rule in ("R1", "R2", "R3", "R4"):
        assert results[rule] is Outcome.NOT_ASSESSABLE


def test_findings_come_in_the_order_of_the_paper() -> None:
    cells = {path: Cell(path, 0) for path in FORM.cell_paths()}
    for row in ("new_received", "carried_in", "granted", "denied_state_secret", "results_total"):
        cells[f"requests.{row}.total"] = Cell(f"requests.{row}.total", 1)
    found = [
        f.where for f in check(AnnualReport("云溪市档案局", 2024, FORM, cells)).findings if f.rule == "R1"
    ]
    order = list(FORM.cell_paths())
    assert len(found) == 5
    assert found == sorted(found, key=order.index)
