"""The day of receipt by channel (条例第三十一条), and dates as papers write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.law.chinese_dates import in_figures, in_numerals
from yangguang.law.errors import InvalidEvents
from yangguang.law.receipt import Channel, received_on
from yangguang.translation import language

D = date.fromisoformat
CONFIRMED = [Channel.MAIL_PLAIN, Channel.ONLINE, Channel.EMAIL, Channel.FAX]


@pytest.mark.parametrize(
    ("channel", "confirmed", "on", "article"),
    [
        ("in_person", None, "2024-03-04", "（一）"),
        ("in_person", "2024-03-06", "2024-03-04", "（一）"),
        ("mail_signed", None, "2024-03-04", "（二）"),
        ("mail_plain", "2024-03-06", "2024-03-06", "（二）"),
        ("online", "2024-03-04", "2024-03-04", "（三）"),
        ("online", "2024-03-09", "2024-03-09", "（三）"),  # a Saturday: day 0 may be a rest day
        ("email", "2024-03-05", "2024-03-05", "（三）"),
        ("fax", "2024-03-05", "2024-03-05", "（三）"),
    ],
)
def test_the_day_of_receipt_follows_from_the_channel(channel, confirmed, on, article):
    receipt = received_on(Channel(channel), D("2024-03-04"), D(confirmed) if confirmed else None)
    assert receipt.on == D(on)
    assert receipt.is_received
    assert receipt.article == f"条例第三十一条第{article}项"
    assert "收到申请之日" in str(receipt.reason)


@pytest.mark.parametrize("channel", CONFIRMED)
def test_what_nobody_has_confirmed_is_not_received(channel):
    receipt = received_on(channel, D("2024-03-04"))
    assert channel.needs_confirmation
    assert receipt.on is None
    assert not receipt.is_received
    assert "请与申请人联系" in str(receipt.reason)


@pytest.mark.parametrize("channel", CONFIRMED)
def test_nobody_confirms_before_it_came(channel):
    with pytest.raises(InvalidEvents, match="确认之日 2024-03-03 早于申请到达之日 2024-03-04"):
        received_on(channel, D("2024-03-04"), D("2024-03-03"))


@pytest.mark.parametrize("channel", list(Channel))
def test_channels_are_said_in_both_languages(channel):
    assert channel.label
    with language("en"):
        assert channel.label.isascii()
        assert str(received_on(channel, D("2024-03-04")).reason).isascii()


def test_a_request_confirmed_on_a_holiday_begins_the_next_working_day(clock_of):
    receipt = received_on(Channel.ONLINE, D("2022-09-30"), D("2022-10-01"))
    assert clock_of(receipt.on.isoformat()).due == D("2022-11-02")


@pytest.mark.parametrize(
    ("day", "figures", "numerals"),
    [
        ("2024-03-04", "2024年3月4日", "二〇二四年三月四日"),
        ("2020-10-10", "2020年10月10日", "二〇二〇年十月十日"),
        ("2019-11-11", "2019年11月11日", "二〇一九年十一月十一日"),
        ("2025-12-20", "2025年12月20日", "二〇二五年十二月二十日"),
        ("2030-01-31", "2030年1月31日", "二〇三〇年一月三十一日"),
        ("2006-09-19", "2006年9月19日", "二〇〇六年九月十九日"),
        ("2007-08-30", "2007年8月30日", "二〇〇七年八月三十日"),
        ("2007-06-21", "2007年6月21日", "二〇〇七年六月二十一日"),
    ],
)
def test_dates_are_written_as_papers_write_them(day, figures, numerals):
    assert (in_figures(D(day)), in_numerals(D(day))) == (figures, numerals)


@given(
    first=st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    second=st.dates(date(1900, 1, 1), date(2999, 12, 31)),
)
def test_two_days_are_never_written_alike(first, second):
    assert (in_numerals(first) == in_numerals(second)) is (first == second)
