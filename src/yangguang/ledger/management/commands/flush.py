"""Django's ``flush`` empties every table; the ledger's guards step aside for it and come back."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush
from django.db import connections

from yangguang.ledger import guards


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        guards.take_down(connection)
        try:
            super().handle(**options)
        finally:
            guards.set_up(connection)
