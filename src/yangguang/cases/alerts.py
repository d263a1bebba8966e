"""Reminders of limits: five days before, one before, and when one has passed, in the unit of the limit.

Everything is a function of the limit and the day. Nothing is a window: a worker that slept for a week
sends what is due when it wakes, each thing once. A limit that moves is a new limit and is reminded of anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from yangguang.cases.due import days_left
from yangguang.cases.models import Case, NoticeKind
from yangguang.cases.models.case import ClockState
from yangguang.cases.noticing import HOUSE_LANGUAGE, disclosure_office, holders, notify
from yangguang.cases.procedure import Procedure, procedures
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Stage:
    """How near a limit is; ``within`` names the stage in the notice's key."""

    kind: NoticeKind
    within: str
    left: int


def stage_of(left: int, alert_days: tuple[int, ...]) -> Stage | None:
    """The nearest stage that a case so many days before its limit has reached."""
    if left < 0:
        return Stage(NoticeKind.OVERDUE, "late", left)
    reached = [days for days in alert_days if left <= days]
    if not reached:
        return None
    nearest = min(reached)
    kind = NoticeKind.DUE_NEXT if nearest == min(alert_days) else NoticeKind.DUE_SOON
    return Stage(kind, str(nearest), left)


def send_due(on: date, at: datetime) -> int:
    """Tell everybody concerned about the limits that are near or past on this day; how many notices are new.

    Twice on the same day, or by two workers at once, sends nothing twice.
    """
    calendar = calendar_in_force()
    return sum(_tell(case, stage, at) for case, stage in _near(on, calendar))


def _near(on: date, calendar: WorkCalendar) -> Iterator[tuple[Case, Stage]]:
    for procedure in procedures():
        horizon = _horizon(procedure, on, calendar)
        near = Case.objects.of(procedure).filter(is_open=True, next_on__lte=horizon)
        near = near.select_related("agency", "lead_department", "lead_person").order_by("pk")
        for case in near.iterator(chunk_size=500):
            if case.next_on is None:
                continue
            stage = stage_of(days_left(procedure, case.next_on, on, calendar), procedure.alert_days)
            if stage:
                yield case, stage


def _horizon(procedure: Procedure, on: date, calendar: WorkCalendar) -> date:
    """The last day whose limits are near."""
    furthest = max(procedure.alert_days)
    if procedure.in_calendar_days:
        return on + timedelta(days=furthest)
    return calendar.add(on, furthest).due


@transaction.atomic
def _tell(case: Case, stage: Stage, at: datetime) -> int:
    people = {person.pk: person for person in holders(case)}
    if stage.kind is not NoticeKind.DUE_SOON:
        people |= {person.pk: person for person in disclosure_office(case.agency_id)}
    key = f"{case.next_on}:{stage.within}"
    with override(HOUSE_LANGUAGE):
        text = _sentence(case, stage)
    return notify(people.values(), case, stage.kind, key, text, due_on=case.next_on, at=at)


def _sentence(case: Case, stage: Stage) -> str:
    facts = {
        "number": case.number,
        "title": case.title,
        "due": case.next_on.isoformat() if case.next_on else "",
        "count": abs(stage.left),
    }
    if case.clock_state == ClockState.PAUSED:
        if stage.left < 0:
            return _("%(number)s《%(title)s》等候答复的期限 %(due)s 已满，请办理下一步。") % facts
        return _("%(number)s《%(title)s》等候答复的期限 %(due)s 将满，还有 %(count)s 个工作日。") % facts
    if case.procedure.in_calendar_days and stage.left:
        return _sentence_in_days(facts, stage)
    if stage.left < 0:
        return _("%(number)s《%(title)s》已逾期 %(count)s 个工作日（期限 %(due)s），请立即办理。") % facts
    if stage.left == 0:
        return _("%(number)s《%(title)s》今天（%(due)s）到期，请今天办结。") % facts
    return _("%(number)s《%(title)s》将于 %(due)s 到期，还有 %(count)s 个工作日。") % facts


def _sentence_in_days(facts: dict[str, object], stage: Stage) -> str:
    if stage.left < 0:
        return _("%(number)s《%(title)s》已逾期 %(count)s 天（期限 %(due)s），请立即办理。") % facts
    return _("%(number)s《%(title)s》将于 %(due)s 到期，还有 %(count)s 天。") % facts
