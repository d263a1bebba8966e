"""The report in force: the reading with everything that people settled, as long as it holds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yangguang.annualreport.findings import Finding
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Repair
from yangguang.annualreport.reading import read
from yangguang.reports.composing import (
    Settled,
    cell_fact,
    changes,
    compose,
    identity,
    is_unsure,
    lapsed,
)
from yangguang.translation import Message

PATH = "requests.granted.total"


@pytest.fixture
def report(report_bytes) -> AnnualReport:
    return read(report_bytes(), name="a.json", kind="json")


def settled(read_value: int | None, after: int | None) -> Settled:
    def state(value: int | None) -> CellState:
        return CellState.BLANK if value is None else CellState.PRINTED

    return Settled(
        PATH, cell_fact(read_value, state(read_value)), cell_fact(after, state(after)), after, state(after)
    )


def with_cell(report: AnnualReport, **facts) -> AnnualReport:
    return replace(report, cells=report.cells | {PATH: replace(report.cells[PATH], **facts)})


def test_a_correction_replaces_the_figure_and_says_so(report) -> None:
    done = compose(report, {PATH: settled(12, 11)})
    assert (done.cells[PATH].value, done.cells[PATH].certainty) == (11, Certainty.CORRECTED)
    assert report.cells[PATH].value == 12


def test_a_correction_to_blank_is_a_blank_and_no_nought(report) -> None:
    done = compose(report, {PATH: settled(12, None)})
    assert (done.cells[PATH].value, done.cells[PATH].state) == (None, CellState.BLANK)


def test_an_accepted_cell_keeps_its_figure_and_is_certain(report) -> None:
    doubtful = with_cell(report, certainty=Certainty.DOUBTFUL)
    assert is_unsure(doubtful.cells[PATH])
    done = compose(doubtful, {PATH: settled(12, 12)})
    assert (done.cells[PATH].value, done.cells[PATH].certainty) == (12, Certainty.CERTAIN)
    assert not is_unsure(done.cells[PATH])


def test_a_correction_does_not_touch_an_edition_that_says_something_else(report) -> None:
    newer = with_cell(report, value=13)
    assert compose(newer, {PATH: settled(12, 11)}).cells[PATH].value == 13
    assert [item.path for item in lapsed(newer, {PATH: settled(12, 11)})] == [PATH]


def test_an_edition_that_already_says_what_was_corrected_needs_no_second_look(report) -> None:
    newer = with_cell(report, value=11)
    assert lapsed(newer, {PATH: settled(12, 11)}) == ()


def test_a_doubt_of_the_reader_is_answered_by_settling_its_cell(report) -> None:
    doubt = Finding("READ", Severity.WARNING, PATH, Message("两种读法。"))
    other = Finding("READ", Severity.WARNING, "requests.carried_in.total", Message("两种读法。"))
    done = compose(replace(report, reading=(doubt, other)), {PATH: settled(12, 12)})
    assert done.reading == (other,)


def test_a_doubt_about_a_row_is_answered_when_its_last_unsure_cell_is_settled(report) -> None:
    row = Finding("READ", Severity.WARNING, "requests.granted", Message("这一行有两种读法。"))
    business = "requests.granted.business"
    unsure = with_cell(replace(report, reading=(row,)), certainty=Certainty.DOUBTFUL)
    unsure = replace(
        unsure,
        cells=unsure.cells | {business: replace(unsure.cells[business], certainty=Certainty.DOUBTFUL)},
    )
    assert compose(unsure, {PATH: settled(12, 12)}).reading == (row,)
    fact = cell_fact(3, CellState.PRINTED)
    both = {PATH: settled(12, 12), business: Settled(business, fact, fact, 3, CellState.PRINTED)}
    assert compose(unsure, both).reading == ()


def test_a_corrected_cell_is_no_longer_a_repair_of_the_reader(report) -> None:
    repaired = replace(report, repairs=(Repair(PATH, "1 2", 12, Message("唯一成立")),))
    assert compose(repaired, {PATH: settled(12, 12)}).repairs == repaired.repairs
    assert compose(repaired, {PATH: settled(12, 11)}).repairs == ()


def test_the_identity_of_a_finding_is_its_rule_place_and_figures_not_its_words() -> None:
    first = Finding("R3", Severity.ERROR, PATH, Message("甲"), expected=96, actual=95, quote="公开 95 件")
    again = Finding("R3", Severity.WARNING, PATH, Message("乙"), expected=96, actual=95, quote="公开９５件")
    assert identity(first) == identity(again)
    for change in ({"rule": "R2"}, {"where": "x"}, {"expected": 97}, {"actual": 94}, {"quote": "公开 94 件"}):
        assert identity(replace(first, **change)) != identity(first)


def test_changes_name_the_cells_that_two_editions_say_differently(report) -> None:
    newer = with_cell(report, value=13)
    (change,) = changes(report, newer)
    assert (change.path, change.before.value, change.after.value) == (PATH, 12, 13)
    assert changes(report, with_cell(report, raw="１２")) == ()
    blank = with_cell(report, value=None, state=CellState.BLANK)
    nought = with_cell(report, value=0)
    assert [change.path for change in changes(blank, nought)] == [PATH]
