"""The database itself refuses to change or remove an entry. One variant for each database we speak.

This is one of the few places with SQL of our own: Django has no word for a trigger.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE = (
    """CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'ledger entries are never changed'); END""",
    """CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger_entry
    BEGIN SELECT RAISE(ABORT, 'ledger entries are never removed'); END""",
)
SQLITE_OFF = ("DROP TRIGGER IF EXISTS ledger_no_update", "DROP TRIGGER IF EXISTS ledger_no_delete")

POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'ledger entries are never changed or removed'
    USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER ledger_no_rewrite BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    """CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
)
POSTGRESQL_OFF = (
    "DROP TRIGGER IF EXISTS ledger_no_rewrite ON ledger_entry",
    "DROP TRIGGER IF EXISTS ledger_no_truncate ON ledger_entry",
    "DROP FUNCTION IF EXISTS ledger_refuse()",
)
ON = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
OFF = {"sqlite": SQLITE_OFF, "postgresql": POSTGRESQL_OFF}


def set_up(connection: BaseDatabaseWrapper) -> None:
    """Put the guards up."""
    _run(connection, ON[connection.vendor])


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Take them down: only to empty or remove the whole database."""
    _run(connection, OFF[connection.vendor])


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
