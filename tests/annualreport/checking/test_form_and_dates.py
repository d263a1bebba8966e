"""FORM and DATE."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from yangguang.annualreport.checking import check
from yangguang.annualreport.checking.dates import is_government, parse_day
from yangguang.annualreport.findings import Finding, Outcome
from yangguang.annualreport.formats.base import Severity
from yangguang.annualreport.model import AnnualReport, Cell, CellState, blank_cells
from yangguang.translation import Message

FEES = {6: "本年度未收取信息处理费。"}


def found(checked, rule):
    return [(one.where, str(one.severity)) for one in checked.findings if one.rule == rule]


def outcome(checked, rule):
    return next(result.outcome for result in checked.results if result.rule == rule)


def test_a_whole_report_passes(report):
    checked = check(report("2021", text=FEES))
    assert found(checked, "FORM") == []
    assert outcome(checked, "FORM") is Outcome.PASSED


def test_a_missing_part_is_said_once(report):
    whole = report("2021", text=FEES)
    without = replace(whole, sections=whole.sections[:4] + whole.sections[5:])
    assert found(check(without), "FORM") == [("sections.5", "warning")]
    said = Finding("FORM", Severity.WARNING, "sections.5", Message("报告缺少第五部分。"))
    assert found(check(replace(without, reading=(said,))), "FORM") == [("sections.5", "warning")]


def test_a_missing_table_and_a_blank_one(report, alter):
    whole = report("2021", text=FEES)
    paths = list(whole.format.remedies.cell_paths())
    missing = alter(whole, {path: Cell(path, None, CellState.MISSING) for path in paths})
    blank = alter(whole, dict.fromkeys(paths))
    assert found(check(missing), "FORM") == [("remedies", "warning")]
    assert found(check(blank), "FORM") == [("remedies", "warning")]
    assert "一个数字也没有填写" in str(check(blank).findings[0].message)


def test_blanks_in_the_2021_form_are_one_warning_with_their_number(report, alter):
    blanks = {f"requests.granted.{column}": None for column in ("research", "business", "other_org")}
    checked = check(alter(report("2021", text=FEES), blanks))
    assert found(checked, "FORM") == [("requests", "warning")]
    assert "有 3 格空白" in str(checked.findings[0].message)
    assert found(check(alter(report("2019"), blanks)), "FORM") == []


def test_the_single_row_of_other_handling_is_a_warning_after_2021(report):
    checked = check(report("2021", text=FEES, variant="single-other"))
    assert found(checked, "FORM") == [("requests.other_handling", "warning")]


def test_the_form_of_another_year(report):
    assert found(check(report("2019", year=2022)), "FORM") == [("", "warning")]
    assert found(check(report("2021", text=FEES, year=2020)), "FORM") == [("", "warning")]


def test_a_missing_fee_statement_is_information_since_2021(report):
    checked = check(report("2021", text={6: "无。"}))
    assert found(checked, "FORM") == [("sections.6", "info")]
    assert outcome(checked, "FORM") is Outcome.PASSED
    assert found(check(report("2019", text={6: "无。"})), "FORM") == []


def test_tables_alone_say_nothing_about_parts_and_nothing_at_all_is_not_assessable(report):
    assert found(check(report("2019", sections=())), "FORM") == []
    form = report("2019").format
    nothing = AnnualReport("", None, form, blank_cells(form))
    checked = check(nothing)
    assert outcome(checked, "READ") is Outcome.NOT_ASSESSABLE
    assert not any(result.outcome is Outcome.PASSED for result in checked.results)


# -- dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agency", "published", "late"),
    [
        ("清河县人民政府", "2023-03-31", False),
        ("清河县人民政府", "2023年4月1日", True),
        ("清河县人民政府办公室", "2023-01-31", False),
        ("清河县人民政府办公室", "2023-02-01 10:20", True),
        ("清河县教育局", "2023/2/6", True),
        ("清河县教育局", "2023-01-05", False),
        ("清河高新区管理委员会", "2023-03-15", False),
        ("清河镇人民政府", "2023-02-20", False),  # 第四十九条 speaks of county level and above
        ("", "2023-05-20", False),
    ],
)
def test_publication_by_article_49(report, agency, published, late):
    checked = check(report("2021", text=FEES, year=2022, agency=agency, published_on=published))
    assert found(checked, "DATE") == ([("", "warning")] if late else [])
    if late:
        assert "第四十九条" in str(checked.findings[0].message)


@pytest.mark.parametrize(
    ("name", "government"),
    [
        ("沭阳县人民政府", True),
        ("杭州市", True),
        ("平潭综合实验区（党工委管委会）", True),
        ("宁夏回族自治区人民政府办公厅", False),
        ("国家信访局", False),
        ("市场监督管理局", False),
        ("某某镇人民政府", None),
        ("", None),
    ],
)
def test_governments_and_departments(name, government):
    assert is_government(name) is government


@pytest.mark.parametrize(
    ("preamble", "wrong"),
    [
        ("本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。", []),
        ("数据统计期限为2022年1月1日至12月31日。", []),
        ("数据统计期限为 2021 年 1 月 1 日至 2021 年 12 月 31 日。", [("preamble", "warning")]),
        ("数据统计期限为2022年1月1日至2022年11月30日。", [("preamble", "warning")]),
        ("现公布《清河县2021年政府信息公开工作年度报告》。", [("preamble", "warning")]),
        ("现公布清河县2022年政府信息公开工作年度报告。", []),
        ("2022年的情况见本报告，2021年政府信息公开工作年度报告见网站。", []),
        (
            "编制了《清河镇2021年政府信息公开工作年度报告》。统计期限自2022年1月1日起。",
            [("preamble", "warning")],
        ),
        ("与《清河县2021年政府信息公开工作年度报告》相比，内容有所增加。", []),
        ("依据《关于做好2021年政府信息公开工作年度报告编制工作的通知》编制。", []),
    ],
)
def test_period_and_year_of_the_preamble(report, preamble, wrong):
    checked = check(report("2021", text=FEES, year=2022, preamble=(preamble,)))
    assert found(checked, "DATE") == wrong


def test_the_period_as_the_reader_found_it(report):
    whole = report("2021", text=FEES, year=2022, period=("2022-01-01", "2022-12-31"))
    assert outcome(check(whole), "DATE") is Outcome.PASSED
    assert found(check(replace(whole, period=("2021-01-01", "2021-12-31"))), "DATE") == [
        ("preamble", "warning")
    ]


def test_a_title_of_last_year(report):
    checked = check(report("2021", text=FEES, year=2022, title="清河县2021年政府信息公开工作年度报告"))
    assert found(checked, "DATE") == [("", "warning")]


def test_a_year_that_is_not_over(report):
    whole = report("2021", text=FEES, year=2022)
    assert found(check(whole, today=date(2022, 12, 20)), "DATE") == [("", "warning")]
    assert found(check(whole, today=date(2023, 1, 3)), "DATE") == []
    early = replace(whole, published_on="2022-12-28")
    assert found(check(early), "DATE") == [("", "warning")]


def test_without_any_date_nothing_is_assessed(report):
    assert outcome(check(report("2021", text=FEES)), "DATE") is Outcome.NOT_ASSESSABLE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-01-31", date(2020, 1, 31)),
        ("发布日期：2020年1月31日", date(2020, 1, 31)),
        ("2026-03-10 12:56", date(2026, 3, 10)),
        ("2021-02-30", None),
        ("", None),
    ],
)
def test_days_are_read_as_printed(text, day):
    assert parse_day(text) == day
