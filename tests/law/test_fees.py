"""The fee: the tiers of the rules, and that they are progressive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.errors import InvalidAmount
from yangguang.law.fees import MOST_ITEMS, MOST_PAGES, fee_by_items, fee_by_pages
from yangguang.translation import language


@pytest.mark.parametrize(
    ("items", "yuan"),
    [
        (0, 0),
        (1, 0),
        (10, 0),
        (11, 100),
        (12, 200),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
        (60, 11000),
        (61, 11500),
        (100, 37000),  # 2000 + 2000 + 3000 + 4000 + 5000 + 6000 + 7000 + 8000
    ],
)
def test_the_fee_by_item(items, yuan):
    assert fee_by_items(items).yuan == yuan


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0),
        (1, 0),
        (30, 0),
        (31, 10),
        (100, 700),
        (101, 720),
        (200, 2700),
        (201, 2740),
        (1000, 34700),
    ],
)
def test_the_fee_by_page(pages, yuan):
    assert fee_by_pages(pages).yuan == yuan


def test_each_band_is_shown_with_what_falls_into_it():
    bands = [(band.from_, band.to, band.rate, band.yuan) for band in fee_by_items(42).bands]
    assert bands == [(1, 10, 0, 0), (11, 30, 100, 2000), (31, 40, 200, 2000), (41, 42, 300, 600)]


def test_the_json_is_that_of_the_contract():
    assert fee_by_items(30).as_json() == {
        "yuan": 2000,
        "bands": [
            {"from": 1, "to": 10, "rate": 0, "yuan": 0},
            {"from": 11, "to": 30, "rate": 100, "yuan": 2000},
        ],
        "article": "收费办法第四条",
    }
    assert fee_by_pages(31).as_json()["article"] == "收费办法第五条"
    assert fee_by_pages(0).as_json()["bands"] == []


@pytest.mark.parametrize(
    ("already", "items", "yuan"),
    [(10, 1, 100), (9, 2, 100), (30, 1, 200), (0, 31, 2200), (25, 10, 500 + 1000), (50, 1, 400)],
)
def test_earlier_items_of_the_month_fill_the_lower_bands(already, items, yuan):
    assert fee_by_items(items, already).yuan == yuan


@pytest.mark.parametrize("count", [-1, -100])
def test_fewer_than_nothing_is_refused(count):
    for ask in (fee_by_items, fee_by_pages, lambda count: fee_by_items(1, count)):
        with pytest.raises(InvalidAmount):
            ask(count)


def test_more_than_anybody_asks_for_is_refused():
    with pytest.raises(InvalidAmount) as error:
        fee_by_items(MOST_ITEMS + 1)
    assert str(error.value) == "件数应在 0 至 10000 之间，现为 10001。请检查。"
    with language("en"):
        assert (
            str(error.value)
            == "The number of items should be between 0 and 10000, but is 10001. Please check."
        )
    with pytest.raises(InvalidAmount):
        fee_by_pages(MOST_PAGES + 1)
    assert fee_by_items(MOST_ITEMS).yuan > 0
    assert fee_by_pages(MOST_PAGES).yuan == 2700 + 40 * (MOST_PAGES - 200)


@pytest.mark.parametrize("ask", [fee_by_items, fee_by_pages])
@given(count=st.integers(0, 2000))
def test_one_more_never_costs_less_than_the_one_before(ask, count):
    first, second, third = (ask(count + more).yuan for more in range(3))
    assert 0 <= second - first <= third - second


@pytest.mark.parametrize("ask", [fee_by_items, fee_by_pages])
@given(count=st.integers(1, 2000))
def test_the_bands_cover_every_item_once(ask, count):
    bands = ask(count).bands
    assert [number for band in bands for number in range(band.from_, band.to + 1)] == list(
        range(1, count + 1)
    )
    assert ask(count).yuan == sum(band.count * band.rate for band in bands)


@given(already=st.integers(0, 300), items=st.integers(0, 300))
def test_two_lots_cost_what_they_cost_together(already, items):
    together = fee_by_items(already + items).yuan
    assert fee_by_items(already).yuan + fee_by_items(items, already).yuan == together
