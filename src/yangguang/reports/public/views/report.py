"""One report as a page, its files, and earlier publications of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from yangguang.reports.composing import is_unsure
from yangguang.reports.models import Publication, PublicationEnd
from yangguang.reports.public import charts, files, results, selectors, sheets


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The publication in force. Once withdrawn the page stays and says so (410), so that links can be understood."""
    publication = _current(pk)
    if publication is None:
        return _withdrawn(request, pk)
    return _page(request, publication)


@require_safe
def edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """An earlier publication that a corrected one replaced; what was withdrawn is not shown again."""
    publication = get_object_or_404(Publication.objects.select_related("agency"), report=pk, number=number)
    if publication.ended_as == PublicationEnd.WITHDRAWN:
        return _withdrawn(request, pk)
    return _page(request, publication)


@require_safe
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The publication in force as a file."""
    publication = _current(pk)
    if publication is None:
        raise Http404
    return _file(request, publication, kind)


@require_safe
def edition_file(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """An earlier publication as a file."""
    publication = get_object_or_404(
        Publication.objects.select_related("agency").exclude(ended_as=PublicationEnd.WITHDRAWN),
        report=pk,
        number=number,
    )
    return _file(request, publication, kind)


def _current(pk: int) -> Publication | None:
    return Publication.objects.current().select_related("agency").filter(report=pk).first()


def _page(request: HttpRequest, publication: Publication) -> HttpResponse:
    one = selectors.OneReport(publication)
    content = publication.annual_report()
    shown = selectors.shown_findings(one)
    findings = [item.finding for item in shown]
    context = {
        "publication": publication,
        "report": content,
        "title": files.title(publication),
        "parts": sheets.parts(content, findings),
        "preamble": sheets.preamble(content, findings),
        "findings": shown,
        "rules": results.shown_rules(publication.check_result(), findings),
        "counts": results.counts(findings),
        "unsure": sum(is_unsure(cell) for cell in content.cells.values()),
        "charts": charts.of_report(publication, content, one.years),
        "years": one.years,
        "history": one.history,
        "kinds": files.KINDS,
        "key_figures": selectors.key_figures(publication),
    }
    return render(request, "reports/public/report.html", context)


def _withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    last = (
        Publication.objects.light()
        .select_related("agency")
        .filter(report=pk, ended_as=PublicationEnd.WITHDRAWN)
        .first()
    )
    if last is None:
        raise Http404
    context = {"publication": last, "title": files.title(last)}
    return render(request, "reports/public/withdrawn.html", context, status=410)


def _file(request: HttpRequest, publication: Publication, kind: str) -> HttpResponse:
    """A file as the writers make it. It never changes, so whoever has it need not fetch it twice."""
    if kind not in files.KINDS:
        raise Http404
    tag = f'"{files.fingerprint(publication, kind)}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        body = files.written(publication, kind)
        response = HttpResponse(body, content_type=files.CONTENT_TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(True, files.name(publication, kind))
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=300)
    return response
