"""Real files through the reader: what the prose contradicts, all and only what people found by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.checking.narrative.claims import read_sentence
from yangguang.annualreport.checking.narrative.passages import passages
from yangguang.annualreport.reading import read

# The figures (expected, actual) of T1; 012 and 013 list parts that do not add up to their total.
PROSE = {
    "001-shanghai-fuban-2019.html": [(275, 258), (337, 265), ("32.0%", "33.9%"), (13, 16)],
    "001-shanghai-fuban-2019.docx": [(275, 258), (337, 265), ("32.0%", "33.9%"), (13, 16)],
    "002-hangzhou-style-2025.html": [],
    "003-shuyang-2025.txt": [],
    "012-pingtan-2019.txt": [(2533, 2599)],
    "013-pingtan-2020.txt": [(2603, 2602)],
    "016-pingtan-2023.txt": [(470, 393)],
    "018-pingtan-2025.html": [],
    "018-pingtan-2025.docx": [],
    "seed-0-ningxia-petition-bureau-2020.txt": [],
    "seed-1-xinjiang-petition-bureau-2020.txt": [(6, 5)],
    "seed-2-ningxia-general-office-2019.txt": [],
    "seed-3-guyuan-petition-bureau-2019.txt": [],
    "seed-4-national-petition-bureau-2020.txt": [],
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_of_real_reports(shared_reports, name):
    checked = check(read(shared_reports / name))
    found = [(one.expected, one.actual) for one in checked.findings if one.rule == "T1"]
    assert sorted(found, key=str) == sorted(PROSE[name], key=str)
    assert [one for one in checked.findings if one.rule in ("T2", "DATE")] == []


def test_the_national_report_was_really_compared(shared_reports):
    checked = check(read(shared_reports / "seed-4-national-petition-bureau-2020.txt"))
    compared = {one.rule: one.checked for one in checked.results}
    assert compared["T1"] >= 4  # received, answered, carried over, more than half
    assert compared["T2"] == 1


def test_two_real_years_of_one_body(shared_reports):
    """X1 holds; the stock of documents does not follow from the year before: 440 + 58 - 45 is not 546."""
    then, now = (read(shared_reports / f"{name}.txt") for name in ("012-pingtan-2019", "013-pingtan-2020"))
    outcomes = {one.rule: str(one.outcome) for one in check(now, then).results}
    assert outcomes["X1"] == "passed"


def _with_paragraph(report, passage, text):
    sections = tuple(
        replace(
            section,
            paragraphs=tuple(
                text if (section.number, number) == (passage.section, passage.paragraph) else paragraph
                for number, paragraph in enumerate(section.paragraphs)
            ),
        )
        for section in report.sections
    )
    return replace(report, sections=sections)


@pytest.mark.parametrize(
    "name",
    ["001-shanghai-fuban-2019.html", "003-shuyang-2025.txt", "018-pingtan-2025.html", "016-pingtan-2023.txt"],
)
def test_every_figure_that_was_read_is_found_when_it_is_changed(shared_reports, name):
    report = read(shared_reports / name)
    claims = [claim for passage in passages(report) for claim in read_sentence(passage, report).claims]
    changed = 0
    for claim in claims:
        start, end = claim.passage.place(claim.number.start, claim.number.end)
        paragraph = report.section(claim.passage.section).paragraphs[claim.passage.paragraph]
        figure = int(claim.number.quantity.value) + 1009  # far from every other reading
        text = f"{paragraph[:start]}{figure}{claim.number.unit}{paragraph[end:]}"
        found = check(_with_paragraph(report, claim.passage, text)).findings
        assert any(one.rule == "T1" and one.actual == figure for one in found), claim.metric.label
        changed += 1
    assert changed >= 5
