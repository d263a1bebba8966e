"""Whose registers, and what the report of a year would say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.annualreport.formats import Format, Kind, format_for_year
from yangguang.annualreport.model import Money
from yangguang.offices.visitors import person
from yangguang.registers.addresses import address_behind
from yangguang.registers.counting import counts
from yangguang.registers.permissions import read_by
from yangguang.registers.staff.pages import AgencyPage

PER_PAGE = 50
FIRST_REPORT_YEAR = 2019
_YEARS_SHOWN = 12
_REPORT_SEASON = 3
"""Until the end of March (条例第四十九条) last year's report is what people work at."""


class AgenciesPage(WagtailAdminTemplateMixin, TemplateView):
    """The agencies whose registers the person may read; with a single one, straight to it."""

    request: HttpRequest
    page_title = gettext_lazy("主动公开台账")
    header_icon = "table"
    template_name = "registers/staff/agencies.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        readable = read_by(person(request))
        first = list(readable.values_list("pk", flat=True)[:2])
        if len(first) == 1:
            return redirect("staff_registers:overview", first[0])
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {"url": "", "label": _("主动公开台账")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("q", "").strip()
        found = read_by(person(self.request)).order_by("path")
        if wanted:
            found = found.filter(Q(name__icontains=wanted) | Q(short_name__icontains=wanted))
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page_obj=page, q=wanted, **kwargs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with the address of the entries behind it."""

    words: str
    url: str


class OverviewPage(AgencyPage):
    """The registers of an agency, and the tables of proactive disclosure as they would stand in its report."""

    template_name = "registers/staff/overview.html"

    def get_page_title(self) -> str:
        return _("%(agency)s的台账") % {"agency": self.agency.shown_name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs()

    @property
    def years(self) -> list[int]:
        """The years of reports, the newest first."""
        this = timezone.localdate().year
        return list(range(this, max(FIRST_REPORT_YEAR, this - _YEARS_SHOWN) - 1, -1))

    @property
    def year(self) -> int:
        wanted = self.request.GET.get("year", "")
        for year in self.years:
            if wanted == str(year):
                return year
        today = timezone.localdate()
        return today.year - 1 if today.month <= _REPORT_SEASON else today.year

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = format_for_year(self.year)
        return super().get_context_data(
            year=self.year, years=self.years, form=form, tables=list(self.tables(form)), **kwargs
        )

    def tables(self, form: Format) -> Iterator[dict[str, Any]]:
        """The tables of the form with their figures."""
        figures = counts([self.agency.pk], self.year, form)
        for table in form.proactive:
            rows = [
                (row.label, [self.cell(form, path, figures[path]) for path in table.row_paths(row.id)])
                for row in table.rows
            ]
            yield {
                "caption": table.caption,
                "columns": [column.label for column in table.columns],
                "rows": rows,
            }

    def cell(self, form: Format, path: str, figure: Any) -> Cell:
        return Cell(words(figure, path), address_behind(self.agency.pk, self.year, form, path))


def words(figure: Any, path: str = "") -> str:
    """A figure as the report prints it."""
    if isinstance(figure, Money):
        return figure.text
    if isinstance(figure, Decimal):
        return f"{figure:f}"
    return f"{figure:+d}" if path.endswith("items_change") and figure else str(figure)


def label_of(form: Format, path: str) -> str:
    """The words of a cell: table, row, column."""
    table_path, row, column = path.rsplit(".", 2)
    table = form.table(table_path)
    return f"{table.caption} · {table.row(row).label} · {table.column(column).label}"


def is_change(form: Format, path: str) -> bool:
    """Whether the cell is a change within the year, behind which are entries that came and went."""
    table_path, _row, column = path.rsplit(".", 2)
    return form.table(table_path).column(column).kind is Kind.CHANGE
