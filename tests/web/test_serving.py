"""``yangguang serve`` from start to stop, as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PATIENCE = 90


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A running server with its worker, in a data folder of its own; (address, process, folder, log)."""
    data = tmp_path_factory.mktemp("house") / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    clean = {
        k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG", "DATABASE", "REDIS", "DJANGO"))
    }
    log = data.parent / "log"
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "yangguang", "serve", "--listen", f"127.0.0.1:{port}"],
            env=clean | {"YANGGUANG_DATA": str(data)},
            stdout=out,
            stderr=out,
            text=True,
        )
    yield f"http://127.0.0.1:{port}", process, data, log
    if process.poll() is None:
        process.kill()
        process.wait()


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own address
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_until_ready(url: str, process: subprocess.Popen[str], log: Path) -> dict[str, object]:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()
        try:
            status, body = get(f"{url}/health/ready")
        except OSError:
            time.sleep(0.2)
            continue
        if status == 200:
            return json.loads(body)
        time.sleep(0.2)
    raise AssertionError(f"not ready in {PATIENCE} s\n{log.read_text()}")


def test_it_serves_pages_and_styles_works_and_stops(house):
    url, process, data, log = house
    assert wait_until_ready(url, process, log)["checks"]["worker"] is True

    status, page = get(f"{url}/")
    assert status == 200
    assert "阳光政务公开平台" in page
    style = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert get(f"{url}{style}")[0] == 200
    assert get(f"{url}/staff/login/")[0] == 200
    assert (data / "yangguang.sqlite3-wal").exists()

    process.send_signal(signal.SIGTERM)
    assert process.wait(40) == 0
    said = log.read_text()
    events = [json.loads(line)["event"] for line in said.splitlines() if line.startswith("{")]
    assert "worker left" in events
    assert events[-1] == "stopped"
    assert "Traceback" not in said


@pytest.mark.parametrize("listen", ["127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:http", "127.0.0.1:"])
def test_a_port_that_no_machine_has_is_wrong_usage(listen: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "yangguang", "serve", "--listen", listen],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 64
    assert "65535" in done.stderr


def test_a_taken_port_says_how_to_choose_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "yangguang", "serve", "--no-prepare", "--no-worker", "--listen", where],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 2
    assert "YANGGUANG_LISTEN=" in done.stderr
