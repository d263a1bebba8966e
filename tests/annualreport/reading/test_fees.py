"""The fee statement: what it says, and what it does not say stays unknown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from yangguang.annualreport.reading.fees import fees_in


@pytest.mark.parametrize(
    ("text", "notices", "amount", "received"),
    [
        ("2024年，本机关未收取信息处理费。", None, None, 0),
        ("本年度无收取信息处理费情况。", None, None, 0),
        ("本年度收取信息处理费共计0元。", None, None, 0),
        ("全市实际收取信息处理费共计400元。", None, None, 400),
        ("发出收费通知3件，应收金额1200元，实际收取信息处理费800元。", 3, 1200, 800),
        ("收取信息处理费1.2万元。", None, None, 12000),
        ("发出信息处理费通知2件，收取信息处理费60元。", 2, None, 60),
        ("发出补正告知书12件，未收取信息处理费。", None, None, 0),  # another letter
    ],
)
def test_statements(text: str, notices: int | None, amount: int | None, received: int) -> None:
    fees = fees_in([text])
    assert fees.notices == notices
    assert fees.amount == (None if amount is None else Decimal(amount))
    assert fees.received == Decimal(received)
    assert fees.text == text


@pytest.mark.parametrize("text", ["无。", "没有其他需要报告的事项。", "预算执行2000元。"])
def test_silence_is_not_zero(text: str) -> None:
    fees = fees_in([text])
    assert (fees.notices, fees.amount, fees.received, fees.text) == (None, None, None, "")
