"""Real reports, in every kind that is at hand, are read cell for cell as a person read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from yangguang.annualreport.errors import NotAnAnnualReport
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport, CellState, Certainty, Money
from yangguang.annualreport.reading import read

FILES = (
    "001-shanghai-fuban-2019.html",
    "001-shanghai-fuban-2019.docx",
    "002-hangzhou-style-2025.html",
    "002-hangzhou-style-2025.docx",
    "002-hangzhou-style-2025.pdf",
    "003-shuyang-2025.txt",
    "003-shuyang-2025-form.docx",
    "007-huaian-hongze-2023.pdf",
    "012-pingtan-2019.txt",
    "013-pingtan-2020.txt",
    "016-pingtan-2023.txt",
    "018-pingtan-2025.html",
    "018-pingtan-2025.txt",
    "018-pingtan-2025.docx",
    "018-pingtan-2025.pdf",
    "seed-0-ningxia-petition-bureau-2020.txt",
    "seed-1-xinjiang-petition-bureau-2020.txt",
    "seed-2-ningxia-general-office-2019.txt",
    "seed-3-guyuan-petition-bureau-2019.txt",
    "seed-4-national-petition-bureau-2020.txt",
)


def truth_of(folder: Path, name: str) -> dict[str, Any]:
    stem = Path(name).stem.removesuffix("-form")
    loaded: dict[str, Any] = json.loads((folder / "truth" / f"{stem}.json").read_text())
    return loaded


def figures_of(truth: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    def walk(node: dict[str, Any], path: str) -> Iterator[tuple[str, Any]]:
        for name, value in node.items():
            if isinstance(value, dict):
                yield from walk(value, f"{path}.{name}")
            else:
                yield f"{path}.{name}", value

    for part in ("proactive", "requests", "remedies"):
        yield from walk(truth[part], part)


def differences(report: AnnualReport, truth: dict[str, Any]) -> list[tuple[str, object, object]]:
    found: list[tuple[str, object, object]] = []
    for path, expected in figures_of(truth):
        value = report.cells[path].value
        if isinstance(value, Money):
            if value.text.replace(" ", "") != str(expected or 0).replace(" ", ""):
                found.append((path, value.text, expected))
        elif float(value or 0) != float(expected or 0):
            found.append((path, value, expected))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_cell_is_read_as_a_person_read_it(shared_reports: Path, name: str) -> None:
    truth = truth_of(shared_reports, name)
    report = read(shared_reports / name)
    assert differences(report, truth) == []
    assert (report.year, report.format.id) == (truth["year"], truth["format"])
    assert not any(cell.state is CellState.MISSING for cell in report.cells.values())


def test_a_phantom_cell_is_dropped_where_only_one_way_satisfies_the_relations(shared_reports: Path) -> None:
    report = read(shared_reports / "seed-0-ningxia-petition-bureau-2020.txt")
    repaired = {
        repair.where: repair.after for repair in report.repairs if repair.where.startswith("remedies")
    }
    assert repaired == {"remedies.after.pending": 1}
    assert report.cell("remedies.after.pending").certainty is Certainty.REPAIRED


def test_an_error_of_the_office_survives_the_repair(shared_reports: Path) -> None:
    report = read(shared_reports / "013-pingtan-2020.txt")
    assert report.number("requests.results_total.natural_person") == 20  # its parts sum to 26


def test_what_the_relations_cannot_decide_is_marked_doubtful_with_its_other_readings(
    shared_reports: Path,
) -> None:
    report = read(shared_reports / "012-pingtan-2019.txt")
    assert report.cell("proactive.art20_5.licensing.decisions").certainty is Certainty.DOUBTFUL
    said = {finding.where for finding in report.reading if finding.rule == "READ"}
    assert "proactive.art20_5.licensing" in said


def test_columns_that_the_page_cut_off_are_missing_and_not_blank(shared_reports: Path) -> None:
    report = read(shared_reports / "001-shanghai-fuban-2019.pdf")
    assert report.cell("requests.new_received.total").state is CellState.MISSING
    assert report.cell("requests.new_received.legal_service").state is CellState.MISSING  # cut through
    assert report.number("requests.new_received.natural_person") == 821
    assert any(finding.rule == "FORM" and finding.where == "requests" for finding in report.reading)


def test_a_report_before_the_form_is_refused_with_the_reason(shared_reports: Path) -> None:
    with pytest.raises(NotAnAnnualReport, match="没有找到法定年度报告的表格"):
        read(shared_reports / "021-pingtan-2018-oldformat-NEGATIVE.txt")


def test_the_blank_official_form_reads_as_empty(shared_reports: Path) -> None:
    report = read(shared_reports / "template-blank-official.docx")
    assert report.format.id == "2021"
    assert {cell.state for cell in report.cells.values()} <= {CellState.BLANK, CellState.MISSING}
    assert any(cell.state is CellState.BLANK for cell in report.cells.values())


@pytest.mark.parametrize(
    ("name", "agency", "period", "published"),
    [
        ("seed-0-ningxia-petition-bureau-2020.txt", "宁夏回族自治区信访局", ("2020-01-01", "2020-12-31"), ""),
        ("seed-4-national-petition-bureau-2020.txt", "国家信访局", ("2020-01-01", "2020-12-31"), ""),
        ("001-shanghai-fuban-2019.html", "上海市人民政府办公厅", ("2019-01-01", "2019-12-31"), "2020-01-31"),
        ("003-shuyang-2025.txt", "沐阳县人民政府", ("2025-01-01", "2025-12-31"), "2026-01-23"),
        ("018-pingtan-2025.txt", "平潭综合实验区", ("2025-01-01", "2025-12-31"), "2026-03-10"),
    ],
)
def test_a_report_says_whose_it_is(
    shared_reports: Path, name: str, agency: str, period: tuple[str, str], published: str
) -> None:
    report = read(shared_reports / name)
    assert (report.agency, report.period, report.published_on) == (agency, period, published)


@pytest.mark.parametrize("name", [name for name in FILES if "form" not in name])
def test_the_six_parts_are_found_with_their_text(shared_reports: Path, name: str) -> None:
    report = read(shared_reports / name)
    numbers = [section.number for section in report.sections]
    assert numbers == ([1, 2, 3, 4, 5] if name.startswith("seed-3") else [1, 2, 3, 4, 5, 6])
    assert len(report.sections[0].text) > 20
    assert "自然人" not in (report.sections[2].text)


def test_a_sixteenth_cell_that_is_not_counted_is_named(shared_reports: Path) -> None:
    report = read(shared_reports / "seed-4-national-petition-bureau-2020.txt")
    said = [finding for finding in report.reading if finding.where == "remedies"]
    assert [(finding.rule, finding.severity) for finding in said] == [("READ", Severity.INFO)]
    assert report.repairs == ()
