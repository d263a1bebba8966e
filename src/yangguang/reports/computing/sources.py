"""Where the figures of a computed report come from: each table is counted by the room that keeps its cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import Value
from yangguang.registers import counting as registers
from yangguang.registers.addresses import address_behind
from yangguang.remedies import counting as remedies
from yangguang.requests import counting as requests

Counts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Source:
    """Who counts the cells whose address begins with ``table``, and what is behind one of them.

    ``count`` takes the agencies together, ``count_each`` one by one; neither asks more for more agencies.
    ``behind`` gives nothing for a cell that is worked out of others. ``page`` is where the room itself lists what
    is behind a cell of an agency and year; without one the cases are listed beside the report.
    """

    table: str
    label: str | Promise
    count: Callable[[Collection[int], int, Format], Counts]
    count_each: Callable[[Collection[int], int, Format], Mapping[int, Counts]]
    behind: Callable[[Collection[int], int, Format, str], QuerySet[Any] | None]
    page: Callable[[int, int, Format, str], str] | None = None


SOURCES = (
    Source(
        "proactive",
        _("主动公开台账"),
        registers.counts,
        registers.counts_each,
        registers.behind,
        address_behind,
    ),
    Source("requests", _("依申请公开案件"), requests.count_table, requests.count_tables, requests.behind),
    Source("remedies", _("复议、诉讼案件"), remedies.count_table, remedies.count_tables, remedies.behind),
)


def source_of(path: str) -> Source | None:
    """The source that counts this cell, if any does."""
    table = path.partition(".")[0]
    return next((source for source in SOURCES if source.table == table), None)


def count_all(agencies: Collection[int], year: int, form: Format) -> dict[str, Value]:
    """Every cell that some source counts, by address."""
    counts: dict[str, Value] = {}
    for source in SOURCES:
        counts |= source.count(agencies, year, form)
    return counts


def count_each(agencies: Collection[int], year: int, form: Format) -> dict[int, dict[str, Value]]:
    """The same cells for each of these agencies; as many queries as for one."""
    counts: dict[int, dict[str, Value]] = {agency: {} for agency in agencies}
    for source in SOURCES:
        for agency, cells in source.count_each(agencies, year, form).items():
            counts[agency] |= cells
    return counts
