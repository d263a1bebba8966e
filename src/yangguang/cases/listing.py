"""Going through many cases without counting them all: by the limit, a page at a time.

A list may be several sets of cases that have none in common, each a range of its own index: "mine, or my
department's, or nobody's" as one condition would make the database look at every open case of the office.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet

PAGE = 50
MOST_COUNTED = 500
BY_LIMIT = ("next_on", "pk")
_CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d|none)\.(?P<pk>\d{1,18})")
_NUMBER = re.compile(r"[A-Za-z]{2}\d[\d-]*")


@dataclass(frozen=True, slots=True)
class CaseSets:
    """Cases as one or more sets that have none in common."""

    sets: tuple[CaseQuerySet, ...]

    def each(self, change: Callable[[CaseQuerySet], CaseQuerySet]) -> CaseSets:
        """The same change to every set."""
        return CaseSets(tuple(change(one) for one in self.sets))

    def gather(self, size: int, key: Callable[[Case], Any]) -> list[Case]:
        """The first ``size`` by ``key`` over all sets, each of which is in that order."""
        found = [case for one in self.sets for case in one[:size]]
        return sorted(found, key=key)[:size] if len(self.sets) > 1 else found

    def iterate(self, most: int) -> Iterator[Case]:
        """At most ``most`` cases, set by set in the order of registering."""
        for one in self.sets:
            for case in one.order_by("pk")[:most].iterator(chunk_size=1000):
                yield case
                most -= 1


def _sets(cases: CaseQuerySet | CaseSets) -> CaseSets:
    return cases if isinstance(cases, CaseSets) else CaseSets((cases,))


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in order, and where the next ones begin; empty at the end."""

    cases: list[Case]
    next: str


def by_limit(cases: CaseQuerySet | CaseSets, after: str = "", size: int = PAGE) -> Page:
    """Those without a limit first (nobody has confirmed them yet), then by limit; after the place ``after``.

    Two ranges of the same index, each read forwards, so that a page costs the same wherever it begins and
    both databases agree on where a missing limit stands.
    """
    place = _CURSOR.fullmatch(after)
    sets = _sets(cases)
    found: list[Case] = []
    if place is None or place["day"] == "none":
        first = int(place["pk"]) if place else 0
        # by next_on as well, although it is missing: else PostgreSQL walks through all cases by their key
        undated = sets.each(lambda one: one.filter(next_on__isnull=True, pk__gt=first).order_by(*BY_LIMIT))
        found = undated.gather(size + 1, lambda case: case.pk)
    if len(found) <= size:
        dated = sets.each(lambda one: one.filter(next_on__isnull=False).order_by(*BY_LIMIT))
        if place and place["day"] != "none":
            day, last = _day(place["day"]), int(place["pk"])
            dated = dated.each(lambda one: one.filter(next_on__gte=day).exclude(next_on=day, pk__lte=last))
        found += dated.gather(size + 1 - len(found), lambda case: (case.next_on, case.pk))
    return _page(found, size, lambda case: f"{case.next_on or 'none'}.{case.pk}")


def newest_first(cases: CaseQuerySet | CaseSets, after: str = "", size: int = PAGE) -> Page:
    """The register: the last case first."""
    sets = _sets(cases).each(lambda one: one.order_by("-pk"))
    place = _CURSOR.fullmatch(after)
    if place:
        last = int(place["pk"])
        sets = sets.each(lambda one: one.filter(pk__lt=last))
    return _page(sets.gather(size + 1, lambda case: -case.pk), size, lambda case: f"none.{case.pk}")


def _page(found: list[Case], size: int, place_of: object) -> Page:
    shown = found[:size]
    more = len(found) > size
    return Page(shown, place_of(shown[-1]) if more and shown else "")  # type: ignore[operator]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def count(cases: CaseQuerySet | CaseSets, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many there are, counted no further than ``most``, and whether there are more."""
    counted = 0
    for one in _sets(cases).sets:
        counted += one.order_by().values("pk")[: most + 1 - counted].count()
        if counted > most:
            return most, True
    return counted, False


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Cases of this number, whose number begins so, or with these words in their title."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return cases.filter(title__icontains=text)
    number = text.upper()
    if Case.objects.filter(number=number).exists():
        # said with "=", or the database goes backwards through the register until it meets the one
        return cases.filter(number=number)
    if connection.vendor == "postgresql":
        return cases.filter(number__startswith=number)
    # SQLite's LIKE does not use the index
    return cases.filter(Q(number__gte=number, number__lt=number + "\uffff"))
