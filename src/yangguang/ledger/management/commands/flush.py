"""Django's ``flush`` empties every table; the guards of append-only tables step aside for it and come back."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from yangguang.ledger import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        for table in guards.guarded():
            guards.take_down(connection, table)
        try:
            super().handle(**options)
        finally:
            for table in guards.guarded():
                guards.set_up(connection, table)
