"""How agencies take requests for disclosure: whether online, how receipt is confirmed, whom to call."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.ledger import kinds
from yangguang.ledger.book import record
from yangguang.offices.models import Agency, AgencyQuerySet, Membership, Person
from yangguang.offices.roles import Role
from yangguang.offices.visitors import person
from yangguang.requests.models import RequestSettings

SET = kinds.declare("requests.settings_changed", gettext_lazy("修改“%(object)s”的依申请公开设置"))


class CounterForm(forms.ModelForm):
    """Everything an office sets about requests."""

    class Meta:
        model = RequestSettings
        exclude = ("agency",)
        widgets = {"kept_here_since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def set_up_by(person: Person) -> AgencyQuerySet:
    """Agencies whose counter the person sets up: those they manage, and those whose disclosure office they are."""
    own = Membership.objects.filter(person=person, role=Role.DISCLOSURE_OFFICE).values("agency")
    managed = Agency.objects.managed_by(person).values("pk")
    return Agency.objects.filter(Q(pk__in=own) | Q(pk__in=managed))


def _setter(request: HttpRequest) -> Person:
    """The person at the desk, who sets up at least one agency's counter."""
    by = person(request)
    if not set_up_by(by).exists():
        raise PermissionDenied
    return by


def counters(request: HttpRequest) -> HttpResponse:
    """The agencies, and whether they take requests online."""
    agencies = set_up_by(_setter(request)).select_related("request_settings").order_by("path")
    context = {"agencies": agencies, "header_title": _("依申请公开设置")}
    return render(request, "workbench/counters.html", context)


def counter(request: HttpRequest, pk: int) -> HttpResponse:
    """One agency's settings."""
    by = _setter(request)
    agency = get_object_or_404(set_up_by(by), pk=pk)
    found = RequestSettings.objects.filter(agency=agency).first() or RequestSettings(
        agency=agency, kept_here_since=timezone.localdate()
    )
    form = CounterForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            record(SET, agency, by=by, agency=agency, changed=form.changed_data)
        messages.success(request, _("已保存“%(name)s”。") % {"name": agency})
        return redirect("workbench:counters")
    context = {"form": form, "agency": agency, "header_title": agency.name}
    return render(request, "workbench/counter.html", context, status=422 if form.errors else 200)
