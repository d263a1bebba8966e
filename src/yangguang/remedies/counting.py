"""Table four of the annual report, counted from the cases of a year (年度报告格式四、条例第五十条第二项).

A case that came by the end of a year and was not decided by then is pending in that year; one that was decided in
it, by the date of the decision itself, has its result there and nowhere else, whenever it came. So a case is in at
most one cell of a year, and among the results of one year only. What a result is and how a suit over several
instances counts: ``law/remedy_results.py`` and ``procedure.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from yangguang.annualreport.formats import Format
from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet
from yangguang.law.remedy_results import RESULT_BY_CODE, RemedyColumn, codes_of
from yangguang.remedies.models import Block
from yangguang.remedies.procedure import IDS

TOTAL = "total"
Figures = Counter[tuple[Block, RemedyColumn]]


@dataclass(frozen=True, slots=True)
class Year:
    """A statistical period: 1 January to 31 December."""

    year: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def is_decided(self) -> Q:
        """Decided in the year."""
        return Q(closed_on__gte=self.first, closed_on__lte=self.last)

    @property
    def is_pending(self) -> Q:
        """Come by the end of the year and not decided by then."""
        return Q(received_on__lte=self.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=self.last))


def remedies() -> CaseQuerySet:
    """Every reconsideration and every suit."""
    return Case.objects.filter(procedure_id__in=IDS)


def counted_in(cases: CaseQuerySet, year: int, column: str = "") -> CaseQuerySet:
    """Those that the year's table counts, or counts in one of its columns."""
    period = Year(year)
    if column == RemedyColumn.PENDING:
        return cases.filter(period.is_pending)
    if column in set(RemedyColumn):
        return cases.filter(period.is_decided, outcome_id__in=codes_of(RemedyColumn(column)))
    return cases.filter(period.is_pending | period.is_decided)


def figures(cases: CaseQuerySet, year: int) -> Figures:
    """How many of these cases the year counts, by row and column. One grouped query."""
    period = Year(year)
    is_pending = ExpressionWrapper(
        Q(closed_on__isnull=True) | Q(closed_on__gt=period.last), output_field=BooleanField()
    )
    groups = (
        counted_in(cases, year)
        .order_by()
        .annotate(is_pending=is_pending)
        .values_list("category", "is_pending", "outcome_id")
        .annotate(n=Count("pk"))
    )
    found: Figures = Counter()
    for category, pending, code, number in groups:
        column = RemedyColumn.PENDING if pending else RESULT_BY_CODE[code].column
        found[Block(category), column] += number
    return found


def count_table(agencies: Collection[int], year: int, form: Format) -> dict[str, int]:
    """Every cell of table four by its address (``remedies.review.upheld``), totals included."""
    table = form.remedies
    counted = figures(remedies().filter(agency__in=agencies), year)
    counts = dict.fromkeys(table.cell_paths(), 0)
    for (block, column), number in counted.items():
        counts[f"{table.path}.{block.value}.{column.value}"] += number
        counts[f"{table.path}.{block.value}.{TOTAL}"] += number
    return counts


def behind(agencies: Collection[int], year: int, form: Format, path: str) -> CaseQuerySet:
    """The cases that a cell of table four counts. Raises ``KeyError`` for another address."""
    table = form.remedies
    if path not in table.cell_paths():
        raise KeyError(path)
    block, column = path.removeprefix(f"{table.path}.").split(".")
    cases = remedies().filter(agency__in=agencies, category=block)
    return counted_in(cases, year, "" if column == TOTAL else column)
