"""Reading back what was written gives the same report, in every format and for both forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from yangguang.annualreport.model import AnnualReport, Cell, CellState, Certainty, Money
from yangguang.annualreport.reading import read
from yangguang.annualreport.reading.json import report_from_json
from yangguang.annualreport.writing import KINDS, to_json, write

AnyReport = Callable[..., SearchStrategy[AnnualReport]]
NOT_READ = re.compile("NEGATIVE|blank|scan")  # refused, without figures, or only with the optional extra
DOCUMENTS = [kind for kind in KINDS if kind != "json"]


def meaning(cell: Cell, written: Cell) -> tuple[object, ...]:
    """What a cell says. Something unreadable stays so, or the sums allow only one figure for it.

    A page shows a little white between figures and Chinese signs whether there is a blank or not, so
    the blank in ``137.41 万元`` is not part of what a cell says.
    """
    if written.state is CellState.UNREADABLE and (
        cell.state is CellState.UNREADABLE or cell.certainty in (Certainty.REPAIRED, Certainty.DOUBTFUL)
    ):
        return (cell.path,)
    value = cell.value
    if isinstance(value, Money):
        value = Money("".join(value.text.split()), value.yuan)
    return (cell.path, value, cell.state, cell.note)


def with_blank_remedies(again: AnnualReport, written: AnnualReport) -> AnnualReport:
    """A row without a single sign at the end of a sheet cannot be told from no row."""
    remedies = [cell for path, cell in written.cells.items() if path.startswith("remedies")]
    if any(cell.state is not CellState.BLANK for cell in remedies):
        return again
    return replace(again, cells=again.cells | {cell.path: cell for cell in remedies})


def essence(report: AnnualReport, written: AnnualReport) -> dict[str, object]:
    """What a document must carry."""
    return {
        "agency": report.agency,
        "year": report.year,
        "format": (report.format.id, report.format.variant),
        "title": report.title,
        "period": report.period,
        "published_on": report.published_on,
        "contact": report.contact,
        "fees": report.fees,
        "notes": report.notes,
        "preamble": report.preamble,
        "sections": [(section.number, section.heading, section.paragraphs) for section in report.sections],
        "cells": [meaning(cell, written.cells[path]) for path, cell in report.cells.items()],
    }


@pytest.mark.parametrize("kind", DOCUMENTS)
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_was_written_reads_as_the_same_report(
    kind: str, data: st.DataObject, any_report: AnyReport
) -> None:
    report = data.draw(any_report())
    again = read(write(report, kind), name=f"report.{kind}")
    if kind == "xlsx":
        again = with_blank_remedies(again, report)
    expected, found = essence(report, report), essence(again, report)
    found["preamble"] = tuple(text for text in again.preamble if not text.startswith("发布日期"))
    assert found == expected
    assert all(report.cells[repair.where].state is CellState.UNREADABLE for repair in again.repairs)


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_json_loses_nothing(data: st.DataObject, any_report: AnyReport) -> None:
    report = data.draw(any_report())
    assert report_from_json(to_json(report)) == replace(report, kind="json")
    from_file = read(write(report, "json"), name="report.json")
    assert from_file == replace(report, kind="json", file="report.json")


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_real_reports_written_anew_read_the_same(kind: str, shared_reports: Path) -> None:
    files = [
        path
        for path in sorted(shared_reports.iterdir())
        if path.suffix in {".txt", ".html", ".docx", ".pdf"} and not NOT_READ.search(path.name)
    ]
    assert files
    for path in files:
        report = read(path)
        again = read(write(report, kind), name=f"{path.stem}.{kind}")
        changed = {
            address: (cell.raw, again.cells[address].raw)
            for address, cell in report.cells.items()
            if cell.state is not CellState.MISSING
            and meaning(cell, cell) != meaning(again.cells[address], cell)
        }
        assert changed == {}, path.name
        assert (again.agency, again.year) == (report.agency, report.year), path.name
