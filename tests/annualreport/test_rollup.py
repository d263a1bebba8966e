"""Sums of many reports: right to the cell, traced, and nothing in them twice."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.annualreport.agency import is_same_agency, region_governed
from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import CheckedReport, Finding, Outcome
from yangguang.annualreport.formats import FORMATS, VARIANTS, Severity
from yangguang.annualreport.model import CellState, Certainty, Fees, Money
from yangguang.annualreport.reading.json import report_from_json
from yangguang.annualreport.rollup import RollUpRefused, roll_up
from yangguang.annualreport.writing.json import to_json
from yangguang.translation import Message

NEW = "requests.new_received.total"
GRANTED = "requests.granted.natural_person"
OTHER = "requests.other_handling.total"
AMOUNT = "proactive.art20_8.fees.amount"
PAID = "proactive.art20_9.procurement.procurement_amount"


def kinds(refused_or_rolled) -> list[str]:
    return [issue.kind for issue in refused_or_rolled.issues]


def refusal(reports, **wanted) -> RollUpRefused:
    with pytest.raises(RollUpRefused) as caught:
        roll_up(reports, **wanted)
    return caught.value


def test_each_total_is_the_sum_of_its_parts_and_leads_back_to_them(office_report):
    reports = [
        office_report(name, 2022, figures={NEW: n}) for name, n in (("甲县", 3), ("乙县", 0), ("丙县", 14))
    ]
    rolled = roll_up(reports, agency="全市", year=2022)
    assert rolled.report.number(NEW) == 17
    assert (rolled.report.agency, rolled.report.year) == ("全市", 2022)
    assert [(part.source.agency, part.value) for part in rolled.trace(NEW)] == [
        ("甲县", 3),
        ("乙县", 0),
        ("丙县", 14),
    ]
    assert rolled.not_computable == ()


def test_the_sum_has_a_name_when_none_is_given(office_report):
    rolled = roll_up([office_report("甲县", 2022), office_report("乙县", 2022)])
    assert rolled.report.agency == "2 个机关汇总"
    assert rolled.report.title == "2 个机关汇总2022年政府信息公开工作年度报告"


def test_money_is_summed_exactly(office_report):
    newer = [
        office_report(n, 2022, figures={AMOUNT: Decimal(v)}) for n, v in (("甲县", "0.1"), ("乙县", "0.20"))
    ]
    assert roll_up(newer).report.cell(AMOUNT).value == Decimal("0.30")
    older = [
        office_report("甲县", 2020, "2019", figures={PAID: Money("137.41 万", Decimal("1374100"))}),
        office_report("乙县", 2020, "2019", figures={PAID: Money("0.90元", Decimal("0.90"))}),
    ]
    assert roll_up(older).report.cell(PAID).value == Money("1374100.90元", Decimal("1374100.90"))


def test_an_amount_without_a_number_leaves_its_total_open(office_report):
    older = [
        office_report("甲县", 2020, "2019", figures={PAID: Money("若干", None)}),
        office_report("乙县", 2020, "2019", figures={PAID: Money("5元", Decimal(5))}),
    ]
    rolled = roll_up(older)
    assert rolled.not_computable == (PAID,)
    assert [part.source.agency for part in rolled.unknown_parts(PAID)] == ["甲县"]


def test_an_unreadable_part_leaves_its_total_open_and_no_other(office_report):
    reports = [
        office_report("甲县", 2022, figures={GRANTED: CellState.UNREADABLE, NEW: 2}),
        office_report("乙县", 2022, figures={GRANTED: 5, NEW: 3}),
    ]
    rolled = roll_up(reports)
    assert rolled.report.cell(GRANTED).value is None
    assert rolled.report.cell(GRANTED).state is CellState.UNREADABLE
    assert rolled.report.number(NEW) == 5
    assert rolled.not_computable == (GRANTED,)
    (issue,) = [issue for issue in rolled.issues if issue.kind == "not_computable"]
    assert issue.addresses == (GRANTED,)
    assert issue.sources == (0,)
    assert "甲县" in str(issue.message)


def test_a_cell_that_a_file_lacks_leaves_its_total_open(office_report):
    reports = [office_report("甲县", 2022, figures={GRANTED: CellState.MISSING}), office_report("乙县", 2022)]
    assert roll_up(reports).not_computable == (GRANTED,)


def test_a_blank_is_nothing_and_blanks_make_a_blank(office_report):
    blank, dash = CellState.BLANK, CellState.NOT_APPLICABLE
    first = office_report(
        "甲县", 2022, figures={GRANTED: blank, "remedies.review.other": blank, "remedies.after.other": dash}
    )
    second = office_report(
        "乙县", 2022, figures={GRANTED: 4, "remedies.review.other": blank, "remedies.after.other": dash}
    )
    report = roll_up([first, second]).report
    assert report.cell(GRANTED).value == 4
    assert report.cell("remedies.review.other").state is blank
    assert report.cell("remedies.after.other").state is dash


def test_a_total_left_blank_counts_with_the_sum_of_its_parts(office_report):
    total = "requests.granted.total"
    first = office_report(
        "甲县", 2022, figures={GRANTED: 4, "requests.granted.business": 2, total: CellState.BLANK}
    )
    rolled = roll_up([first, office_report("乙县", 2022, figures={GRANTED: 1, total: 1})])
    assert rolled.report.number(total) == 7
    assert [part.derived for part in rolled.trace(total)] == [True, False]


def test_a_blank_total_with_an_unreadable_part_is_unknown_not_zero(office_report):
    total = "requests.granted.total"
    first = office_report("甲县", 2022, figures={GRANTED: CellState.UNREADABLE, total: CellState.BLANK})
    rolled = roll_up([first, office_report("乙县", 2022, figures={GRANTED: 1, total: 1})])
    assert set(rolled.not_computable) == {GRANTED, total}


def test_a_doubtful_figure_makes_a_doubtful_total(office_report):
    doubtful = office_report("甲县", 2022, figures={GRANTED: 4})
    doubtful.cells[GRANTED] = replace(doubtful.cells[GRANTED], certainty=Certainty.DOUBTFUL)
    rolled = roll_up([doubtful, office_report("乙县", 2022)])
    assert rolled.report.cell(GRANTED).certainty is Certainty.DOUBTFUL
    assert "doubtful" in kinds(rolled)


def test_a_blank_total_of_a_doubtful_part_makes_a_doubtful_total(office_report):
    part = "requests.granted.natural_person"
    report = office_report("甲县", 2022, figures={part: 4, "requests.granted.total": CellState.BLANK})
    report.cells[part] = replace(report.cells[part], certainty=Certainty.DOUBTFUL)
    total = roll_up([report, office_report("乙县", 2022)]).report.cell("requests.granted.total")
    assert (total.number, total.certainty) == (4, Certainty.DOUBTFUL)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("甲县信访局", "甲县信访局"),
        ("甲县信访局", " 甲县 信访局"),
        ("平潭综合实验区（党工委管委会）", "平潭综合实验区(党工委管委会)"),
        ("平潭综合实验区（党工委管委会）", "平潭综合实验区党工委管委会"),
        ("宁夏回族自治区信访局", "宁夏信访局"),
        ("新疆维吾尔自治区信访局", "新疆信访局"),
        ("杭州市人民政府", "杭州市政府"),
        ("杭州市信访局", "杭州信访局"),
        ("沛县信访局", "沛县 信访局"),
        ("贵州省信访局", "贵州信访局"),
        ("甲市住房和城乡建设局", "甲市 住房和城乡建设局"),
        ("浙江省教育厅", "浙江教育厅"),
        ("沭阳县人民政府", "沭阳县政府"),
    ],
)
def test_the_same_body_of_the_same_year_is_not_counted_twice(office_report, first, second):
    refused = refusal(
        [office_report(first, 2022), office_report("丁市教育局", 2022), office_report(second, 2022)]
    )
    assert kinds(refused) == ["same_body"]
    assert refused.issues[0].sources == (0, 2)
    assert "同一机关同一年度" in str(refused)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("吉林省信访局", "吉林市信访局"),
        ("甲县信访局", "甲县教育局"),
        ("北京市朝阳区教育局", "长春市朝阳区教育局"),
        ("甲市市场监督管理局", "甲市监督管理局"),
        ("甲市人民政府", "甲市人民政府办公室"),
        ("甲市城市管理局", "甲市管理局"),
        ("国家市场监督管理总局", "国家场监督管理总局"),
        ("", ""),
    ],
)
def test_different_bodies_are_two(first, second):
    assert not is_same_agency(first, second)


def test_names_that_differ_by_an_outer_region_are_one_body_when_all_figures_are_the_same(office_report):
    figures = {NEW: 9}
    same = [office_report(name, 2022, figures=figures) for name in ("固原市信访局", "宁夏固原市信访局")]
    assert kinds(refusal(same)) == ["same_body"]
    different = [same[0], office_report("宁夏固原市信访局", 2022, figures={NEW: 10})]
    assert "similar_body" in kinds(roll_up(different))


def test_different_years_are_not_added(office_report):
    refused = refusal([office_report("甲县", 2021), office_report("乙县", 2022)])
    assert kinds(refused) == ["different_years"]
    assert "2021、2022" in str(refused)


def test_the_same_body_in_two_years_is_a_matter_of_years_not_of_counting_twice(office_report):
    assert kinds(refusal([office_report("甲县", 2021), office_report("甲县", 2022)])) == ["different_years"]


def test_another_year_than_the_one_asked_for_is_refused(office_report):
    assert kinds(refusal([office_report("甲县", 2021), office_report("乙县", 2021)], year=2022)) == [
        "other_year"
    ]


def test_a_report_without_a_year_is_refused(office_report):
    refused = refusal([office_report("甲县", None), office_report("乙县", 2022)])
    assert kinds(refused) == ["year_unknown"]
    assert refused.issues[0].sources == (0,)


def test_nothing_is_no_sum():
    assert kinds(refusal([])) == ["nothing"]


@pytest.fixture
def whole_among_parts(office_report):
    """Two reports and a third with the sum of both, under a name to choose."""
    parts = {NEW: 3, GRANTED: 2, "remedies.review.total": 1}
    whole = {path: 2 * value for path, value in parts.items()}
    names = ("甲县信访局", "乙县信访局")
    return lambda name: [
        *(office_report(one, 2022, figures=parts) for one in names),
        office_report(name, 2022, figures=whole),
    ]


@pytest.mark.parametrize("name", ["云溪市人民政府", "全市汇总"])
def test_a_report_that_is_the_sum_of_the_others_by_figures_and_name_is_refused(whole_among_parts, name):
    refused = refusal(whole_among_parts(name))
    assert "is_the_sum" in kinds(refused)
    assert name in str(refused)


def test_a_report_that_is_the_sum_of_the_others_by_figures_only_is_looked_at(whole_among_parts):
    assert "is_the_sum" in kinds(roll_up(whole_among_parts("丙县信访局")))


def test_empty_reports_are_not_the_sum_of_each_other(office_report):
    assert kinds(roll_up([office_report(name, 2022) for name in ("甲县", "乙县", "丙县")])) == []


def test_a_government_beside_its_departments_is_looked_at(office_report):
    reports = [office_report(name, 2022) for name in ("沭阳县人民政府", "沭阳县教育局", "泗阳县教育局")]
    rolled = roll_up(reports)
    (issue,) = [issue for issue in rolled.issues if issue.kind == "government"]
    assert issue.severity is Severity.WARNING
    assert issue.sources == (0, 1)


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("沭阳县人民政府", "沭阳县"),
        ("淮安市洪泽区政府", "淮安市洪泽区"),
        ("平潭综合实验区（党工委管委会）", "平潭综合实验区"),
        ("深圳市龙岗区", "深圳市龙岗区"),
        ("上海市人民政府办公厅", ""),
        ("沭阳县教育局", ""),
        ("国家信访局", ""),
    ],
)
def test_a_general_office_is_not_the_government(name, region):
    assert region_governed(name) == region


def test_two_bodies_with_all_figures_the_same_are_looked_at(office_report):
    figures = {
        f"requests.granted.{column}": 3 for column in ("natural_person", "business", "research", "total")
    }
    figures[NEW] = 8
    reports = [office_report(name, 2022, figures=figures) for name in ("甲县", "乙县")]
    assert "same_figures" in kinds(roll_up(reports))


def test_a_body_without_a_name_is_looked_at(office_report):
    assert kinds(roll_up([office_report("", 2022), office_report("乙县", 2022)])) == ["agency_unknown"]


def test_reports_with_errors_are_counted_and_named(office_report):
    wrong = Finding("R1", Severity.ERROR, NEW, Message("错了"))
    checked = [CheckedReport((wrong,), ()), CheckedReport((), ())]
    rolled = roll_up([office_report("甲县", 2022), office_report("乙县", 2022)], checked=checked)
    (issue,) = rolled.issues
    assert (issue.kind, issue.sources) == ("part_has_errors", (0,))
    assert [source.errors for source in rolled.sources] == [1, 0]


def test_reports_are_checked_when_nobody_did(office_report):
    wrong = office_report("甲县", 2022, figures={NEW: 5})
    rolled = roll_up([wrong, office_report("乙县", 2022)])
    assert rolled.sources[0].errors > 0
    assert rolled.sources[1].errors == 0


def test_two_kinds_of_the_newer_form_meet_in_the_single_row(office_report):
    three = {
        "requests.other_no_correction.total": 3,
        "requests.other_fee_unpaid.total": 2,
        "requests.other_misc.total": 1,
    }
    reports = [
        office_report("甲县", 2022, figures={**three, NEW: 6}),
        office_report("乙县", 2022, variant="single-other", figures={OTHER: 4, NEW: 4}),
    ]
    rolled = roll_up(reports)
    assert rolled.report.format.variant == "single-other"
    assert rolled.report.number(OTHER) == 10
    assert rolled.report.number(NEW) == 10
    assert rolled.not_computable == ()
    assert "mixed_forms" in kinds(rolled)


def test_of_two_forms_only_what_both_have_is_summed(office_report):
    made = "proactive.art20_1.rules.made_this_year"
    issued = "proactive.art20_1.rules.issued"
    reports = [
        office_report("甲县", 2021, "2019", figures={NEW: 1, OTHER: 1, made: 2}),
        office_report(
            "乙县",
            2021,
            figures={
                NEW: 2,
                "requests.other_misc.total": 5,
                issued: 3,
                "proactive.art20_1.rules.in_force": 7,
            },
        ),
    ]
    rolled = roll_up(reports)
    assert rolled.report.format.id == "2021"
    assert rolled.report.number(NEW) == 3
    assert rolled.report.number(OTHER) == 6
    assert rolled.report.number(issued) == 5
    assert set(rolled.not_computable) == {
        f"proactive.art20_1.{row}.{column}"
        for row in ("rules", "normative_documents")
        for column in ("repealed", "in_force")
    } | {AMOUNT}
    (near,) = [issue for issue in rolled.issues if issue.kind == "near_equivalent"]
    assert issued in near.addresses
    assert [part.in_form for part in rolled.trace("proactive.art20_1.rules.in_force")] == [False, True]


def test_fee_statements_are_summed_when_every_report_gives_the_figure(office_report):
    first = replace(office_report("甲县", 2022), fees=Fees(2, Decimal(100), Decimal(80)))
    second = replace(office_report("乙县", 2022), fees=Fees(1, None, Decimal("0.5")))
    fees = roll_up([first, second]).report.fees
    assert (fees.notices, fees.amount, fees.received) == (3, None, Decimal("80.5"))
    assert fees.text == "本年度发出收费通知3件，实际收取信息处理费80.5元。"


def test_json_leads_from_each_total_to_its_parts(office_report):
    reports = [
        office_report("甲县", 2022, figures={NEW: 3, GRANTED: CellState.UNREADABLE}),
        office_report("乙县", 2022, figures={AMOUNT: Decimal("1.5")}),
    ]
    data = json.loads(json.dumps(roll_up(reports).to_json()))
    assert data["trace"][NEW] == [{"source": 0, "value": 3}]
    assert data["trace"][GRANTED] == [{"source": 0, "value": None, "state": "unreadable"}]
    assert data["trace"][AMOUNT] == [{"source": 1, "value": "1.5"}]
    assert data["not_computable"] == [GRANTED]
    assert [source["agency"] for source in data["sources"]] == ["甲县", "乙县"]


def test_reports_may_be_streamed(office_report):
    rolled = roll_up(office_report(f"第{n}县", 2022, figures={NEW: n}) for n in range(1, 51))
    assert rolled.report.number(NEW) == 1275
    assert len(rolled.sources) == 50


def test_the_real_reports_of_one_year_add_up(shared_reports):
    truths = (shared_reports / "truth").glob("seed-*2020.json")
    reports = [report_from_json(json.loads(path.read_text("utf-8"))) for path in sorted(truths)]
    rolled = roll_up(reports, agency="汇总", year=2020)
    assert rolled.report.number(NEW) == 137
    assert rolled.report.number("requests.carried_out.total") == 12
    assert rolled.report.cell(PAID).value.yuan == Decimal(1374100 + 66400 + 12598000)
    assert not check(rolled.report).has_errors


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_relations_that_hold_for_all_parts_hold_for_the_sum(any_report, data):
    """R1 to R4 are linear: right parts cannot make a wrong sum, whatever is blank or unreadable."""
    form = data.draw(st.sampled_from((*FORMATS, *VARIANTS)))
    reports = data.draw(st.lists(any_report(form=form), min_size=1, max_size=4))
    parts = [
        replace(report, agency=f"第{number}县教育局", year=form.years[0])
        for number, report in enumerate(reports)
    ]
    checks = [check(part) for part in parts]
    rolled = roll_up(parts, checked=checks)
    result = {one.rule: one.outcome for one in check(rolled.report).results}
    for rule in ("R1", "R2", "R3", "R4"):
        outcomes = {one.outcome for each in checks for one in each.results if one.rule == rule}
        if Outcome.FAILED not in outcomes:
            assert result[rule] is not Outcome.FAILED, rule


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_total_is_what_its_trace_adds_up_to(any_report, data):
    reports = data.draw(st.lists(any_report(), min_size=1, max_size=4))
    year = max(report.format.years[0] for report in reports)
    parts = [
        replace(report, agency=f"第{number}县教育局", year=year) for number, report in enumerate(reports)
    ]
    rolled = roll_up(parts, checked=[CheckedReport((), ())] * len(parts))
    for path, cell in rolled.report.cells.items():
        trace = rolled.trace(path)
        assert len(trace) == len(parts)
        assert cell.is_known == all(part.is_known for part in trace)
        if cell.is_known:
            assert cell.number == sum(part.value or 0 for part in trace)
            for part in trace:
                known = [parts[part.source.number].cell(path) for path in part.paths]
                if not part.derived:
                    assert (part.value or 0) == sum(one.number for one in known)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_sum_is_a_report_like_any_other(any_report, data):
    report = data.draw(any_report())
    summed = roll_up([report], agency=report.agency, checked=[CheckedReport((), ())]).report
    again = report_from_json(to_json(summed))
    assert {path: cell.value for path, cell in again.cells.items()} == {
        path: cell.value for path, cell in summed.cells.items()
    }
    assert again.format is summed.format
