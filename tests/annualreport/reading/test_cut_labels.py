"""Labels and figures that were cut by narrow columns and page breaks find together again."""

from __future__ import annotations

import pytest

from yangguang.annualreport.formats import FORMATS
from yangguang.annualreport.labels import form_labels
from yangguang.annualreport.reading.cut_labels import CutLabel, joined_over_page
from yangguang.annualreport.reading.document import GridCell


@pytest.fixture
def cut() -> CutLabel:
    return CutLabel(form_labels(FORMATS[1].id, FORMATS[1].variant))


def test_the_parts_of_a_label_follow_each_other(cut: CutLabel) -> None:
    cut.begin("denied_law_prohibited", "2.其他法律行政")
    assert not cut.goes_on("3.危及")
    assert cut.goes_on("法规禁")
    assert cut.goes_on("止公开")
    assert not cut.goes_on("止公开")


def test_a_rest_is_found_among_the_signs_of_a_merged_head(cut: CutLabel) -> None:
    cut.begin("partially_granted", "（二）部分公开（区分处理的，只")
    assert cut.goes_on("度办\n计这一情形，不计其他情形）\n理结")


def test_a_whole_label_has_no_rest(cut: CutLabel) -> None:
    cut.begin("not_processed_repeat", "2.重复申请")
    assert not cut.goes_on("重复申请")
    assert not cut.goes_on("")


@pytest.mark.parametrize(
    ("text", "is_scrap"), [("予", True), ("（五", True), ("理结", True), ("确", False), ("公共企业", False)]
)
def test_scraps_are_signs_of_merged_heads(cut: CutLabel, text: str, is_scrap: bool) -> None:
    assert cut.is_scrap(text) is is_scrap


def cells(*texts: str) -> list[GridCell]:
    return [GridCell(text, column) for column, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (("182", "0", "182"), ("3", "", "3"), ["1823", "0", "1823"]),
        (("182", "0", "182"), ("3", "4", "3"), None),  # 0 over 4 is no figure
        (("182", "0", "182"), ("3", "", "3321"), None),  # the rest is never longer
        (("182", "", "182"), ("3", "5", "3"), None),
        (("182", "0"), ("3", "", "3"), None),
        (("182", "0"), ("", ""), None),
    ],
)
def test_figures_parted_by_the_end_of_a_page(
    above: tuple[str, ...], below: tuple[str, ...], whole: list[str] | None
) -> None:
    joined = joined_over_page(cells(*above), cells(*below))
    assert (joined and [cell.text for cell in joined]) == whole
