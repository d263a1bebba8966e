"""Computing due dates anew when the calendar or a rule has changed, and telling the office what moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yangguang.cases.engine import compute_clock, locked, put_clock, situation_of
from yangguang.cases.models import Case, DueChange
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.workdays import WorkCalendar
from yangguang.web.progress import Progress


@transaction.atomic
def recompute(case_id: int, why: str, at: datetime, calendar: WorkCalendar) -> DueChange | None:
    """Compute one open case anew. A date that moved, or is certain now, becomes a line for the office.

    Running it twice changes nothing the second time.
    """
    case = locked(case_id)
    if not case.is_open:
        return None
    before, was_provisional = case.due_on, case.is_provisional
    situation = situation_of(case, at, calendar)
    put_clock(case, compute_clock(case, situation, situation.events))
    if (case.due_on, case.is_provisional) == (before, was_provisional):
        return None
    Case.objects.filter(pk=case.pk).update(
        due_on=case.due_on,
        next_on=case.next_on,
        is_provisional=case.is_provisional,
        clock_state=case.clock_state,
    )
    return DueChange.objects.create(
        case=case, before=before, after=case.due_on, was_provisional=was_provisional, why=why[:200], at=at
    )


def recompute_open(why: str, at: datetime, progress: Progress | None = None) -> int:
    """Compute every open case anew, one transaction each; the number of those whose date moved."""
    waited = progress or Progress(None)
    cases = Case.objects.open().filter(received_on__isnull=False)
    calendar = calendar_in_force()
    waited.begin(cases.count())
    for case_id in cases.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=1000):
        waited.step(found=recompute(case_id, why, at, calendar) is not None)
    waited.end()
    return waited.found
