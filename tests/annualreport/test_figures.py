"""A figure, a blank, "not applicable" and something unreadable are four different things."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.annualreport.figures import figure
from yangguang.annualreport.formats import Kind
from yangguang.annualreport.model import CellState, Money


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("0", 0, ""),
        ("136", 136, ""),
        (" 136 ", 136, ""),
        ("１３６", 136, ""),
        ("1,234", 1234, ""),
        ("11，398，889", 11_398_889, ""),
        ("136件", 136, ""),
        ("22（其中修订16件）", 22, "(其中修订16件)"),
        ("1 36", 136, ""),
        ("13\n6", 136, ""),
        ("+1", 1, ""),
        ("-18", -18, ""),
        ("－15", -15, ""),
        ("增1", 1, ""),
        ("减2", -2, ""),
        ("3.0", 3, ""),
        ("3.5", Decimal("3.5"), ""),
    ],
)
def test_counts(text: str, value: object, note: str) -> None:
    read = figure(text)
    assert (read.value, read.state, read.note, read.literal) == (value, CellState.PRINTED, note, True)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u3000", "\u200b", "\n \t"])
def test_blanks(text: str) -> None:
    assert figure(text).state is CellState.BLANK


@pytest.mark.parametrize("text", ["-", "—", "——", "－", "/", "／", "无", "不适用", "N/A"])
def test_not_applicable(text: str) -> None:
    assert figure(text).state is CellState.NOT_APPLICABLE
    assert figure(text).value is None


@pytest.mark.parametrize("text", ["约", "见附件", "#", "1/2", "？", "1234567890123456"])
def test_unreadable_keeps_what_stands_there(text: str) -> None:
    read = figure(text)
    assert (read.value, read.state) == (None, CellState.UNREADABLE)
    assert read.note


@pytest.mark.parametrize(("text", "value"), [("O", 0), ("〇", 0), ("l2", 12), ("007", 7)])
def test_a_likeness_is_read_but_not_taken_as_certain(text: str, value: int) -> None:
    read = figure(text)
    assert (read.value, read.literal) == (value, False)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("137.41 万", "1374100"),
        ("6.64万元", "66400"),
        ("2020.97 万元", "20209700"),
        ("1,259.80万元", "12598000"),
        ("251000元", "251000"),
        ("73802895.90元", "73802895.90"),
        ("1.2亿元", "120000000"),
        ("0", "0"),
    ],
)
def test_money_keeps_its_words_and_knows_its_yuan(text: str, yuan: str) -> None:
    value = figure(text, Kind.MONEY).value
    assert isinstance(value, Money)
    assert value.text == text
    assert value.yuan == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "wan_yuan"),
    [
        ("316441", "316441"),
        ("5949.088667", "5949.088667"),
        ("12.5万元", "12.5"),
        ("3000元", "0.3"),
        ("0", "0"),
    ],
)
def test_fees_are_in_ten_thousand_yuan_unless_the_cell_says_otherwise(text: str, wan_yuan: str) -> None:
    assert figure(text, Kind.WAN_YUAN).value == Decimal(wan_yuan)


@given(st.text(max_size=40), st.sampled_from(list(Kind)))
def test_no_text_breaks_it(text: str, kind: Kind) -> None:
    assert figure(text, kind).state in CellState


@given(st.integers(0, 10**12))
def test_every_count_is_read_back(number: int) -> None:
    for text in (str(number), f"{number:,}", f"{number}件"):
        assert figure(text).value == number
