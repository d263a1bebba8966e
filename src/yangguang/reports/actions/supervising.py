"""What a superior does in the season of reports: set its days, remind those who are late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yangguang.ledger.book import record
from yangguang.offices.models import Agency, Person
from yangguang.reports import history, reminding
from yangguang.reports.acting import check_allowed
from yangguang.reports.models import Season
from yangguang.reports.models.report import FIRST_YEAR, LAST_YEAR
from yangguang.reports.permissions import Act
from yangguang.reports.refused import Refused


@transaction.atomic
def set_season(
    superior: Agency,
    year: int,
    *,
    hand_in_on: date,
    locks_on: date,
    government_hand_in_on: date,
    government_locks_on: date,
    by: Person,
    at: datetime,
) -> Season:
    """Set the days by which reports of a year are handed in to a superior and from which they are locked."""
    check_allowed(by, Act.SUPERVISE, superior)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(_("年度不对。"))
    days = {
        "hand_in_on": hand_in_on,
        "locks_on": locks_on,
        "government_hand_in_on": government_hand_in_on,
        "government_locks_on": government_locks_on,
    }
    if any(day.year != year + 1 for day in days.values()):
        raise Refused(
            _("%(year)s 年度的报告在 %(next)s 年报送，各日期都应在 %(next)s 年。")
            % {"year": year, "next": year + 1}
        )
    if locks_on < hand_in_on or government_locks_on < government_hand_in_on:
        raise Refused(_("锁定日不能早于报送截止日。"))
    season, _made = Season.objects.update_or_create(agency=superior, year=year, defaults=days)
    record(
        history.SEASON_SET,
        superior,
        by=by,
        agency=superior,
        at=at,
        year=year,
        **{name: day.isoformat() for name, day in days.items()},
    )
    return season


@dataclass(frozen=True, slots=True)
class Reminded:
    """What became of a round of reminders."""

    agencies: int
    people: int
    without_people: int


@transaction.atomic
def remind(
    superior: Agency, year: int, agencies: Collection[Agency], *, by: Person, at: datetime
) -> Reminded:
    """Ask agencies below for their report; each person is asked once a day, however often the button is pressed."""
    check_allowed(by, Act.SUPERVISE, superior)
    if any(not agency.is_at_or_below(superior) or agency.pk == superior.pk for agency in agencies):
        raise Refused(_("只能提醒%(superior)s的下级机关。") % {"superior": superior})
    if not agencies:
        raise Refused(_("没有需要提醒的机关。"))
    on = timezone.localdate(at)
    told, without = reminding.ask(agencies, year, superior, on, at)
    record(
        history.REMINDED,
        superior,
        by=by,
        agency=superior,
        at=at,
        year=year,
        count=len(agencies),
        agencies=sorted(agency.pk for agency in agencies),
    )
    return Reminded(len(agencies), told, without)
