"""Totals left blank: derived where their parts are known, never guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.model import CellState, Certainty
from yangguang.annualreport.totals import derive, derived_totals

BLANK = CellState.BLANK
ROW = "requests.granted"


def test_nothing_is_derived_from_a_report_that_is_filled_in(office_report):
    assert derived_totals(office_report("甲县", 2022, figures={f"{ROW}.total": 9})) == {}


@pytest.mark.parametrize("state", [CellState.BLANK, CellState.NOT_APPLICABLE])
def test_a_row_total_follows_from_the_six_kinds_of_applicants(office_report, state):
    figures = {f"{ROW}.natural_person": 4, f"{ROW}.other_org": 3, f"{ROW}.total": state}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {f"{ROW}.total": 7}


def test_the_total_of_all_results_follows_over_rows_and_columns(office_report):
    columns = (
        "natural_person",
        "business",
        "research",
        "public_welfare",
        "legal_service",
        "other_org",
        "total",
    )
    figures: dict[str, object] = {f"requests.results_total.{column}": BLANK for column in columns}
    figures |= {
        f"{ROW}.natural_person": 4,
        f"{ROW}.total": BLANK,
        "requests.not_processed_repeat.business": 2,
    }
    figures["requests.not_processed_repeat.total"] = BLANK
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {
        f"{ROW}.total": 4,
        "requests.not_processed_repeat.total": 2,
        "requests.results_total.natural_person": 4,
        "requests.results_total.business": 2,
        "requests.results_total.total": 6,
    }


def test_totals_of_remedies_follow_from_the_four_results(office_report):
    figures = {"remedies.after.pending": 2, "remedies.after.total": BLANK}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {"remedies.after.total": 2}


def test_a_blank_total_of_zeros_and_blanks_stays_blank(office_report):
    figures = {f"{ROW}.natural_person": BLANK, f"{ROW}.total": BLANK}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {}


@pytest.mark.parametrize("state", [CellState.UNREADABLE, CellState.MISSING])
def test_a_blank_total_with_a_part_that_is_not_known_cannot_be_told(office_report, state):
    figures = {f"{ROW}.natural_person": 4, f"{ROW}.business": state, f"{ROW}.total": BLANK}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {f"{ROW}.total": None}


def test_a_total_that_cannot_be_read_is_not_replaced(office_report):
    figures = {f"{ROW}.natural_person": 4, f"{ROW}.total": CellState.UNREADABLE}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {}


@pytest.mark.parametrize("column", ["natural_person", "total"])
def test_a_doubtful_part_makes_a_doubtful_total_or_none(office_report, column):
    report = office_report("甲县", 2022, figures={f"{ROW}.natural_person": 4, f"{ROW}.total": BLANK})
    path = f"{ROW}.{column}"
    report.cells[path] = replace(report.cells[path], certainty=Certainty.DOUBTFUL)
    total = derive(report)[f"{ROW}.total"]
    assert (total.figure, total.is_doubtful) == (4, True)
    strict = derive(report, trusting=False).get(f"{ROW}.total")
    assert strict is None or strict.figure is None


def test_carried_out_is_no_sum_and_is_never_derived(office_report):
    figures = {"requests.new_received.total": 5, "requests.carried_out.total": BLANK}
    assert derived_totals(office_report("甲县", 2022, figures=figures)) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_only_blank_cells_are_derived(any_report, data):
    report = data.draw(any_report())
    for path in derived_totals(report):
        assert report.cell(path).state in (CellState.BLANK, CellState.NOT_APPLICABLE)
