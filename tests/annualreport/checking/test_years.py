"""X1–X4 and T2 with the report of the year before."""

from __future__ import annotations

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import Outcome

STOCK = "proactive.art20_1.normative_documents"


def found(checked, rule):
    return [
        (one.where, str(one.severity), one.expected, one.actual)
        for one in checked.findings
        if one.rule == rule
    ]


def results(checked):
    return {result.rule: (result.outcome, str(result.reason or "")) for result in checked.results}


def carrying(out: int = 0, brought: int = 0, new: int = 20):
    return {
        "requests.new_received.natural_person": new,
        "requests.carried_in.natural_person": brought,
        "requests.granted.natural_person": new + brought - out,
        "requests.carried_out.natural_person": out,
    }


def test_what_was_carried_out_is_carried_in(report):
    then = report("2021", carrying(out=6), year=2022)
    same = check(report("2021", carrying(brought=6), year=2023), then)
    other = check(report("2021", carrying(brought=5), year=2023), then)
    assert results(same)["X1"][0] is Outcome.PASSED
    assert found(other, "X1") == [
        ("requests.carried_in.natural_person", "error", 6, 5),
        ("requests.carried_in.total", "error", 6, 5),
    ]


@pytest.mark.parametrize("blank", ["then", "now"])
def test_a_total_left_blank_is_what_its_parts_make_in_the_other_year_too(report, alter, blank):
    then, now = report("2021", carrying(out=6), year=2022), report("2021", carrying(brought=6), year=2023)
    if blank == "then":
        then = alter(then, {"requests.carried_out.total": None})
    else:
        now = alter(now, {"requests.carried_in.total": None})
    assert found(check(now, then), "X1") == []


def test_across_the_two_forms_carried_figures_are_x3(report):
    then = report("2019", carrying(out=4), year=2020)
    checked = check(report("2021", carrying(brought=3), year=2021), then)
    assert results(checked)["X1"][0] is Outcome.NOT_ASSESSABLE
    assert [one[:2] for one in found(checked, "X3")] == [
        ("requests.carried_in.natural_person", "warning"),
        ("requests.carried_in.total", "warning"),
    ]
    assert results(checked)["X4"] == (
        Outcome.NOT_ASSESSABLE,
        "2021 年“现行有效件数”与 2020 年“对外公开总数量”口径不同，不作比较。",
    )


def test_stocks_of_two_years_of_the_2021_form(report):
    then = report("2021", {f"{STOCK}.in_force": 100}, year=2022)
    now = {f"{STOCK}.issued": 7, f"{STOCK}.repealed": 5}
    sound = check(report("2021", now | {f"{STOCK}.in_force": 102}, year=2023), then)
    broken = check(report("2021", now | {f"{STOCK}.in_force": 110}, year=2023), then)
    assert results(sound)["X2"][0] is Outcome.PASSED
    assert found(broken, "X2") == [(f"{STOCK}.in_force", "warning", 102, 110)]


def test_stocks_of_two_years_of_the_2019_form(report):
    items = "proactive.art20_6.penalty"
    then = report(
        "2019",
        {f"{items}.items_last_year": 11, f"{items}.items_change": 1, f"{STOCK}.total_public": 50},
        year=2019,
    )
    now = {f"{items}.items_last_year": 11, f"{STOCK}.newly_published": 4, f"{STOCK}.total_public": 55}
    checked = check(report("2019", now, year=2020), then)
    assert found(checked, "X2") == [(f"{items}.items_last_year", "warning", 12, 11)]
    assert found(checked, "X3") == [(f"{STOCK}.total_public", "warning", 54, 55)]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"year": 2021}, "用来比较的报告不是本年度的上一年。"),
        ({"year": 2022, "agency": "白水县人民政府"}, "用来比较的报告属于另一个机关。"),
    ],
)
def test_reports_that_do_not_follow_each_other_are_not_compared(report, more, reason):
    then = report("2021", carrying(out=6), **more)
    checked = check(report("2021", carrying(brought=5), year=2023), then)
    assert {results(checked)[rule] for rule in ("X1", "X2", "X3", "X4")} == {(Outcome.NOT_ASSESSABLE, reason)}


def test_without_a_previous_report_nothing_is_assessed(report):
    checked = check(report("2021", carrying(brought=5)))
    assert results(checked)["X1"] == (Outcome.NOT_ASSESSABLE, "没有上一年的报告可供比较。")


def test_one_body_under_a_longer_and_a_shorter_name(report):
    then = report("2021", carrying(out=6), year=2022, agency="江苏省清河县人民政府")
    checked = check(report("2021", carrying(brought=6), year=2023, agency="清河县政府"), then)
    assert results(checked)["X1"][0] is Outcome.PASSED


@pytest.mark.parametrize(
    ("text", "found_with", "found_without"),
    [
        ("全年收到政府信息公开申请136件，比上年上升18.26%。", [], []),
        ("全年收到政府信息公开申请136件，比上年上升18.2%。", [], []),  # cut off instead of rounded
        ("全年收到政府信息公开申请136件，比上年上升19.3%。", [("18.3%", "19.3%")], []),
        ("全年收到政府信息公开申请136件，比上年上升18.77%。", [("18.26%", "18.77%")], [("18.26%", "18.77%")]),
        ("全年收到政府信息公开申请136件，同比下降18.26%。", [("+18.26%", "-18.26%")], [("18.07%", "18.26%")]),
        ("全年收到政府信息公开申请136件，较上年增加21件。", [], []),
        ("全年收到政府信息公开申请136件，较上年增加12件。", [(21, 12)], []),
    ],
)
def test_growth_against_last_year_and_alone(report, text, found_with, found_without):
    then = report("2021", carrying(new=115), year=2022)
    now = report("2021", carrying(new=136), text, year=2023)
    with_then = [(one.expected, one.actual) for one in check(now, then).findings if one.rule == "T2"]
    alone = [(one.expected, one.actual) for one in check(now).findings if one.rule == "T2"]
    assert (with_then, alone) == (found_with, found_without)


def test_a_growth_that_no_whole_number_gives(report):
    checked = check(report("2021", carrying(new=5), "全年收到政府信息公开申请5件，同比增长30%。", year=2023))
    assert [
        (one.expected, one.actual, str(one.severity)) for one in checked.findings if one.rule == "T2"
    ] == [("25%", "30%", "info")]
    assert results(checked)["T2"][0] is Outcome.FAILED


def test_growth_is_not_compared_with_another_bodys_year(report):
    then = report("2021", carrying(new=50), year=2022, agency="白水县人民政府")
    now = report("2021", carrying(new=136), "全年收到政府信息公开申请136件，同比增长18.26%。", year=2023)
    assert [one for one in check(now, then).findings if one.rule == "T2"] == []
