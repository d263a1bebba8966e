"""A house full of requests, to measure in: one real request, and as many copies of its rows as are wanted.

The copies are made by the database itself, so that a million takes seconds. Their step chains are copies
too and do not hold; everything that a list or a page looks at is in its place.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
AGENCIES = 20
OPEN_EVERY = 40
SERVERS = [f"postgresql://{user}@127.0.0.1:5432" for user in ("postgres", "root")]


def postgres() -> str:
    """The address of a PostgreSQL server that lets us make databases; nothing where none answers."""
    import psycopg

    for server in [os.environ.get("BENCH_POSTGRES", ""), *SERVERS]:
        if not server:
            continue
        try:
            psycopg.connect(f"{server}/postgres", connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return server
    return ""


@contextmanager
def database(server: str) -> Iterator[str]:
    """A database of our own: on the server, or where none is named, an SQLite file. Gives ``DATABASE_URL``."""
    with tempfile.TemporaryDirectory(prefix="yangguang-bench-") as folder:
        if not server:
            yield f"sqlite:///{folder}/bench.sqlite3"
            return
        import psycopg

        name = f"yangguang_bench_{os.getpid()}"
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{server}/{name}"
        finally:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def environment(url: str, folder: str) -> dict[str, str]:
    """The environment of a process that measures in this database."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("YANGGUANG_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "yangguang.settings.base",
        "YANGGUANG_DATA": folder,
        "YANGGUANG_LOG_LEVEL": "ERROR",
        "PYTHONPATH": os.pathsep.join(
            [str(ROOT / "src"), str(ROOT / "tests" / "support"), str(ROOT / "bench"), *sys.path]
        ),
    }


def furnish(count: int) -> Any:
    """Set Django up, migrate, and fill the house with ``count`` requests; the desk of its office."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from support_office import Desk, make_cast

    from yangguang.offices.models import Agency

    desk = Desk(make_cast())
    for number in range(AGENCIES - 1):
        Agency.objects.create(
            name=f"云溪市第{number}局", level="city", kind="department", parent=desk.cast.city
        )
    case = desk.receives("某路改造工程的预算", on=(date.today() - timedelta(days=3)).isoformat())  # noqa: DTZ011
    desk.does(case, "assign", on=date.today().isoformat(), unit=f"p{desk.cast.clerk_a.pk}")  # noqa: DTZ011
    if count > 1:
        copy_case(case, count - 1, desk)
    with connection.cursor() as cursor:
        # what PostgreSQL does by itself within minutes, or it would read the table to see what is dead
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return desk


def copy_case(case: Any, count: int, desk: Any) -> None:
    """``count`` copies of a case with its request and steps; every fortieth is open, the bureau has half of all."""
    from django.db import connection, transaction

    from yangguang.cases.models import Case, CaseStep
    from yangguang.offices.models import Agency
    from yangguang.requests.models import InformationRequest

    others = list(Agency.objects.exclude(pk=desk.cast.bureau.pk).order_by("pk").values_list("pk", flat=True))
    first, last = min(others), max(others)
    is_open = f"(i % {OPEN_EVERY} = 0)"
    true, false = ("1", "0") if connection.vendor == "sqlite" else ("TRUE", "FALSE")
    day = (
        "date('now', '+' || (i % 60 - 10) || ' days')"
        if connection.vendor == "sqlite"
        else "CURRENT_DATE + (i % 60 - 10)"
    )
    bureau = desk.cast.bureau.pk
    case_columns = {
        "id": f"{case.pk} + i",
        "agency_id": f"CASE WHEN i % 2 = 0 THEN {bureau} ELSE {first} + i % {last - first + 1} END",
        "serial": "i + 1",
        "number": f"'SQ{bureau}-2024-' || (i + 1)",
        "title": "'某路改造工程的预算之' || i",
        "state_id": f"CASE WHEN {is_open} THEN 'in_progress' ELSE 'answered' END",
        "is_open": f"CASE WHEN {is_open} THEN {true} ELSE {false} END",
        "clock_state": f"CASE WHEN {is_open} THEN 'running' ELSE 'stopped' END",
        "next_on": f"CASE WHEN {is_open} THEN {day} END",
        "lead_person_id": f"CASE WHEN i % {5 * OPEN_EVERY} = 0 THEN {desk.cast.clerk_a.pk} END",
        "lead_department_id": f"CASE WHEN i % {OPEN_EVERY} = 0 THEN {desk.cast.office.pk} END",
        "due_on": "NULL",
        "received_on": "NULL",
    }
    with transaction.atomic(), connection.cursor() as cursor:
        copy(cursor, Case, case_columns, f"t.id = {case.pk}", count)
        copy(
            cursor,
            InformationRequest,
            {
                "case_id": f"{case.pk} + i",
                "applicant_mark": "'m' || (i % 300000)",
                "subject_mark": "'s' || i",
            },
            f"t.case_id = {case.pk}",
            count,
        )
        for step in case.steps.all():
            columns = {"id": f"{1_000_000_000 * step.number} + i", "case_id": f"{case.pk} + i"}
            copy(cursor, CaseStep, columns, f"t.id = {step.pk}", count)
        if connection.vendor == "postgresql":
            for table in ("cases_case", "cases_casestep"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )


def copy(cursor: Any, model: Any, changed: dict[str, str], where: str, count: int) -> None:
    """Copies of one row, number ``i`` with the ``changed`` columns. One statement that both databases speak."""
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f't."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({names}) "
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
        f"SELECT {values} FROM n, {table} t WHERE {where}"
    )
