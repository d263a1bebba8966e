"""The pages of the workbench in a house with 10,000 and with 1,000,000 requests, on SQLite and on PostgreSQL.

For each page: the median of the server's time for the whole answer, templates included, and how much longer the
large house takes than the small one. The bounds are 100 ms and twice the time.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from statistics import median

from house import database, environment, furnish, postgres

SIZES = (10_000, 1_000_000)
ROUNDS = 15
SLOWEST = 100  # milliseconds
RATIO = 2.0
UNBOUND = frozenset({"search by title"})
"""Words in the middle of a title are looked for case by case: told, not judged."""


def measure(count: int) -> dict[str, float]:
    """Milliseconds for each page in a house of ``count`` requests."""
    desk = furnish(count)
    from django.test import Client

    clients = {}
    for who in ("disclosure_office", "clerk_a", "inspector"):
        clients[who] = Client(HTTP_HOST="localhost")
        clients[who].force_login(desk.cast.people[who], backend="django.contrib.auth.backends.ModelBackend")
    return {name: median(_times(clients[who], address)) for name, who, address in _pages(count)}


def _pages(count: int) -> Iterator[tuple[str, str, str]]:
    from django.urls import reverse

    from yangguang.cases.models import Case

    middle = Case.objects.order_by("pk")[count // 2]
    worklist = reverse("staff_cases:worklist")
    yield "worklist of the office", "disclosure_office", worklist
    yield "worklist of a clerk", "clerk_a", worklist
    yield "all cases, inspector", "inspector", f"{worklist}?tab=all"
    yield "search by number", "disclosure_office", f"{worklist}?tab=all&q={middle.number}"
    yield "search by title", "disclosure_office", f"{worklist}?tab=all&q=预算之{count // 2}"
    own = Case.objects.filter(agency=middle.agency_id).order_by("pk").first()
    assert own is not None
    yield "case page", "inspector", reverse("staff_requests:case", args=[middle.pk])
    yield "front page", "disclosure_office", reverse("wagtailadmin_home")


def _times(client: object, address: str) -> Iterator[float]:
    for turn in range(ROUNDS + 2):
        start = time.perf_counter()
        response = client.get(address)  # type: ignore[attr-defined]
        took = (time.perf_counter() - start) * 1000
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        if turn >= 2:  # the first ones load templates and warm the database
            yield took


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
    arguments.add_argument("--sizes", type=int, nargs=2, default=SIZES, metavar=("SMALL", "LARGE"))
    arguments.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.measure:
        print(json.dumps(measure(wanted.measure)))
        return 0
    small, large = wanted.sizes
    missed = 0
    servers = {"SQLite": "", "PostgreSQL": postgres()}
    for name, server in servers.items():
        if name != "SQLite" and not server:
            print(f"{name}: no server answers; not measured")
            continue
        few, many = run(server, small), run(server, large)
        print(f"{name:24}{small:>12,}{large:>12,}   ratio")
        for page, took in many.items():
            ratio = took / few[page]
            met = page in UNBOUND or (took <= SLOWEST and ratio <= RATIO)
            missed += not met
            print(f"  {page:22}{few[page]:9.1f} ms{took:9.1f} ms{ratio:8.2f} {'' if met else 'MISSED'}")
    print(f"bounds: {SLOWEST} ms, and {RATIO} times the time of the small house")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
