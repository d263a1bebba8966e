"""Where cases appear in the workbench."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from wagtail import hooks

from yangguang.cases import downloads

FILES = (
    [
        path("<int:pk>/", downloads.staff_download, name="download"),
        path("<int:pk>/preview/", downloads.staff_preview, name="preview"),
    ],
    "case_files",
)


@hooks.register("register_admin_urls")
def file_addresses() -> list[URLPattern | URLResolver]:
    return [path("files/", include(FILES))]
