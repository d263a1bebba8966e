"""Tables, cases, tables: for every real report at hand a year of cases is built, counted and compared.

Prints for each file how many cases and entries it took, how long a case took through the real procedure, how long the
counting took, and which cells came out differently: none, but totals that the report itself has wrong. A report whose
rows contradict each other cannot come of any cases; it is named with the place.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

import django

from house import ROOT, database, environment, postgres

MOST = 20_000


def measure(files: list[Path], most: int) -> int:
    """Build, count and compare each file in this process's database; how many came out differently."""
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from yangguang.annualreport.checking import check
    from yangguang.annualreport.reading import read
    from yangguang.offices.models import Agency
    from yangguang.reports.building.plan import NotBuildable, requests_of
    from yangguang.reports.building.round_trip import build_year, differences

    call_command("migrate", verbosity=0)
    differing = 0
    for file in files:
        report = read(file.read_bytes(), name=file.name)
        agency = Agency.objects.create(name=file.stem, level="county", kind="department")
        try:
            if len(list(requests_of(report))) > most:
                print(f"{file.stem:42} more than {most} requests, left out")
                continue
            start = time.perf_counter()
            made = build_year(agency, report, at=timezone.now())
        except NotBuildable as contradiction:
            print(f"{file.stem:42} cannot be built: {contradiction}")
            continue
        built = time.perf_counter()
        found = differences(agency, report)
        counted = time.perf_counter() - built
        own = {finding.where for finding in check(report).findings if finding.rule in ("R1", "R2", "R4")}
        wrong = [one.path for one in found if one.path not in own]
        differing += bool(wrong)
        said = f", {len(found)} totals are wrong in the report itself" if found else ""
        print(
            f"{file.stem:42}{made:7} built in {built - start:7.1f} s, counted in {counted * 1000:5.0f} ms: "
            f"{'comes back' if not wrong else f'DIFFERS in {wrong}'}{said}"
        )
    return differing


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    shared = Path(os.environ.get("YANGGUANG_SHARED", ROOT.parent / "shared"))
    arguments.add_argument("--folder", type=Path, default=shared / "data" / "reports" / "truth")
    arguments.add_argument("--most", type=int, default=MOST, help="leave reports with more requests out")
    arguments.add_argument("--postgresql", action="store_true", help="on PostgreSQL instead of SQLite")
    wanted = arguments.parse_args()
    files = sorted(wanted.folder.glob("*.json")) if wanted.folder.is_dir() else []
    if not files:
        print(f"no reports in {wanted.folder}; nothing measured")
        return 0
    server = postgres() if wanted.postgresql else ""
    with tempfile.TemporaryDirectory(prefix="yangguang-bench-") as folder, database(server) as url:
        os.environ.update(environment(url, folder))
        sys.path[:0] = os.environ["PYTHONPATH"].split(os.pathsep)
        return int(bool(measure(files, wanted.most)))


if __name__ == "__main__":
    sys.exit(main())
