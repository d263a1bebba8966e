"""A person's own settings."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel

HIDDEN = (AvatarSettingsPanel, NameEmailSettingsPanel)


class OwnAccount(AccountView):
    """Wagtail's page without the picture (uploaded files have no public address here) and without the
    name: it stands in the ledger beside what its bearer did, so an administrator sets it.
    """

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if not isinstance(panel, HIDDEN)]
