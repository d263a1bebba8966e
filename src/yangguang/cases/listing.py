"""Going through many cases without counting them all: by the limit, a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet

PAGE = 50
MOST_COUNTED = 500
_CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d|none)\.(?P<pk>\d{1,18})")
_NUMBER = re.compile(r"[A-Za-z]{2}\d[\d-]*")


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in order, and where the next ones begin; empty at the end."""

    cases: list[Case]
    next: str


def by_limit(cases: CaseQuerySet, after: str = "", size: int = PAGE) -> Page:
    """Those without a limit first (nobody has confirmed them yet), then by limit; after the place ``after``.

    Two ranges of the same index, each read forwards, so that a page costs the same wherever it begins and
    both databases agree on where a missing limit stands.
    """
    place = _CURSOR.fullmatch(after)
    found: list[Case] = []
    if place is None or place["day"] == "none":
        undated = cases.filter(next_on__isnull=True).order_by("pk")
        if place:
            undated = undated.filter(pk__gt=int(place["pk"]))
        found = list(undated[: size + 1])
    if len(found) <= size:
        dated = cases.filter(next_on__isnull=False).order_by("next_on", "pk")
        if place and place["day"] != "none":
            day = _day(place["day"])
            dated = dated.filter(next_on__gte=day).exclude(next_on=day, pk__lte=int(place["pk"]))
        found += dated[: size + 1 - len(found)]
    return _page(found, size, lambda case: f"{case.next_on or 'none'}.{case.pk}")


def newest_first(cases: CaseQuerySet, after: str = "", size: int = PAGE) -> Page:
    """The register: the last case first."""
    place = _CURSOR.fullmatch(after)
    if place:
        cases = cases.filter(pk__lt=int(place["pk"]))
    found = list(cases.order_by("-pk")[: size + 1])
    return _page(found, size, lambda case: f"none.{case.pk}")


def _page(found: list[Case], size: int, place_of: object) -> Page:
    shown = found[:size]
    more = len(found) > size
    return Page(shown, place_of(shown[-1]) if more and shown else "")  # type: ignore[operator]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


def count(cases: CaseQuerySet, most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many there are, counted no further than ``most``, and whether there are more."""
    counted = cases.order_by().values("pk")[: most + 1].count()
    return min(counted, most), counted > most


def matching(cases: CaseQuerySet, text: str) -> CaseQuerySet:
    """Cases of this number, whose number begins so, or with these words in their title."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return cases.filter(title__icontains=text)
    number = text.upper()
    if connection.vendor == "postgresql":
        return cases.filter(number__startswith=number)
    # SQLite's LIKE does not use the index
    return cases.filter(Q(number__gte=number, number__lt=number + "\uffff"))
