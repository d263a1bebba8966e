"""Cases on the front page of the workbench: my work today, and the figures of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone
from wagtail.admin.ui.components import Component

from yangguang.cases.due import SOON
from yangguang.cases.listing import by_limit, count
from yangguang.cases.models import Case
from yangguang.cases.models.case import SEES_AGENCY
from yangguang.cases.procedure import procedures
from yangguang.cases.staff.worklist import rows_of
from yangguang.cases.standing import waits_for
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
        mine = Case.objects.visible_to(user).filter(waits_for(user, today))
        related = mine.select_related("agency", "lead_department", "lead_person")
        soon = calendar.add(today, SOON).due
        return {
            "shown": True,
            "rows": rows_of(by_limit(related, size=MOST).cases, today, calendar),
            "mine": count(mine),
            "overdue": count(mine.overdue(today)),
            "soon": count(mine.filter(next_on__gte=today, next_on__lte=soon)),
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
    seen = Case.objects.filter(
        agency__in=list(Agency.objects.visible_to(user).values_list("pk", flat=True)[:500])
    )
    states = dict(
        seen.open().order_by().values_list("state_id").annotate(n=Count("pk")).values_list("state_id", "n")
    )
    since = today - timedelta(days=RECENT_DAYS)
    closed = seen.filter(is_open=False, closed_on__gte=since, received_on__isnull=False).order_by("-pk")
    days = list(closed.annotate(began=F("received_on")).values_list("began", "closed_on")[:2000])
    taken = [(end - began).days for began, end in days]
    month = seen.filter(
        arrived_at__gte=timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    return {
        "states": [
            (state.id, state.label, states[state.id])
            for procedure in procedures()
            for state in procedure.states
            if state.id in states
        ],
        "overdue": count(seen.overdue(today)),
        "received": count(month),
        "closed": len(days),
        "average": round(sum(taken) / len(taken), 1) if taken else None,
        "days": RECENT_DAYS,
        "unseen": seen.filter(Q(due_changes__isnull=False, due_changes__seen_at__isnull=True))
        .order_by()[:100]
        .count(),
    }
