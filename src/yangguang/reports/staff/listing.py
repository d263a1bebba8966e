"""The list of reports: filters, search, sorting, and the same rows as a spreadsheet."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from yangguang.annualreport.formats import FORMATS
from yangguang.offices.models import Agency
from yangguang.offices.visitors import person
from yangguang.reports.figures import COLUMNS
from yangguang.reports.forms import MOST_CHOICES
from yangguang.reports.models import Report, ReportState
from yangguang.reports.permissions import Act, agencies_for, may_somewhere
from yangguang.reports.selectors import reports_for_list
from yangguang.translation import gettext as say
from yangguang.web.spreadsheet import moment, plain, write_sheet

WIDTHS = {"agency": 28, "state": 12, "changed_at": 17, "published_at": 17}
"""Columns of the spreadsheet that are not as wide as a figure, in signs."""


class ReportFilter(forms.Form):
    """What the list may be narrowed to; sent by GET, works without script."""

    q = forms.CharField(label=_("机关名称"), required=False, max_length=80)
    agency = forms.ModelChoiceField(
        label=_("机关"), queryset=Agency.objects.none(), required=False, empty_label=_("全部")
    )
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    format = forms.ChoiceField(
        label=_("格式"),
        required=False,
        choices=[("", _("全部")), *((form.id, form.id) for form in FORMATS)],
    )
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), *ReportState.choices]
    )
    check = forms.ChoiceField(
        label=_("核对"),
        required=False,
        choices=[
            ("", _("全部")),
            ("open", _("有未处理的错误")),
            ("any", _("有错误")),
            ("none", _("没有错误")),
        ],
    )

    def __init__(self, data: Any, *, visible: QuerySet[Report]) -> None:
        super().__init__(data)
        agencies = Agency.objects.filter(reports__in=visible).distinct()
        if agencies[: MOST_CHOICES + 1].count() > MOST_CHOICES:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        years = visible.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", _("全部")), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]

    def narrow(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        """The reports that fit; a value that is no choice narrows nothing."""
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            reports = reports.filter(agency__name__icontains=wanted["q"].strip())
        for field, lookup in (
            ("agency", "agency"),
            ("year", "year"),
            ("format", "figures__format"),
            ("state", "state"),
        ):
            if wanted.get(field):
                reports = reports.filter(**{lookup: wanted[field]})
        errors = {
            "open": {"figures__open_errors__gt": 0},
            "any": {"figures__errors__gt": 0},
            "none": {"figures__errors": 0},
        }
        return reports.filter(**errors.get(wanted.get("check", ""), {}))


class StateColumn(Column):
    """The state as a badge, and whether errors stand open."""

    cell_template_name = "reports/staff/state_cell.html"


class NumberColumn(Column):
    """A figure; a dash where the report gives none."""

    cell_template_name = "reports/staff/number_cell.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, classname="is-number yg-num", **kwargs)


class ReportListView(SpreadsheetExportMixin, BaseListingView):
    """All reports that the person may read."""

    page_title = _("年度报告")
    header_icon = "doc-full"
    header_more_buttons: list[Any] = []  # the spreadsheets have buttons of their own on the page
    template_name = "reports/staff/list.html"
    results_template_name = "reports/staff/list_results.html"
    index_url_name = "staff_reports:list"
    paginate_by = 50
    default_ordering = "-changed_at"
    columns = [
        TitleColumn(
            "agency",
            label=_("机关"),
            accessor="agency",
            sort_key="agency__name",
            get_url=lambda report: reverse("staff_reports:report", args=[report.pk]),
        ),
        Column("year", label=_("年度"), sort_key="year", classname="yg-num"),
        StateColumn("state", label=_("状态"), sort_key="state"),
        NumberColumn(
            "open_errors",
            label=_("未处理错误"),
            accessor="figures.open_errors",
            sort_key="figures__open_errors",
        ),
        NumberColumn("warnings", label=_("提醒"), accessor="figures.warnings", sort_key="figures__warnings"),
        NumberColumn(
            "new_received",
            label=_("本年新收"),
            accessor="figures.new_received",
            sort_key="figures__new_received",
        ),
        NumberColumn(
            "results_total",
            label=_("办理总计"),
            accessor="figures.results_total",
            sort_key="figures__results_total",
        ),
        Column("changed_at", label=_("最后变动"), sort_key="changed_at", accessor="changed_at"),
    ]
    list_export = (
        "agency",
        "year",
        "format",
        "state",
        "edition",
        *(column.name for column in COLUMNS),
        "errors",
        "open_errors",
        "warnings",
        "changed_at",
        "published_at",
    )
    export_headings = {
        "agency": _("机关"),
        "year": _("年度"),
        "format": _("格式"),
        "state": _("状态"),
        "edition": _("版本"),
        "errors": _("错误"),
        "open_errors": _("未处理错误"),
        "warnings": _("提醒"),
        "changed_at": _("最后变动"),
        "published_at": _("公开时间"),
    }

    @cached_property
    def narrowing(self) -> ReportFilter:
        return ReportFilter(self.request.GET, visible=Report.objects.visible_to(person(self.request)))

    def get_base_queryset(self) -> QuerySet[Report]:
        return self.narrowing.narrow(reports_for_list(person(self.request)))

    def order_queryset(self, queryset: QuerySet[Report]) -> QuerySet[Report]:
        """Ties in the order of filing, so that no row shows on two pages."""
        return queryset.order_by(self.ordering, "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            narrowing=self.narrowing,
            is_narrowed=any(self.request.GET.get(name) for name in self.narrowing.fields),
            may_supervise=may_somewhere(person(self.request), Act.SUPERVISE),
            may_roll_up=self.may_roll_up(),
            may_compute=may_somewhere(person(self.request), Act.COMPUTE),
            may_import=may_somewhere(person(self.request), Act.IMPORT),
            **kwargs,
        )

    def may_roll_up(self) -> bool:
        """Whether there is anybody below whose reports this person adds up."""
        children = Agency.objects.active().filter(parent=OuterRef("pk"))
        return agencies_for(person(self.request), Act.ROLL_UP).filter(Exists(children)).exists()

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if self.is_export:
            return self.as_spreadsheet(context["object_list"], self.request.GET["export"])
        return super().render_to_response(context, **kwargs)

    # the spreadsheet

    def get_filename(self) -> str:
        return f"{self.page_title}-{timezone.localdate():%Y%m%d}"

    def get_heading(self, queryset: Any, field: str) -> str:
        chosen = {column.name: say(column.label) for column in COLUMNS}
        return chosen.get(field) or str(self.export_headings[field])

    def to_row_dict(self, item: Report) -> OrderedDict[str, Any]:
        figures = getattr(item, "figures", None)
        publication = item.publication
        row: OrderedDict[str, Any] = OrderedDict(
            agency=str(item.agency),
            year=item.year,
            format=figures.format if figures else "",
            state=str(item.get_state_display()),
            edition=item.edition.number if item.edition else None,
        )
        for field in (*(column.name for column in COLUMNS), "errors", "open_errors", "warnings"):
            row[field] = getattr(figures, field) if figures else None
        row["changed_at"] = item.changed_at
        row["published_at"] = publication.published_at if publication else None
        return row

    def stream_csv(self, queryset: QuerySet[Report]) -> Iterator[bytes]:
        yield b"\xef\xbb\xbf"  # without the mark Excel takes Chinese for Latin
        yield from super().stream_csv(in_chunks(queryset))

    def write_csv_response(self, queryset: QuerySet[Report]) -> HttpResponseBase:
        response: HttpResponseBase = super().write_csv_response(queryset)
        name = content_disposition_header(True, f"{self.get_filename()}.csv")
        response["Content-Disposition"] = name or "attachment"
        return response

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> object:
        return moment(value) if isinstance(value, datetime) else plain(value)

    def write_xlsx(self, queryset: QuerySet[Report], output: Any) -> None:
        columns = [(self.get_heading(queryset, name), WIDTHS.get(name, 10)) for name in self.list_export]
        rows = (self.to_row_dict(report).values() for report in in_chunks(queryset))
        write_sheet(output, str(self.page_title), columns, rows, filters=True)


def in_chunks(queryset: QuerySet[Report]) -> Iterator[Report]:
    """Rows without holding all of them."""
    return queryset.iterator(chunk_size=500)
