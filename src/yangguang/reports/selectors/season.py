"""Where every agency below a superior stands in the season of a year, worked out by the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from yangguang.annualreport.findings import Outcome
from yangguang.offices.models import Agency, AgencyQuerySet, Kind, Level
from yangguang.reports.models import (
    Edition,
    HandIn,
    HandInEnd,
    Publication,
    Report,
    ReportState,
    Season,
    WorkingFigures,
)
from yangguang.reports.seasons import days_for, publication_day


class Stand(TextChoices):
    """How far an agency's report has come; of several the one that asks for most comes first."""

    RETURNED = "returned", _("已退回")
    PUBLISHED = "published", _("已公开")
    HANDED_IN = "handed_in", _("已报送")
    REVIEWED = "reviewed", _("已审核")
    ROLLED_UP = "rolled_up", _("已汇总")
    COMPUTED = "computed", _("已计算")
    IMPORTED = "imported", _("已导入")
    NOTHING = "nothing", _("没有报告")


def agencies_of(superior: Agency, *, whole_tree: bool) -> AgencyQuerySet:
    """Whose reports the superior expects: those directly below it, or everybody in its tree."""
    found = Agency.objects.below([superior]) if whole_tree else Agency.objects.filter(parent=superior)
    return found.active()


def standing(agencies: QuerySet[Agency], year: int) -> QuerySet[Any]:
    """The agencies with their report of the year, its state, errors and days; one query for any number."""
    reports = Report.objects.filter(agency=OuterRef("pk"), year=year)
    figures = WorkingFigures.objects.filter(report__agency=OuterRef("pk"), report__year=year)
    hand_ins = HandIn.objects.filter(agency=OuterRef("pk"), year=year).order_by("-number")
    public = Publication.objects.current().filter(agency=OuterRef("pk"), year=year)
    editions = Edition.objects.filter(report__agency=OuterRef("pk"), report__year=year)
    found = agencies.annotate(
        report_pk=Subquery(reports.values("pk")[:1]),
        report_state=Subquery(reports.values("state")[:1]),
        edition_kind=Subquery(editions.filter(report__edition=F("pk")).values("kind")[:1]),
        open_errors=Subquery(figures.values("open_errors")[:1]),
        warnings=Subquery(figures.values("warnings")[:1]),
        last_end=Subquery(hand_ins.values("ended_as")[:1]),
        handed_in_at=Subquery(hand_ins.filter(ended_at=None).order_by().values("handed_in_at")[:1]),
        returned_at=Subquery(hand_ins.values("ended_at")[:1]),
        published_at=Subquery(public.order_by().values("published_at")[:1]),
    )
    return found.annotate(
        stand=Case(
            When(last_end=HandInEnd.RETURNED, then=Value(Stand.RETURNED)),
            When(published_at__isnull=False, then=Value(Stand.PUBLISHED)),
            When(handed_in_at__isnull=False, then=Value(Stand.HANDED_IN)),
            When(report_state=ReportState.REVIEWED, then=Value(Stand.REVIEWED)),
            When(edition_kind="rolled_up", then=Value(Stand.ROLLED_UP)),
            When(edition_kind="computed", then=Value(Stand.COMPUTED)),
            When(report_pk__isnull=False, then=Value(Stand.IMPORTED)),
            default=Value(Stand.NOTHING),
            output_field=CharField(),
        )
    ).order_by("path")


def counted(agencies: QuerySet[Any]) -> dict[str, int]:
    """How many of the standing agencies are where."""
    return dict(agencies.order_by().values_list("stand").annotate(number=Count("pk")))


def not_handed_in(agencies: QuerySet[Any], year: int) -> QuerySet[Any]:
    """Those of whom nothing lies with the superior."""
    lies_there = HandIn.objects.current().filter(agency=OuterRef("pk"), year=year)
    return agencies.filter(~Exists(lies_there))


def late(agencies: QuerySet[Any], season: Season, on: date) -> QuerySet[Any]:
    """Those whose day of handing in is past without anything handed in."""
    kinds = Q(pk__in=())
    if on > season.hand_in_on:
        kinds |= ~Q(kind=Kind.GOVERNMENT)
    if on > season.government_hand_in_on:
        kinds |= Q(kind=Kind.GOVERNMENT)
    return not_handed_in(agencies.filter(kinds), season.year)


