"""Everything published, for machines; and the page that explains it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yangguang.annualreport.formats import FORMATS
from yangguang.reports.figures import COLUMNS
from yangguang.reports.public import exports, selectors
from yangguang.web import throttle

DOWNLOADS = 60
SECONDS = 10 * 60


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, what it means, and how it may be used."""
    context = {
        "formats": FORMATS,
        "columns": [(column.name, gettext(column.label)) for column in COLUMNS],
        "years": selectors.facets().years,
        "most": exports.MOST_REPORTS,
        "licence": exports.LICENCE,
        "downloads": DOWNLOADS,
        "minutes": SECONDS // 60,
    }
    return render(request, "reports/public/open_data.html", context)


@require_safe
def figures_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every figure of every published report, narrowed like the library's list."""
    wait = throttle.seconds_to_wait(request, "open-data", most=DOWNLOADS, seconds=SECONDS)
    if wait:
        return too_often(wait)
    query = selectors.Query.from_get(request.GET.dict())
    return exports.answer(request, exports.FIGURES, kind, selectors.published(query), query.address())


@require_safe
def fields_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The dictionary: every address of every form with its official labels."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    tag = exports.state_tag("fields", kind)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        lines = (
            exports.csv_lines(exports.FIELD_COLUMNS, exports.fields())
            if kind == "csv"
            else exports.json_lines({"licence": exports.LICENCE}, "fields", exports.fields())
        )
        response = StreamingHttpResponse(lines, content_type=exports.CONTENT_TYPES[kind])
        response["Content-Disposition"] = content_disposition_header(True, f"fields.{kind}")
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=300)
    return response


def too_often(wait: int) -> HttpResponse:
    """429 in plain words; programs read the header."""
    said = gettext("下载过于频繁，请 %(seconds)s 秒后再试。") % {"seconds": wait}
    response = HttpResponse(said + "\n", status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(wait)
    return response
