"""A migrated database that is made once in a run of the tests, and copied wherever one is needed.

Going through all migrations costs more than most rooms' tests together; a copy costs nothing. Workers of one run share
what the first of them has made: an SQLite file in the folder of the run, and on PostgreSQL a template database.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

NOTE = "template-database"
"""The file in the folder of the run that names the template on the server, so that it is removed at the end."""


def sqlite(folder: Path) -> Path:
    """The migrated SQLite file of the run. It is copied, never opened for writing."""
    file = folder / "migrated.sqlite3"

    def make() -> None:
        begun = folder / "begun.sqlite3"
        _migrate(f"sqlite:///{begun}", folder)
        begun.rename(file)

    _once(file, make)
    return file


def postgres(folder: Path, url: str) -> str:
    """The name of the migrated template on the server of ``url``."""
    note = folder / NOTE
    name = f"{_name(url)}_template"

    def make() -> None:
        with on_server(url) as execute:
            execute(f'DROP DATABASE IF EXISTS "{name}"')
            execute(f'CREATE DATABASE "{name}"')
        _migrate(at(url, name), folder)
        note.write_text(name)

    _once(note, make)
    return name


def remove(folder: Path, url: str) -> None:
    """Take the template off the server again, if one was made."""
    note = folder / NOTE
    if url and note.exists():
        with on_server(url) as execute:
            execute(f'DROP DATABASE IF EXISTS "{note.read_text()}"')
        note.unlink()


def at(url: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@contextmanager
def on_server(url: str) -> Iterator[Callable[[str], object]]:
    """Say something to the server itself, outside of transactions."""
    import psycopg

    with psycopg.connect(at(url, "postgres"), autocommit=True) as connection:
        yield lambda sql: connection.execute(sql.encode())


def _name(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


def _once(made: Path, make: Callable[[], None]) -> None:
    """Whoever comes first makes it; the others wait."""
    with made.with_name(f"{made.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make()


def _migrate(url: str, folder: Path) -> None:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG", "DATABASE", "REDIS", "DJANGO"))
    }
    environment = kept | {
        "DJANGO_SETTINGS_MODULE": "yangguang.settings.base",
        "DATABASE_URL": url,
        "YANGGUANG_DATA": str(folder / "migrating"),
        "YANGGUANG_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    command = [sys.executable, "-m", "yangguang", "manage", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise RuntimeError(done.stderr.decode()[-3000:])


@contextmanager
def lent(folder: Path) -> Iterator[None]:
    """Let the test database of this process begin as a copy; Django then finds nothing to migrate."""
    import sqlite3

    from django.conf import settings
    from django.db import connection

    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"]
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = postgres(folder, url)
        connection.settings_dict["TEST"]["TEMPLATE"] = settings.DATABASES["default"]["TEST"]["TEMPLATE"]
        yield
        return
    # the database lives in memory as long as somebody is connected: this one until Django is
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        with closing(sqlite3.connect(sqlite(folder))) as source:
            source.backup(memory)
        yield
