"""Cutting digits: everything that is possible, nothing that is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.annualreport.repair.splits import (
    DASH,
    split_digits,
    split_summing,
    split_tokens,
    tokens_of,
    with_gaps,
    without_surplus,
)

ROWS = st.lists(st.integers(0, 99_999), min_size=2, max_size=6)


@given(ROWS)
def test_the_true_cut_is_among_all_cuts(numbers: list[int]) -> None:
    texts = tuple(map(str, numbers))
    assert texts in set(split_digits("".join(texts), len(texts)))


@given(ROWS)
def test_the_true_row_is_among_the_cuts_whose_last_is_the_sum(numbers: list[int]) -> None:
    texts = (*map(str, numbers), str(sum(numbers)))
    cuts = list(split_summing("".join(texts), len(texts)))
    assert texts in cuts
    for cut in cuts:
        *parts, last = map(int, cut)
        assert sum(parts) == last
        assert "".join(cut) == "".join(texts)


@pytest.mark.parametrize(
    ("digits", "count", "expected"),
    [
        ("0000000", 7, [("0",) * 7]),
        ("1000001", 7, [("1", "0", "0", "0", "0", "0", "1")]),
        ("230000023", 7, [("23", "0", "0", "0", "0", "0", "23")]),
        ("15130000154", 7, [("151", "3", "0", "0", "0", "0", "154")]),
        ("12", 3, []),
    ],
)
def test_rows_as_web_pages_run_them_together(
    digits: str, count: int, expected: list[tuple[str, ...]]
) -> None:
    assert list(split_summing(digits, count)) == expected


def test_no_figure_spans_a_blank() -> None:
    cuts = set(split_tokens(["230", "000023"], 7, summing=True))
    assert cuts == {("23", "0", "0", "0", "0", "0", "23")}
    assert set(split_tokens(["2", "30000023"], 7, summing=True)) == set()


def test_a_dash_is_a_figure_of_its_own() -> None:
    tokens = tokens_of("13—————13")
    assert tokens == ["13", *[DASH] * 5, "13"]
    assert set(split_tokens(tokens, 7, summing=True)) == {("13", *[DASH] * 5, "13")}


def test_blank_cells_are_left_out_before_filled_ones() -> None:
    texts = ["", "5", "0", "", "5"]
    kept = {row for row, lost in without_surplus(texts, 4, [not t for t in texts]) if lost == 0}
    assert kept == {("5", "0", "", "5"), ("", "5", "0", "5")}


def test_gaps_are_tried_everywhere() -> None:
    assert set(with_gaps(["1", "2"], 3)) == {("1", "2", ""), ("1", "", "2"), ("", "1", "2")}
