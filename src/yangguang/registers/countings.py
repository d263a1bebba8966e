"""How entries become a figure: which of them count for a year, and what is counted of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Count, Q, Sum
from django.db.models.expressions import Combinable


def first_day(year: int) -> date:
    """1 January."""
    return date(year, 1, 1)


def last_day(year: int) -> date:
    """31 December, the end of the reporting period."""
    return date(year, 12, 31)


class Counting(Protocol):
    """A way to count."""

    def behind(self, year: int) -> Q:
        """The entries that the figure of a year comes from."""

    def total(self, year: int) -> Combinable:
        """The figure of a year, as an aggregate."""


@dataclass(frozen=True, slots=True)
class InYear:
    """What is dated in the year: the number of entries, or the sum of a column."""

    dated: str
    sums: str = ""
    only: Q = field(default_factory=Q)

    def behind(self, year: int) -> Q:
        return self.only & Q(**{f"{self.dated}__range": (first_day(year), last_day(year))})

    def total(self, year: int) -> Combinable:
        counted: Combinable = (
            Sum(self.sums, filter=self.behind(year)) if self.sums else Count("pk", filter=self.behind(year))
        )
        return counted


@dataclass(frozen=True, slots=True)
class Stock:
    """What holds on a 31 December: of the year itself, or ``years_back`` before.

    An entry holds from the day ``since``. ``until`` is its last day, or with ``until_is_after`` the first day on which it
    holds no longer.
    """

    since: str
    until: str
    until_is_after: bool = False
    years_back: int = 0
    only: Q = field(default_factory=Q)

    def behind(self, year: int) -> Q:
        return self.holding(last_day(year - self.years_back))

    def holding(self, day: date) -> Q:
        """The entries that hold on a day."""
        lookup = "gt" if self.until_is_after else "gte"
        still = Q(**{f"{self.until}__isnull": True}) | Q(**{f"{self.until}__{lookup}": day})
        return self.only & Q(**{f"{self.since}__lte": day}) & still

    def total(self, year: int) -> Combinable:
        return Count("pk", filter=self.behind(year))


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a stock grew within the year; may be less than nothing.

    Behind it are the entries that came and those that went. Taken from the stock itself, so that last year's stock and
    the change always make this year's.
    """

    stock: Stock

    def behind(self, year: int) -> Q:
        before, after = last_day(year - 1), last_day(year)
        stock = self.stock
        came = stock.holding(after) & Q(**{f"{stock.since}__gt": before})
        lookups = ("gt", "lte") if stock.until_is_after else ("gte", "lt")
        went = stock.only & Q(
            **{
                f"{stock.since}__lte": before,
                f"{stock.until}__{lookups[0]}": before,
                f"{stock.until}__{lookups[1]}": after,
            }
        )
        return came | went

    def total(self, year: int) -> Combinable:
        now: Any = Count("pk", filter=self.stock.holding(last_day(year)))
        before: Any = Count("pk", filter=self.stock.holding(last_day(year - 1)))
        grown: Combinable = now - before
        return grown
