"""The registers behind table two, written so that counting them gives the published figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from yangguang.annualreport.model import AnnualReport, Money
from yangguang.offices.models import Agency
from yangguang.registers.actions import write_into
from yangguang.registers.declared import BY_ID
from yangguang.registers.understanding import understand
from yangguang.reports.building.plan import NotBuildable

Typed = dict[str, str]
"""What one would type into the form of a register."""
WAN = Decimal(10_000)
DOCUMENTS = ("rules", "normative_documents")
ITEMS = {
    "art20_5": ("licensing", "other_services"),
    "art20_6": ("penalty", "coercion"),
    "art20_8": ("fees",),
}
ROWS = 2_000
"""So many entries go to the database at a time."""


def enter(agency: Agency, report: AnnualReport, at: datetime) -> int:
    """Write every register; how many entries there are."""
    written = 0
    for register_id, rows in _rows(report).items():
        register = BY_ID[register_id]
        entries = []
        for typed in rows:
            understood = understand(register, typed)
            if understood.problems:
                raise NotBuildable(register_id, str(understood.problems[0]))
            entry = register.model(agency=agency, changed_at=at)
            write_into(entry, understood)
            entries.append(entry)
        register.model.objects.bulk_create(entries, batch_size=ROWS)
        written += len(entries)
    return written


def _rows(report: AnnualReport) -> dict[str, list[Typed]]:
    is_2019 = report.format.id == "2019"
    documents = _documents_2019 if is_2019 else _documents_2021
    return {
        "documents": [row for kind in DOCUMENTS for row in documents(report, kind)],
        "items": list(_items(report)) if is_2019 else [],
        "decisions": list(_decisions(report)),
        "charges": [] if is_2019 else list(_charges(report)),
        "procurement": list(_purchases(report)) if is_2019 else [],
    }


def _number(report: AnnualReport, path: str) -> int:
    return int(report.number(path))


def _documents_2021(report: AnnualReport, kind: str) -> Iterator[Typed]:
    """Issued, repealed and in force: what is in force and was not issued this year is older; what was repealed too."""
    stem, year = f"proactive.art20_1.{kind}", report.year or 0
    issued, repealed, in_force = (
        _number(report, f"{stem}.{column}") for column in ("issued", "repealed", "in_force")
    )
    short_lived = max(issued - in_force, 0)  # issued and repealed within the year
    if short_lived > repealed:
        raise NotBuildable(
            f"{stem}.in_force", f"制发 {issued} 件、废止 {repealed} 件，现行有效不能只有 {in_force} 件。"
        )
    for n in range(issued):
        ended = f"{year}-09-01" if n < short_lived else ""
        yield _document(kind, f"{year}-04-01", ended=ended)
    for _each in range(in_force - (issued - short_lived)):
        yield _document(kind, f"{year - 1}-04-01")
    for _each in range(repealed - short_lived):
        yield _document(kind, f"{year - 1}-04-01", ended=f"{year}-07-01")


def _documents_2019(report: AnnualReport, kind: str) -> Iterator[Typed]:
    """Made, newly public and public in all: some are made without being published, some published later than made."""
    stem, year = f"proactive.art20_1.{kind}", report.year or 0
    made, newly, public = (
        _number(report, f"{stem}.{column}")
        for column in ("made_this_year", "newly_published", "total_public")
    )
    ended = max(newly - public, 0)
    for n in range(max(made, newly)):
        issued = f"{year}-04-01" if n < made else f"{year - 1}-04-01"
        yield _document(
            kind,
            issued,
            published=f"{year}-05-06" if n < newly else "",
            ended=f"{year}-09-01" if n < ended else "",
        )
    for _each in range(max(public - newly, 0)):
        yield _document(kind, f"{year - 1}-04-01", published=f"{year - 1}-04-01")


def _document(kind: str, issued: str, *, published: str | None = None, ended: str = "") -> Typed:
    return {
        "kind": kind,
        "title": "由年度报告重建",
        "issued_on": issued,
        "published_on": issued if published is None else published,
        "ended_on": ended,
        "ended_by": "repealed" if ended else "",
        "is_lead": "是",
    }


def _items(report: AnnualReport) -> Iterator[Typed]:
    """Items of last year, and those that came or went within this one."""
    year = report.year or 0
    for table, kinds in ITEMS.items():
        for kind in kinds:
            stem = f"proactive.{table}.{kind}"
            before, change = (
                _number(report, f"{stem}.items_last_year"),
                _number(report, f"{stem}.items_change"),
            )
            if before + change < 0:
                raise NotBuildable(f"{stem}.items_change", f"上一年 {before} 项，不能减少 {-change} 项。")
            for n in range(before + max(change, 0)):
                yield {
                    "kind": kind,
                    "name": "由年度报告重建",
                    "code": f"{kind}-{n}",
                    "valid_from": f"{year - 1}-01-01" if n < before else f"{year}-06-01",
                    "valid_until": f"{year}-06-30" if n < -change else "",
                }


def _decisions(report: AnnualReport) -> Iterator[Typed]:
    """All decisions of a kind as one entry of the year's middle."""
    for path, cell in report.cells.items():
        if path.startswith("proactive.") and path.endswith(".decisions") and cell.number:
            yield {
                "kind": path.split(".")[2],
                "decided_on": f"{report.year}-06-15",
                "item": "由年度报告重建",
                "quantity": str(cell.number),
            }


def _charges(report: AnnualReport) -> Iterator[Typed]:
    amount = Decimal(report.number("proactive.art20_8.fees.amount")) * WAN
    if amount:
        yield {"item": "由年度报告重建", "charged_on": f"{report.year}-06-15", "amount": f"{amount:f}"}


def _purchases(report: AnnualReport) -> Iterator[Typed]:
    stem = "proactive.art20_9.procurement"
    number, cell = _number(report, f"{stem}.procurement_count"), report.cells[f"{stem}.procurement_amount"]
    value: Any = cell.value
    fen = int((value.yuan or Decimal(0)) * 100) if isinstance(value, Money) else 0
    if fen and not number:
        raise NotBuildable(cell.path, "有采购金额，没有采购项目。")
    for n in range(number):
        share = fen // number + (1 if n < fen % number else 0)
        yield {
            "project": "由年度报告重建",
            "bought_on": f"{report.year}-06-15",
            "amount": f"{Decimal(share).scaleb(-2):f}",
            "reference": f"R{n}",
        }
