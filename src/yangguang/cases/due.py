"""How near a limit is, in words and in a tone; one place for list, page, calendar and alerts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yangguang.cases.models.case import Case, ClockState
from yangguang.cases.procedure import Procedure
from yangguang.law.workdays import WorkCalendar

SOON = 5
"""Days before a limit, in its own unit, from which a case counts as near to it."""
NEXT = 1


@dataclass(frozen=True, slots=True)
class Due:
    """What to show of a limit. ``left`` are days in its unit; negative when the limit has passed."""

    tone: str
    text: str
    left: int | None = None
    is_provisional: bool = False


def due_of(case: Case, today: date, calendar: WorkCalendar) -> Due:
    """The limit of a case on a day."""
    if not case.is_open:
        return Due("neutral", _("已办结"))
    if case.clock_state == ClockState.NOT_STARTED:
        return Due("info", _("待确认收到"))
    if case.next_on is None:
        return Due("neutral", _("停表") if case.clock_state == ClockState.PAUSED else _("没有期限"))
    left = days_left(case.procedure, case.next_on, today, calendar)
    if case.clock_state == ClockState.PAUSED:
        return _paused(case, left)
    words = _words_of_days(left) if case.procedure.in_calendar_days else _words(left)
    return Due(_tone(left), words, left, case.is_provisional)


def days_left(procedure: Procedure, limit: date, today: date, calendar: WorkCalendar) -> int:
    """Days after ``today`` up to and with the limit, in the procedure's unit; negative: so many too late."""
    if procedure.in_calendar_days:
        return (limit - today).days
    left = calendar.between(today, limit)
    return min(left, -1) if limit < today else left  # late by a rest day is late


def _paused(case: Case, left: int) -> Due:
    if left < 0:
        return Due("warning", _("等待已期满"), left, case.is_provisional)
    return Due(
        "neutral", _("停表，等候期还有 %(count)s 个工作日") % {"count": left}, left, case.is_provisional
    )


def _tone(left: int) -> str:
    if left < 0:
        return "error"
    if left <= NEXT:
        return "warning"
    return "info" if left <= SOON else "success"


def _words(left: int) -> str:
    if left < 0:
        return _("逾期 %(count)s 个工作日") % {"count": -left}
    if left == 0:
        return _("今天到期")
    return _("还有 %(count)s 个工作日") % {"count": left}


def _words_of_days(left: int) -> str:
    if left < 0:
        return _("逾期 %(count)s 天") % {"count": -left}
    return _("还有 %(count)s 天") % {"count": left} if left else _("今天到期")
