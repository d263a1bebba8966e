"""Reading the ledger, as far as one may see."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from yangguang.ledger.models import Entry, EntryQuerySet
from yangguang.offices.models import Agency, Person
from yangguang.offices.visitors import person

PER_PAGE = 50


def readable_by(user: Person) -> EntryQuerySet:
    """Entries of the agencies whose papers ``user`` may see or which they manage; all for superusers."""
    entries = Entry.objects.all()
    if user.is_superuser:
        return entries
    seen = Agency.objects.visible_to(user).values("pk")
    managed = Agency.objects.managed_by(user).values("pk")
    return entries.filter(Q(agency_id__in=seen) | Q(agency_id__in=managed))


@permission_required("ledger.view_entry", raise_exception=True)
def entries(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first."""
    wanted, first, last = (request.GET.get(name, "").strip() for name in ("q", "from", "to"))
    shown = readable_by(person(request))
    if wanted:
        shown = shown.filter(Q(object_name__icontains=wanted) | Q(actor_name__icontains=wanted))
    if since := _date(first):
        shown = shown.filter(at__date__gte=since)
    if until := _date(last):
        shown = shown.filter(at__date__lte=until)
    page = Paginator(shown.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "q": wanted, "first": first, "last": last, "header_title": _("操作台账")}
    return render(request, "workbench/ledger.html", context)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
