"""Where letters appear in the workbench: addresses and menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from yangguang.offices.visitors import person


class SetUpItem(MenuItem):
    """An entry for those who set letters up."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(person(request).has_perm("letters.set_up"))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    return [path("letters/", include("yangguang.letters.staff.urls"))]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    items = [
        MenuItem(
            _("待我审签"), reverse("staff_letters:waiting"), name="letters-waiting", icon_name="edit", order=1
        ),
        SetUpItem(
            _("文书设置"), reverse("staff_letters:settings"), name="letters-set-up", icon_name="cog", order=2
        ),
    ]
    return SubmenuMenuItem(
        _("文书"), Menu(items=items), name="letters", icon_name="doc-full-inverse", order=90
    )
