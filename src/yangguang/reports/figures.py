"""The totals of a report that lists, comparison and open data show as columns.

Each is a cell or a sum over cells of the official tables; the 2019 and the 2021 form give the same
figure wherever both have it. A total left blank is the one that its parts give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from yangguang.annualreport.address import split
from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import AnnualReport, CellState
from yangguang.annualreport.totals import derived_totals
from yangguang.translation import mark

LARGEST = 10**15
"""Beyond this a figure is a misprint and would not fit a column; it still stands in the cells."""


Figure = int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A chosen total: the field's name, its label, and the cells that are added.

    An address ending in ``*`` stands for the totals of all result rows that begin so.
    """

    name: str
    label: str
    addresses: tuple[str, ...]

    def paths(self, form: Format) -> Iterable[str]:
        """The addresses that a form has."""
        for address in self.addresses:
            if not address.endswith("*"):
                yield address
                continue
            prefix = address.removeprefix("requests.").removesuffix("*")
            yield from (f"requests.{row}.total" for row in form.result_rows if row.startswith(prefix))


COLUMNS = (
    Column("new_received", mark("本年新收"), ("requests.new_received.total",)),
    Column("carried_in", mark("上年结转"), ("requests.carried_in.total",)),
    Column("granted", mark("予以公开"), ("requests.granted.total",)),
    Column("partially_granted", mark("部分公开"), ("requests.partially_granted.total",)),
    Column("denied", mark("不予公开"), ("requests.denied_*",)),
    Column("unavailable", mark("无法提供"), ("requests.unavailable_*",)),
    Column("not_processed", mark("不予处理"), ("requests.not_processed_*",)),
    Column("other_handling", mark("其他处理"), ("requests.other_*",)),
    Column("results_total", mark("办理总计"), ("requests.results_total.total",)),
    Column("carried_out", mark("结转下年"), ("requests.carried_out.total",)),
    Column("reviews", mark("行政复议"), ("remedies.review.total",)),
    Column("reviews_corrected", mark("复议纠正"), ("remedies.review.corrected",)),
    Column("lawsuits", mark("行政诉讼"), ("remedies.direct.total", "remedies.after.total")),
    Column("lawsuits_corrected", mark("诉讼纠正"), ("remedies.direct.corrected", "remedies.after.corrected")),
    Column(
        "documents_in_force",
        mark("现行有效规范性文件"),
        ("proactive.art20_1.normative_documents.in_force",),
    ),
)


def totals(report: AnnualReport) -> dict[str, int | None]:
    """Every chosen total by name; ``None`` where the report gives no figure."""
    derived = derived_totals(report)
    return {column.name: _total(report, column, derived) for column in COLUMNS}


def _total(report: AnnualReport, column: Column, derived: Mapping[str, Figure]) -> int | None:
    """The sum of the column's cells as a whole number that fits the database, else ``None``.

    Blank cells beside figures count as 0; where a cell is missing or cannot be read, or a blank total
    cannot be told from its parts, there is no sum.
    """
    cells = [report.cells.get(path) for path in column.paths(report.format)]
    known: list[int | Decimal] = []
    for cell in cells:
        if cell is None or not cell.is_known or derived.get(cell.path, 0) is None:
            return None
        if cell.value is not None:
            known.append(cell.number)
        elif (figure := derived.get(cell.path)) is not None:
            known.append(figure)
        elif _row_is_filled(report, cell.path):
            known.append(0)
    total = sum(known, Decimal(0))
    return int(total) if known and -LARGEST <= total <= LARGEST else None


def _row_is_filled(report: AnnualReport, path: str) -> bool:
    """Whether a figure stands beside a blank cell: then the blank says nought, else nobody said anything."""
    row = path.rpartition(".")[0]
    found = split(report.format, path)
    if found is None:
        return False
    return any(report.cells[f"{row}.{column}"].state is CellState.PRINTED for column in found[0].column_ids)
