"""The period that an annual report counts, and which cases of it ended (条例第五十条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True)
class StatisticalYear:
    """1 January to 31 December. The conditions are on ``Case``; rooms add what their table tells apart."""

    year: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_closed(self) -> Q:
        """Received at all, and concluded in the year."""
        return Q(closed_on__gte=self.first, closed_on__lte=self.last, received_on__isnull=False)

    @property
    def is_left_open(self) -> Q:
        """Received by the end of the year, and not concluded by then."""
        return Q(received_on__lte=self.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=self.last))
