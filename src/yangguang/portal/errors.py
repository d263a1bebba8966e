"""Pages for when something is not as it should be."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.web.callers import request_id

logger = logging.getLogger(__name__)


def _page(request: HttpRequest, name: str, status: int) -> HttpResponse:
    context = {"request_id": request_id.get()}
    return render(request, f"portal/errors/{name}.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever broke may break this page too; then plain words have to do."""
    try:
        return _page(request, "500", 500)
    except Exception:
        logger.exception("the error page is broken")
        return HttpResponse(
            _("系统出了问题，请过几分钟再试。"), status=500, content_type="text/plain; charset=utf-8"
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off. ``reason`` is Django's, in English, for nobody here."""
    return _page(request, "csrf", 403)


def body_too_large(request: HttpRequest, most_mb: int) -> HttpResponse:
    """What was sent is larger than the address takes; nothing of it was read."""
    context = {"request_id": request_id.get(), "most_mb": most_mb}
    return render(request, "portal/errors/413.html", context, status=413)
