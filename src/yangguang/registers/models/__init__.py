"""What the registers hold, and the files that are imported into them."""

from __future__ import annotations

from yangguang.registers.models.entries import (
    Charge,
    Decision,
    DecisionKind,
    Document,
    DocumentEnd,
    DocumentKind,
    Item,
    ItemKind,
    Purchase,
    RegisterEntry,
)
from yangguang.registers.models.importing import Import, ImportRow, ImportState, RowState
from yangguang.registers.models.shelf import Shelf

__all__ = [
    "Charge",
    "Decision",
    "DecisionKind",
    "Document",
    "DocumentEnd",
    "DocumentKind",
    "Import",
    "ImportRow",
    "ImportState",
    "Item",
    "ItemKind",
    "Purchase",
    "RegisterEntry",
    "RowState",
    "Shelf",
]
