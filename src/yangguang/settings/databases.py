"""Which database: SQLite in the data folder, or what ``DATABASE_URL`` says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# WAL lets readers go on while one writes. FULL: what somebody holds a receipt for outlives a power cut; NORMAL
# would only keep the file whole and could lose the last commits.
# BEGIN IMMEDIATE takes the write lock at once: two writers wait for each other instead of failing
# in the middle of a transaction.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-20000;"
)
BUSY_SECONDS = 20
KEEP_CONNECTION_SECONDS = 60


def sqlite(path: Path | str) -> dict[str, Any]:
    """The embedded database at ``path``."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": KEEP_CONNECTION_SECONDS,
        "OPTIONS": {
            "init_command": SQLITE_PRAGMAS,
            "transaction_mode": "IMMEDIATE",
            "timeout": BUSY_SECONDS,
        },
    }


def from_url(url: str, data: Path) -> dict[str, Any]:
    """The database of ``url``; without one, SQLite in ``data``."""
    if not url:
        return sqlite(data / "yangguang.sqlite3")
    try:
        parsed = dj_database_url.parse(url, conn_max_age=KEEP_CONNECTION_SECONDS, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured("环境变量 DATABASE_URL 不是一个数据库地址（值不显示）。") from error
    if parsed["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(parsed["NAME"] or ":memory:")
    if parsed["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("环境变量 DATABASE_URL：目前支持 postgresql:// 和 sqlite://。")
    if not parsed["NAME"]:
        raise ImproperlyConfigured("环境变量 DATABASE_URL 没有写明数据库名（主机后面的 /名称）。")
    return dict(parsed)
