"""Several offices and years side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yangguang.annualreport.comparing import Comparison, ComparisonRow
from yangguang.annualreport.comparing import compare as compare_reports
from yangguang.reports.models import Publication
from yangguang.reports.public import charts, exports, selectors
from yangguang.translation import gettext as form_gettext
from yangguang.web.keys import keys

MOST = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """A report being compared, with the addresses of the page without it and of the report itself."""

    publication: Publication
    without: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one table of the form."""

    caption: str
    rows: tuple[ComparisonRow, ...]


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The chosen reports side by side, and a way to choose more."""
    chosen = _chosen(request)
    is_full = request.GET.get("all") == "1"
    numbers = [publication.report_id for publication in chosen]
    context = {
        "chosen": [Chosen(item, _address(numbers, is_full, without=item.report_id)) for item in chosen],
        "numbers": numbers,
        "is_full": is_full,
        "most": MOST,
        "words": request.GET.get("q", "").strip()[: selectors.LONGEST_SEARCH],
        "offers": _offers(request, chosen) if len(chosen) < MOST else (),
        "address": _address(numbers, is_full),
        "toggle_address": _address(numbers, not is_full),
    }
    if len(chosen) > 1:
        context |= _compared(chosen, is_full)
    return render(request, "reports/public/compare.html", context)


@require_safe
def compare_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The comparison as CSV or JSON, every cell of the forms."""
    chosen = _chosen(request)
    if not chosen or kind not in exports.CONTENT_TYPES:
        raise Http404
    comparison = compare_reports([publication.annual_report() for publication in chosen])
    if kind == "json":
        response: HttpResponse = JsonResponse(comparison.to_json(), json_dumps_params={"ensure_ascii": False})
    else:
        lines = exports.csv_lines(_csv_columns(comparison), _csv_rows(comparison))
        response = HttpResponse(b"".join(lines), content_type=exports.CONTENT_TYPES["csv"])
    response["Content-Disposition"] = content_disposition_header(True, f"comparison.{kind}")
    return response


def _chosen(request: HttpRequest) -> tuple[Publication, ...]:
    return selectors.for_comparison(keys(request.GET.getlist("r"))[:MOST])


def _address(numbers: Sequence[int], is_full: bool, *, without: int | None = None) -> str:
    pairs: list[tuple[str, int]] = [("r", number) for number in numbers if number != without]
    return urlencode([*pairs, ("all", 1)] if is_full else pairs)


def _offers(request: HttpRequest, chosen: Sequence[Publication]) -> tuple[tuple[Publication, str], ...]:
    """Reports to add: those that were searched for, else other years and offices that suggest themselves."""
    numbers = [publication.report_id for publication in chosen]
    found = selectors.offers(chosen, request.GET.get("q", ""))
    return tuple((item, _address([*numbers, item.report_id], False)) for item in found)


def _compared(chosen: Sequence[Publication], is_full: bool) -> dict[str, object]:
    comparison = compare_reports([publication.annual_report() for publication in chosen])
    rows = [row for row in comparison.rows if is_full or (row.is_total and row.has_figures)]
    chart = charts.of_comparison(
        comparison, [_name(column.agency, column.year) for column in comparison.columns]
    )
    return {
        "comparison": comparison,
        "columns": comparison.columns,
        "groups": _grouped(rows),
        "notes": tuple(dict.fromkeys(row.note for row in rows if row.note)),
        "chart": None if chart.is_empty else chart,
    }


def _grouped(rows: Sequence[ComparisonRow]) -> tuple[Group, ...]:
    captions = dict.fromkeys(row.labels.table for row in rows)
    return tuple(
        Group(form_gettext(c), tuple(row for row in rows if row.labels.table == c)) for c in captions
    )


def _name(agency: str, year: int | None) -> str:
    return gettext("%(agency)s %(year)s年") % {"agency": agency, "year": year} if year else agency


def _csv_columns(comparison: Comparison) -> tuple[str, ...]:
    names = [_name(column.agency, column.year) for column in comparison.columns]
    changes = [f"{name} {gettext('增减')}" for name in names]
    return ("address", "table", "groups", "row", "column", *_unique(names), *_unique(changes), "note")


def _unique(names: Sequence[str]) -> list[str]:
    """Two reports of one name and year cannot be, but two offices of one name can."""
    return [name if names.count(name) == 1 else f"{name} ({n})" for n, name in enumerate(names, start=1)]


def _csv_rows(comparison: Comparison) -> Iterator[exports.Row]:
    head = _csv_columns(comparison)
    for row in comparison.to_json()["rows"]:
        changes = [change["absolute"] if change else "" for change in row["changes"]]
        said = [row["address"], row["table"], " / ".join(row["groups"]), row["row"], row["column"]]
        yield dict(zip(head, [*said, *row["values"], *changes, row["note"]], strict=True))
