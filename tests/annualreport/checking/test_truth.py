"""Real reports: the errors and blank totals that their hand-checked truth names, all and only these."""

from __future__ import annotations

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.formats.base import Severity

NAMES = (
    "001-shanghai-fuban-2019",
    "002-hangzhou-style-2025",
    "003-shuyang-2025",
    "007-huaian-hongze-2023",
    "012-pingtan-2019",
    "013-pingtan-2020",
    "016-pingtan-2023",
    "018-pingtan-2025",
    "seed-0-ningxia-petition-bureau-2020",
    "seed-1-xinjiang-petition-bureau-2020",
    "seed-2-ningxia-general-office-2019",
    "seed-3-guyuan-petition-bureau-2019",
    "seed-4-national-petition-bureau-2020",
)


@pytest.mark.parametrize("name", NAMES)
def test_errors_are_exactly_those_of_the_truth(truth, name):
    report, expect = truth(name)
    found = [finding for finding in check(report).findings if finding.severity is Severity.ERROR]
    assert {(finding.rule, finding.where) for finding in found} == {
        (error["rule"], error["where"]) for error in expect["errors"]
    }
    assert len(found) == len(expect["errors"])


@pytest.mark.parametrize("name", NAMES)
def test_blank_totals_are_derived_and_said_as_warnings(truth, name):
    report, expect = truth(name)
    found = {
        (finding.rule, finding.where)
        for finding in check(report).findings
        if finding.rule in ("R1", "R2", "R4") and finding.severity is Severity.WARNING
    }
    assert found == {(blank["rule"], blank["where"]) for blank in expect["blank_totals"]}
