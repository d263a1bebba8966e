"""What happens around every request: its id and log line, its language, its content policy."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from yangguang.web.callers import new_request_id, request_id
from yangguang.web.policy import policy_for

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]

QUIET = ("/health/", "/metrics", "/static/")


class RequestLog:
    """Gives every request an id, answers it in ``X-Request-ID``, and writes one line about it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(new_request_id(request.headers.get("X-Request-ID")))
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            self._say(request, response, time.perf_counter() - started)
            return response
        finally:
            request_id.reset(token)

    def _say(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        level = logging.DEBUG if request.path.startswith(QUIET) else logging.INFO
        match = getattr(request, "resolver_match", None)
        logger.log(
            level,
            "request",
            extra={
                "method": request.method,
                # the route, not the path: a path may hold a case number or a query code
                "route": "/" + match.route if match else "(none)",
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            },
        )


class WholeAddress:
    """Turns away an address with a NUL sign in it: no browser sends one, and no database takes one."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest
        return self.get_response(request)


class ChosenLanguage:
    """The language that the visitor chose on the page; Chinese until then.

    What the browser prefers is not asked: a public body speaks Chinese, and an English version is
    something a visitor chooses (docs/decisions). Staff may set theirs in their workbench profile.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.known = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = wanted if wanted in self.known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or code)
        return response


class ContentPolicy:
    """Sets ``Content-Security-Policy`` and its neighbours, unless the view has set its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request.path))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
