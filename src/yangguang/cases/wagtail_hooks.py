"""Where cases appear in the workbench: addresses, menu with the number overdue, bell, front page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from yangguang.cases import downloads
from yangguang.cases.failures import SEES
from yangguang.cases.listing import count
from yangguang.cases.models import Notice
from yangguang.cases.staff.panel import CasesPanel, may_enter
from yangguang.cases.staff.years import ENTER
from yangguang.cases.standing import waiting_for
from yangguang.offices.models import Person

FILES = (
    [
        path("<int:pk>/", downloads.staff_download, name="download"),
        path("<int:pk>/preview/", downloads.staff_preview, name="preview"),
        path("packages/<int:pk>/", downloads.package_download, name="package"),
    ],
    "case_files",
)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [
        path("files/", include(FILES)),
        path("redacting/", include("yangguang.cases.redacting.urls")),
        path("cases/", include("yangguang.cases.staff.urls")),
    ]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cases/staff.css"))


class CasesItem(MenuItem):
    """An entry for those who have business with cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Person) and may_enter(request.user)


class CountedItem(CasesItem):
    """One with a number behind it; 0 shows none."""

    def __init__(self, *args: Any, number: Callable[[Person], int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        number = self.number(request.user) if isinstance(request.user, Person) else 0
        if number:
            component.label = f"{component.label} ({number if number < MOST_SHOWN else f'{MOST_SHOWN}+'})"
        return component


MOST_SHOWN = 99


def count_overdue(user: Person) -> int:
    """One's own overdue cases, counted no further than the menu shows."""
    today = timezone.localdate()
    overdue = waiting_for(user, today).each(lambda cases: cases.overdue(today))
    return count(overdue, MOST_SHOWN)[0]


def count_unread(user: Person) -> int:
    """Unread notices, counted no further than the menu shows."""
    return Notice.objects.filter(person=user).unread().order_by()[:MOST_SHOWN].count()


@hooks.register("register_admin_menu_item")
def worklist_item() -> MenuItem:
    return CountedItem(
        _("办件"),
        reverse("staff_cases:worklist"),
        name="cases",
        icon_name="tasks",
        order=50,
        number=count_overdue,
    )


@hooks.register("register_admin_menu_item")
def bell_item() -> MenuItem:
    return CountedItem(
        _("通知"),
        reverse("staff_cases:notices"),
        name="notices",
        icon_name="mail",
        order=60,
        number=count_unread,
    )


@hooks.register("register_admin_menu_item")
def archive_item() -> MenuItem:
    return CasesItem(
        _("档案"), reverse("staff_cases:archives"), name="archives", icon_name="folder-open-inverse", order=70
    )


class UndeliveredItem(MenuItem):
    """Messages that did not arrive, for those who look after them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEES))


@hooks.register("register_admin_menu_item")
def undelivered_item() -> MenuItem:
    return UndeliveredItem(
        _("未送达的消息"),
        reverse("staff_cases:undelivered"),
        name="undelivered",
        icon_name="warning",
        order=795,
    )


class YearsItem(MenuItem):
    """The working calendar, for those who enter it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(ENTER))


@hooks.register("register_admin_menu_item")
def years_item() -> MenuItem:
    return YearsItem(
        _("工作日历"), reverse("staff_cases:years"), name="years", icon_name="calendar", order=790
    )


@hooks.register("construct_homepage_panels")
def front_page(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(CasesPanel())
