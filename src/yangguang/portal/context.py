"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as mark

mark("阳光政务公开平台")  # the default name; an office's own has no translation and stays as it is


def site(request: HttpRequest) -> dict[str, object]:
    """The site's name and the languages it speaks."""
    return {"site_name": gettext(settings.SITE_NAME), "languages": settings.LANGUAGES}
