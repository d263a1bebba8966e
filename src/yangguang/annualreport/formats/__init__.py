"""The official formats of the annual report, one module each."""

from __future__ import annotations

from yangguang.annualreport.formats import official_2019, official_2021
from yangguang.annualreport.formats.base import (
    Column,
    Compare,
    Format,
    Kind,
    Over,
    Relation,
    Row,
    Section,
    Severity,
    Table,
)

FORMATS = (official_2019.FORMAT, official_2021.FORMAT)
VARIANTS = (official_2021.SINGLE_OTHER_FORMAT,)


def format_by_id(format_id: str, variant: str = "") -> Format:
    """The format ``2019`` or ``2021``. Raises ``KeyError`` for another."""
    for candidate in (*FORMATS, *VARIANTS):
        if (candidate.id, candidate.variant) == (format_id, variant):
            return candidate
    raise KeyError(format_id)


def format_for_year(year: int) -> Format:
    """The format ordered for a report year. Raises ``KeyError`` before 2019."""
    for candidate in FORMATS:
        if candidate.holds_for(year):
            return candidate
    raise KeyError(year)


__all__ = [
    "FORMATS",
    "VARIANTS",
    "Column",
    "Compare",
    "Format",
    "Kind",
    "Over",
    "Relation",
    "Row",
    "Section",
    "Severity",
    "Table",
    "format_by_id",
    "format_for_year",
]
