"""Who did what, and when: append-only and chained."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """The room of the book that nobody can rewrite."""

    name = "yangguang.ledger"
    label = "ledger"
    verbose_name = _("操作台账")
    default_auto_field = "django.db.models.BigAutoField"
