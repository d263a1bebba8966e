"""What one cell says: a figure, a blank, "not applicable" or something that cannot be read."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from yangguang.annualreport.formats import Kind
from yangguang.annualreport.labels import fold
from yangguang.annualreport.model import CellState, Money, Value

_SPACE = re.compile(r"[\s\u00a0\u3000\u200b\ufeff]+")
_NOTHING = frozenset(
    [
        "-",
        "—",
        "–",
        "―",
        "─",
        "--",
        "——",
        "----",
        "/",
        "//",
        "\\",
        "无",
        "N/A",
        "n/a",
        "NA",
        "*",
        "不适用",
        "不涉及",
        "…",
    ]
)
ZERO_WORDS = frozenset(("零", "〇", "○"))
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:,\d{3})+(?!\d)")
_COUNT = re.compile(
    r"^(?P<sign>[+\-−]|增加?|减少?|新增)?(?P<digits>\d+)(?P<decimals>\.\d+)?(?P<unit>件|条|项|个|宗|份|次|部|篇|起|人次)?"
    r"(?P<note>[(\[（].*[)\]）]|[*①-⑨※]|\(?注\)?.*)?$",
    re.DOTALL,
)
_AMOUNT = re.compile(
    r"(?P<sign>-)?(?P<number>\d+(?:\.\d+)?)(?P<unit>万亿|亿|千万|百万|万|千|百)?(?:元|圆|人民币)?"
)
_LOOKALIKE = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "○": "0", "零": "0", "l": "1", "I": "1", "|": "1", "丨": "1"}
)
_UNIT = {
    None: 1,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "万亿": 1_000_000_000_000,
}


_LONGEST = 15  # digits of a count; more is no count


class Figure(NamedTuple):
    """A cell's content: value, state, remark, and whether it was literally there."""

    value: Value
    state: CellState
    note: str = ""
    literal: bool = True


BLANK = Figure(None, CellState.BLANK)
NOT_APPLICABLE = Figure(None, CellState.NOT_APPLICABLE)
MISSING = Figure(None, CellState.MISSING)


@lru_cache(maxsize=16384)
def figure(text: str, kind: Kind = Kind.COUNT) -> Figure:
    """Read a cell of this kind. Never raises: what cannot be read is ``UNREADABLE``."""
    if (
        len(text) <= _LONGEST
        and text.isascii()
        and text.isdigit()
        and kind is Kind.COUNT
        and (text[0] != "0" or text == "0")
    ):
        return Figure(int(text), CellState.PRINTED)
    plain = _SPACE.sub("", fold(text))
    if not plain:
        return BLANK
    if plain in _NOTHING:
        return NOT_APPLICABLE
    if plain == "零":
        return Figure(0, CellState.PRINTED)
    ungrouped = _GROUPED.sub(lambda m: m.group(0).replace(",", ""), plain.replace("，", ","))
    if kind is Kind.MONEY:
        return _money(ungrouped, text)
    if kind is Kind.WAN_YUAN:
        return _wan_yuan(ungrouped)
    return _count(ungrouped)


def _count(plain: str) -> Figure:
    match = _COUNT.match(plain)
    literal = True
    if match is None:
        match = _COUNT.match(plain.translate(_LOOKALIKE))
        literal = False
    if match is None:
        return Figure(None, CellState.UNREADABLE, plain)
    digits, decimals = match["digits"], match["decimals"]
    if len(digits) > 1 and digits[0] == "0":
        literal = False
    if len(digits) > _LONGEST:
        return Figure(None, CellState.UNREADABLE, plain)
    number: Value = int(digits)
    if decimals and int(decimals[1:]):
        number = Decimal(digits + decimals)
    if match["sign"] in ("-", "−", "减", "减少"):
        number = -number  # type: ignore[operator]
    return Figure(number, CellState.PRINTED, match["note"] or "", literal)


class _Amount(NamedTuple):
    """An amount at the start of a text: its number as printed, in yuan, whether 元 was said, and the rest."""

    number: Decimal
    yuan: Decimal
    says_yuan: bool
    rest: str


def _amount(plain: str) -> _Amount | None:
    match = _AMOUNT.match(plain)
    if match is None or len(match["number"]) > 24:
        return None
    number = Decimal(match["number"])
    if match["sign"]:
        number = -number
    return _Amount(number, number * _UNIT[match["unit"]], match.group(0).endswith("元"), plain[match.end() :])


def _money(plain: str, text: str) -> Figure:
    printed = " ".join(text.split())
    read = _amount(plain.removeprefix("人民币").removeprefix("约").removeprefix("¥").removeprefix("￥"))
    if read is None:
        return Figure(Money(printed, None), CellState.UNREADABLE)
    rest = "" if read.rest in ("元", "整", "元整") else read.rest
    return Figure(Money(printed, read.yuan), CellState.PRINTED, rest)


def _wan_yuan(plain: str) -> Figure:
    """The 2021 form prints ten thousand yuan; a unit printed in the cell is obeyed."""
    read = _amount(plain)
    if read is None:
        return Figure(None, CellState.UNREADABLE, plain)
    return Figure(read.yuan / 10_000 if read.says_yuan else read.number, CellState.PRINTED, read.rest)
