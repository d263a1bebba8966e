"""Taking requests off the wire: a body that is too large for its address is thrown away as it comes.

Waitress keeps a whole body, on the disk where it is long, before the application hears of it, and answers what is too
large with a line of English. Here such a body is never kept, and the application answers it with a page: it sees the
length that was said, and nothing behind it (:class:`yangguang.web.bodies.BoundedBody`).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver

from yangguang.web.bodies import longest

MOST_LISTENED = 1024**3
"""A browser shows no answer before it has sent its body; whoever announces more than this is cut off at once."""


class Nowhere:
    """A buffer that keeps nothing."""

    def append(self, data: bytes) -> None:
        """Forget it."""

    def getfile(self) -> BytesIO:
        return BytesIO()

    def close(self) -> None:
        """There is nothing to close."""

    def __len__(self) -> int:
        return 0


class BoundedParser(HTTPRequestParser):
    """One request as it comes in."""

    body_rcv: Any
    is_refused = False
    is_cut_off = False

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.content_length > longest(self.path):
            self._refuse(self.content_length)

    def received(self, data: bytes) -> int:
        consumed = int(super().received(data))
        if self.chunked and not self.is_refused and self.body_bytes_received > longest(self.path):
            self._refuse(self.body_bytes_received)
            self._cut_off()  # nobody has said how much is still to come
        elif self.is_refused and (self.expect_continue or self.content_length >= MOST_LISTENED):
            self._cut_off()
        return len(data) if self.is_cut_off else consumed

    def _refuse(self, length: int) -> None:
        if self.body_rcv is not None:
            self.body_rcv.getbuf().close()
        self.is_refused = True
        self.body_rcv = FixedStreamReceiver(length, Nowhere())
        self.headers["CONTENT_LENGTH"] = str(length)

    def _cut_off(self) -> None:
        """Answer now. What else comes on this connection is the rest of the body, and no request."""
        self.error, self.completed, self.is_cut_off = None, True, True
        self.expect_continue = False
        self.headers["CONNECTION"] = "close"


class BoundedChannel(HTTPChannel):
    """One connection."""

    parser_class = BoundedParser
