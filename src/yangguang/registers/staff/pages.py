"""The frame of every page: an agency whose registers the person may read, one of its registers, the way back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person
from yangguang.registers.declared import BY_ID, REGISTERS
from yangguang.registers.declaring import Column, Register
from yangguang.registers.permissions import may_write, read_by
from yangguang.registers.refused import Conflict, NotAllowed, Refused
from yangguang.registers.values import shown, values_of


def status_of(reason: Refused) -> int:
    """What a refusal answers with."""
    return {Conflict: 409, NotAllowed: 403}.get(type(reason), 422)


def find_register(request: HttpRequest, agency: int, register: str) -> tuple[Agency, Register]:
    """The register of an agency that the person may read; anything else is not found."""
    if register not in BY_ID:
        raise Http404
    return get_object_or_404(read_by(person(request)), pk=agency), BY_ID[register]


def require_writing(user: Person, agency: Agency) -> None:
    """Only those who write come further."""
    if not may_write(user, agency):
        raise PermissionDenied


class AgencyPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of one agency."""

    request: HttpRequest
    header_icon = "table"
    agency: Agency

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = get_object_or_404(read_by(self.user), pk=kwargs["agency"])

    @cached_property
    def user(self) -> Person:
        return person(self.request)

    @cached_property
    def may_write(self) -> bool:
        return may_write(self.user, self.agency)

    def crumbs(self, *items: tuple[str, Any]) -> list[dict[str, Any]]:
        """The way to the page."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("工作台")},
            {"url": reverse("staff_registers:agencies"), "label": _("主动公开台账")},
            {
                "url": reverse("staff_registers:overview", args=[self.agency.pk]) if items else "",
                "label": self.agency.shown_name if items else self.get_page_title(),
            },
            *({"url": url, "label": str(label)} for url, label in items),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        # the address has said agency and register by number and id
        own = {"agency": self.agency, "may_write": self.may_write, "registers": REGISTERS}
        return super().get_context_data(**kwargs | own)


class RegisterPage(AgencyPage):
    """A page of one register of an agency."""

    register: Register

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if kwargs["register"] not in BY_ID:
            raise Http404
        self.register = BY_ID[kwargs["register"]]
        super().setup(request, *args, **kwargs)

    def url(self, name: str = "list", *more: Any) -> str:
        """The address of a page of this register."""
        return reverse(f"staff_registers:{name}", args=[self.agency.pk, self.register.id, *more])

    def crumbs(self, *items: tuple[str, Any]) -> list[dict[str, Any]]:
        own = (self.url() if items else "", self.register.label)
        return super().crumbs(own, *items)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"register": self.register, "list_url": self.url()}


class WritingPage(RegisterPage):
    """A page for those who write in the register."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        require_writing(self.user, self.agency)


def listed(column: Column, values: dict[str, Any]) -> str:
    """What a list shows in a column: as everywhere, but with the thousands of money apart."""
    value = values[column.name]
    return f"{value:,.2f}" if isinstance(value, Decimal) else shown(column, values)


def cells(register: Register, entry: Any) -> list[tuple[Column, str]]:
    """The columns of an entry with what a list shows."""
    values = values_of(register, entry)
    return [(column, listed(column, values)) for column in register.columns]
