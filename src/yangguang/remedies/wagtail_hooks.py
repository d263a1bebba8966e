"""Where remedies appear in the workbench: addresses and the register."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from yangguang.cases.staff.panel import may_enter
from yangguang.offices.models import Person


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("remedies/", include("yangguang.remedies.staff.urls"))]


class RegisterItem(MenuItem):
    """For those who have business with cases."""

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Person) and may_enter(request.user)


@hooks.register("register_admin_menu_item")
def register_item() -> MenuItem:
    return RegisterItem(
        _("复议、诉讼"), reverse("staff_remedies:register"), name="remedies", icon_name="doc-full", order=55
    )
