"""The report in force as a file, in every kind that the writers know."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yangguang.annualreport.writing import KINDS, write
from yangguang.offices.visitors import person
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import Report

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


@require_safe
def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The working copy anew in the official layout, with everything that people settled."""
    if kind not in KINDS:
        raise Http404
    reports = Report.objects.visible_to(person(request)).select_related("agency", "edition", "figures")
    report = get_object_or_404(reports, pk=pk)
    content = write(in_force(report), kind, checked=report.figures.check_result())
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{report}.{kind}")
    response["X-Content-Type-Options"] = "nosniff"
    return response
