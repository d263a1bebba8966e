"""Table three of the annual report, counted from the requests of a year (年度报告格式三、条例第五十条第二项).

An application counts once in ``new_received`` in the year of its receipt, and once among the results in the
year of its answer; what was received by the end of a year and not answered by then is carried over. One that
was withdrawn before both sides confirmed its receipt was never received and counts nowhere.

Every year is counted as it stood when it ended: an answer given anew after an order leaves the first one counted
(``models.py``), requests handled together count one by one, and a matter that was split off an application in a later
year was a part of it until then. It is new in the year in which it was split off: so what a year carries over is what the
next one takes in, and received and carried in together are still what was handled and carried on.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils import timezone

from yangguang.annualreport.formats import Format
from yangguang.annualreport.model import Fees
from yangguang.cases.models import Case, CaseLink, LinkKind
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.period import StatisticalYear
from yangguang.law.outcomes import OUTCOMES, outcome, row
from yangguang.requests.models import InformationRequest
from yangguang.requests.procedure import PROCEDURE

NEW, CARRIED_IN, CARRIED_OUT, RESULTS = "new_received", "carried_in", "carried_out", "results_total"
TOTAL = "total"


class Year(StatisticalYear):
    """What table three tells apart."""

    @property
    def is_new(self) -> Q:
        """Received in the year."""
        return Q(received_on__gte=self.first, received_on__lte=self.last)

    @property
    def is_carried_in(self) -> Q:
        """Received before the year and not answered before it."""
        return Q(received_on__lt=self.first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=self.first))


def count_table(agencies: Collection[int], year: int, form: Format) -> dict[str, int]:
    """Every cell of table three by its address. Three queries, however many requests there are."""
    lines: Counter[_Line] = Counter()
    for of_agency in _lines(agencies, Year(year)).values():
        lines.update(of_agency)
    return _cells(lines, form)


def count_tables(agencies: Collection[int], year: int, form: Format) -> dict[int, dict[str, int]]:
    """The table of each of these agencies, by the same three queries."""
    lines = _lines(agencies, Year(year))
    return {agency: _cells(lines.get(agency, Counter()), form) for agency in agencies}


def _cells(lines: Counter[_Line], form: Format) -> dict[str, int]:
    table = form.requests
    counts = dict.fromkeys(table.cell_paths(), 0)
    for line, number in lines.items():
        for row_id in _rows_of(line, form):
            counts[f"{table.path}.{row_id}.{line.category}"] += number
            counts[f"{table.path}.{row_id}.{TOTAL}"] += number
    return counts


def behind(agencies: Collection[int], year: int, form: Format, path: str) -> CaseQuerySet:
    """The requests that a cell of table three counts. Raises ``KeyError`` for another address."""
    table = form.requests
    if path not in table.cell_paths():
        raise KeyError(path)
    row_id, column = path.removeprefix(f"{table.path}.").split(".")
    period = Year(year)
    splits = _splits(agencies, period)
    later = Q(pk__in=[piece.pk for piece in splits if piece.year > year])
    now = Q(pk__in=[piece.pk for piece in splits if piece.year == year])
    wanted = {
        NEW: period.is_new | now,
        CARRIED_IN: period.is_carried_in & ~now,
        CARRIED_OUT: period.is_left_open,
        RESULTS: period.is_closed,
    }.get(row_id)
    if wanted is None:
        codes = [one.code.value for one in OUTCOMES if row(one, form.id) == row_id]
        wanted = period.is_closed & Q(outcome_id__in=codes)
    if column != TOTAL:
        wanted &= Q(category=column)
    return _requests(agencies).filter(wanted & ~later)


def count_fees(agencies: Collection[int], year: int) -> Fees:
    """The statement on fees in part six: notices of the year, what they asked, and what was paid in the year."""
    each = count_fees_each(agencies, year).values()
    return Fees(
        notices=sum(fees.notices or 0 for fees in each),
        amount=sum((fees.amount or Decimal(0) for fees in each), Decimal(0)),
        received=sum((fees.received or Decimal(0) for fees in each), Decimal(0)),
    )


def count_fees_each(agencies: Collection[int], year: int) -> dict[int, Fees]:
    """The statement on fees of each of these agencies. Two grouped queries."""
    period = Year(year)
    charged = InformationRequest.objects.filter(case__agency__in=agencies, fee_noticed_on__isnull=False)
    by_agency = charged.order_by().values("case__agency")
    days = (period.first, period.last)
    asked = {
        found["case__agency"]: found
        for found in by_agency.filter(fee_noticed_on__range=days).annotate(
            notices=Count("*"), yuan=Sum("fee_yuan", default=0)
        )
    }
    paid = {
        found["case__agency"]: found["yuan"]
        for found in by_agency.filter(fee_paid_on__range=days).annotate(yuan=Sum("fee_yuan", default=0))
    }
    nothing = {"notices": 0, "yuan": 0}
    return {
        agency: Fees(
            notices=asked.get(agency, nothing)["notices"],
            amount=Decimal(asked.get(agency, nothing)["yuan"]),
            received=Decimal(paid.get(agency, 0)),
        )
        for agency in agencies
    }


class _Piece(NamedTuple):
    """A matter that was split off in a later year than the application was received in."""

    pk: int
    agency: int
    year: int
    received_on: date
    closed_on: date | None
    category: str
    outcome_id: str


def _splits(agencies: Collection[int], period: Year) -> list[_Piece]:
    """The pieces split off in the year or later that count otherwise than by their day of receipt. One query; few."""
    since = timezone.make_aware(datetime.combine(period.first, time()))
    links = CaseLink.objects.filter(
        kind=LinkKind.SPLIT_FROM,
        at__gte=since,
        frm__agency__in=agencies,
        frm__procedure_id=PROCEDURE.id,
        frm__received_on__lte=period.last,
    )
    names = ("frm", "frm__agency", "at", *(f"frm__{name}" for name in _Piece._fields[3:]))
    found = [
        _Piece(pk, agency, timezone.localdate(at).year, *rest)
        for pk, agency, at, *rest in links.values_list(*names)
    ]
    return [piece for piece in found if piece.year > piece.received_on.year]


class _Line(NamedTuple):
    """What the table tells apart."""

    category: str
    is_new: bool
    outcome_id: str
    """Empty while there is no answer by the end of the year."""


def _lines(agencies: Collection[int], period: Year) -> dict[int, Counter[_Line]]:
    """How many requests of each agency share a line: what is open and what was answered since the year began.

    Two ranges of one index, grouped in the order of the index ``case_counting``, day by day: so no database has to sort
    a year's requests.
    """
    received = _requests(agencies).filter(received_on__lte=period.last).order_by()
    counts = {"n": Count("*"), "new": Count("received_on", filter=Q(received_on__gte=period.first))}
    waiting = received.filter(closed_on__isnull=True).values_list("agency_id", "category").annotate(**counts)
    lines: defaultdict[int, Counter[_Line]] = defaultdict(Counter)
    for agency, category, number, new in waiting:
        lines[agency][_Line(category, True, "")] += new
        lines[agency][_Line(category, False, "")] += number - new
    answered = received.filter(closed_on__gte=period.first)
    days = answered.values_list("agency_id", "closed_on", "category", "outcome_id").annotate(**counts)
    for agency, day, category, code, number, new in days.iterator(chunk_size=5000):
        answer = code if day <= period.last else ""
        lines[agency][_Line(category, True, answer)] += new
        lines[agency][_Line(category, False, answer)] += number - new
    for piece in _splits(agencies, period):
        _count_otherwise(lines[piece.agency], piece, period)
    return lines


def _count_otherwise(lines: Counter[_Line], piece: _Piece, period: Year) -> None:
    """Take a piece from the line of its day of receipt; it is new in the year in which it was split off."""
    is_answered = piece.closed_on is not None and piece.closed_on <= period.last
    line = _Line(piece.category, piece.received_on >= period.first, piece.outcome_id if is_answered else "")
    lines[line] -= 1
    if piece.year == period.year:
        lines[line._replace(is_new=True)] += 1


def _rows_of(line: _Line, form: Format) -> tuple[str, ...]:
    came = NEW if line.is_new else CARRIED_IN
    if not line.outcome_id:
        return came, CARRIED_OUT
    return came, row(outcome(line.outcome_id), form.id), RESULTS


def _requests(agencies: Collection[int]) -> CaseQuerySet:
    return Case.objects.filter(agency__in=agencies, procedure_id=PROCEDURE.id)
