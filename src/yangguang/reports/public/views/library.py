"""The library of published reports: list, filters, and the list as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yangguang.reports.public import exports, selectors


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All published reports, narrowed and sorted as the address says."""
    query = selectors.Query.from_get(request.GET.dict())
    page = selectors.page(selectors.published(query), request.GET.get("page", ""))
    context = {
        "query": query,
        "page": page,
        "pages": [
            (number, query.address(page=number) if isinstance(number, int) else "")
            for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
        ],
        "facets": selectors.facets(),
        "sorts": selectors.SORT_LABELS,
        "address": query.address(),
    }
    return render(request, "reports/public/library.html", context)


@require_safe
def library_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same list as CSV or JSON, all of it."""
    query = selectors.Query.from_get(request.GET.dict())
    return exports.answer(request, exports.LIST, kind, selectors.published(query), query.address())
