"""Which requests and remedies a year must have had for its tables to say what they say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle

from yangguang.annualreport.model import AnnualReport
from yangguang.law.outcomes import OUTCOMES, row
from yangguang.law.remedy_results import RemedyColumn
from yangguang.law.workdays import WorkCalendar

TOTAL = "total"
FIRST, LAST = (1, 6), (10, 10)
"""Days of the year between which requests come that are answered in it, whatever has to be asked before."""
CARRIED = (12, 22)
"""From this day on, and some days longer, requests come that are carried over the end of a year."""
SPREAD = 5


class NotBuildable(Exception):
    """No cases could give this table: it does not add up. Names the cell."""

    def __init__(self, path: str, why: str) -> None:
        self.path = path
        super().__init__(f"{path}：{why}")


@dataclass(frozen=True, slots=True)
class Story:
    """One request: of which kind of applicant, when it came, and how it ended; ``outcome`` empty where it did not."""

    category: str
    received_on: date
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One reconsideration or suit, by row and column of table four."""

    block: str
    column: RemedyColumn


def requests_of(report: AnnualReport) -> Iterator[Story]:
    """The requests behind table three. Raises :class:`NotBuildable` where a column does not add up."""
    form, year = report.format, report.year
    if year is None:
        raise NotBuildable("year", "报告没有写明年度。")
    for column in form.requests.column_ids:
        if column != TOTAL:
            yield from _column(report, column, year)


def _column(report: AnnualReport, column: str, year: int) -> Iterator[Story]:
    def number(row_id: str) -> int:
        return int(report.number(f"requests.{row_id}.{column}"))

    results = [row_id for row_id in report.format.result_rows for _each in range(number(row_id))]
    new, carried_in, carried_out = number("new_received"), number("carried_in"), number("carried_out")
    if new + carried_in != len(results) + carried_out:
        raise NotBuildable(
            f"requests.carried_out.{column}",
            f"新收 {new} 加上年结转 {carried_in}，不等于办结 {len(results)} 加结转下年 {carried_out}。",
        )
    outcomes = _outcomes(report, results)
    old_done = min(carried_in, len(results))
    before = _days(date(year - 1, *CARRIED), SPREAD)
    for code in outcomes[:old_done]:
        yield Story(column, next(before), code)
    for _each in range(carried_in - old_done):
        yield Story(column, next(before))
    during = _days(date(year, *FIRST), (date(year, *LAST) - date(year, *FIRST)).days)
    for code in outcomes[old_done:]:
        yield Story(column, next(during), code)
    at_the_end = _days(date(year, *CARRIED), SPREAD)
    for _each in range(new - (len(results) - old_done)):
        yield Story(column, next(at_the_end))


def _outcomes(report: AnnualReport, results: list[str]) -> list[str]:
    """An outcome for every result; where several are counted in one row, each in turn."""
    by_row = {
        row_id: cycle([one.code.value for one in OUTCOMES if row(one, report.format.id) == row_id])
        for row_id in report.format.result_rows
    }
    return [next(by_row[row_id]) for row_id in results]


def _days(first: date, span: int) -> Iterator[date]:
    """Working days from ``first`` on, over ``span`` days, again and again."""
    calendar = WorkCalendar.official()
    days = [first + timedelta(days=n) for n in range(span)]
    return cycle([day for day in days if calendar.is_working(day)])


def remedies_of(report: AnnualReport) -> Iterator[Remedy]:
    """The reconsiderations and suits behind table four: what its parts say, whatever total is printed."""
    table = report.format.remedies
    for block in table.row_ids:
        counts = {
            column: int(report.number(f"{table.path}.{block}.{column.value}")) for column in RemedyColumn
        }
        for column, number in counts.items():
            for _each in range(number):
                yield Remedy(block, column)
