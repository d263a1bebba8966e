"""Agencies, departments, people and roles."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficesConfig(AppConfig):
    """The room of those who work here."""

    name = "yangguang.offices"
    label = "offices"
    verbose_name = _("机构与人员")
    default_auto_field = "django.db.models.BigAutoField"
