"""Agencies and people: lists, and one page each to set them up. Out of reach is not found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from yangguang.offices.actions import save_agency, save_person
from yangguang.offices.models import Agency, Department, Membership, Person
from yangguang.offices.roles import MANAGE_OFFICES, Role
from yangguang.offices.visitors import person as visitor
from yangguang.web.keys import key
from yangguang.workbench.forms import AgencyForm, Departments, Memberships, PersonForm

PER_PAGE = 50
may_manage = permission_required(MANAGE_OFFICES, raise_exception=True)


@may_manage
def agencies(request: HttpRequest) -> HttpResponse:
    """The tree of agencies that the person manages."""
    wanted = request.GET.get("q", "").strip()
    shown = Agency.objects.managed_by(visitor(request)).annotate(
        people=Count("memberships__person", distinct=True)
    )
    if wanted:
        shown = shown.filter(Q(name__icontains=wanted) | Q(short_name__icontains=wanted) | Q(uscc=wanted))
    page = Paginator(shown.order_by("path"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "q": wanted, "header_title": _("机关")}
    return render(request, "workbench/offices/agencies.html", context)


@may_manage
def agency(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change an agency and its departments."""
    by = visitor(request)
    found = get_object_or_404(Agency.objects.managed_by(by), pk=pk) if pk else Agency()
    form = AgencyForm(request.POST or None, instance=found, by=by)
    rows = Departments(request.POST or None, instance=found, prefix="departments")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        departments: list[Department] = rows.save(commit=False)
        save_agency(
            form.instance,
            by=by,
            changed=_labels(form),
            departments=departments,
            gone=list(rows.deleted_objects),
        )
        messages.success(request, _("已保存“%(name)s”。") % {"name": form.instance})
        return redirect("workbench:agencies")
    title = found.name if pk else _("新增机关")
    return _form_page(
        request, form, rows, title, parent=("workbench:agencies", _("机关")), heading=_("内设机构")
    )


@may_manage
def people(request: HttpRequest) -> HttpResponse:
    """The people whom the person manages."""
    by = visitor(request)
    wanted, role, at = (request.GET.get(name, "").strip() for name in ("q", "role", "agency"))
    shown = Person.objects.managed_by(by).prefetch_related("memberships__agency")
    if wanted:
        shown = shown.filter(
            Q(username__icontains=wanted) | Q(first_name__icontains=wanted) | Q(last_name__icontains=wanted)
        )
    if role in Role.values:
        shown = shown.filter(pk__in=Membership.objects.filter(role=role).values("person"))
    if agency_key := key(at):
        shown = shown.filter(pk__in=Membership.objects.filter(agency=agency_key).values("person"))
    page = Paginator(shown.order_by("-is_active", "username"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "q": wanted,
        "role": role,
        "at": at,
        "roles": Role.choices,
        "agencies": Agency.objects.managed_by(by),
        "header_title": _("人员"),
    }
    return render(request, "workbench/offices/people.html", context)


@may_manage
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a person and their roles."""
    by = visitor(request)
    found = get_object_or_404(Person.objects.managed_by(by), pk=pk) if pk else Person()
    form = PersonForm(request.POST or None, instance=found)
    rows = Memberships(request.POST or None, instance=found, prefix="roles", form_kwargs={"by": by})
    valid = request.method == "POST" and form.is_valid() and rows.is_valid()
    if valid and not by.is_superuser and not _left_with_a_role(rows):
        # without any role a person would be out of this administrator's reach for good
        form.add_error(None, _("请至少保留一个角色；离开单位的人请取消勾选“可以登录”。"))
        valid = False
    if valid:
        memberships: list[Membership] = rows.save(commit=False)
        save_person(
            form.instance,
            by=by,
            changed=_labels(form),
            password=form.cleaned_data["password"],
            memberships=memberships,
            gone=list(rows.deleted_objects),
        )
        messages.success(request, _("已保存“%(name)s”。") % {"name": form.instance})
        return redirect("workbench:people")
    title = str(found) if pk else _("新增人员")
    return _form_page(request, form, rows, title, parent=("workbench:people", _("人员")), heading=_("角色"))


def _left_with_a_role(rows: Any) -> bool:
    return any(row.cleaned_data.get("role") and not row.cleaned_data.get("DELETE") for row in rows)


def _labels(form: Any) -> list[str]:
    return [str(form.fields[name].label) for name in form.changed_data]


def _form_page(
    request: HttpRequest, form: Any, rows: Any, title: str, *, parent: tuple[str, str], heading: str
) -> HttpResponse:
    context = {
        "form": form,
        "rows": rows,
        "header_title": title,
        "parent_url": parent[0],
        "parent_label": parent[1],
        "rows_heading": heading,
    }
    return render(request, "workbench/offices/form.html", context)
