"""What programs make of the official tables is read as it stands, an office's errors included."""

from __future__ import annotations

import converted_layouts
import planted
import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats import FORMATS, Format
from yangguang.annualreport.model import AnnualReport, Certainty, Money
from yangguang.annualreport.reading import read

BROKEN = "signs_of_merged_heads_between"  # of which some signs cannot be told from running text


def drawn(form: Format, shape: str, figures: dict[str, str]) -> AnnualReport:
    file, write = converted_layouts.SHAPES[shape]
    return read(write(form, 2020 if form.id == "2019" else 2024, figures).encode(), name=file)


def wrong(report: AnnualReport, figures: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Cells that are not certainly what stands in the file."""
    found = {}
    for path, text in figures.items():
        cell = report.cells[path]
        shown = cell.value.text if isinstance(cell.value, Money) else str(cell.value)
        if shown != text or cell.certainty is not Certainty.CERTAIN:
            found[path] = (shown, text)
    return found


def relations(report: AnnualReport) -> set[tuple[str, str]]:
    """Rule and row or column of the relations that were found broken."""
    found = set()
    for finding in check(report).findings:
        _table, row, column = finding.where.split(".") if finding.where.count(".") == 2 else ("", "", "")
        if finding.rule in ("R1", "R4"):
            found.add((finding.rule, row))
        elif finding.rule in ("R2", "R3"):
            found.add((finding.rule, column))
    return found


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("error", planted.ERRORS)
@pytest.mark.parametrize("shape", converted_layouts.SHAPES)
def test_figures_and_errors_are_read_as_they_stand(form: Format, shape: str, error: str) -> None:
    for size in planted.SIZES:
        figures = planted.figures(form, 1, size, error)
        report = drawn(form, shape, figures)
        assert wrong(report, figures) == {}, size
        assert relations(report) == planted.broken(form, figures), size
        assert [section.number for section in report.sections] == [1, 2, 3, 4, 5, 6]
        assert report.agency == "云溪市档案局"
        assert not [finding for finding in report.reading if finding.rule in ("READ", "FORM")]
        assert (
            shape in BROKEN or [text for n in (2, 3, 4) for text in report.sections[n - 1].paragraphs] == []
        )


def test_a_total_that_stands_alone_under_its_head_is_the_office_s() -> None:
    form = FORMATS[1]
    figures = {
        path: text if text != "0" else "" for path, text in planted.figures(form, 1, "village").items()
    }
    row = [path for path in figures if path.startswith("requests.not_processed_repeat.")]
    figures |= dict.fromkeys(row, "") | {"requests.not_processed_repeat.total": "4"}
    report = drawn(form, "tight_strokes", figures)
    cell = report.cells["requests.not_processed_repeat.total"]
    assert (cell.value, cell.certainty) == (4, Certainty.CERTAIN)
    assert ("R1", "not_processed_repeat") in relations(report)
