"""The project's own reports: each says what it was written to say, in the kind it comes as."""

from __future__ import annotations

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import CheckedReport
from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.annualreport.reading.read import read
from yangguang.reports import samples


def read_sample(name: str) -> AnnualReport:
    given = samples.file(samples.BY_NAME[name])
    return read(given.content, name=given.name)


def checked(sample: samples.Sample) -> CheckedReport:
    previous = read_sample(sample.previous) if sample.previous else None
    return check(read_sample(sample.name), previous, today=None)


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.name)
def test_it_is_read_for_what_it_is(sample: samples.Sample) -> None:
    report = read_sample(sample.name)
    assert (report.agency, report.year, report.kind) == (sample.agency, sample.year, sample.kind)


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.name)
def test_it_gives_the_findings_that_were_planted_and_no_others(sample: samples.Sample) -> None:
    found = {(finding.rule, finding.where) for finding in checked(sample).findings}
    assert found == set(sample.expected)


@pytest.mark.parametrize(
    "sample",
    [s for s in samples.SAMPLES if (samples.SOURCES / f"{s.name}.json").exists()],
    ids=lambda s: s.name,
)
def test_the_file_has_the_figures_of_its_source(sample: samples.Sample) -> None:
    source, report = samples.source_report(sample), read_sample(sample.name)
    assert {p: c.value for p, c in report.cells.items()} == {p: c.value for p, c in source.cells.items()}


def test_the_phantom_cell_is_dropped_and_said() -> None:
    report = read_sample("wanghu-xinfang-2020")
    assert (report.number("remedies.review.upheld"), report.number("remedies.review.total")) == (1, 1)
    assert (report.number("remedies.after.pending"), report.number("remedies.after.total")) == (1, 1)
    assert report.repairs


def test_blank_and_not_applicable_stay_apart() -> None:
    report = read_sample("wanghu-dangan-2019")
    assert report.cell("requests.granted.natural_person").state is CellState.BLANK
    assert report.cell("remedies.review.upheld").state is CellState.NOT_APPLICABLE
    assert report.cell("remedies.direct.upheld").state is CellState.PRINTED


def test_three_years_of_one_office_follow_each_other() -> None:
    years = [read_sample(f"qingchuan-xinfang-{year}") for year in (2020, 2021, 2022)]
    out = [report.number("requests.carried_out.total") for report in years]
    into = [report.number("requests.carried_in.total") for report in years]
    assert (out[0], into[1]) == (12, 12)
    assert (out[1], into[2]) == (9, 8), "the planted mismatch"


def test_files_stay_small() -> None:
    assert all(path.stat().st_size <= 60 * 1024 for path in samples.SOURCES.iterdir())


@pytest.mark.django_db
def test_the_demonstration_is_filed_published_and_can_be_filled_twice() -> None:
    from yangguang.offices.models import Person
    from yangguang.reports.models import Publication, Report, ReportState
    from yangguang.reports.samples import loading

    said: list[object] = []
    assert loading.load(said.append) == len(samples.SAMPLES) == len(said)
    assert Report.objects.filter(state=ReportState.DRAFT).count() == 1
    assert Publication.objects.current().count() == len(samples.SAMPLES) - 1
    corrected = Publication.objects.current().get(report__agency__name="晴川市自然资源局")
    assert corrected.number == 2
    assert corrected.annual_report().number("requests.unavailable_not_held.total") == 15
    assert not Person.objects.get(username=loading.ACCOUNT).is_active
    assert loading.load(said.append) == 0
