"""Published figures for machines: the list, all figures, the dictionary; CSV and JSON, streamed.

Memory stays flat whatever the number of reports: rows leave as they come from the database. A file
holds at most :data:`MOST_REPORTS` reports and says where the next one begins. The ETag follows from
what is published, so that a daily fetch of nothing new costs a line.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

import yangguang
from yangguang.annualreport.formats import FORMATS, Format, Kind
from yangguang.reports.figures import COLUMNS
from yangguang.reports.models import Publication
from yangguang.reports.models.figures import PublicationQuerySet
from yangguang.web.keys import key
from yangguang.web.spreadsheet import plain

MOST_REPORTS = 5_000
CHUNK = 500
LICENCE = "https://creativecommons.org/publicdomain/mark/1.0/"
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
UNITS = {Kind.COUNT: "count", Kind.CHANGE: "count", Kind.MONEY: "yuan", Kind.WAN_YUAN: "wan_yuan"}

Row = dict[str, Any]
Link = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file: its name, its columns, and the rows and JSON entry of one publication."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Publication, Link], Iterable[Row]]
    entry: Callable[[Publication, Link], Row]
    needs_cells: bool = False


def _identity(publication: Publication, link: Link) -> Row:
    return {
        "id": publication.report_id,
        "agency": publication.agency.name,
        "uscc": publication.agency.uscc,
        "region_code": publication.agency.region_code,
        "level": publication.agency.level,
        "year": publication.year,
        "format": publication.format,
        "variant": publication.variant,
        "published_at": publication.published_at.isoformat(timespec="seconds"),
        "corrected": publication.is_corrected,
        "url": link(reverse("reports:report", args=[publication.report_id])),
    }


def _listed(publication: Publication, link: Link) -> Row:
    return _identity(publication, link) | publication.chosen()


def _one_row(publication: Publication, link: Link) -> Iterable[Row]:
    return (_listed(publication, link),)


def _figure_rows(publication: Publication, link: Link) -> Iterator[Row]:
    head = {name: getattr(publication, name) for name in ("year", "format")}
    for address, value in publication.cells.items():
        unit = "count"
        if isinstance(value, dict):
            unit, value = ("yuan", value["yuan"]) if "yuan" in value else ("wan_yuan", value["decimal"])
        yield {
            "id": publication.report_id,
            "agency": publication.agency.name,
            **head,
            "address": address,
            "value": value,
            "unit": unit,
        }


def _with_figures(publication: Publication, link: Link) -> Row:
    figures = {
        address: value["decimal"] if isinstance(value, dict) and "decimal" in value else value
        for address, value in publication.cells.items()
    }
    return _identity(publication, link) | {"figures": figures}


_IDENTITY = (
    "id",
    "agency",
    "uscc",
    "region_code",
    "level",
    "year",
    "format",
    "variant",
    "published_at",
    "corrected",
    "url",
)
LIST = Export("reports", (*_IDENTITY, *(column.name for column in COLUMNS)), _one_row, _listed)
FIGURES = Export(
    "figures",
    ("id", "agency", "year", "format", "address", "value", "unit"),
    _figure_rows,
    _with_figures,
    needs_cells=True,
)


def answer(
    request: HttpRequest, export: Export, kind: str, found: PublicationQuerySet, query: str
) -> HttpResponseBase:
    """The file, or 304 when the asker has it already. ``query`` is the cleaned address of the list."""
    if kind not in CONTENT_TYPES:
        raise Http404
    after = key(request.GET.get("after", ""))
    tag = state_tag(export.name, kind, query, str(after))
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = _streamed(request, export, kind, found, query, after)
    response["ETag"] = tag
    patch_cache_control(response, public=True, max_age=300)
    return response


def state_tag(*parts: str) -> str:
    """Changes whenever anything is published or ended, with the release, and once a day for renamed offices."""
    state = Publication.objects.aggregate(n=Count("pk"), last=Max("published_at"), ended=Max("ended_at"))
    said = [str(state[name]) for name in ("n", "last", "ended")]
    said += [yangguang.__version__, timezone.localdate().isoformat(), *parts]
    return f'"{hashlib.sha256("|".join(said).encode()).hexdigest()[:32]}"'


def _streamed(
    request: HttpRequest, export: Export, kind: str, found: PublicationQuerySet, query: str, after: int
) -> StreamingHttpResponse:
    found = found.filter(report__gt=after).order_by("report_id")
    ids = found.values_list("report_id", flat=True)[MOST_REPORTS - 1 : MOST_REPORTS + 1]
    edge = list(ids)
    if len(edge) > 1:  # there is more: this file ends at edge[0]
        found = found.filter(report__lte=edge[0])
    following = _next_address(request, query, edge[0]) if len(edge) > 1 else ""
    if export.needs_cells:
        found = found.defer(None).defer("content", "checked")
    publications = found.iterator(chunk_size=CHUNK)
    if kind == "csv":
        body = csv_lines(export.columns, _rows(export, publications, request.build_absolute_uri))
    else:
        head = {"licence": LICENCE, "next": following or None}
        entries = (export.entry(publication, request.build_absolute_uri) for publication in publications)
        body = json_lines(head, export.name, entries)
    response = StreamingHttpResponse(body, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{export.name}.{kind}")
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def _next_address(request: HttpRequest, query: str, last: int) -> str:
    asked = f"{query}&" if query else ""
    return request.build_absolute_uri(f"{request.path}?{asked}after={last}")


def _rows(export: Export, publications: Iterable[Publication], link: Link) -> Iterator[Row]:
    for publication in publications:
        yield from export.rows(publication, link)


# --- the dictionary ----------------------------------------------------------------------------

FIELD_COLUMNS = ("format", "address", "table", "groups", "row", "column", "unit", "article")


def fields() -> Iterator[Row]:
    """Every address of every form with its official labels."""
    for form in FORMATS:
        yield from fields_of(form)


def fields_of(form: Format) -> Iterator[Row]:
    """The addresses of one form."""
    for table in form.tables:
        for row in table.rows:
            for column in table.columns:
                yield {
                    "format": form.id,
                    "address": f"{table.path}.{row.id}.{column.id}",
                    "table": table.caption,
                    "groups": " / ".join(row.groups),
                    "row": row.label,
                    "column": column.label,
                    "unit": UNITS[column.kind],
                    "article": row.article,
                }


# --- writing -----------------------------------------------------------------------------------


class _Echo:
    """A file that hands back what is written."""

    def write(self, value: str) -> str:
        return value


def csv_lines(columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[bytes]:
    """Lines of CSV with a byte order mark, for spreadsheet programs take Chinese for Latin without it."""
    writer = csv.writer(_Echo())
    yield ("\ufeff" + writer.writerow(columns)).encode()
    for row in rows:
        yield writer.writerow([plain(row.get(column)) for column in columns]).encode()


def json_lines(head: Row, name: str, entries: Iterable[Row]) -> Iterator[bytes]:
    """One JSON object, its list written an entry a line."""
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{opening}, "{name}": ['.encode()
    comma = "\n"
    for entry in entries:
        yield (comma + json.dumps(entry, ensure_ascii=False)).encode()
        comma = ",\n"
    yield b"\n]}\n"
