"""The days of a report season: by when reports are handed in, from when they are locked, by when they are public.

The day of publication is the law's (条例第四十九条): 31 January for departments, 31 March for governments at county
level and above. The days of handing in and locking are set by the superior; where it set none, those here hold.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from yangguang.offices.models import Agency, Kind, Level
from yangguang.reports.models import HandIn, Report, Season


@dataclass(frozen=True, slots=True)
class Days:
    """The last day for handing in, and the first day on which what was handed in is locked."""

    hand_in_on: date
    locks_on: date


def usual_days(year: int) -> dict[str, date]:
    """The days of a season that nobody has set, by the names of the fields."""
    return {
        "hand_in_on": date(year + 1, 1, 15),
        "locks_on": date(year + 1, 1, 31),
        "government_hand_in_on": date(year + 1, 3, 15),
        "government_locks_on": date(year + 1, 3, 31),
    }


def usual_season(agency: Agency, year: int) -> Season:
    """A season with the usual days, not kept."""
    return Season(agency=agency, year=year, **usual_days(year))


def season_of(superior: Agency, year: int) -> Season:
    """The season of a superior: its own, else that of the nearest one above it that set one, else the usual days."""
    return nearest(superior, seasons_above([superior], year)) or usual_season(superior, year)


def seasons_above(agencies: Collection[Agency], year: int) -> dict[int, Season]:
    """Every season that may hold for these agencies or for those below them, by agency."""
    above = {int(step) for agency in agencies for step in (agency.path or "").split("/") if step}
    return {season.agency_id: season for season in Season.objects.filter(agency__in=above, year=year)}


def nearest(superior: Agency, seasons: dict[int, Season]) -> Season | None:
    """The season of a superior, or of the nearest above it."""
    steps = [int(step) for step in (superior.path or "").split("/") if step]
    return next((seasons[step] for step in reversed(steps) if step in seasons), None)


def days_for(agency: Agency, season: Season) -> Days:
    """The days that a season has for one agency."""
    if agency.kind == Kind.GOVERNMENT:
        return Days(season.government_hand_in_on, season.government_locks_on)
    return Days(season.hand_in_on, season.locks_on)


def days_of(agency: Agency, year: int) -> Days | None:
    """The days for a report of an agency; ``None`` where nobody stands above it."""
    if agency.parent_id is None:
        return None
    above = [int(step) for step in (agency.path or "").split("/") if step][:-1]
    seasons = {season.agency_id: season for season in Season.objects.filter(agency__in=above, year=year)}
    found = next((seasons[step] for step in reversed(above) if step in seasons), None)
    return days_for(agency, found or Season(**usual_days(year)))


def publication_day(agency: Agency, year: int) -> date | None:
    """By when the law asks for publication (条例第四十九条); ``None`` for bodies of which it does not speak."""
    if agency.kind == Kind.DEPARTMENT:
        return date(year + 1, 1, 31)
    if agency.kind == Kind.GOVERNMENT and agency.level != Level.TOWNSHIP:
        return date(year + 1, 3, 31)
    return None


@dataclass(frozen=True, slots=True)
class Lock:
    """A report that lies locked with the superior."""

    since: date
    hand_in: HandIn


def lock_of(report: Report, at: datetime) -> Lock | None:
    """Whether what was handed in is locked by now: nothing may change until it is sent back."""
    hand_in = report.hand_ins.current().light().select_related("handed_in_by").first()
    if hand_in is None:
        return None
    days = days_of(report.agency, report.year)
    if days is None or timezone.localdate(at) < days.locks_on:
        return None
    return Lock(max(days.locks_on, timezone.localdate(hand_in.handed_in_at)), hand_in)
