"""Which database, and how the embedded one is set up."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from yangguang.settings import databases


def pragma(wrapper: DatabaseWrapper, name: str) -> object:
    with wrapper.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.fixture
def embedded(tmp_path, django_db_blocker):
    settings = databases.sqlite(tmp_path / "y.sqlite3")
    wrapper = DatabaseWrapper({**connection.settings_dict, **settings, "TIME_ZONE": None}, "embedded")
    with django_db_blocker.unblock():  # a database of its own, not the tests'
        yield wrapper
        wrapper.close()


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 20_000)],
)
def test_sqlite_is_embedded_with_care(embedded, name, value):
    assert pragma(embedded, name) == value


def test_a_transaction_takes_the_write_lock_at_once(embedded):
    embedded.ensure_connection()
    assert embedded.transaction_mode == "IMMEDIATE"


def test_without_an_address_it_is_sqlite_in_the_data_folder(tmp_path):
    chosen = databases.from_url("", tmp_path)
    assert chosen["NAME"] == tmp_path / "yangguang.sqlite3"


def test_postgresql_keeps_healthy_connections(tmp_path):
    chosen = databases.from_url("postgresql://u:p@h:5433/yg", tmp_path)
    assert chosen["ENGINE"] == "django.db.backends.postgresql"
    assert (chosen["NAME"], chosen["HOST"], chosen["PORT"]) == ("yg", "h", 5433)
    assert chosen["CONN_HEALTH_CHECKS"] is True
    assert chosen["CONN_MAX_AGE"] == databases.KEEP_CONNECTION_SECONDS


@pytest.mark.parametrize("url", ["mysql://u:geheim@h/db", "postgresql://u:geheim@h/", "gopher://geheim"])
def test_another_database_is_refused_without_showing_the_password(tmp_path, url):
    with pytest.raises(ImproperlyConfigured) as refusal:
        databases.from_url(url, tmp_path)
    assert "geheim" not in str(refusal.value)
