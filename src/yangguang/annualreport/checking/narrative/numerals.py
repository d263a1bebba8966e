"""Numbers in running text: figures, Chinese numerals, 万 and 亿, and words that make them vague.

A number in prose is an interval: 3.2万 is anything that rounds or truncates to it, 二十余 is 20 to 29,
近 100 is a little less than 100. A plain 136 is exactly 136.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "百": 100,
    "千": 1000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
_LONGEST, _MOST_DECIMALS = 15, 9  # signs; more is no figure of an office, nor kept exactly by arithmetic
_BOUNDLESS = Decimal(10) ** _LONGEST

COUNT_UNITS = "件次|人次|件|起|宗|例|份|项|个|条|次|部|笔|篇|场|期|名|人|家|万元|亿元|元"

NUMBER = re.compile(
    r"(?P<vague>近|约|大约|将近|接近|超过|超|逾|不足|不到|至少)?"
    r"(?:(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<more1>余|多)?(?P<scale>[百千]?万|亿)?(?P<more2>余|多)?"
    r"|(?P<chinese>(?<![第一二三四五六七八九十百千几])(?<!数(?=[十百千万]))[零〇一二两三四五六七八九十百千万]+)(?P<more3>余|多|几)?)"
    rf"(?:个?(?P<percent>%|百分点)|(?P<unit>{COUNT_UNITS})|(?P<time>年度?|月|日|时|号|季度|周年|倍|成|版|批|届|中全会))?"
    r"(?P<atleast>以上|左右|上下)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as said: its plain value and the interval of values that the words allow."""

    value: Decimal
    low: Decimal
    high: Decimal
    decimals: int = 0

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def allows(self, figure: Decimal | int) -> bool:
        """Whether the words are true of this figure."""
        return self.low <= figure <= self.high


def exact(value: int) -> Quantity:
    """A plain whole number."""
    number = Decimal(value)
    return Quantity(number, number, number)


def quantity(match: re.Match[str]) -> Quantity | None:
    """What a match of :data:`NUMBER` says; ``None`` when the signs make no number."""
    vague, figure, more1, scale, more2, chinese, more3, *_, after = match.groups()
    step = None  # the value of the last digit said, where 万 or 亿 cut the number off
    decimals = 0
    if chinese:
        whole = chinese_number(chinese)
        if whole is None or whole >= _BOUNDLESS:
            return None
        value = Decimal(whole)
    else:
        figure = figure.replace(",", "")
        decimals = len(figure.partition(".")[2])
        if len(figure) > _LONGEST or decimals > _MOST_DECIMALS:
            return None
        value = Decimal(figure)
        if scale:
            value *= _SCALES[scale]
            step, decimals = Decimal(_SCALES[scale]).scaleb(-decimals), 0
    if not (vague or after or step or more1 or more2 or more3):
        return Quantity(value, value, value, decimals)
    low, high = _interval(value, step, vague or "", bool(more1 or more2 or more3), after or "")
    return Quantity(value, low, high, decimals)


def _round_step(value: Decimal) -> Decimal:
    """The place of the last digit that is not nought, at least ten: 余 after 130 leaves room up to 139."""
    if not value or value % 1:
        return Decimal(10)
    whole, step = int(value), 1
    while whole % 10 == 0:
        whole //= 10
        step *= 10
    return Decimal(max(step, 10))


def _interval(
    value: Decimal, step: Decimal | None, vague: str, more: bool, after: str
) -> tuple[Decimal, Decimal]:
    if vague in ("近", "将近", "接近", "不足", "不到"):
        return value * Decimal("0.85"), value
    if vague in ("约", "大约") or after in ("左右", "上下"):
        return value * Decimal("0.9"), value * Decimal("1.1")
    if more:
        return value, value + max(step or _round_step(value), Decimal(1)) - Decimal("0.01")
    if vague in ("超过", "超", "逾", "至少") or after == "以上":
        return value, _BOUNDLESS
    return (value - step / 2, value + step) if step else (value, value)


def chinese_number(text: str) -> int | None:
    """三百二十一 → 321, 十五 → 15, 一万二千 → 12000, 二〇 → 20; ``None`` for what is no number."""
    if "万" in text:
        head, _, tail = text.partition("万")
        high, low = chinese_number(head), chinese_number(tail) if tail else 0
        return None if high is None or low is None else high * 10_000 + low
    if not any(sign in _TENS for sign in text):
        return _positional(text)
    total, digit = 0, None
    for sign in text:
        if sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        elif digit not in (None, 0):
            return None
        else:
            digit = _DIGITS.get(sign)
            if digit is None:
                return None
    return total + (digit or 0)


def _positional(text: str) -> int | None:
    if not text or any(sign not in _DIGITS for sign in text):
        return None
    if len(text) > 1 and "两" in text:
        return None
    return int("".join(str(_DIGITS[sign]) for sign in text))
