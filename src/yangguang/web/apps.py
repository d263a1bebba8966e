"""The web application itself: addresses, health, logging, worker."""

from django.apps import AppConfig
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yangguang import translation


class WebConfig(AppConfig):
    """Lets the library speak the reader's language."""

    name = "yangguang.web"
    label = "web"
    verbose_name = _("网站运行")

    def ready(self) -> None:
        translation.ask_language_from(get_language)
