"""Where registers appear in the workbench: addresses, style, menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from yangguang.registers.permissions import may_enter


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("registers/", include("yangguang.registers.staff.urls"))]


class RegistersItem(MenuItem):
    """The registers, for those who read or write those of an agency."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return RegistersItem(
        _("主动公开台账"), reverse("staff_registers:agencies"), name="registers", icon_name="table", order=90
    )
