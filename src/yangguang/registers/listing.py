"""Going through a register without counting it all: newest first, a page at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from yangguang.registers.declaring import Register
from yangguang.registers.values import same_number

PAGE = 50
MOST_COUNTED = 500
_CURSOR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)\.(?P<pk>\d{1,18})")


@dataclass(frozen=True, slots=True)
class Page:
    """Some entries in order, and where the next ones begin; empty at the end."""

    entries: list[Any]
    next: str


def newest_first(register: Register, entries: QuerySet[Any], after: str = "", size: int = PAGE) -> Page:
    """The entries after a place, in the order of their day, the last first."""
    dated = register.dated
    entries = in_order(register, entries)
    place = _CURSOR.fullmatch(after)
    day = _day(place["day"]) if place else None
    if place and day:
        entries = entries.filter(**{f"{dated}__lte": day}).exclude(
            **{dated: day, "pk__gte": int(place["pk"])}
        )
    found = list(entries[: size + 1])
    if len(found) <= size:
        return Page(found, "")
    last = found[size - 1]
    return Page(found[:size], f"{getattr(last, dated)}.{last.pk}")


def in_order(register: Register, entries: QuerySet[Any]) -> QuerySet[Any]:
    """The order of the register: newest first."""
    return entries.order_by(f"-{register.dated}", "-pk")


def count(entries: QuerySet[Any], most: int = MOST_COUNTED) -> tuple[int, bool]:
    """How many there are, counted no further than ``most``, and whether there are more."""
    counted = entries.order_by().values("pk")[: most + 1].count()
    return (most, True) if counted > most else (counted, False)


def matching(register: Register, entries: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Entries with these words in what names them; brackets of a number may be any."""
    text = text.strip()
    wanted = [Q(**{f"{name}__icontains": text}) for name in register.titles]
    number = same_number(text)
    if number:
        wanted.append(Q(key__contains=number))
    return entries.filter(reduce(or_, wanted))


def years(register: Register, entries: QuerySet[Any]) -> list[int]:
    """The years from the last entry to the first, found at the two ends of the index."""
    days = entries.values_list(register.dated, flat=True)
    first, last = days.order_by(register.dated).first(), days.order_by(f"-{register.dated}").first()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
