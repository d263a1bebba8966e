"""How many requests a second are put on the books: number, code, sealed identity, step, ledger, in one transaction.

Several processes file requests with one office at the same time for a while, so that they meet at the number series
and at the end of the ledger. The bound is 50 a second on two cores with PostgreSQL.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from statistics import quantiles

from house import database, environment, furnish, postgres

PROCESSES, SECONDS = 4, 20
SLOWEST = 50  # requests a second


def work(seconds: float) -> list[float]:
    """File requests until the time is over; the milliseconds that each took."""
    import django

    django.setup()
    from django.utils import timezone

    from yangguang.cases.actor import Actor
    from yangguang.law.receipt import Channel
    from yangguang.offices.models import Agency
    from yangguang.requests.intake import file_request

    agency = Agency.objects.get(short_name="市信访局")
    own = {
        "applicant_kind": "natural_person",
        "name": "王小明",
        "identity_kind": "id_card",
        "identity_number": "11010519491231002X",
        "phone": "13800005678",
        "email": "wang@example.com",
        "info_description": "某路改造工程2024年度的预算和决算",
        "delivery_form": "electronic",
        "delivery_channel": "online",
    }
    took: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        today = date.today()  # noqa: DTZ011 - the machine's day is the office's here
        file_request(
            own,
            [],
            agency=agency,
            by=Actor.applicant(),
            at=timezone.now(),
            arrived_on=today,
            channel=Channel.ONLINE,
            confirmed_on=today,
        )
        took.append((time.perf_counter() - start) * 1000)
    return took


def run(server: str, seconds: float) -> tuple[float, float, float]:
    """Requests a second, and the median and 95th percentile of the time of one, in milliseconds."""
    with tempfile.TemporaryDirectory(prefix="yangguang-bench-") as folder, database(server) as url:
        settings = environment(url, folder)
        subprocess.run([sys.executable, __file__, "--furnish"], env=settings, check=True)
        workers = [
            subprocess.Popen(
                [sys.executable, __file__, "--work", str(seconds)],
                env=settings,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(PROCESSES)
        ]
        took: list[float] = []
        for worker in workers:
            said, _ = worker.communicate()
            if worker.returncode:
                raise SystemExit("a worker failed")
            took += json.loads(said)
    cuts = quantiles(took, n=20)
    return len(took) / seconds, cuts[9], cuts[18]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=SECONDS)
    arguments.add_argument("--furnish", action="store_true", help=argparse.SUPPRESS)
    arguments.add_argument("--work", type=float, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.furnish:
        furnish(1)
        return 0
    if wanted.work:
        print(json.dumps(work(wanted.work)))
        return 0
    missed = 0
    for name, server in {"SQLite": "", "PostgreSQL": postgres()}.items():
        if name != "SQLite" and not server:
            print(f"{name}: no server answers; not measured")
            continue
        rate, middle, slow = run(server, wanted.seconds)
        bound = name == "PostgreSQL"
        missed += bound and rate < SLOWEST
        print(
            f"{name:12}{rate:7.0f}/s with {PROCESSES} processes, one takes {middle:.0f} ms, 95 % within {slow:.0f} ms"
            + (f"; {rate / SLOWEST:.1f} times the bound of {SLOWEST}/s" if bound else "")
        )
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
