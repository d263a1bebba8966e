"""Table four of the annual report, counted from the cases of a year (年度报告格式四、条例第五十条第二项).

Every year is counted as it stood when it ended: what was decided, withdrawn or appealed against on a later day belongs
to a later year, whenever it is counted. A case that came by the end of a year and was not decided by then is pending
in it (尚未审结); one decided in it, by the date of the decision itself, has its result there, whenever it came. So a
case is in at most one cell of a year.

审结 is the end of a hearing, not the day on which a judgment takes effect: a judgment within the time to appeal is a
result. Is it appealed against in the same year, the suit is pending at the end of that year; is it appealed against
afterwards, the year keeps the judgment and the next one counts the suit again, as pending or with the result of the
appeal. What a result is: ``law/remedy_results.py``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from yangguang.annualreport.formats import Format
from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.period import StatisticalYear
from yangguang.law.remedy_results import RESULT_BY_CODE, RemedyColumn, codes_of
from yangguang.remedies.models import Block, EarlierJudgment
from yangguang.remedies.procedure import IDS

TOTAL = "total"
Figures = Counter[tuple[Block, RemedyColumn]]


class Year(StatisticalYear):
    """What table four tells apart: conclusions as they stood when the year ended."""

    @property
    def judgments(self) -> QuerySet[EarlierJudgment]:
        """The judgments that stood when the year ended and were appealed against since."""
        return EarlierJudgment.objects.filter(decided_on__lte=self.last, appealed_on__gt=self.last).order_by()

    @property
    def had_judgment(self) -> Exists:
        """Whether such a judgment ended the case by the end of the year."""
        return Exists(self.judgments.filter(case=OuterRef("pk")))

    def was_judged(self, codes: Collection[str] | None = None) -> Exists:
        """Whether such a judgment of the year itself, with one of these results, is the case's result in it."""
        own = self.judgments.filter(case=OuterRef("pk"), decided_on__gte=self.first)
        return Exists(own if codes is None else own.filter(outcome_id__in=codes))


def remedies() -> CaseQuerySet:
    """Every reconsideration and every suit."""
    return Case.objects.filter(procedure_id__in=IDS)


def counted_in(cases: CaseQuerySet, year: int, column: str = "") -> CaseQuerySet:
    """Those that the year's table counts, or counts in one of its columns."""
    period = Year(year)
    is_pending = period.is_left_open & ~period.had_judgment
    if column == RemedyColumn.PENDING:
        return cases.filter(is_pending)
    if column in set(RemedyColumn):
        codes = codes_of(RemedyColumn(column))
        return cases.filter((period.is_closed & Q(outcome_id__in=codes)) | period.was_judged(codes))
    return cases.filter(is_pending | period.is_closed | period.was_judged())


def figures(cases: CaseQuerySet, year: int) -> Figures:
    """How many of these cases the year counts, by row and column. Two grouped queries, however many cases there are."""
    return sum(_figures_each(cases, year).values(), Counter())


def _figures_each(cases: CaseQuerySet, year: int) -> dict[int, Figures]:
    """The same by agency."""
    period = Year(year)
    found: defaultdict[int, Figures] = defaultdict(Counter)
    is_pending = ExpressionWrapper(
        Q(closed_on__isnull=True) | Q(closed_on__gt=period.last), output_field=BooleanField()
    )
    today = (
        cases.filter((period.is_left_open & ~period.had_judgment) | period.is_closed)
        .order_by()
        .annotate(is_pending=is_pending)
        .values_list("agency_id", "category", "is_pending", "outcome_id")
        .annotate(n=Count("pk"))
    )
    for agency, category, pending, code, number in today:
        column = RemedyColumn.PENDING if pending else RESULT_BY_CODE[code].column
        found[agency][Block(category), column] += number
    then = (
        period.judgments.filter(decided_on__gte=period.first, case__in=cases.order_by().values("pk"))
        .values_list("case__agency", "case__category", "outcome_id")
        .annotate(n=Count("pk"))
    )
    for agency, category, code, number in then:
        found[agency][Block(category), RESULT_BY_CODE[code].column] += number
    return found


def results_in(cases: Collection[Case], year: int) -> dict[int, EarlierJudgment]:
    """The judgment by which the year counts each of these cases, where one has been appealed against since."""
    return {judgment.case_id: judgment for judgment in Year(year).judgments.filter(case__in=cases)}


def count_table(agencies: Collection[int], year: int, form: Format) -> dict[str, int]:
    """Every cell of table four by its address (``remedies.review.upheld``), totals included."""
    return _cells(figures(remedies().filter(agency__in=agencies), year), form)


def count_tables(agencies: Collection[int], year: int, form: Format) -> dict[int, dict[str, int]]:
    """The table of each of these agencies, by the same two queries."""
    counted = _figures_each(remedies().filter(agency__in=agencies), year)
    return {agency: _cells(counted.get(agency, Counter()), form) for agency in agencies}


def _cells(counted: Figures, form: Format) -> dict[str, int]:
    table = form.remedies
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
