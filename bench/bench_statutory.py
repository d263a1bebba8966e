"""The statutory tables of a year counted from 10,000, 1,000,000 and (PostgreSQL) 10,000,000 requests.

All requests are of one office, four in five of them of the year; warm, the best of some rounds. The bounds are one
second for a million on both databases and three seconds for ten million on PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from typing import Any

import django

from house import database, environment, postgres

YEAR = 2025
ROUNDS = 5
BOUNDS = {1_000_000: 1.0, 10_000_000: 3.0}  # seconds
SIZES = {"SQLite": (10_000, 1_000_000), "PostgreSQL": (10_000, 1_000_000, 10_000_000)}


def fill(count: int) -> int:
    """``count`` requests of one office over some fifteen months; the office's key."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from yangguang.law.outcomes import OUTCOMES
    from yangguang.offices.models import Agency
    from yangguang.requests.models import ApplicantKind

    call_command("migrate", verbosity=0)
    office = Agency.objects.create(name="云溪市行政审批服务管理局", level="city", kind="department")
    is_sqlite = connection.vendor == "sqlite"
    numbers = (
        f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
        if is_sqlite
        else f"WITH n(i) AS (SELECT generate_series(0, {count - 1}))"
    )
    came = "i % 450"
    took = "i % 37 + 1"

    def day(expression: str) -> str:
        if is_sqlite:
            return f"date('{YEAR - 1}-10-20', '+' || ({expression}) || ' days')"
        return f"DATE '{YEAR - 1}-10-20' + ({expression})::int"

    def one_of(values: list[str], step: int) -> str:
        cases = " ".join(f"WHEN {n} THEN '{value}'" for n, value in enumerate(values))
        return f"CASE (i / {step}) % {len(values)} {cases} END"

    is_open = "i % 29 = 0"
    columns = {
        "agency_id": str(office.pk),
        "procedure_id": "'request'",
        "year": str(YEAR),
        "serial": "i + 1",
        "number": "'SQ' || (i + 1)",
        "title": "'某路改造工程的预算'",
        "state_id": f"CASE WHEN {is_open} THEN 'in_progress' ELSE 'answered' END",
        "is_open": f"{is_open}",
        "arrived_at": "'2025-01-01 00:00:00+00'" + ("" if is_sqlite else "::timestamptz"),
        "received_on": day(came),
        "is_provisional": "0" if is_sqlite else "FALSE",
        "clock_state": f"CASE WHEN {is_open} THEN 'running' ELSE 'stopped' END",
        "category": one_of(list(ApplicantKind.values), 7),
        "outcome_id": f"CASE WHEN {is_open} THEN '' ELSE "
        f"{one_of([one.code.value for one in OUTCOMES], 3)} END",
        "closed_on": f"CASE WHEN {is_open} THEN NULL ELSE {day(f'{came} + {took}')} END",
        "last_hash": "''",
        "steps_count": "1",
        "version": "1",
        "created_at": "'2025-01-01 00:00:00+00'" + ("" if is_sqlite else "::timestamptz"),
        "changed_at": "'2025-01-01 00:00:00+00'" + ("" if is_sqlite else "::timestamptz"),
    }
    with connection.cursor() as cursor:
        defaults = _missing(cursor, columns)
        every = columns | defaults
        kept = _drop_other_indexes(cursor) if not is_sqlite else []
        cursor.execute(
            f"INSERT INTO cases_case ({', '.join(every)}) {numbers} SELECT {', '.join(every.values())} FROM n"
            if not is_sqlite
            else f"{numbers} INSERT INTO cases_case ({', '.join(every)}) "
            f"SELECT {', '.join(every.values())} FROM n"
        )
        for statement in kept:
            cursor.execute(statement)
        cursor.execute("ANALYZE" if is_sqlite else "VACUUM ANALYZE cases_case")
    return office.pk


def _missing(cursor: Any, given: dict[str, str]) -> dict[str, str]:
    """Values for columns that have none and take none by themselves."""
    from yangguang.cases.models import Case

    values = {}
    for field in Case._meta.local_concrete_fields:
        if field.primary_key or field.column in given or field.null:
            continue
        kind = field.get_internal_type()
        words = {"CharField": "''", "TextField": "''", "BooleanField": "1 = 0"}
        values[field.column] = words.get(kind, "0")
    return values


def _drop_other_indexes(cursor: Any) -> list[str]:
    """Ten million rows go in without indexes; the one that counting uses is made afterwards."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases_case' "
        "AND indexname NOT IN (SELECT conname FROM pg_constraint)"
    )
    kept = []
    for name, definition in cursor.fetchall():
        cursor.execute(f'DROP INDEX "{name}"')
        if name.startswith("case_count"):
            kept.append(definition)
    return kept


def measure(count: int) -> dict[str, float]:
    """Seconds to count every cell, the best of the rounds, and how many cells came out above nought."""
    office = fill(count)
    from yangguang.annualreport.formats import format_for_year
    from yangguang.reports.computing.sources import count_all

    times = []
    for _round in range(ROUNDS + 1):
        start = time.perf_counter()
        counts = count_all([office], YEAR, format_for_year(YEAR))
        times.append(time.perf_counter() - start)
    done = counts["requests.results_total.total"]
    return {"seconds": min(times[1:]), "first": times[0], "answered": int(done or 0)}  # type: ignore[arg-type]


def run(server: str, count: int) -> dict[str, float]:
    """Measure in a process and a database of its own."""
    with tempfile.TemporaryDirectory(prefix="yangguang-bench-") as folder, database(server) as url:
        done = subprocess.run(
            [sys.executable, __file__, "--measure", str(count)],
            env=environment(url, folder),
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--most", type=int, default=10_000_000, help="leave larger houses out")
    arguments.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.measure:
        print(json.dumps(measure(wanted.measure)))
        return 0
    missed = 0
    for name, sizes in SIZES.items():
        server = "" if name == "SQLite" else postgres()
        if name != "SQLite" and not server:
            print(f"{name}: no server answers; not measured")
            continue
        before = 0.0
        for count in (size for size in sizes if size <= wanted.most):
            took = run(server, count)
            bound = BOUNDS.get(count)
            met = bound is None or took["seconds"] < bound
            missed += not met
            growth = f"{took['seconds'] / before:6.1f} times the one before" if before else ""
            print(
                f"{name:12}{count:>12,} requests{took['seconds'] * 1000:10.0f} ms warm"
                f"{took['first'] * 1000:10.0f} ms first   {growth}"
                f"{'' if bound is None else f'   bound {bound:.0f} s'}{'' if met else ' MISSED'}"
            )
            before = took["seconds"]
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
