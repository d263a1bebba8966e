"""The frame of every page of one case: found through what the person may see, head, tabs, steps to take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.cases.actor import Actor
from yangguang.cases.due import due_of
from yangguang.cases.engine import situation_of, why_not_undo
from yangguang.cases.models import Case
from yangguang.cases.permissions import roles_in_case
from yangguang.cases.restricting import links_shown, note_opened
from yangguang.cases.situation import Situation
from yangguang.cases.staff import beside, presence
from yangguang.cases.staff.followups import follow_ups
from yangguang.cases.staff.timeline import TimelineRow, timeline
from yangguang.cases.standing import Offer, offers
from yangguang.offices.models import Person
from yangguang.offices.roles import Role
from yangguang.offices.visitors import person


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the views of a case."""

    url: str
    label: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Button:
    """A step as the page offers it: an address, or the reason why not now."""

    offer: Offer
    url: str

    @property
    def is_letter(self) -> bool:
        """Whether a letter is prepared first."""
        return bool(self.offer.step.paper)


class CasePage(WagtailAdminTemplateMixin, TemplateView):
    """A page of one case. A procedure's own page sets ``procedure_id`` and a template with its panel."""

    request: HttpRequest
    header_icon = "doc-full"
    tab = ""
    presence = presence.READING
    procedure_id = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user: Person = person(request)
        cases = Case.objects.visible_to(self.user)
        if self.procedure_id:
            cases = cases.filter(procedure_id=self.procedure_id)
        self.case = get_object_or_404(
            cases.select_related("agency", "lead_department", "lead_person", "lead_case"), pk=kwargs["pk"]
        )
        self.at: datetime = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_opened(self.case, by=self.user, at=self.at)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def situation(self) -> Situation:
        return situation_of(self.case, self.at)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return roles_in_case(self.user, self.case)

    @property
    def actor(self) -> Actor:
        return Actor.staff(self.user)

    @cached_property
    def timeline(self) -> list[TimelineRow]:
        return timeline(
            self.case, self.situation.steps, letter_url=lambda pk: reverse("staff_letters:letter", args=[pk])
        )

    def buttons(self) -> list[Button]:
        return [Button(offer, self.step_url(offer)) for offer in offers(self.situation, self.roles)]

    def step_url(self, offer: Offer) -> str:
        if not offer.may:
            return ""
        if offer.step.paper:
            return reverse("staff_letters:prepare", args=[self.case.pk, offer.step.id])
        return reverse("staff_cases:step", args=[self.case.pk, offer.step.id])

    def overview_url(self) -> str:
        return reverse(self.case.procedure.case_url, args=[self.case.pk])

    def get_page_title(self) -> str:
        return self.case.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {"url": reverse("staff_cases:worklist"), "label": _("办件")},
            {"url": self.overview_url() if self.tab != "case" else "", "label": self.case.number},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        buttons = self.buttons()
        return super().get_context_data(
            case=self.case,
            due=due_of(self.case, self.situation.today, self.situation.calendar),
            tabs=self.tabs(),
            is_acting=self.tab == "act",
            overview_url=self.overview_url(),
            now_buttons=[button for button in buttons if button.url],
            later_buttons=[button for button in buttons if not button.url],
            may_undo=bool(self.roles) and not why_not_undo(self.situation, self.actor),
            others=presence.enter(self.case.pk, self.user, self.presence),
            presence=self.presence,
            **kwargs,
        )

    def tabs(self) -> list[Tab]:
        pages = (
            ("timeline", _("办理过程")),
            ("clock", _("期限")),
            ("files", _("材料")),
            ("notes", _("备注与关联")),
            ("history", _("台账")),
        )
        first = Tab(self.overview_url(), _("概况"), self.tab == "case")
        return [
            first,
            *(
                Tab(reverse(f"staff_cases:{name}", args=[self.case.pk]), label, name == self.tab)
                for name, label in pages
            ),
        ]


class OverviewPage(CasePage):
    """The first view of a case; a procedure extends it with its own data."""

    tab = "case"
    template_name = "cases/staff/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links, links_here = links_shown(self.case, self.user)
        return super().get_context_data(
            assignments=self.case.assignments.select_related("department", "person"),
            recent=self.timeline[:6],
            notes=self.case.notes.select_related("by")[:3],
            links=links,
            links_here=links_here,
            follow_ups=follow_ups(self.situation, self.user, self.roles),
            clock=self.situation.clock,
            beside=beside.shown(self.case, self.user),
            **kwargs,
        )
