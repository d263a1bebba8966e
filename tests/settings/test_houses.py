"""The settings modules as a whole, each started anew with an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

SHOW = """
import json, sys
import {module} as s
print(json.dumps({{n: getattr(s, n) for n in sys.argv[1:]}}, default=str))
"""


@pytest.fixture
def start(tmp_path):
    """Imports a settings module in a process that knows only the environment given."""

    def run(module: str, *names: str, **environment: str) -> dict[str, object] | str:
        clean = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("YANGGUANG", "DATABASE", "REDIS", "DJANGO"))
        }
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", SHOW.format(module=f"yangguang.settings.{module}"), *names],
            env=clean | environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            return done.stderr
        return json.loads(done.stdout)

    return run


def test_base_runs_with_nothing_set(start, tmp_path):
    got = start(
        "base", "DEBUG", "ALLOWED_HOSTS", "DATA", "SESSION_COOKIE_SECURE", "LANGUAGE_CODE", "TIME_ZONE"
    )
    assert got == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "[::1]", "localhost"],
        "DATA": str(tmp_path / "data"),
        "SESSION_COOKIE_SECURE": False,
        "LANGUAGE_CODE": "zh-hans",
        "TIME_ZONE": "Asia/Shanghai",
    }
    assert (tmp_path / "data" / "secret.key").exists()


def test_an_https_address_makes_everything_secure(start):
    got = start(
        "production",
        *("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
        *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "LANGUAGE_COOKIE_SECURE"),
        YANGGUANG_ORIGIN="https://www.qingchuan.example/",
        YANGGUANG_HOSTS="inner.example",
    )
    assert got["CSRF_TRUSTED_ORIGINS"] == ["https://www.qingchuan.example"]
    assert {"www.qingchuan.example", "inner.example"} <= set(got["ALLOWED_HOSTS"])
    assert got["SESSION_COOKIE_SECURE"] is got["CSRF_COOKIE_SECURE"] is got["SECURE_SSL_REDIRECT"] is True
    assert got["LANGUAGE_COOKIE_SECURE"] is True
    assert got["SECURE_HSTS_SECONDS"] == 31_536_000


def test_an_open_address_asks_for_nothing_that_only_https_has(start):
    """A browser drops a secure cookie that came over http: nobody could sign in."""
    names = (
        *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"),
        *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
    )
    assert start("base", *names, YANGGUANG_ORIGIN="http://10.0.0.1:8000") == {
        **dict.fromkeys(names, False),
        "SECURE_HSTS_SECONDS": 0,
    }


@pytest.mark.parametrize(("environment", "trusted"), [({}, False), ({"YANGGUANG_BEHIND_PROXY": "on"}, True)])
def test_only_a_proxy_that_was_announced_says_what_was_encrypted(start, environment, trusted):
    said = start("base", "SECURE_PROXY_SSL_HEADER", YANGGUANG_ORIGIN="https://a.example", **environment)
    assert (said == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}) is trusted


@pytest.mark.parametrize(
    ("environment", "advice"),
    [
        ({}, "YANGGUANG_ORIGIN"),
        ({"YANGGUANG_ORIGIN": "https://a.example", "YANGGUANG_DEBUG": "on"}, "YANGGUANG_DEBUG"),
    ],
)
def test_production_refuses_to_start_half_secured(start, environment, advice):
    said = start("production", **environment)
    assert "ImproperlyConfigured" in said
    assert advice in said


def test_dev_shows_debug_pages(start):
    assert start("dev", "DEBUG") == {"DEBUG": True}
