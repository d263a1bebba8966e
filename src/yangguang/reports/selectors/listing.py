"""Lists of reports and the numbers on the front page of the workbench."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Sum

from yangguang.offices.models import Person
from yangguang.reports.models import (
    ImportBatch,
    Publication,
    Report,
    ReportState,
)
from yangguang.reports.models.report import ReportQuerySet

FIGURES_LARGE = ("figures__cells", "figures__for_sums", "figures__checked")
_LARGE = (*FIGURES_LARGE, "edition__reading", "edition__blocks")


def reports_for_list(user: Person) -> ReportQuerySet:
    """The reports a person may read, with what a list shows of each; three queries for any number."""
    return (
        Report.objects.visible_to(user)
        .select_related("agency", "figures", "edition")
        .defer(*_LARGE)
        .prefetch_related(
            Prefetch(
                "publications",
                queryset=Publication.objects.current().light(),
                to_attr="current_publications",
            )
        )
    )


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the front page says about annual reports."""

    states: list[tuple[str, str, int]]
    open_errors: int
    with_errors: list[Report]
    waiting: list[ImportBatch]


def dashboard(user: Person) -> Dashboard:
    """Counts by state, the reports with most open errors, and one's own unfinished imports."""
    visible = Report.objects.visible_to(user)
    counts = dict(visible.order_by().values_list("state").annotate(number=Count("pk")))
    working = visible.filter(state__in=(ReportState.DRAFT, ReportState.REVIEWED))
    unfinished = ImportBatch.objects.visible_to(user).unfinished()
    return Dashboard(
        states=[(state.value, str(state.label), counts.get(state.value, 0)) for state in ReportState],
        open_errors=working.aggregate(total=Sum("figures__open_errors"))["total"] or 0,
        with_errors=list(
            working.filter(figures__open_errors__gt=0)
            .select_related("agency", "figures")
            .defer(*FIGURES_LARGE)
            .order_by("-figures__open_errors", "-year")[:5]
        ),
        waiting=list(unfinished[:5]),
    )
