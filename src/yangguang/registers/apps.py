"""Registers: the plain lists from which two tables of the annual report are counted."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    """The room of the registers of documents, items, decisions, charges and procurement (条例第二十条)."""

    name = "yangguang.registers"
    label = "registers"
    verbose_name = _("主动公开台账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the offices which roles read and write; make the kinds of ledger entries known."""
        from yangguang.offices.roles import grant
        from yangguang.registers import history  # noqa: F401
        from yangguang.registers.permissions import READ, READS, WRITE, WRITES

        grant(READ, *READS)
        grant(WRITE, *WRITES)
