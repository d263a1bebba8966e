"""Figures of a report, with an error that the office made, and the findings that must follow.

The expected findings are worked out here from the figures alone, without the code under test.
"""

from __future__ import annotations

import random

from yangguang.annualreport.formats import Format, Kind

SIZES = {"nothing": 0, "village": 3, "county": 60, "metropolis": 3000}
ERRORS = ("", "row", "cell", "results", "carried", "remedies")


def figures(form: Format, seed: int, size: str = "county", error: str = "") -> dict[str, str]:
    """A report's figures in writing; ``error`` names what the office got wrong."""
    rng = random.Random(f"{form.id} {seed} {size}")  # noqa: S311 - the figures of a test
    most = SIZES[size]
    numbers: dict[str, int] = {}
    people = form.requests.column_ids[:-1]
    for row in form.result_rows:
        busy = most and rng.random() < 0.6
        for person in people:
            likely = busy and (person == "natural_person" or rng.random() < 0.25)
            numbers[f"requests.{row}.{person}"] = rng.randint(1, most) if likely else 0
    for person in people:
        done = sum(numbers[f"requests.{row}.{person}"] for row in form.result_rows)
        left = rng.randint(0, min(9, done))
        before = rng.randint(0, min(9, done + left))
        flow = {
            "new_received": done + left - before,
            "carried_in": before,
            "results_total": done,
            "carried_out": left,
        }
        numbers |= {f"requests.{row}.{person}": number for row, number in flow.items()}
    for row in form.requests.row_ids:
        numbers[f"requests.{row}.total"] = sum(numbers[f"requests.{row}.{person}"] for person in people)
    for block in form.remedies.row_ids:
        parts = [rng.randint(0, 30) if most and rng.random() < 0.4 else 0 for _ in range(4)]
        for outcome, number in zip(form.remedies.column_ids, [*parts, sum(parts)], strict=True):
            numbers[f"remedies.{block}.{outcome}"] = number
    for path, more in _ERRORS[error].items():
        numbers[path] += more
    written = {path: str(number) for path, number in numbers.items()}
    for table in form.proactive:
        for row in table.rows:
            for column in table.columns:
                written[f"{table.path}.{row.id}.{column.id}"] = _item(column.kind, rng)
    return written


_ERRORS: dict[str, dict[str, int]] = {
    "": {},
    "row": {"requests.granted.total": 1},
    "cell": {"requests.unavailable_not_held.natural_person": 2},
    "results": {"requests.results_total.natural_person": 3, "requests.results_total.total": 3},
    "carried": {"requests.carried_out.natural_person": 1, "requests.carried_out.total": 1},
    "remedies": {"remedies.review.total": 1},
}


def _item(kind: Kind, rng: random.Random) -> str:
    if kind is Kind.MONEY:
        return f"{rng.randint(1, 9000)}.{rng.randint(10, 99)}万元"
    return str(rng.randint(0, 20))


def broken(form: Format, written: dict[str, str]) -> set[tuple[str, str]]:
    """Rule and place of every relation R1–R4 that does not hold, place being row or column."""
    number = {path: int(text) for path, text in written.items() if path.startswith(("requests", "remedies"))}
    found: set[tuple[str, str]] = set()
    *people, total = form.requests.column_ids
    for row in form.requests.row_ids:
        if sum(number[f"requests.{row}.{person}"] for person in people) != number[f"requests.{row}.{total}"]:
            found.add(("R1", row))
    for column in form.requests.column_ids:
        cells = {row: number[f"requests.{row}.{column}"] for row in form.requests.row_ids}
        if sum(cells[row] for row in form.result_rows) != cells["results_total"]:
            found.add(("R2", column))
        if cells["new_received"] + cells["carried_in"] != cells["results_total"] + cells["carried_out"]:
            found.add(("R3", column))
    for block in form.remedies.row_ids:
        *parts, whole = (number[f"remedies.{block}.{outcome}"] for outcome in form.remedies.column_ids)
        if sum(parts) != whole:
            found.add(("R4", block))
    return found
