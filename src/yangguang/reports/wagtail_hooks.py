"""Where annual reports appear in the workbench: addresses, menu, front page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from yangguang.offices.visitors import person
from yangguang.reports.permissions import Act, agencies_for
from yangguang.reports.selectors import dashboard


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("reports/", include("yangguang.reports.staff.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return MenuItem(_("年度报告"), reverse("staff_reports:list"), icon_name="doc-full", order=100)


class ReportsPanel(Component):
    """Annual reports on the front page: states, open errors, one's unfinished imports."""

    name = "reports"
    order = 100
    template_name = "reports/staff/panel.html"

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        if parent_context is None:
            raise ValueError("the panel stands on a page")
        user = person(parent_context["request"])
        return {
            "dashboard": dashboard(user),
            "may_import": agencies_for(user, Act.IMPORT).exists(),
        }


@hooks.register("construct_homepage_panels")
def front_page(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(ReportsPanel())
