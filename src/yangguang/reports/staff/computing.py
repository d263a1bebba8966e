"""Pages of reports that were counted: draw one up, count anew, see the cases behind a figure and what has moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.annualreport.address import in_words
from yangguang.annualreport.model import AnnualReport
from yangguang.cases.listing import count, newest_first
from yangguang.cases.models import Case
from yangguang.law.outcomes import OUTCOME_BY_CODE
from yangguang.law.remedy_results import RESULT_BY_CODE
from yangguang.offices.models import Agency
from yangguang.remedies.counting import results_in
from yangguang.remedies.models import Block
from yangguang.reports import actions
from yangguang.reports.computing.comparing_now import (
    carried_over,
    changed_since,
    closed_otherwise,
    entered_late,
    moved_figures,
)
from yangguang.reports.computing.drawing_up import FIRST_YEAR
from yangguang.reports.computing.sources import source_of
from yangguang.reports.conclusions import previous_report
from yangguang.reports.filing import CLOSED
from yangguang.reports.forms import ReasonForm, VersionForm
from yangguang.reports.models import Edition
from yangguang.reports.permissions import Act, agencies_for
from yangguang.reports.presenting import place_id
from yangguang.reports.refused import Refused
from yangguang.reports.staff.deciding import DecisionPage
from yangguang.reports.staff.pages import ReportPage, crumbs, person
from yangguang.reports.words import shown, shown_cell
from yangguang.requests.models import ApplicantKind

CATEGORIES = dict((*ApplicantKind.choices, *Block.choices))
"""What the tables of the report tell apart: kinds of applicants, and ways of remedies."""
MOST_NAMED = 50
"""So many cases are named as reasons; the register has the rest."""


class ComputeForm(forms.Form):
    """Which agency and which year."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("机关"), queryset=Agency.objects.none(), empty_label=None
    )
    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("已公开的报告重新计算时，须写明为什么要更正。"),
    )

    def __init__(self, *args: Any, agencies: QuerySet[Agency], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        years = range(today.year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.initial.setdefault("year", today.year - 1)


class ComputePage(WagtailAdminTemplateMixin, TemplateView):
    """One button: the year's report from the year's cases."""

    request: HttpRequest
    page_title = gettext_lazy("据案件计算年度报告")
    header_icon = "doc-full"
    template_name = "reports/staff/compute.html"

    @property
    def agencies(self) -> QuerySet[Agency]:
        return agencies_for(person(self.request), Act.COMPUTE).distinct()

    def form(self, data: Any = None) -> ComputeForm:
        return ComputeForm(data, agencies=self.agencies, today=timezone.localdate())

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.agencies.exists():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        given = form.cleaned_data
        try:
            edition = actions.compute_report(
                given["agency"],
                given["year"],
                note=given["note"],
                by=person(request),
                at=timezone.now(),
            )
        except Refused as reason:
            form.add_error(None, str(reason))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        messages.success(
            request, _("已据案件和台账计算，成为第 %(number)s 版。") % {"number": edition.number}
        )
        return HttpResponseRedirect(reverse("staff_reports:report", args=[edition.report_id]))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", self.page_title))


class RecomputeView(DecisionPage):
    """Count the year anew; what people settled stays where the figure did not change.

    Of a report that was public this begins the corrected edition, with its reason.
    """

    title = gettext_lazy("重新计算")
    button = gettext_lazy("重新计算")
    reason_label = gettext_lazy("更正原因")

    @property
    def form_class(self) -> type[VersionForm]:  # type: ignore[override]
        return ReasonForm if self.report.state in CLOSED else VersionForm

    @property
    def explains(self) -> str:
        if self.report.state in CLOSED:
            return _(
                "按现在的案件和台账再算一遍，有数变了就成为更正版，在上面审核、公开。更正版公开之前，公众看到的不变。"
            )
        return _(
            "按现在的案件和台账再算一遍。有数变了就成为新的一版；已改正和核实的数据、已作的结论，有关的数没有变的仍然有效。"
        )

    def act(self, given: dict[str, Any]) -> str:
        edition = actions.compute_report(
            self.report.agency,
            self.report.year,
            note=given.get("reason", ""),
            by=person(self.request),
            at=timezone.now(),
        )
        return _("已重新计算，成为第 %(number)s 版。") % {"number": edition.number}


class ComputedPage(ReportPage):
    """A page that only a computed report has."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.report.edition is None or not self.is_computed:
            raise Http404
        self.edition = self.report.edition


class BehindPage(ComputedPage):
    """One figure opened: the cases that it counts, as far as the person may read them."""

    tab = "report"
    template_name = "reports/staff/behind.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.path = kwargs["path"]
        source = source_of(self.path)
        if source is None or self.path not in self.annual_report.cells:
            raise Http404
        self.source = source

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.source.page:
            form = self.annual_report.format
            there = self.source.page(self.report.agency_id, self.report.year, form, self.path)
            if there:
                return HttpResponseRedirect(there)
        return super().get(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return in_words(self.annual_report.format, self.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cell = self.annual_report.cells[self.path]
        args = [self.report.agency_id], self.report.year, self.annual_report.format
        cases = self.source.behind(*args, self.path)
        now = self.source.count(*args).get(self.path)
        readable: list[Case] = []
        following = ""
        if cases is not None:
            seen = cases.filter(pk__in=Case.objects.visible_to(person(self.request)).values("pk"))
            page = newest_first(seen.select_related("agency"), self.request.GET.get("after", ""))  # type: ignore[arg-type]
            readable, following = page.cases, page.next
        return super().get_context_data(
            cell_path=self.path,
            where=in_words(self.annual_report.format, self.path),
            reported=shown(cell.value, cell.state),
            counted=now,
            has_moved=(cell.value or 0) != (now or 0),
            source=self.source,
            is_derived=cases is None,
            rows=self.rows(readable),
            hidden=self.hidden(cases, now),
            next=f"?after={following}" if following else "",
            back=f"{reverse('staff_reports:report', args=[self.report.pk])}#{place_id(self.path)}",
            **kwargs,
        )

    def rows(self, cases: list[Case]) -> list[dict[str, Any]]:
        """The cases with how they ended; a judgment that the year counts though an appeal followed, as it was then."""
        then = results_in(cases, self.report.year)
        return [case_row(case, then[case.pk].outcome_id if case.pk in then else "") for case in cases]

    def hidden(self, cases: Any, now: Any) -> int:
        """How many of the cases the person may not read, where they are few enough to be counted."""
        if cases is None or not isinstance(now, int):
            return 0
        seen = cases.filter(pk__in=Case.objects.visible_to(person(self.request)).values("pk"))
        number, is_more = count(seen)
        return 0 if is_more else max(now - number, 0)


def case_row(case: Case, outcome_id: str = "") -> dict[str, Any]:
    """A case as a figure's list names it, with its outcome of today unless another is given."""
    code = outcome_id or case.outcome_id
    outcome = OUTCOME_BY_CODE.get(code) or RESULT_BY_CODE.get(code)
    return {
        "case": case,
        "url": reverse(case.procedure.case_url, args=[case.pk]),
        "kind": CATEGORIES.get(case.category, ""),
        "outcome": outcome.label if outcome else "",
    }


@dataclass(frozen=True, slots=True)
class Base:
    """The report as somebody else has it."""

    label: str
    report: AnnualReport

    def shown(self, path: str) -> str:
        return shown_cell(self.report.cells.get(path))


class NowPage(ComputedPage):
    """The report against the cases of today, and against what last year's report handed on."""

    tab = "now"
    template_name = "reports/staff/now.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.annual_report
        bases = self.bases()
        moved = moved_figures(self.report, report, [base.report for base in bases])
        visible = Case.objects.visible_to(person(self.request)).values("pk")
        since = changed_since(self.report, self.edition.created_at).filter(pk__in=visible)[:MOST_NAMED]
        return super().get_context_data(
            counted_at=self.edition.created_at,
            bases=bases,
            moved=[
                {
                    "path": item.path,
                    "where": in_words(report.format, item.path),
                    "reported": shown(item.reported, report.cells[item.path].state),
                    "based": [base.shown(item.path) for base in bases],
                    "now": item.now,
                }
                for item in moved
            ],
            changed=[case_row(case) for case in since] if moved else [],
            **self.last_year(),
            **kwargs,
        )

    def bases(self) -> list[Base]:
        """What the report is held against besides itself: what was handed in, what is public."""
        found = []
        if self.hand_in is not None and self.hand_in.ended_at is None:
            at = timezone.localdate(self.hand_in.handed_in_at)
            found.append(Base(_("%(day)s 报送的数") % {"day": at}, self.hand_in.annual_report()))
        if self.publication is not None:
            at = timezone.localdate(self.publication.published_at)
            found.append(Base(_("%(day)s 公开的数") % {"day": at}, self.publication.annual_report()))
        return found

    def last_year(self) -> dict[str, Any]:
        """Whether what was carried over agrees, and if not, which cases may be why."""
        previous = previous_report(self.report)
        year = self.report.year - 1
        if previous is None:
            return {"previous_year": year, "has_previous": False}
        lines = carried_over(previous, self.annual_report)
        gaps = [line for line in lines if not line.agrees]
        earlier = Edition.objects.light().get(
            report__agency=self.report.agency_id, report__year=year, report__edition=F("pk")
        )
        counted_at = earlier.created_at
        visible = Case.objects.visible_to(person(self.request)).values("pk")
        late = entered_late(self.report, counted_at).filter(pk__in=visible)[:MOST_NAMED] if gaps else []
        closed = closed_otherwise(self.report, counted_at).filter(pk__in=visible)[:MOST_NAMED] if gaps else []
        columns = {column.id: column.label for column in self.annual_report.format.requests.columns}
        return {
            "previous_year": year,
            "has_previous": True,
            "was_computed": earlier.is_computed,
            "gaps": [(columns[line.column], line.handed_on or 0, line.taken_over or 0) for line in gaps],
            "late": [case_row(case) for case in late],
            "closed": [case_row(case) for case in closed],
            "previous_url": reverse("staff_reports:report", args=[earlier.report_id]),
        }
