"""Text messages, through whatever gateway the office has.

A gateway is anything with :meth:`Gateway.send`. :class:`HttpGateway` speaks to ``YANGGUANG_SMS_URL``: one POST per
message with the JSON object ``{"to": "13800000000", "text": "…", "id": "notice-12"}`` and, where a token is set,
``Authorization: Bearer …``. Any answer of 200 to 299 counts as taken; everything else, and silence of ten
seconds, is a :class:`GatewayError`, and the message is tried again at the next delivery. ``id`` stays the same on
every try, so that the gateway can drop what it has already sent. An office whose provider speaks otherwise
puts a small relay of its own in between.
"""

from __future__ import annotations

import json
from typing import Protocol
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

TIMEOUT_SECONDS = 10
LONGEST = 300


class GatewayError(Exception):
    """The gateway did not take the message."""


class Gateway(Protocol):
    """Somebody who takes text messages."""

    def send(self, to: str, text: str, *, id: str) -> None:
        """Hand over one message. Raises :class:`GatewayError`."""


class _NoRedirect(HTTPRedirectHandler):
    """A number and a text go where the office has said, nowhere else."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class HttpGateway:
    """A gateway that takes JSON."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token

    def send(self, to: str, text: str, *, id: str) -> None:
        body = json.dumps({"to": to, "text": text[:LONGEST], "id": id}, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        request = Request(self.url, data=body, headers=headers, method="POST")  # noqa: S310 - http(s), checked
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                if not 200 <= answer.status < 300:
                    raise GatewayError(str(answer.status))
        except (URLError, OSError, ValueError) as error:
            raise GatewayError(type(error).__name__) from error


def gateway() -> Gateway | None:
    """The gateway of this installation; nothing where none is set."""
    return HttpGateway(settings.SMS_URL, settings.SMS_TOKEN) if settings.SMS_URL else None
