"""How cases end: every result has its articles and one column of table four."""

from __future__ import annotations

import pytest

from yangguang.annualreport.formats import FORMATS
from yangguang.law.remedy_results import (
    RESULTS,
    Forum,
    RemedyColumn,
    ResultCode,
    codes_of,
    result,
    results_of,
)


def test_every_code_has_one_result():
    assert [one.code for one in RESULTS] == list(ResultCode)


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("upheld", "upheld"),
        ("dismissed", "upheld"),  # 驳回复议请求、驳回诉讼请求 on the merits
        ("revoked", "corrected"),
        ("changed", "corrected"),
        ("unlawful", "corrected"),
        ("void", "corrected"),
        ("to_act", "corrected"),
        ("mediated", "other"),
        ("withdrawn", "other"),
        ("rejected", "other"),  # 驳回申请、驳回起诉: nobody judged the act
        ("not_accepted", "other"),
        ("terminated", "other"),
        ("other_result", "other"),
    ],
)
def test_the_column_of_each(code, column):
    assert result(code).column == column


def test_the_columns_are_those_of_both_forms():
    for form in FORMATS:
        ids = [column.id for column in form.remedies.columns]
        assert ids == [*(column.value for column in RemedyColumn), "total"]
        labels = [column.label for column in form.remedies.columns[:-1]]
        assert labels == [column.label for column in RemedyColumn]


def test_nothing_decided_is_pending_and_every_result_is_somewhere():
    assert codes_of(RemedyColumn.PENDING) == ()
    found = [code for column in RemedyColumn for code in codes_of(column)]
    assert sorted(found) == sorted(code.value for code in ResultCode)


@pytest.mark.parametrize("forum", Forum)
def test_every_result_of_a_forum_cites_its_law(forum):
    law = {Forum.REVIEW: "行政复议法", Forum.SUIT: "行政诉讼法"}[forum]
    for one in results_of(forum):
        assert one.article(forum).startswith((law, "年度报告格式")), one.code
    assert (ResultCode.UPHELD in {one.code for one in results_of(forum)}) == (forum is Forum.REVIEW)


def test_only_what_corrects_or_settles_orders_something():
    assert {one.column for one in RESULTS if one.may_order} == {RemedyColumn.CORRECTED, RemedyColumn.OTHER}
    with pytest.raises(KeyError):
        result("won")
