"""The frame of the pages of one report: found through what the person may see, tabs, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.offices.visitors import person
from yangguang.reports.acting import is_other_than, locked_words, not_allowed_words, wrong_state
from yangguang.reports.conclusions import in_force
from yangguang.reports.models import HandIn, Publication, Report, ReportState
from yangguang.reports.permissions import Act, acts_allowed
from yangguang.reports.presenting import FindingView, finding_views
from yangguang.reports.seasons import Lock, lock_of

STUCK_AFTER = timedelta(minutes=3)
"""Reading takes seconds; after this a person may ask the background once more."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views of a report."""

    url: str
    label: str
    is_current: bool


def crumbs(*items: tuple[str, Any]) -> list[dict[str, Any]]:
    """The way to a page: home, the list of reports, and what is given."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
        {"url": reverse("staff_reports:list"), "label": _("年度报告")},
        *({"url": url, "label": str(label)} for url, label in items),
    ]


class ReportPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of one report."""

    request: HttpRequest
    header_icon = "doc-full"
    tab = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        reports = Report.objects.visible_to(person(request)).select_related(
            "agency__parent", "edition", "edition__created_by", "reviewed_by", "figures"
        )
        self.report = get_object_or_404(reports, pk=kwargs["pk"])

    @cached_property
    def allowed(self) -> frozenset[Act]:
        return acts_allowed(person(self.request), self.report.agency)

    @cached_property
    def publication(self) -> Publication | None:
        return self.report.publication

    @cached_property
    def hand_in(self) -> HandIn | None:
        """What the agency handed in last, whether it still lies with the superior or came back."""
        return (
            self.report.hand_ins.light()
            .select_related("handed_in_by", "ended_by")
            .order_by("-number")
            .first()
        )

    @cached_property
    def lock(self) -> Lock | None:
        """Whether what was handed in is locked by now."""
        is_there = self.hand_in is not None and self.hand_in.ended_at is None
        return lock_of(self.report, timezone.now()) if is_there else None

    @cached_property
    def is_as_handed_in(self) -> bool:
        """Whether nothing else is approved or published than what lies locked with the superior."""
        return self.lock is None or not is_other_than(self.lock, self.report)

    def why_not(self, act: Act) -> str:
        """Why what is asked for cannot be done now, and what would open the way."""
        if self.lock:
            return locked_words(self.report, self.lock)
        if act not in self.allowed:
            return not_allowed_words(act, self.report.agency)
        if Act.REOPEN in self.allowed:
            return wrong_state(self.report)
        return _("报告已公开或撤回，不能直接改动。%(agency)s“开始更正”以后才能改。") % {
            "agency": self.report.agency
        }

    @cached_property
    def annual_report(self) -> Any:
        return in_force(self.report)

    @cached_property
    def findings(self) -> list[FindingView]:
        verdicts = self.report.verdicts.select_related("created_by").in_force()
        return finding_views(self.annual_report, self.report.figures.check_result(), verdicts)

    def get_page_title(self) -> str:
        return str(self.report)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return crumbs(("", f"{self.report.agency.shown_name} · {self.report.year}"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            report=self.report,
            publication=self.publication,
            hand_in=self.hand_in,
            lock_words=locked_words(self.report, self.lock) if self.lock else "",
            tabs=self.tabs(),
            may=self.may(),
            **kwargs,
        )

    @property
    def is_computed(self) -> bool:
        """Whether the edition in force was counted from cases."""
        return self.report.edition is not None and self.report.edition.is_computed

    @property
    def is_rolled_up(self) -> bool:
        """Whether its figures are sums over the agencies below."""
        return self.report.edition is not None and self.report.edition.is_rolled_up

    @property
    def is_drawn_up(self) -> bool:
        """Whether it was made here instead of being read from a file."""
        return self.is_computed or self.is_rolled_up

    def tabs(self) -> list[Tab]:
        pages = {
            "report": _("数据与核对") if self.is_drawn_up else _("识读与核对"),
            "now": _("与现有案件比对") if self.is_computed else "",
            "parts": _("汇总构成") if self.is_rolled_up else "",
            "rules": _("规则结果"),
            "previous": _("与上年比较"),
            "editions": _("版本"),
            "history": _("历史"),
        }
        return [
            Tab(reverse(f"staff_reports:{name}", args=[self.report.pk]), label, name == self.tab)
            for name, label in pages.items()
            if label
        ]

    def may(self) -> dict[str, bool]:
        """Which acts to offer now: the person's roles and the report's state together."""
        state = self.report.state
        is_locked = self.lock is not None
        is_open = state in (ReportState.DRAFT, ReportState.REVIEWED) and not is_locked
        is_closed = state in (ReportState.PUBLISHED, ReportState.WITHDRAWN) and not is_locked
        is_handed_in = self.hand_in is not None and self.hand_in.ended_at is None
        return {
            "correct": Act.CORRECT in self.allowed and is_open,
            "judge": Act.JUDGE in self.allowed and not is_locked,
            "review": Act.REVIEW in self.allowed and state == ReportState.DRAFT and self.is_as_handed_in,
            "send_back": Act.REVIEW in self.allowed and state == ReportState.REVIEWED and not is_locked,
            "publish": Act.PUBLISH in self.allowed and state == ReportState.REVIEWED and self.is_as_handed_in,
            "withdraw": Act.PUBLISH in self.allowed and self.publication is not None,
            "reopen": Act.REOPEN in self.allowed and is_closed,
            "reread": Act.IMPORT in self.allowed and is_open and not self.is_drawn_up,
            "compute": Act.COMPUTE in self.allowed and is_open and self.is_computed,
            "compute_corrected": {Act.COMPUTE, Act.REOPEN} <= self.allowed and is_closed and self.is_computed,
            "delete": Act.DELETE in self.allowed
            and state == ReportState.DRAFT
            and self.hand_in is None
            and not self.report.publications.exists(),
            "hand_in": Act.HAND_IN in self.allowed
            and state in (ReportState.REVIEWED, ReportState.PUBLISHED)
            and self.report.agency.parent_id is not None
            and not is_locked,
            "return": Act.RETURN in self.allowed and is_handed_in,
            "roll_up": Act.ROLL_UP in self.allowed and (is_open or is_closed) and self.is_rolled_up,
        }


def wants_fragment(request: HttpRequest) -> bool:
    """Whether a script asks for the part inside the page only."""
    return request.headers.get("X-Requested-With") == "fetch"


def with_seen(typed: QueryDict, **seen: str) -> QueryDict:
    """Everything typed, with what the person has seen by now."""
    data = typed.copy()
    for name, value in seen.items():
        data[name] = value
    return data
