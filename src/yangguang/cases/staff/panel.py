"""Cases on the front page of the workbench: my work today, and the figures of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from wagtail.admin.ui.components import Component

from yangguang.cases.due import SOON
from yangguang.cases.listing import by_limit, count
from yangguang.cases.models import Case, DueChange
from yangguang.cases.models.case import SEES_AGENCY
from yangguang.cases.procedure import procedures
from yangguang.cases.staff.worklist import for_rows, rows_of
from yangguang.cases.standing import waiting_for
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import SEES_BELOW

MOST = 8
RECENT_DAYS = 90


class CasesPanel(Component):
    """What waits for the person, and how the office stands."""

    name = "cases"
    order = 50
    template_name = "cases/staff/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        if not isinstance(user, Person) or not may_enter(user):
            return {"shown": False}
        today = timezone.localdate()
        calendar = calendar_in_force()
        mine = waiting_for(user, today)
        soon = calendar.add(today, SOON).due
        return {
            "shown": True,
            "rows": rows_of(by_limit(mine.each(for_rows), size=MOST).cases, today, calendar),
            "mine": count(mine),
            "overdue": count(mine.each(lambda cases: cases.overdue(today))),
            "soon": count(mine.each(lambda cases: cases.filter(next_on__gte=today, next_on__lte=soon))),
            "soon_to": soon,
            "today": today,
            "office": office_figures(user) if sees_office(user) else None,
        }


def may_enter(user: Person) -> bool:
    """Whether the person has any business with cases: some role other than setting up offices."""
    return user.is_superuser or bool(user.roles - {"administrator"})


def sees_office(user: Person) -> bool:
    """Whether the person looks over whole offices."""
    return user.is_superuser or bool(user.roles & (SEES_AGENCY | SEES_BELOW))


def office_figures(user: Person) -> dict[str, Any]:
    """Open cases by state, overdue ones, and the last ninety days: received, closed, and how long it took.

    Looks at open and recent cases only; both are ranges of an index, however old the house is.
    """
    today = timezone.localdate()
    agencies = list(Agency.objects.visible_to(user).values_list("pk", flat=True)[:500])
    every = procedures()
    seen = Case.objects.filter(agency__in=agencies, procedure_id__in=[item.id for item in every]).order_by()
    standing = seen.open().values_list("procedure_id", "state_id").annotate(n=Count("*"))
    states = {(procedure, state): n for procedure, state, n in standing}
    since = today - timedelta(days=RECENT_DAYS)
    closed = seen.filter(closed_on__gte=since, received_on__isnull=False)
    days = [
        ((end - began).days, n)
        for began, end, n in closed.values_list("received_on", "closed_on").annotate(n=Count("*"))
    ]
    many = sum(n for _taken, n in days)
    month = seen.filter(
        year=today.year,
        arrived_at__gte=timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0),
    )
    moved = DueChange.objects.filter(seen_at__isnull=True, case__agency__in=agencies).order_by()
    return {
        "states": [
            (procedure.id, state.id, state.label, states[procedure.id, state.id])
            for procedure in every
            for state in procedure.states
            if (procedure.id, state.id) in states
        ],
        "overdue": count(seen.overdue(today)),
        "received": count(month),
        "closed": many,
        "average": round(sum(taken * n for taken, n in days) / many, 1) if many else None,
        "days": RECENT_DAYS,
        "unseen": moved.values("case").distinct()[:100].count(),
    }
