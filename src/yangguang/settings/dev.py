"""For those who build: debug pages, no collected static files, readable log."""

from yangguang.settings.base import *  # noqa: F403
from yangguang.settings.base import LOGGING, STORAGES

DEBUG = True
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["handlers"]["out"]["formatter"] = "plain"  # type: ignore[index]
