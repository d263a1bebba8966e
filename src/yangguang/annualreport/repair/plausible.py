"""Which cut of digits is the most plausible where no relation of the form decides.

The tables of section two have no sums. When their digits ran together, ``3960181`` may be 396|0|181
or 3|960|181. The orders below put first what offices commonly report: a change of 0, a stock larger
than the year's additions, an ordinary price for a procurement project. A value chosen so is always
marked doubtful and the other readings are reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import log10

from yangguang.annualreport.formats import Column, Kind
from yangguang.annualreport.labels import fold
from yangguang.annualreport.repair.splits import DASH

_DIGITS = re.compile(r"\d+")
_SIGNED = re.compile(r"[+\-−]\d+")
_MONEY = re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?(?:万亿|亿|万)?元?$")
_APART = re.compile(r"[\s\u00a0\u3000,]+")
_SIGNS = str.maketrans("−–―─", "-———")  # a minus is a sign of the figure, a dash a figure of its own
_MOST = 3_000
_SAID = 2.0


def cuts(text: str, columns: tuple[Column, ...], said: frozenset[str] = frozenset()) -> list[tuple[str, ...]]:
    """All ways to cut a text into one figure a column, by the columns' kinds, most plausible first.

    ``said`` are figures that the report's own sentences give for this row; a cut that has them is
    preferred.
    """
    compact = _APART.sub("", fold(text)).translate(_SIGNS)
    kinds = tuple(column.kind for column in columns)
    found = []
    for cut in _cuts(compact, kinds):
        found.append(cut)
        if len(found) >= _MOST:
            break
    order = _ORDER.get(tuple(column.id for column in columns), _even)
    return sorted(
        dict.fromkeys(found),
        key=lambda cut: order(*map(_value, cut)) - _SAID * len({p for p in cut if len(p) > 1} & said),
    )


def _cuts(text: str, kinds: tuple[Kind, ...]) -> Iterator[tuple[str, ...]]:
    if len(kinds) == 1:
        if _is_figure(text, kinds[0]):
            yield (text,)
        return
    for end in range(1, len(text)):
        if _is_figure(text[:end], kinds[0]):
            for rest in _cuts(text[end:], kinds[1:]):
                yield (text[:end], *rest)


def _is_figure(text: str, kind: Kind) -> bool:
    if text == DASH:
        return True
    if kind in (Kind.MONEY, Kind.WAN_YUAN):
        return _MONEY.match(text) is not None
    if kind is Kind.CHANGE and _SIGNED.fullmatch(text):
        return len(text) <= 2 or text[1] != "0"
    return _DIGITS.fullmatch(text) is not None and (text == "0" or text[0] != "0") and len(text) <= 12


def _value(text: str) -> float:
    match = re.match(r"[+\-]?\d+(?:\.\d+)?", text)
    number = float(match.group(0)) if match else 0.0
    return number * (10_000 if "万" in text else 100_000_000 if "亿" in text else 1)


def _size(number: float) -> float:
    return log10(abs(number) + 1)


def _even(*numbers: float) -> float:
    sizes = [_size(n) for n in numbers]
    return max(sizes) - min(sizes)


def _made_published_total(made: float, published: float, total: float) -> float:
    """Most documents made in a year are published in it; the stock is a few years of them."""
    impossible = 10.0 if published > total else 0.0
    return impossible + 2 * abs(_size(made) - _size(published)) + abs(_size(total) - _size(published) - 0.5)


def _issued_repealed_in_force(issued: float, repealed: float, in_force: float) -> float:
    """A year issues and repeals about a tenth of what is in force."""
    short = 10.0 if in_force < issued - repealed else 0.0
    return short + abs(_size(in_force) - _size(issued) - 0.9) + abs(_size(in_force) - _size(repealed) - 0.8)


def _items(last_year: float, change: float, *decisions: float) -> float:
    """The number of items rarely changes, never below none; figures of one row are of one order."""
    below = 10.0 if last_year + change < 0 else 0.0
    if not change:
        return below + _spread(last_year, *decisions)
    return below + _spread(last_year, change, *decisions) + 0.8 * _size(change)


def _spread(*numbers: float) -> float:
    """The sum of squared distances of the sizes from their mean."""
    sizes = [_size(number) for number in numbers]
    mean = sum(sizes) / len(sizes)
    return sum((size - mean) ** 2 for size in sizes)


def _procurement(count: float, amount: float) -> float:
    """A centrally procured project commonly costs some hundred thousand yuan."""
    if not count or not amount:
        return 0.0 if not count and not amount else 10.0
    return abs(log10(amount / count) - 5.4)


_ORDER: dict[tuple[str, ...], Callable[..., float]] = {
    ("made_this_year", "newly_published", "total_public"): _made_published_total,
    ("issued", "repealed", "in_force"): _issued_repealed_in_force,
    ("items_last_year", "items_change", "decisions"): _items,
    ("items_last_year", "items_change"): _items,
    ("procurement_count", "procurement_amount"): _procurement,
}
