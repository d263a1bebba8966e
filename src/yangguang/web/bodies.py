"""How large the body of a request may be, by address: decided from its headers, before any of it is kept.

A web server that spools a body to the disk before anybody looks at it lets whoever likes fill the disk. What an address
takes is bounded here for both doors: our own server (:mod:`yangguang.web.receiving`) never keeps what is too large,
and the middleware turns it away in words, also behind another server.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

MEGABYTE = 1024 * 1024
FORMS_MB = 4
"""For the fields beside the files, and the parting lines of the form."""
LEAST_MB = 64
"""A request for disclosure brings up to 60 megabytes of files (``requests/drafts.py``)."""
_large: dict[str, int] = {}


def allow(path: str, megabytes: int) -> None:
    """Let one address take more than the others: where many files come together."""
    _large[path] = megabytes


def longest(path: str) -> int:
    """The largest body that the address takes, in bytes: two files of the largest kind unless said otherwise."""
    usual = max(LEAST_MB, 2 * settings.MAX_UPLOAD_MB, 2 * settings.MAX_ATTACHMENT_MB)
    return (max(usual, _large.get(path, 0)) + FORMS_MB) * MEGABYTE


def length_said(request: HttpRequest) -> int:
    """What the request says its body measures; 0 where it says nothing, and then nothing of it is read."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else 0


class BoundedBody:
    """Turns away a body that is too large for its address before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.too_large = import_string(settings.BODY_TOO_LARGE_VIEW)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = longest(request.path_info)
        if length_said(request) > most:
            refused: HttpResponse = self.too_large(request, most // MEGABYTE)
            return refused
        return self.get_response(request)
