"""A year's arrangement as people paste it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.cases.arrangements import read_arrangement
from yangguang.law.workdays import DayException


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("2027-01-01 元旦 休", [DayException(date(2027, 1, 1), False, "元旦")]),
        ("1月1日 元旦 放假", [DayException(date(2027, 1, 1), False, "元旦")]),
        ("2027年1月3日 元旦 上班", [DayException(date(2027, 1, 3), True, "元旦")]),
        ("2027/2/14，春节，班", [DayException(date(2027, 2, 14), True, "春节")]),
        (
            "4月30日至5月2日 劳动节 休",
            [DayException(date(2027, *day), False, "劳动节") for day in ((4, 30), (5, 1), (5, 2))],
        ),
    ],
)
def test_lines_that_people_write(line, days):
    read = read_arrangement(line, 2027)
    assert list(read.days) == days
    assert read.errors == ()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("元旦放假", "没有认出日期"),
        ("2027-02-30 春节 休", "没有这一天"),
        ("2026-12-31 元旦 休", "不是所选的 2027 年"),
        ("2027-01-01 元旦", "休还是上班"),
        ("2027-01-01 休", "什么节日"),
        ("2027-01-04 元旦 上班", "本来就上班"),  # a Monday
        ("5月3日至5月1日 劳动节 休", "起止日期"),
        ("1月1日至3月1日 元旦 休", "起止日期"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(line, why):
    read = read_arrangement(f"2027-10-01 国庆节 休\n\n{line}", 2027)
    (error,) = read.errors
    assert error.number == 3
    assert why in error.why
    assert len(read.days) == 1


def test_a_day_said_twice_differently_is_an_error():
    read = read_arrangement("2027-01-02 元旦 休\n2027-01-02 元旦 上班", 2027)
    assert [error.number for error in read.errors] == [2]


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text):
    read = read_arrangement(text, 2027)
    assert all(day.on.year == 2027 for day in read.days)
