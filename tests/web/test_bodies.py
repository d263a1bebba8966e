"""A body that is too large is turned away by what it says of itself: nothing of it is read or kept."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.test import Client

from yangguang.web import bodies, receiving
from yangguang.web.bodies import MEGABYTE, longest
from yangguang.web.serving import server

pytestmark = pytest.mark.django_db


class Unread(io.RawIOBase):
    """A body that nobody may touch."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("path", ["/request/new/applicant/", "/track/", "/staff/login/", "/nowhere/", "/"])
def test_what_says_it_is_too_large_is_answered_unread(client: Client, path: str) -> None:
    answer = client.generic("POST", path, CONTENT_LENGTH=str(longest(path) + 1), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    said = answer.content.decode()
    assert "文件太大，没有接收" in said
    assert "104 兆字节" in said
    assert "X-Request-ID" in answer.headers
    assert "Content-Security-Policy" in answer.headers


def test_the_page_speaks_the_visitors_language(client: Client) -> None:
    client.cookies["yangguang_language"] = "en"
    answer = client.generic("POST", "/track/", CONTENT_LENGTH=str(10**10), **{"wsgi.input": Unread()})
    assert "too large" in answer.content.decode()


@pytest.mark.parametrize("said", ["", "x", "-1", "1" * 30, "٣"])
def test_a_length_that_is_none_is_no_length(client: Client, said: str) -> None:
    request = client.get("/").wsgi_request
    request.META["CONTENT_LENGTH"] = said
    assert bodies.length_said(request) == 0


def test_only_where_many_files_come_together_more_is_taken(settings) -> None:
    assert longest("/staff/reports/import/") == 1024 * MEGABYTE
    assert longest("/staff/reports/import/1/add/") == longest("/request/new/applicant/") == 104 * MEGABYTE
    settings.MAX_ATTACHMENT_MB = 200
    assert longest("/track/") == 404 * MEGABYTE
    settings.MAX_UPLOAD_MB = settings.MAX_ATTACHMENT_MB = 1
    assert longest("/track/") == 68 * MEGABYTE  # a request brings up to 60


# --- our own server ------------------------------------------------------------------------------


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A running server that takes a thousand bytes, and complains about a body that is kept on the way."""
    monkeypatch.setattr(bodies, "longest", lambda path: 1000)
    monkeypatch.setattr(receiving, "longest", lambda path: 1000)
    running = server("127.0.0.1:0", 2)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield ("127.0.0.1", int(running.effective_port))
    running.close()
    running.task_dispatcher.shutdown()
    thread.join(5)


def test_an_office_that_allows_more_gets_more(settings) -> None:
    settings.MAX_UPLOAD_MB = 2000
    running = server("127.0.0.1:0", 1)
    try:
        assert running.adj.max_request_body_size > longest("/staff/reports/import/") == 4004 * MEGABYTE
    finally:
        running.close()
        running.task_dispatcher.shutdown()


def says(address: tuple[str, int], head: str, *body: bytes) -> str:
    """What the server answers; the connection ends with it."""
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(f"POST /design/ HTTP/1.1\r\nHost: localhost\r\n{head}\r\n\r\n".encode())
        with suppress(OSError):  # it may have closed already
            for piece in body:
                line.sendall(piece)
        answer = b""
        with suppress(ConnectionResetError):
            while piece := line.recv(65536):
                answer += piece
    return answer.decode()


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of bodies the server has put into its buffers."""
    sizes: list[int] = []
    monkeypatch.setattr(
        receiving.FixedStreamReceiver,
        "received",
        _counted(receiving.FixedStreamReceiver.received, sizes),
    )
    return sizes


def _counted(real, sizes):
    def received(self, data):
        if not isinstance(self.buf, receiving.Nowhere):
            sizes.append(len(data))
        return real(self, data)

    return received


def test_our_server_keeps_nothing_of_it_and_answers_with_the_page(address, kept) -> None:
    body = [b"x" * 100_000] * 20
    answer = says(address, "Content-Length: 2000000\r\nConnection: close", *body)
    assert answer.startswith("HTTP/1.1 413")
    assert "文件太大，没有接收" in answer
    assert kept == []


def test_what_is_small_enough_is_taken(address, kept) -> None:
    answer = says(address, "Content-Length: 500\r\nConnection: close", b"x" * 500)
    assert not answer.startswith("HTTP/1.1 413")
    assert sum(kept) == 500


@pytest.mark.parametrize(
    "head", ["Content-Length: 5000\r\nExpect: 100-continue", f"Content-Length: {2 * 1024**3}"]
)
def test_who_asks_first_or_announces_far_too_much_is_answered_at_once(address, kept, head) -> None:
    answer = says(address, head)
    assert re.match(r"HTTP/1.1 413", answer), answer[:200]
    assert "Connection: close" in answer
    assert kept == []


def test_a_body_in_pieces_of_unknown_length_is_cut_off(address) -> None:
    pieces = [b"190\r\n" + b"x" * 400 + b"\r\n"] * 50
    # the rest looks like another request: nobody answers it
    rest = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
    answer = says(address, "Transfer-Encoding: chunked", *pieces, rest)
    assert answer.startswith("HTTP/1.1 413")
    assert answer.count("HTTP/1.1") == 1


def test_what_comes_after_a_body_thrown_away_is_a_request_again(address) -> None:
    after = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    answer = says(address, "Content-Length: 5000", b"x" * 5000, after)
    assert answer.startswith("HTTP/1.1 413")
    assert "HTTP/1.1 200" in answer
