"""Money in the database: whole fen, so that every database adds it exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models


class YuanField(models.BigIntegerField):
    """An amount of yuan as ``Decimal``, kept as a whole number of fen.

    SQLite has no decimals and would add them as floating numbers; whole numbers it adds exactly.
    """

    description = "yuan, kept as fen"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        fen = Decimal(value).scaleb(2)
        if fen != fen.to_integral_value():
            raise ValueError(f"{value} yuan is no whole number of fen")
        return int(fen)
