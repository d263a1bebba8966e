"""What is known about the request in hand, for the log and for rate limits."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

from django.http import HttpRequest

request_id: ContextVar[str] = ContextVar("request_id", default="")
_SANE = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


def new_request_id(given: str | None) -> str:
    """The id that a proxy gave, when it is sane; else a new one."""
    return given if given and _SANE.match(given) else uuid.uuid4().hex


def caller(request: HttpRequest) -> str:
    """The caller's network address. Waitress has already put a trusted proxy's word into it."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")
