"""Reminders of the days of a report season: fourteen days before, five, one, and when a day has passed.

As with the limits of cases nothing is a window: the nearest stage that was reached is told, each thing once to
each person, also by a worker that slept.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import override

from yangguang.cases.models import NoticeKind
from yangguang.cases.noticing import HOUSE_LANGUAGE, Telling, tell
from yangguang.offices.models import Agency, Membership
from yangguang.offices.roles import Role
from yangguang.reports import addressing
from yangguang.reports.models import HandIn, Publication, Report, Season
from yangguang.reports.seasons import days_for, publication_day, usual_days
from yangguang.reports.telling import people_of

STAGES = (14, 5, 1)
"""So many days before a day of the season people are reminded of it."""
FORGOTTEN = timedelta(days=90)
"""So long after a day an office that joins is not told any more that it has missed it."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """One day of one agency that is near or past."""

    agency: Agency
    what: str
    """``publish`` or ``hand_in``."""
    day: date
    stage: str
    kind: NoticeKind


def stage_of(day: date, on: date) -> tuple[str, NoticeKind] | None:
    """The nearest stage reached, if the day is near enough to speak of it."""
    left = (day - on).days
    if left < 0:
        return ("late", NoticeKind.OVERDUE) if on - day <= FORGOTTEN else None
    reached = [stage for stage in STAGES if left <= stage]
    if not reached:
        return None
    nearest = min(reached)
    return str(nearest), NoticeKind.DUE_NEXT if nearest == min(STAGES) else NoticeKind.DUE_SOON


def send_due(on: date, at: datetime) -> int:
    """Remind every agency whose report of last year is not public or not handed in; how many notices are new.

    A handful of queries for any number of agencies.
    """
    year = on.year - 1
    occasions = list(_occasions(year, on))
    reports = _reports(year)
    people = people_of({occasion.agency.pk for occasion in occasions})
    with override(HOUSE_LANGUAGE):
        news = [
            Telling(
                person,
                occasion.kind,
                f"report:{occasion.agency.pk}:{year}:{occasion.what}:{occasion.stage}:{occasion.day:%m%d}",
                _sentence(occasion, year, on),
                _address(reports.get(occasion.agency.pk), year),
                occasion.day,
            )
            for occasion in occasions
            for person in sorted(people.get(occasion.agency.pk, ()))
        ]
    return tell(news, at=at)


def _occasions(year: int, on: date) -> Iterator[Occasion]:
    agencies = list(Agency.objects.active())
    public = set(Publication.objects.current().filter(year=year).values_list("agency", flat=True))
    handed_in = set(HandIn.objects.current().filter(year=year).values_list("agency", flat=True))
    for agency, day in _publication_days(agencies, year):
        if agency.pk not in public and (stage := stage_of(day, on)):
            yield Occasion(agency, "publish", day, *stage)
    for agency, day in _hand_in_days(agencies, year):
        if agency.pk not in handed_in and (stage := stage_of(day, on)):
            yield Occasion(agency, "hand_in", day, *stage)


def _publication_days(agencies: Iterable[Agency], year: int) -> Iterator[tuple[Agency, date]]:
    for agency in agencies:
        day = publication_day(agency, year)
        if day is not None:
            yield agency, day


def _hand_in_days(agencies: Iterable[Agency], year: int) -> Iterator[tuple[Agency, date]]:
    """Of agencies above which somebody collects reports: an inspector, or a season that was set."""
    seasons = {season.agency_id: season for season in Season.objects.filter(year=year)}
    inspected = set(Membership.objects.filter(role=Role.INSPECTOR).values_list("agency", flat=True))
    usual = Season(**usual_days(year))
    for agency in agencies:
        above = [int(step) for step in (agency.path or "").split("/") if step][:-1]
        season = next((seasons[step] for step in reversed(above) if step in seasons), None)
        if season is not None or not inspected.isdisjoint(above):
            yield agency, days_for(agency, season or usual).hand_in_on


def ask(agencies: Collection[Agency], year: int, superior: Agency, on: date, at: datetime) -> tuple[int, int]:
    """Ask for reports on a superior's word: how many people were told anew, and how many agencies have nobody."""
    people = people_of({agency.pk for agency in agencies})
    reports = _reports(year)
    with override(HOUSE_LANGUAGE):
        news = [
            Telling(
                person,
                NoticeKind.DUE_NEXT,
                f"report:{agency.pk}:{year}:asked:{on:%Y%m%d}",
                _("%(superior)s提醒：请尽快报送%(agency)s %(year)s 年度的政府信息公开工作年度报告。")
                % {"superior": superior, "agency": agency, "year": year},
                _address(reports.get(agency.pk), year),
            )
            for agency in agencies
            for person in sorted(people.get(agency.pk, ()))
        ]
    return tell(news, at=at), sum(agency.pk not in people for agency in agencies)


def _reports(year: int) -> dict[int, int]:
    return dict(Report.objects.filter(year=year).order_by().values_list("agency", "pk"))


def _address(report: int | None, year: int) -> str:
    return addressing.list_url(year) if report is None else addressing.report_url(report)


def _sentence(occasion: Occasion, year: int, on: date) -> str:
    left = (occasion.day - on).days
    facts = {
        "agency": occasion.agency,
        "year": year,
        "day": occasion.day.isoformat(),
        "count": abs(left),
    }
    if occasion.what == "publish":
        if left < 0:
            return (
                _(
                    "%(agency)s %(year)s 年度报告应于 %(day)s 前公布（条例第四十九条），已逾期 %(count)s 天，请立即公布。"
                )
                % facts
            )
        if left == 0:
            return (
                _("%(agency)s %(year)s 年度报告今天（%(day)s）是公布的最后一天（条例第四十九条）。") % facts
            )
        return (
            _("%(agency)s %(year)s 年度报告应于 %(day)s 前公布（条例第四十九条），还有 %(count)s 天。")
            % facts
        )
    if left < 0:
        return (
            _("%(agency)s %(year)s 年度报告应于 %(day)s 前报送上级机关，已逾期 %(count)s 天，请立即报送。")
            % facts
        )
    if left == 0:
        return _("%(agency)s %(year)s 年度报告今天（%(day)s）是报送上级机关的最后一天。") % facts
    return _("%(agency)s %(year)s 年度报告应于 %(day)s 前报送上级机关，还有 %(count)s 天。") % facts
