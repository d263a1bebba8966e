"""Dates as official papers write them."""

from __future__ import annotations

from datetime import date

_DIGITS = "〇一二三四五六七八九"


def in_figures(day: date) -> str:
    """2024年3月4日: without leading zeros, as GB/T 9704 wants the date of a paper."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_numerals(day: date) -> str:
    """二〇二四年三月四日: the year digit by digit, month and day as numbers are read."""
    year = "".join(_DIGITS[int(digit)] for digit in f"{day.year:04d}")
    return f"{year}年{_number(day.month)}月{_number(day.day)}日"


def _number(number: int) -> str:
    """1 to 31 in words: 十, 十一, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return leading + (_DIGITS[ones] if ones else "")
