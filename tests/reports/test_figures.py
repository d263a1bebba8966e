"""The chosen totals, worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from yangguang.annualreport.model import CellState
from yangguang.annualreport.reading import read
from yangguang.reports.figures import COLUMNS, totals
from yangguang.reports.models import FigureColumns


def of(report_bytes, year: int = 2024, **figures):
    named = {key.replace("__", "."): value for key, value in figures.items()}
    return read(report_bytes(year=year, figures=named), name="a.json", kind="json")


def test_the_columns_are_sums_over_the_official_rows(report_bytes) -> None:
    assert totals(of(report_bytes, requests__denied_third_party__total=2, remedies__direct__total=4)) == {
        "new_received": 15,
        "carried_in": 2,
        "granted": 12,
        "partially_granted": 0,
        "denied": 3,
        "unavailable": 3,
        "not_processed": 0,
        "other_handling": 0,
        "results_total": 16,
        "carried_out": 1,
        "reviews": 1,
        "reviews_corrected": 0,
        "lawsuits": 4,
        "lawsuits_corrected": 0,
        "documents_in_force": 0,
    }


def test_both_forms_give_the_single_other_row_the_same_name(report_bytes) -> None:
    assert totals(of(report_bytes, year=2020, requests__other_handling__total=7))["other_handling"] == 7
    assert totals(of(report_bytes, requests__other_misc__total=7))["other_handling"] == 7


def test_the_older_form_has_no_documents_in_force(report_bytes) -> None:
    assert totals(of(report_bytes, year=2020))["documents_in_force"] is None


def test_a_blank_total_is_the_one_that_its_parts_give(report_bytes) -> None:
    assert totals(of(report_bytes, requests__new_received__total=None))["new_received"] == 15


def test_a_sum_with_an_unreadable_part_is_no_sum(report_bytes) -> None:
    report = of(report_bytes)
    path = "requests.denied_process_info.total"
    cell = replace(report.cells[path], value=None, state=CellState.UNREADABLE)
    assert totals(replace(report, cells=report.cells | {path: cell}))["denied"] is None


def test_a_misprint_beyond_every_bound_does_not_break_the_table(report_bytes) -> None:
    report = of(report_bytes)
    cell = replace(report.cells["requests.granted.total"], value=10**30)
    assert totals(replace(report, cells=report.cells | {"requests.granted.total": cell}))["granted"] is None


def test_every_column_has_its_field() -> None:
    fields = {field.name for field in FigureColumns._meta.get_fields()}
    assert {column.name for column in COLUMNS} <= fields


def test_a_blank_total_with_an_unreadable_part_cannot_be_told(report_bytes) -> None:
    report = of(report_bytes, requests__new_received__total=None)
    path = "requests.new_received.business"
    cell = replace(report.cells[path], value=None, state=CellState.UNREADABLE)
    assert totals(replace(report, cells=report.cells | {path: cell}))["new_received"] is None


def test_a_blank_beside_noughts_says_nought_and_an_empty_row_says_nothing(report_bytes) -> None:
    row = ("natural_person", "business", "research", "public_welfare", "legal_service", "other_org", "total")
    beside = of(report_bytes, requests__partially_granted__total=None)
    assert totals(beside)["partially_granted"] == 0
    empty = of(report_bytes, **{f"requests__partially_granted__{column}": None for column in row})
    assert totals(empty)["partially_granted"] is None
