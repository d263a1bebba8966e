"""The register of reconsiderations and suits: the year's table, the list behind it, export and print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.db.models import Min, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.cases.due import Due, due_of
from yangguang.cases.listing import Page, count, newest_first
from yangguang.cases.models import Case
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.staff.exporting import MOST_ROWS, XLSX
from yangguang.cases.staff.filters import ALL, MOST_CHOICES
from yangguang.cases.staff.worklist import openers
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.remedy_results import RESULT_BY_CODE, RemedyColumn, codes_of
from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person
from yangguang.remedies.counting import TOTAL, counted_in, figures, remedies, results_in
from yangguang.remedies.models import Block
from yangguang.remedies.procedure import IDS
from yangguang.web.spreadsheet import write_sheet

MOST_PRINTED = 500
RELATED = ("agency", "remedy", "remedy__request", "lead_department", "lead_person")


class RegisterFilter(forms.Form):
    """Every way to narrow the register; sent by GET. A value that is no choice narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("编号、案号或内容"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    year = forms.TypedChoiceField(label=gettext_lazy("统计年度"), required=False, coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), required=False, choices=[ALL, *Block.choices])
    column = forms.ChoiceField(label=gettext_lazy("结果"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("状态"),
        required=False,
        choices=[ALL, ("open", gettext_lazy("在办")), ("closed", gettext_lazy("已审结"))],
    )
    agency = forms.TypedChoiceField(label=gettext_lazy("机关"), required=False, coerce=int)

    def __init__(self, data: Any, *, user: Person, years: list[int]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [ALL, *((year, str(year)) for year in years)]
        fields["column"].choices = [ALL, *((column.value, column.label) for column in RemedyColumn)]
        agencies = list(Agency.objects.visible_to(user)[: MOST_CHOICES + 1])
        if 1 < len(agencies) <= MOST_CHOICES:
            fields["agency"].choices = [ALL, *((one.pk, one.shown_name) for one in agencies)]
        else:
            del fields["agency"]
        self.is_valid()

    @property
    def wanted(self) -> dict[str, Any]:
        """What was chosen, without what is empty or wrong."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, cases: CaseQuerySet, *, table: bool = False) -> CaseQuerySet:
        """The cases that fit; for the year's ``table`` only what the table itself does not tell apart."""
        wanted = self.wanted
        if "agency" in wanted:
            cases = cases.filter(agency=wanted["agency"])
        if table:
            return cases
        if "kind" in wanted:
            cases = cases.filter(category=wanted["kind"])
        if "state" in wanted:
            cases = cases.filter(is_open=wanted["state"] == "open")
        if "q" in wanted:
            cases = cases.filter(_matching(wanted["q"].strip()))
        return self._by_result(cases, wanted.get("year"), wanted.get("column", ""))

    def _by_result(self, cases: CaseQuerySet, year: int | None, column: str) -> CaseQuerySet:
        if year:
            return counted_in(cases, year, column)
        if column == RemedyColumn.PENDING:
            return cases.filter(closed_on__isnull=True)
        if column:
            return cases.filter(outcome_id__in=codes_of(RemedyColumn(column)))
        return cases


def _matching(text: str) -> Q:
    words = ("title", "remedy__body", "remedy__body_number", "remedy__decision_number")
    found = Q(number__istartswith=text) | Q(remedy__request__number__istartswith=text)
    for name in words:
        found |= Q(**{f"{name}__icontains": text})
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands today, or stood when a year ended: column of table four, result, day of the decision."""

    column: str
    result: str
    on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the register."""

    case: Case
    due: Due
    url: str
    block: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of the year's table and where the cases behind it are."""

    number: int
    url: str


class Register(WagtailAdminTemplateMixin, TemplateView):
    """Everything brought against the offices that the person may see."""

    request: HttpRequest
    page_title = gettext_lazy("复议、诉讼")
    header_icon = "doc-full"
    template_name = "remedies/staff/register.html"

    @cached_property
    def user(self) -> Person:
        return person(self.request)

    @cached_property
    def seen(self) -> CaseQuerySet:
        return Case.objects.visible_to(self.user).filter(procedure_id__in=IDS)

    @cached_property
    def years(self) -> list[int]:
        """From the first case to today, the newest first."""
        first = remedies().aggregate(first=Min("received_on"))["first"]
        this = timezone.localdate().year
        return list(range(this, max((first.year if first else this) - 1, this - 30), -1))

    @cached_property
    def narrowing(self) -> RegisterFilter:
        return RegisterFilter(self.request.GET, user=self.user, years=self.years)

    @cached_property
    def cases(self) -> CaseQuerySet:
        return self.narrowing.narrow(self.seen).select_related(*RELATED)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") == "xlsx":
            return exported(self.cases, self.year, timezone.localdate())
        if "print" in request.GET:
            return self.printed()
        return super().get(request, *args, **kwargs)

    def printed(self) -> HttpResponse:
        """The list as one plain page for the printer."""
        found = list(self.cases.order_by("-pk")[: MOST_PRINTED + 1])
        context = {
            "rows": rows_of(found[:MOST_PRINTED], self.year, timezone.localdate()),
            "most": MOST_PRINTED if len(found) > MOST_PRINTED else 0,
            "wanted": self.narrowing.wanted,
            "year": self.year,
            "table": self.table(),
            "today": timezone.localdate(),
        }
        return render(self.request, "remedies/staff/register_print.html", context)

    @property
    def year(self) -> int | None:
        year: int | None = self.narrowing.wanted.get("year")
        return year

    def table(self) -> list[tuple[str, list[Cell]]]:
        """The year's table four over the cases that the person may see; empty without a year."""
        if not self.year:
            return []
        counted = figures(self.narrowing.narrow(self.seen, table=True), self.year)
        lines = []
        for block in Block:
            cells = [
                Cell(counted[block, column], self.with_query(kind=block.value, column=column.value))
                for column in RemedyColumn
            ]
            total = Cell(sum(cell.number for cell in cells), self.with_query(kind=block.value, column=""))
            lines.append((str(block.label), [*cells, total]))
        return lines

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page: Page = newest_first(self.cases, self.request.GET.get("after", ""))
        counted, is_more = count(self.cases)
        is_narrowed = bool(self.narrowing.wanted)
        return super().get_context_data(
            rows=rows_of(page.cases, self.year, timezone.localdate()),
            next=self.with_query(after=page.next) if page.next else "",
            first=self.with_query() if self.request.GET.get("after") else "",
            counted=counted,
            is_more=is_more,
            narrowing=self.narrowing,
            is_narrowed=is_narrowed,
            year=self.year,
            table=self.table(),
            columns=[*(column.label for column in RemedyColumn), _("总计")],
            total=TOTAL,
            has_agencies="agency" in self.narrowing.fields,
            openers=[(url, label) for url, label in openers(self.user) if "/remedies/" in url],
            xlsx=self.with_query(export="xlsx"),
            printing=self.with_query(print="1"),
            **kwargs,
        )

    def with_query(self, **changes: str) -> str:
        """The query of this page with some values changed; empty ones and the place in the list left out."""
        query = QueryDict(mutable=True)
        kept = {name: self.request.GET[name] for name in self.narrowing.fields if self.request.GET.get(name)}
        for name, value in {**kept, **changes}.items():
            if value:
                query[name] = value
        return f"?{query.urlencode()}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {"url": "", "label": _("复议、诉讼")},
        ]


def rows_of(cases: list[Case], year: int | None, today: date) -> list[Row]:
    """Cases as the register shows them; of a year, with how they stood when it ended."""
    calendar = calendar_in_force()
    standing = standing_in(cases, year)
    return [
        Row(
            case,
            due_of(case, today, calendar),
            reverse("staff_remedies:case", args=[case.pk]),
            str(Block(case.category).label),
            standing[case.pk],
        )
        for case in cases
    ]


def standing_in(cases: list[Case], year: int | None) -> dict[int, Standing]:
    """How these cases stand, by the year's table where there is a year."""
    last = date(year, 12, 31) if year else None
    then = results_in(cases, year) if year else {}
    found = {}
    for case in cases:
        earlier = then.get(case.pk)
        if earlier is not None:
            found[case.pk] = _standing(earlier.outcome_id, earlier.decided_on)
        elif last and case.closed_on and case.closed_on > last:
            found[case.pk] = _standing("", None)
        else:
            found[case.pk] = _standing(case.outcome_id, case.closed_on)
    return found


def _standing(code: str, on: date | None) -> Standing:
    found = RESULT_BY_CODE.get(code)
    if found is None:
        return Standing(RemedyColumn.PENDING.label, "", None)
    return Standing(found.column.label, found.said, on)


def exported(cases: CaseQuerySet, year: int | None, today: date) -> HttpResponse:
    """The whole list, not only the page shown."""
    target = io.BytesIO()
    write_sheet(target, _("复议、诉讼"), _columns(), _lines(cases, year), filters=True)
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    name = f"{_('复议诉讼')}-{today:%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _columns() -> list[tuple[str, float]]:
    return [
        *((_("编号"), 20), (_("类别"), 16), (_("机关"), 24), (_("事由"), 20), (_("内容"), 44)),
        *((_("申请人、原告"), 14), (_("审理机关"), 26), (_("对方案号"), 22), (_("审级"), 8)),
        *((_("收到副本"), 12), (_("状态"), 16), (_("统计栏目"), 12), (_("结果"), 18), (_("文号"), 22)),
        *((_("决定、裁判日期"), 14), (_("关联申请"), 20), (_("承办"), 18)),
    ]


def _lines(cases: CaseQuerySet, year: int | None) -> Iterator[list[Any]]:
    found = cases.order_by("pk")[:MOST_ROWS].iterator(chunk_size=1000)
    while some := list(islice(found, 1000)):
        standing = standing_in(some, year)
        for case in some:
            own, stood = case.remedy, standing[case.pk]
            lead = " ".join(str(one) for one in (case.lead_department, case.lead_person) if one)
            yield [
                *(case.number, str(Block(case.category).label), case.agency.name),
                *(str(own.get_attacked_display()), case.title, own.masked_name, own.body, own.body_number),
                *(str(own.get_instance_display()), case.received_on, str(case.state.label)),
                *(stood.column, stood.result, own.decision_number, stood.on),
                *(own.request.number if own.request else "", lead),
            ]
