"""Where the pages of the workbench lie to which notices lead."""

from __future__ import annotations

from django.urls import reverse


def report_url(report_id: int) -> str:
    """The page of one report."""
    return reverse("staff_reports:report", args=[report_id])


def list_url(year: int) -> str:
    """The list of one's reports of a year, for those whose report does not exist yet."""
    return f"{reverse('staff_reports:list')}?year={year}"