def unpublished(agencies: QuerySet[Any], year: int, on: date) -> QuerySet[Any]:
    """Those whose day of publication (条例第四十九条) is past without a published report."""
    kinds = Q(pk__in=())
    if on > date(year + 1, 1, 31):
        kinds |= Q(kind=Kind.DEPARTMENT)
    if on > date(year + 1, 3, 31):
        kinds |= Q(kind=Kind.GOVERNMENT) & ~Q(level=Level.TOWNSHIP)
    public = Publication.objects.current().filter(agency=OuterRef("pk"), year=year)
    return agencies.filter(kinds).filter(~Exists(public))


@dataclass(frozen=True, slots=True)
class Row:
    """One agency as the page of the season shows it."""

    agency: Agency
    stand: Stand
    report_id: int | None
    open_errors: int | None
    warnings: int | None
    handed_in_at: datetime | None
    published_at: datetime | None
    returned_at: datetime | None
    carries_over: bool | None
    """Whether what was carried over agrees with last year (关系 X1); ``None`` where that cannot be told."""
    hand_in_on: date
    publish_on: date | None
    misses_hand_in: bool
    misses_publication: bool

    @property
    def is_late(self) -> bool:
        return self.misses_hand_in or self.misses_publication

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None


def rows_of(agencies: Collection[Agency], season: Season, on: date) -> list[Row]:
    """The rows of some standing agencies; one query more for what checking said of last year's figures."""
    ids = [agency.report_pk for agency in agencies if agency.report_pk is not None]  # type: ignore[attr-defined]
    results = WorkingFigures.objects.filter(report__in=ids).values_list("report", "checked__results")
    agrees = {report: _carries_over(rules) for report, rules in results}
    return [_row(agency, season, on, agrees) for agency in agencies]


def _row(agency: Agency, season: Season, on: date, agrees: dict[int, bool | None]) -> Row:
    told = vars(agency)
    days = days_for(agency, season)
    publish_on = publication_day(agency, season.year)
    return Row(
        agency=agency,
        stand=Stand(told["stand"]),
        report_id=told["report_pk"],
        open_errors=told["open_errors"],
        warnings=told["warnings"],
        handed_in_at=told["handed_in_at"],
        published_at=told["published_at"],
        returned_at=told["returned_at"] if told["last_end"] == HandInEnd.RETURNED else None,
        carries_over=agrees.get(told["report_pk"]),
        hand_in_on=days.hand_in_on,
        publish_on=publish_on,
        misses_hand_in=told["handed_in_at"] is None and on > days.hand_in_on,
        misses_publication=told["published_at"] is None and publish_on is not None and on > publish_on,
    )


def _carries_over(rules: list[dict[str, str]]) -> bool | None:
    outcome = next((rule["outcome"] for rule in rules if rule["rule"] == "X1"), None)
    return {Outcome.PASSED.value: True, Outcome.FAILED.value: False}.get(outcome or "")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the season on its calendar."""

    on: date
    says: str
    left: int

    @property
    def is_past(self) -> bool:
        return self.left < 0


def calendar(season: Season, on: date) -> list[Day]:
    """The days of a season in their order, days that fall together on one line."""
    year = season.year
    said: dict[date, list[str]] = {}
    for day, words in (
        (date(year + 1, 1, 1), _("统计期限结束，可以计算")),
        (season.hand_in_on, _("部门报送截止")),
        (season.locks_on, _("部门报告锁定")),
        (date(year + 1, 1, 31), _("部门公布期限（条例第四十九条）")),
        (season.government_hand_in_on, _("下级政府报送截止")),
        (season.government_locks_on, _("下级政府报告锁定")),
        (date(year + 1, 3, 31), _("县级以上政府公布期限（条例第四十九条）")),
    ):
        said.setdefault(day, []).append(str(words))
    return [Day(day, "；".join(words), (day - on).days) for day, words in sorted(said.items())]


def default_year(on: date) -> int:
    """The year whose reports are due around a day."""
    return on.year - 1
