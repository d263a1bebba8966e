"""The frame of the pages of letters: found through what the person may see, and what may be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.cases.actor import Actor
from yangguang.cases.models import Case
from yangguang.cases.restricting import note_opened
from yangguang.letters.models import Letter, LetterState
from yangguang.letters.permissions import edits_as, may_handle, missing_consent, why_not_approve
from yangguang.offices.models import Person
from yangguang.offices.visitors import person


def case_url(case: Case) -> str:
    """The page of a case; nothing where its procedure has no pages yet."""
    try:
        return reverse(case.procedure.case_url, args=[case.pk])
    except NoReverseMatch:
        return ""


def crumbs(*items: tuple[str, Any]) -> list[dict[str, Any]]:
    """The way to a page."""
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
        *({"url": url, "label": str(label)} for url, label in items),
    ]


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the room."""

    request: HttpRequest
    header_icon = "doc-full-inverse"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    @cached_property
    def person(self) -> Person:
        return person(self.request)

    @cached_property
    def actor(self) -> Actor:
        return Actor.staff(self.person)


class OneLetterPage(StaffPage):
    """A page of one letter; somebody else's is not found."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.letter = get_object_or_404(visible_letters(request), pk=kwargs["pk"])
        note_opened(self.letter.case, by=self.person, at=timezone.now())

    def get_page_title(self) -> str:
        return str(self.letter.paper.label)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = reverse("staff_letters:letter", args=[self.letter.pk])
        return crumbs((case_url(self.letter.case), self.letter.case.number), (url, self.letter.paper.label))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            letter=self.letter,
            case=self.letter.case,
            case_url=case_url(self.letter.case),
            may=self.may(),
            tone=TONES[LetterState(self.letter.state)],
            **kwargs,
        )

    def may(self) -> dict[str, bool]:
        """Which acts to offer now: the person's standing and the letter's state together."""
        letter, state = self.letter, self.letter.state
        handles = may_handle(self.person, letter)
        return {
            "edit": edits_as(self.person, letter) is not None,
            "submit": handles and state == LetterState.DRAFT,
            "approve": not why_not_approve(self.person, letter),
            "issue": handles and state == LetterState.APPROVED,
            "void": handles and letter.is_open,
            "deliver": handles and state == LetterState.ISSUED,
        }

    def consent(self) -> str:
        """What is still missing before an approved letter may leave."""
        if not self.letter.is_open or not may_handle(self.person, self.letter):
            return ""
        return missing_consent(self.letter, self.person)


TONES = {
    LetterState.DRAFT: "plain",
    LetterState.IN_REVIEW: "info",
    LetterState.APPROVED: "warning",
    LetterState.ISSUED: "success",
    LetterState.VOID: "plain",
}


def visible_letters(request: HttpRequest) -> Any:
    """The letters that the person may read."""
    return Letter.objects.visible_to(person(request)).select_related("case__agency", "agency")


def with_seen(typed: QueryDict, **seen: str) -> QueryDict:
    """Everything typed, with what the person has seen by now."""
    data = typed.copy()
    for name, value in seen.items():
        data[name] = value
    return data
