"""How Wagtail's admin becomes our workbench: addresses, menu, colours, dashboard."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from yangguang.offices.models import Person
from yangguang.offices.roles import MANAGE_OFFICES
from yangguang.workbench import urls
from yangguang.workbench.counters import set_up_by
from yangguang.workbench.panels import HousePanel

STYLES = (
    "portal/css/tokens.css",
    "portal/css/components.css",
    "portal/css/tables.css",
    "workbench/workbench.css",
)
# Wagtail's entries without anybody living behind them; the page tree comes with the publishing room
EMPTY_ROOMS = {"explorer", "reports", "help", "snippets", "images", "documents"}
EMPTY_SETTINGS = {"users", "groups", "collections", "workflows", "workflow-tasks", "redirects", "sites"}


class PermittedItem(MenuItem):
    """An entry for those who hold a permission."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("", include(urls))]


@hooks.register("insert_global_admin_css")
def styles() -> SafeString:
    return format_html_join("", '<link rel="stylesheet" href="{}">', [(static(name),) for name in STYLES])


@hooks.register("insert_global_admin_js")
def scripts() -> SafeString:
    return format_html('<script src="{}"></script>', static("workbench/workbench.js"))


@hooks.register("register_admin_menu_item")
def offices_menu() -> MenuItem:
    items = [
        PermittedItem(
            _("机关"),
            reverse("workbench:agencies"),
            name="agencies",
            icon_name="site",
            order=1,
            permission=MANAGE_OFFICES,
        ),
        PermittedItem(
            _("人员"),
            reverse("workbench:people"),
            name="people",
            icon_name="group",
            order=2,
            permission=MANAGE_OFFICES,
        ),
    ]
    return SubmenuMenuItem(_("机构与人员"), Menu(items=items), name="offices", icon_name="group", order=800)


class CountersItem(MenuItem):
    """For those who set up at least one agency's counter."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Person) and set_up_by(request.user).exists()


@hooks.register("register_admin_menu_item")
def counters_item() -> MenuItem:
    return CountersItem(
        _("依申请公开设置"), reverse("workbench:counters"), name="counters", icon_name="cog", order=805
    )


@hooks.register("register_admin_menu_item")
def ledger_item() -> MenuItem:
    return PermittedItem(
        _("操作台账"),
        reverse("workbench:ledger"),
        name="ledger",
        icon_name="history",
        order=810,
        permission="ledger.view_entry",
    )


@hooks.register("register_admin_menu_item")
def tasks_item() -> MenuItem:
    return PermittedItem(
        _("后台任务"),
        reverse("workbench:tasks"),
        name="tasks",
        icon_name="tasks",
        order=820,
        permission="django_tasks_db.view_dbtaskresult",
    )


@hooks.register("construct_main_menu")
def only_what_lives(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in EMPTY_ROOMS]


@hooks.register("construct_settings_menu")
def only_settings_that_live(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in EMPTY_SETTINGS]


@hooks.register("construct_homepage_summary_items")
def no_page_counts(request: HttpRequest, items: list[Any]) -> None:
    items.clear()


@hooks.register("construct_homepage_panels", order=-100)
def house_panels(request: HttpRequest, panels: list[Any]) -> None:
    """Only panels that speak of work here; rooms add theirs with the same hook."""
    panels[:] = [HousePanel()]
