"""The worklist: everything that waits for somebody, in the order of its limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.cases.due import Due, due_of
from yangguang.cases.listing import CaseSets, Page, by_limit, count, newest_first
from yangguang.cases.models import Case, SavedFilter
from yangguang.cases.models.case import CaseQuerySet
from yangguang.cases.procedure import procedures
from yangguang.cases.staff.exporting import export
from yangguang.cases.staff.filters import CaseFilter
from yangguang.cases.standing import waiting_for, waits_for_others
from yangguang.cases.working_calendar import calendar_in_force
from yangguang.law.workdays import WorkCalendar
from yangguang.offices.models import Person
from yangguang.offices.visitors import person

TABS = {
    "mine": gettext_lazy("待我办理"),
    "open": gettext_lazy("未办结"),
    "others": gettext_lazy("等待他人"),
    "closed": gettext_lazy("已办结"),
    "all": gettext_lazy("全部"),
}
REGISTER = frozenset({"closed", "all"})
"""Tabs in the order of registering, the newest first; the others go by their limit."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    case: Case
    due: Due
    url: str
    lead: str = ""
    """The number of the case with which it is handled."""
    followers: int = 0
    """How many cases are handled with it."""


def cases_of(tab: str, user: Person, today: date) -> CaseSets:
    """The cases behind a tab, as far as this person may see them."""
    if tab == "mine":
        return waiting_for(user, today)
    seen = Case.objects.visible_to(user)
    if tab == "others":
        seen = seen.filter(waits_for_others(today))
    elif tab != "all":
        seen = seen.filter(is_open=tab == "open")
    return CaseSets((seen,))


def rows_of(cases: Iterable[Case], today: date, calendar: WorkCalendar) -> list[Row]:
    """Cases as the list shows them; asks nothing more of cases from :func:`for_rows`."""
    return [
        Row(
            case=case,
            due=due_of(case, today, calendar),
            url=reverse(case.procedure.case_url, args=[case.pk]),
            lead=case.lead_case.number if case.lead_case else "",
            followers=getattr(case, "following", None) or 0,
        )
        for case in cases
    ]


def for_rows(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases with everything that a row shows, in the same query."""
    following = Case.objects.filter(lead_case=OuterRef("pk"), is_open=True).order_by().values("lead_case")
    related = cases.select_related("agency", "lead_department", "lead_person", "lead_case")
    return related.annotate(following=Subquery(following.annotate(n=Count("pk")).values("n")))


def openers(user: Person) -> list[tuple[str, Any]]:
    """Where this person may take in a case: address and name of the procedure."""
    return [
        (reverse(item.new_url), item.label)
        for item in procedures()
        if item.new_url
        and (user.is_superuser or any(user.roles & step.by for step in item.steps if not step.frm))
    ]


class Worklist(WagtailAdminTemplateMixin, TemplateView):
    """Everything that waits, and everything else that the person may see."""

    request: HttpRequest
    page_title = gettext_lazy("办件")
    header_icon = "tasks"
    template_name = "cases/staff/worklist.html"

    @cached_property
    def user(self) -> Person:
        return person(self.request)

    @cached_property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def tab(self) -> str:
        wanted = self.request.GET.get("tab", "")
        return wanted if wanted in TABS else "mine"

    @cached_property
    def narrowing(self) -> CaseFilter:
        return CaseFilter(self.request.GET, user=self.user)

    @cached_property
    def cases(self) -> CaseSets:
        return self.narrowing.narrow(cases_of(self.tab, self.user, self.today), self.today)

    def page(self) -> Page:
        in_order = newest_first if self.tab in REGISTER else by_limit
        return in_order(self.cases.each(for_rows), self.request.GET.get("after", ""))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("export") in ("xlsx", "csv"):
            return export(self.cases, request.GET["export"], self.today)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page()
        is_whole = not page.next and not self.request.GET.get("after")
        counted, is_more = (len(page.cases), False) if is_whole else count(self.cases)
        agencies = {case.agency_id for case in page.cases}
        return super().get_context_data(
            rows=rows_of(page.cases, self.today, calendar_in_force()),
            next=self.with_query(after=page.next) if page.next else "",
            first=self.with_query(after="") if self.request.GET.get("after") else "",
            counted=counted,
            is_more=is_more,
            tabs=[(f"?{self.tab_query(name)}", label, name == self.tab) for name, label in TABS.items()],
            tab=self.tab,
            narrowing=self.narrowing,
            is_narrowed=self.narrowing.is_narrowed(),
            has_agencies="agency" in self.narrowing.fields or len(agencies) > 1,
            bulk_steps=[
                (f"{item.id}.{step.id}", f"{step.label} · {item.label}")
                for item in procedures()
                for step in item.steps
                if step.bulk
            ],
            openers=openers(self.user),
            saved=SavedFilter.objects.filter(person=self.user),
            query=self.with_query(after="").removeprefix("?"),
            xlsx=self.with_query(after="", export="xlsx"),
            csv=self.with_query(after="", export="csv"),
            **kwargs,
        )

    def tab_query(self, name: str) -> str:
        """The same filters under another tab."""
        return self.with_query(tab=name, after="").removeprefix("?")

    def with_query(self, **changes: str) -> str:
        """The query of this page with some values changed; empty ones left out."""
        query = QueryDict(mutable=True)
        for name, value in {**self.request.GET.dict(), **changes}.items():
            if (value and name != "export") or (name in changes and value):
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {"url": "", "label": _("办件")},
        ]
