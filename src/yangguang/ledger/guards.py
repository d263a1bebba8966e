"""The database itself refuses to change or remove a row of an append-only table. One variant for each database.

This is one of the few places with SQL of our own: Django has no word for a trigger. A room that keeps a
chain of its own calls :func:`set_up` for its table in a migration and :func:`register` in its ``AppConfig.ready``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db.backends.base.base import BaseDatabaseWrapper

LEDGER = "ledger_entry"
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
_guarded = {LEDGER}


def _sqlite(table: str) -> list[str]:
    return [
        f"""CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END""",
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, 'rows of {table} are never removed'); END""",
    ]


def _sqlite_off(table: str) -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {table}_no_update", f"DROP TRIGGER IF EXISTS {table}_no_delete"]


def _postgresql(table: str) -> list[str]:
    return [
        f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'rows of {table} are never changed or removed'
        USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
        f"""CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
    ]


def _postgresql_off(table: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_rewrite ON {table}",
        f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        f"DROP FUNCTION IF EXISTS {table}_refuse()",
    ]


ON: dict[str, Callable[[str], list[str]]] = {"sqlite": _sqlite, "postgresql": _postgresql}
OFF: dict[str, Callable[[str], list[str]]] = {"sqlite": _sqlite_off, "postgresql": _postgresql_off}


def register(table: str) -> None:
    """Remember that ``table`` is guarded, so that whoever empties the whole database can step aside for it."""
    _guarded.add(_checked(table))


def guarded() -> tuple[str, ...]:
    """Every guarded table of this installation."""
    return tuple(sorted(_guarded))


def set_up(connection: BaseDatabaseWrapper, table: str = LEDGER) -> None:
    """Put the guards of ``table`` up."""
    _run(connection, ON[connection.vendor](_checked(table)))


def take_down(connection: BaseDatabaseWrapper, table: str = LEDGER) -> None:
    """Take them down: only to empty or remove the whole database."""
    _run(connection, OFF[connection.vendor](_checked(table)))


def _checked(table: str) -> str:
    if not _NAME.match(table):
        raise ValueError(f"{table!r} is no name of a table of ours")
    return table


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
