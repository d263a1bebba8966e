"""A government rolls up 3,000 reports below it: some read from files, some counted from cases, each with its trace.

The bound is ten seconds for the whole act: gathering, adding up, checking, keeping the edition and its parts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

import django

from house import database, environment, postgres

YEAR = 2025
PARTS = 3_000
BOUND = 10.0  # seconds


def furnish(count: int) -> tuple[object, object]:
    """A city above ``count`` offices, each with a report in force; the city and who rolls up."""
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from yangguang.annualreport.formats import format_for_year
    from yangguang.annualreport.model import AnnualReport, Cell
    from yangguang.offices.models import Agency, Person
    from yangguang.reports import stored
    from yangguang.reports.conclusions import conclude
    from yangguang.reports.models import Edition, EditionReason, Report

    call_command("migrate", verbosity=0)
    root = Person.objects.create_superuser(username="root", password="for-the-bench-only")
    city = Agency.objects.create(name="云溪市人民政府", level="city", kind="government")
    form, now = format_for_year(YEAR), timezone.now()
    kinds = [column.id for column in form.requests.columns if column.id != "total"]

    def cells(number: int) -> Iterator[Cell]:
        counts = dict.fromkeys(form.cell_paths(), 0)
        for place, kind in enumerate(kinds):
            granted = (number * (place + 3)) % 40
            for row in ("new_received", "granted", "results_total"):
                counts[f"requests.{row}.{kind}"] += granted
                counts[f"requests.{row}.total"] += granted
        return (Cell(path, value, raw=str(value)) for path, value in counts.items())

    for number in range(count):
        office = Agency.objects.create(
            name=f"云溪市第{number}局", level="city", kind="department", parent=city
        )
        report = AnnualReport(office.name, YEAR, form, {cell.path: cell for cell in cells(number)})
        kept = Report.objects.create(
            agency=office, year=YEAR, created_at=now, created_by=root, changed_at=now
        )
        kept.edition = Edition.objects.create(
            report=kept,
            number=1,
            reason=EditionReason.FIRST,
            name=f"{number}.docx",
            kind="docx",
            size=1,
            sha256=f"{number:064d}",
            format=form.id,
            reading=stored.report_to_json(report),
            engine="bench",
            created_at=now,
            created_by=root,
        )
        kept.save()
        conclude(kept, now)
    return city, root


def measure(count: int) -> dict[str, float]:
    """Seconds of the act, and how many parts its edition has."""
    city, root = furnish(count)
    from django.utils import timezone

    from yangguang.reports import actions
    from yangguang.reports.models import RollUpPart

    start = time.perf_counter()
    edition = actions.roll_up(city, YEAR, by=root, at=timezone.now())  # type: ignore[arg-type]
    took = time.perf_counter() - start
    return {"seconds": took, "parts": RollUpPart.objects.filter(edition=edition).count()}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--parts", type=int, default=PARTS)
    arguments.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.measure:
        print(json.dumps(measure(wanted.measure)))
        return 0
    missed = 0
    for name, server in {"SQLite": "", "PostgreSQL": postgres()}.items():
        if name != "SQLite" and not server:
            print(f"{name}: no server answers; not measured")
            continue
        before = 0.0
        for count in (wanted.parts // 10, wanted.parts):
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
            took = json.loads(done.stdout.splitlines()[-1])
            met = took["seconds"] < BOUND
            missed += not met
            growth = f"   {took['seconds'] / before:.1f} times the one before" if before else ""
            print(
                f"{name:12}{int(took['parts']):>7,} parts{took['seconds']:8.2f} s   bound {BOUND:.0f} s"
                f"{growth}{'' if met else ' MISSED'}"
            )
            before = took["seconds"]
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
