"""Where petitions appear in the workbench; the menu entry is the worklist's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("petitions/", include("yangguang.petitions.staff.urls"))]
