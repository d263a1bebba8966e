"""What follows from the facts: the report in force, what checking says of it, and its figures.

Conclusions may be thrown away and computed again at any time. They are computed inside the act that
changed a fact, so that a list never shows yesterday's errors.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from yangguang import __version__
from yangguang.annualreport.checking import check
from yangguang.annualreport.findings import CheckedReport, Finding
from yangguang.annualreport.formats import Severity
from yangguang.annualreport.model import AnnualReport
from yangguang.reports import stored
from yangguang.reports.composing import compose, identity, reworded
from yangguang.reports.figures import totals
from yangguang.reports.models import Report, Verdict, WorkingFigures
from yangguang.reports.rolling_up.kept import keep

ENGINE = __version__


def in_force(report: Report) -> AnnualReport:
    """The edition in force with everything that people settled and that still holds."""
    if report.edition is None:
        raise ValueError(f"report {report.pk} has no edition")
    settled = {path: item.settled() for path, item in report.corrections.in_force().items()}
    composed = compose(report.edition.read(), settled)
    if not report.edition.is_drawn_up:
        return composed
    return reworded(
        composed, {number: item.paragraphs for number, item in report.wordings.in_force().items()}
    )


def previous_report(report: Report) -> AnnualReport | None:
    """The report in force of the same agency for the year before, if it is here."""
    return report_of(report.agency_id, report.year - 1)


def report_of(agency_id: int, year: int) -> AnnualReport | None:
    """The report in force of an agency and year, if it is here."""
    reports = Report.objects.filter(agency_id=agency_id, year=year, edition__isnull=False)
    found = reports.select_related("edition").first()
    return in_force(found) if found else None


def conclude(report: Report, at: datetime) -> WorkingFigures:
    """Compute everything about the report anew, and the year after it, which is compared with it."""
    figures = _conclude_one(report, at)
    later = (
        Report.objects.filter(agency_id=report.agency_id, year=report.year + 1, edition__isnull=False)
        .select_related("edition")
        .first()
    )
    if later:
        _conclude_one(later, at)
    return figures


def _conclude_one(report: Report, at: datetime) -> WorkingFigures:
    current = in_force(report)
    checked = check(current, previous_report(report), today=timezone.localdate(at))
    figures, _ = WorkingFigures.objects.update_or_create(
        report=report,
        defaults={
            **figure_columns(report, current, checked),
            "open_errors": len(open_errors(checked, report.verdicts.in_force())),
            "computed_at": at,
        },
    )
    return figures


def figure_columns(report: Report, current: AnnualReport, checked: CheckedReport) -> dict[str, Any]:
    """The columns that working figures and publications have in common."""
    return {
        "agency_id": report.agency_id,
        "year": report.year,
        "format": current.format.id,
        "variant": current.format.variant,
        **totals(current),
        "cells": stored.figures_as_json(current.cells.values()),
        "for_sums": keep(current),
        "checked": stored.checked_to_json(checked),
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "engine": ENGINE,
    }


def open_errors(checked: CheckedReport, verdicts: dict[str, Verdict]) -> list[Finding]:
    """Errors that no verdict settled. A confirmed error stays open until the figure is put right."""
    return [
        finding
        for finding in checked.findings
        if finding.severity is Severity.ERROR
        and ((verdict := verdicts.get(identity(finding))) is None or not verdict.settles)
    ]


def count_open_errors(report: Report) -> None:
    """After a verdict: only the number of open errors changes."""
    figures = WorkingFigures.objects.get(report=report)
    figures.open_errors = len(open_errors(figures.check_result(), report.verdicts.in_force()))
    figures.save(update_fields=["open_errors"])
