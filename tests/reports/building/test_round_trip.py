"""Tables → cases → tables: what was counted is what was published, cell for cell."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from support_office import at, make_cast

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.model import AnnualReport, Cell, Money
from yangguang.annualreport.reading import read
from yangguang.cases.chain import breaks_of
from yangguang.cases.models import Case
from yangguang.law.outcomes import outcome, row
from yangguang.offices.models import Agency
from yangguang.reports.building.plan import NotBuildable, requests_of
from yangguang.reports.building.round_trip import build_year, differences
from yangguang.reports.refused import Refused

NOW = at("2026-02-01")
SMALL = ["007", "012", "016", "018", "seed-0", "seed-1", "seed-2", "seed-3"]


@pytest.fixture
def office(db) -> Agency:
    return Agency.objects.create(name="云溪市信访局", level="city", kind="department")


def full_report(form, year: int) -> AnnualReport:
    """One request for every row and kind of applicant, every kind of remedy, and something in every register."""
    cells = {path: Cell(path, 0) for path in form.cell_paths()}

    def put(path: str, value) -> None:
        cells[path] = Cell(path, value)

    kinds = [column.id for column in form.requests.columns if column.id != "total"]
    for number, kind in enumerate(kinds):
        done = len(form.result_rows) * (1 + number % 2)
        for row_id in form.result_rows:
            put(f"requests.{row_id}.{kind}", 1 + number % 2)
        put(f"requests.results_total.{kind}", done)
        put(f"requests.carried_in.{kind}", number)
        put(f"requests.carried_out.{kind}", 2)
        put(f"requests.new_received.{kind}", done + 2 - number)
    for row_id in form.requests.row_ids:
        put(f"requests.{row_id}.total", sum(cells[f"requests.{row_id}.{kind}"].number for kind in kinds))
    for block in form.remedies.row_ids:
        for number, column in enumerate(("upheld", "corrected", "other", "pending"), start=1):
            put(f"remedies.{block}.{column}", number)
        put(f"remedies.{block}.total", 10)
    for table in form.proactive:
        for column in table.columns:
            for row_id in table.row_ids:
                if column.id in PROACTIVE:
                    put(f"{table.path}.{row_id}.{column.id}", PROACTIVE[column.id])
    return AnnualReport("某局", year, form, cells)


PROACTIVE = {
    "issued": 3, "repealed": 2, "in_force": 7, "decisions": 11_398_889, "amount": Decimal("137.41"),
    "made_this_year": 3, "newly_published": 5, "total_public": 9, "items_last_year": 8, "items_change": -3,
    "procurement_count": 3, "procurement_amount": Money("137.41万元", Decimal("1374100.00")),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_a_report_with_something_in_every_cell_comes_back(office, form):
    year = form.years[0]
    report = full_report(form, year)
    build_year(office, report, at=NOW)
    assert differences(office, report) == []
    taken = set(Case.objects.filter(procedure_id="request").values_list("outcome_id", flat=True)) - {""}
    assert {row(outcome(code), form.id) for code in taken} == set(form.result_rows)


def test_the_cases_went_through_the_procedure(office):
    build_year(office, full_report(FORMATS[1], 2023), at=NOW)
    unclear = Case.objects.filter(outcome_id="still_unclear").first()
    assert [step.step_id for step in unclear.steps.order_by("number")] == [
        "register", "ask_correction", "correct", "answer",
    ]  # fmt: skip
    for case in Case.objects.all()[:40]:
        assert not list(breaks_of(case))
    answered = Case.objects.filter(procedure_id="request", closed_on__isnull=False)
    late = [case for case in answered if case.due_on and case.closed_on > case.due_on]
    assert not late, "every answer was in time"


def test_a_column_that_does_not_add_up_is_named():
    report = full_report(FORMATS[1], 2023)
    path = "requests.new_received.business"
    wrong = replace(report, cells=report.cells | {path: Cell(path, 999)})
    with pytest.raises(NotBuildable, match="business"):
        list(requests_of(wrong))


def test_an_agency_with_cases_is_left_alone(db):
    from support_office import Desk

    desk = Desk(make_cast())
    desk.receives(on="2023-03-01")
    with pytest.raises(Refused, match="已经有案件"):
        build_year(desk.cast.bureau, full_report(FORMATS[1], 2023), at=NOW)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("name", SMALL)
def test_real_reports_come_back(office, shared_reports, name):
    """Whatever does not come back is a total that the report itself has wrong, and that checking names."""
    report = truth(shared_reports, name)
    build_year(office, report, at=NOW)
    wrong = {finding.where for finding in check(report).findings if finding.rule in ("R1", "R4")}
    assert {one.path for one in differences(office, report)} <= wrong


def test_a_real_report_whose_rows_contradict_each_other_cannot_be_built(shared_reports):
    with pytest.raises(NotBuildable, match="natural_person"):
        list(requests_of(truth(shared_reports, "013-pingtan")))


def truth(folder, name: str) -> AnnualReport:
    file = next(path for path in sorted((folder / "truth").iterdir()) if path.name.startswith(name))
    return read(file.read_bytes(), name=file.name)


def test_the_command_says_so_and_keeps_nothing(db, tmp_path, capsys):
    from yangguang.annualreport.writing.json import to_json

    file = tmp_path / "report.json"
    file.write_text(json.dumps(to_json(full_report(FORMATS[1], 2023))), encoding="utf-8")
    call_command("build_year", str(file), agency="新设的局")
    assert " 0 格不同" in capsys.readouterr().out
    assert not Case.objects.exists()
    with pytest.raises(CommandError, match="missing"):
        call_command("build_year", str(tmp_path / "missing.json"), agency="新设的局")
