"""What staff see."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkbenchConfig(AppConfig):
    """Wagtail's admin in our colours and in Chinese."""

    name = "yangguang.workbench"
    label = "workbench"
    verbose_name = _("工作台")
