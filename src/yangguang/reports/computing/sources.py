"""Where the figures of a computed report come from: each table is counted by the room that keeps its cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import Value
from yangguang.registers import counting as registers
from yangguang.requests import counting as requests

Counts = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Source:
    """Who counts the cells whose address begins with ``table``, and what is behind one of them.

    ``behind`` gives nothing for a cell that is worked out of others. ``page`` is where the room itself lists what
    is behind a cell of an agency and year; without one the cases are listed beside the report.
    """

    table: str
    label: str | Promise
    count: Callable[[Collection[int], int, Format], Counts]
    behind: Callable[[Collection[int], int, Format, str], QuerySet[Any] | None]
    page: Callable[[int, int, Format, str], str] | None = None


def _register_page(agency: int, year: int, form: Format, path: str) -> str:
    """The register's own list, narrowed to what one cell counts; nothing where no register gives the cell."""
    register = registers.register_of(form, path)
    if register is None:
        return ""
    return f"{reverse('staff_registers:list', args=[agency, register.id])}?{urlencode({'cell': path, 'of': year})}"


SOURCES = (
    Source("proactive", _("主动公开台账"), registers.counts, registers.behind, _register_page),
    Source("requests", _("依申请公开案件"), requests.count_table, requests.behind),
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
