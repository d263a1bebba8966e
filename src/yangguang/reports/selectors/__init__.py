"""Sets and sums that pages ask for, each in a bounded number of queries."""

from __future__ import annotations

from yangguang.reports.selectors.importing import (
    Concern,
    ItemRow,
    Weight,
    item_rows,
    ready_items,
)
from yangguang.reports.selectors.listing import dashboard, reports_for_list

__all__ = [
    "Concern",
    "ItemRow",
    "Weight",
    "dashboard",
    "item_rows",
    "ready_items",
    "reports_for_list",
]
