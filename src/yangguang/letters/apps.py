"""Letters that leave the house: written, reviewed, numbered, sealed, sent."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LettersConfig(AppConfig):
    """The room of letters."""

    name = "yangguang.letters"
    label = "letters"
    verbose_name = _("文书")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds of ledger entries, the permission and what goes into the archive known."""
        from yangguang.cases.archiving import provide
        from yangguang.letters import history  # noqa: F401 - declares ledger kinds
        from yangguang.letters.archiving import documents
        from yangguang.letters.permissions import SETS_UP
        from yangguang.offices.roles import grant

        grant("letters.set_up", *SETS_UP)
        provide(documents)
