"""The registry: every rule is explained, has a report that passes it and one that fails it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yangguang.annualreport.checking import RULES, check, rule
from yangguang.annualreport.findings import Finding, Outcome
from yangguang.annualreport.formats.base import Severity
from yangguang.translation import Message

STOCK = "proactive.art20_1.normative_documents"
ITEMS = "proactive.art20_6.penalty"
NEW, GRANTED = "requests.new_received.natural_person", "requests.granted.natural_person"
IN, OUT = "requests.carried_in.natural_person", "requests.carried_out.natural_person"
UNPAID = "requests.other_fee_unpaid.natural_person"
ONE = {NEW: 4, GRANTED: 4}
FEES = {1: "全年收到政府信息公开申请4件，同比增长33.3%。", 6: "发出收费通知2件。"}

# rule: form, figures and text that pass; figures and text that fail
CASES = {
    "FORM": ("2021", ONE, FEES, {STOCK + ".issued": None}, FEES),
    "R1": ("2021", ONE, FEES, {"requests.granted.total": 5}, FEES),
    "R2": ("2021", ONE, FEES, {"requests.results_total.natural_person": 3}, FEES),
    "R3": ("2021", ONE, FEES, {OUT: 1}, FEES),
    "R4": ("2021", ONE, FEES, {"remedies.review.total": 1}, FEES),
    "R5": ("2021", ONE, FEES, {"proactive.art20_6.penalty.decisions": -1}, FEES),
    "R6": ("2021", ONE, FEES, {STOCK + ".issued": 9}, FEES),
    "R7": ("2019", ONE, FEES, {STOCK + ".newly_published": 9}, FEES),
    "R8": ("2019", ONE, FEES, {"proactive.art20_9.procurement.procurement_count": 3}, FEES),
    "R9": ("2019", ONE, FEES, {ITEMS + ".decisions": 3}, FEES),
    "T1": ("2021", ONE, FEES, {}, {1: "全年收到政府信息公开申请5件。"}),
    "T2": ("2021", ONE, FEES, {}, {1: "全年收到政府信息公开申请4件，同比增长35%。"}),
    "F1": ("2021", {NEW: 4, GRANTED: 2, UNPAID: 2}, FEES, {}, {6: "发出收费通知1件。"}),
}


def result(checked, rule_id):
    return next(one for one in checked.results if one.rule == rule_id)


def test_every_rule_is_explained():
    for known in RULES:
        assert known.title, known.id
        assert known.asks.endswith("。"), known.id
        assert known.source, known.id
        assert rule(known.id) is known
    assert len({known.id for known in RULES}) == len(RULES) == 19


@pytest.mark.parametrize("rule_id", CASES)
def test_each_rule_passes_one_report_and_fails_another(report, alter, rule_id):
    form, values, text, change, other_text = CASES[rule_id]
    good = check(report(form, values, text))
    bad = check(alter(report(form, values, other_text), change))
    assert result(good, rule_id).outcome is Outcome.PASSED
    assert [one for one in good.findings if one.rule == rule_id] == []
    assert result(bad, rule_id).outcome is Outcome.FAILED
    said = [one for one in bad.findings if one.rule == rule_id]
    assert {one.severity for one in said} == {rule(rule_id).severity}
    for one in said:
        assert str(one.message).endswith("。")
        assert one.advice is not None
        assert str(one.advice).endswith("。")
        assert "{" not in str(one.message) + str(one.advice)


def test_every_rule_has_its_pair_of_reports_here_or_in_its_own_test():
    elsewhere = {"READ", "DATE", "X1", "X2", "X3", "X4"}  # below, test_form_and_dates, test_years
    assert {known.id for known in RULES} == set(CASES) | elsewhere


def test_every_rule_has_a_result_whatever_the_report(report):
    for form in ("2019", "2021"):
        assert [one.rule for one in check(report(form)).results] == [known.id for known in RULES]


def test_the_readers_findings_are_merged_worst_first(report):
    said = (
        Finding("READ", Severity.INFO, "requests", Message("表格跨页。")),
        Finding("READ", Severity.WARNING, "remedies", Message("多出一格。")),
        Finding("T1", Severity.WARNING, "sections.1", Message("从前的结果。")),  # checked anew, not kept
    )
    whole = replace(report("2021", ONE, FEES), reading=said)
    broken = check(replace(whole, cells=whole.cells | {GRANTED: replace(whole.cells[GRANTED], value=3)}))
    assert [(one.rule, str(one.severity)) for one in broken.findings] == [
        ("R1", "error"),
        ("R2", "error"),
        ("READ", "warning"),
        ("READ", "info"),
    ]
    assert result(broken, "READ").outcome is Outcome.FAILED
    assert result(check(report("2021", ONE, FEES)), "READ").outcome is Outcome.PASSED


def test_the_order_of_findings_does_not_depend_on_the_order_of_cells(report, alter):
    bad = alter(report("2021", ONE, {1: "全年收到政府信息公开申请5件，办结9件。"}), {GRANTED: 7, IN: 2})
    turned = replace(bad, cells=dict(reversed(bad.cells.items())))
    assert check(bad) == check(turned)
    assert len({one.key for one in check(bad).findings}) == len(check(bad).findings)
