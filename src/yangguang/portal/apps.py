"""What citizens see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The look of the house, and its front door."""

    name = "yangguang.portal"
    label = "portal"
    verbose_name = _("门户")
