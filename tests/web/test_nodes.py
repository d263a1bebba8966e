"""Several nodes: what they share through Redis, what through the database alone, and a Redis that is away."""

from __future__ import annotations

import http.cookiejar
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

REDIS = os.environ.get("YANGGUANG_TEST_REDIS", "redis://127.0.0.1:6379/15")
WINDOW = 10 * 60
PASSWORD = "for-the-tests-only-7"


def redis_or_skip() -> str:
    """The Redis of the tests. Without one nothing here can be shown, and that is said."""
    redis = pytest.importorskip("redis", reason="no redis library: what nodes share is NOT tested")
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=1).ping()
    except redis.exceptions.RedisError:
        pytest.skip(f"no Redis answers at {REDIS}: what nodes share is NOT tested")
    return REDIS


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A house with nothing of this one's environment."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YANGGUANG", "DATABASE", "REDIS", "DJANGO"))
    }
    return kept | {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "yangguang.settings.base",
        "DATABASE_URL": f"sqlite:///{tmp_path}/house.sqlite3",
        "YANGGUANG_FILES": str(tmp_path / "files"),
        "YANGGUANG_SECRET_KEY": "the-same-on-every-node-of-this-house",
        "YANGGUANG_IDENTITY_KEYS": "b25seS1mb3ItdGhlLXRlc3RzLW5ldmVyLWFuLW9mZmk=",
        "YANGGUANG_LOG_LEVEL": "ERROR",
        "REDIS_URL": REDIS,
    }


def manage(environment: dict[str, str], *words: str, **more: str) -> None:
    command = [sys.executable, "-m", "yangguang", "manage", *words]
    done = subprocess.run(command, env=environment | more, capture_output=True, timeout=300, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


class Node:
    """A web process with a data folder of its own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "yangguang", "serve", "--no-worker", "--no-prepare"]
        self.process = subprocess.Popen(  # noqa: S603 - our own program
            [*command, "--listen", f"127.0.0.1:{port}"],
            env=environment | {"YANGGUANG_DATA": str(folder), "YANGGUANG_ORIGIN": self.url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        for _try in range(600):
            assert self.process.poll() is None, "the node died"
            try:
                urllib.request.urlopen(f"{self.url}/health/live", timeout=5).close()  # noqa: S310
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the node does not answer")


@pytest.fixture
def nodes(environment: dict[str, str], tmp_path: Path, migrated_file: Path) -> Iterator[tuple[Node, Node]]:
    redis_or_skip()
    data = str(tmp_path / "first")
    shutil.copy(migrated_file, tmp_path / "house.sqlite3")
    who = {"DJANGO_SUPERUSER_USERNAME": "root", "DJANGO_SUPERUSER_PASSWORD": PASSWORD}
    who |= {"DJANGO_SUPERUSER_EMAIL": "root@example.gov.cn"}
    manage(environment, "createsuperuser", "--noinput", YANGGUANG_DATA=data, **who)
    manage(environment, "collectstatic", "--noinput", "-v", "0", YANGGUANG_DATA=data)
    shutil.copytree(data, tmp_path / "second")
    pair = (Node(environment, tmp_path / "first"), Node(environment, tmp_path / "second"))
    try:
        for node in pair:
            node.wait()
        yield pair
    finally:
        for node in pair:
            node.process.terminate()
        for node in pair:
            node.process.wait(30)


class Visitor:
    """A browser without pictures; its cookies go to every node of the house, as behind one proxy."""

    def __init__(self) -> None:
        self.jar = http.cookiejar.CookieJar()  # tells hosts apart, but not ports
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, node: Node, path: str) -> tuple[int, str, str]:
        return self._ask(urllib.request.Request(node.url + path))  # noqa: S310

    def post(self, node: Node, path: str, **said: str) -> tuple[int, str, str]:
        _status, body, _url = self.get(node, path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
        assert token
        data = urllib.parse.urlencode(said | {"csrfmiddlewaretoken": token[1]}).encode()
        return self._ask(urllib.request.Request(node.url + path, data))  # noqa: S310

    def _ask(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode(), answer.url
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(), request.full_url


def forget_everything() -> None:
    import redis

    client = redis.Redis.from_url(REDIS)
    for key in client.scan_iter("yangguang:*"):
        client.delete(key)


def test_two_nodes_count_together_and_the_database_is_the_only_truth(nodes: tuple[Node, Node]) -> None:
    first, second = nodes
    forget_everything()
    if time.time() % WINDOW > WINDOW - 60:  # the count begins anew with each window
        time.sleep(WINDOW - time.time() % WINDOW + 1)

    def looks_up(node: Node, number: int) -> int:
        status: int = Visitor().post(node, "/track/", number=f"SQ1-2026-{number:05}", code="7KQ2M-XW9PA")[0]
        return status

    answers = [looks_up(node, number) for number, node in enumerate((first, second) * 15)]
    assert answers == [422] * 30
    assert [looks_up(node, 30) for node in (first, second)] == [429, 429]

    visitor = Visitor()
    said = {"username": "root", "password": PASSWORD}
    assert visitor.post(first, "/staff/login/", **said)[0] == 200
    forget_everything()
    status, _body, url = visitor.get(second, "/staff/cases/")
    assert (status, url) == (200, f"{second.url}/staff/cases/")  # signed in here too, and not asked again


# --- a Redis that is away -------------------------------------------------------------------------


@pytest.fixture
def away() -> Iterator[object]:
    pytest.importorskip("redis", reason="no redis library: a Redis that is away is NOT tested")
    from yangguang.web import caching

    caching._closed_until.clear()
    cache = caching.SharedCache(
        f"redis://127.0.0.1:{free_port()}/0", {"OPTIONS": {"socket_connect_timeout": 0.2}}
    )
    cache.own.clear()
    yield cache
    caching._closed_until.clear()


def test_while_redis_is_away_each_process_counts_by_itself(away, caplog) -> None:
    assert away.add("wrong", 1, timeout=60)
    assert not away.add("wrong", 1, timeout=60)
    assert away.incr("wrong") == 2
    assert away.get("wrong") == 2
    assert away.get_many(["wrong", "other"]) == {"wrong": 2}
    with pytest.raises(ValueError, match="other"):
        away.incr("other")
    away.delete("wrong")
    assert away.get("wrong", 0) == 0
    # asked once, then left alone for a while
    assert [record.message for record in caplog.records] == ["the shared cache does not answer"]


def test_redis_is_asked_again_after_a_while(away, monkeypatch, caplog) -> None:
    from yangguang.web import caching

    away.get("x")
    now = time.monotonic()
    monkeypatch.setattr(caching.time, "monotonic", lambda: now + caching.ASK_AGAIN_SECONDS + 1)
    away.get("x")
    assert len(caplog.records) == 2


def test_what_redis_itself_refuses_is_no_failure(monkeypatch) -> None:
    redis_or_skip()
    from yangguang.web import caching

    caching._closed_until.clear()
    cache = caching.SharedCache(REDIS, {"KEY_PREFIX": f"yangguang:{time.time_ns()}"})
    with pytest.raises(ValueError, match="nothing"):
        cache.incr("nothing")
    assert cache.add("here", 1, timeout=5)
    assert cache.incr("here") == 2
    assert not caching._closed_until
