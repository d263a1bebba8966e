"""Messages that could not be delivered: to which case, why, and sending them again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yangguang.cases.failures import MOST, SEES, SORTS, Failure, failures_for, send_again
from yangguang.cases.models import Case
from yangguang.offices.models import Person
from yangguang.offices.visitors import person
from yangguang.web.keys import key


@dataclass(frozen=True, slots=True)
class Row:
    """One line; the address of the case for those who may see it."""

    failure: Failure
    url: str


def _rows(user: Person) -> list[Row]:
    found = failures_for(user, timezone.now())
    pks = {one.case.pk for one in found if one.case}
    seen = set(Case.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    return [
        Row(
            one,
            reverse(one.case.procedure.case_url, args=[one.case.pk])
            if one.case and one.case.pk in seen
            else "",
        )
        for one in found
    ]


@require_safe
@permission_required(SEES, raise_exception=True)
def undelivered(request: HttpRequest) -> HttpResponse:
    """The list, the latest first."""
    context = {"rows": _rows(person(request)), "page_title": _("未送达的消息")}
    return render(request, "cases/staff/undelivered.html", context)


@require_POST
@permission_required(SEES, raise_exception=True)
def again(request: HttpRequest) -> HttpResponse:
    """Send the ticked messages again."""
    user, now, count = person(request), timezone.now(), 0
    for value in request.POST.getlist("message")[: 3 * MOST]:
        sort, _dash, pk = value.partition("-")
        if sort in SORTS and key(pk):
            count += send_again(sort, key(pk), by=user, at=now)
    if count:
        messages.success(request, _("已交给后台重新发送 %(count)s 条。") % {"count": count})
    else:
        messages.error(request, _("请先勾选要重新发送的消息。"))
    return HttpResponseRedirect(reverse("staff_cases:undelivered"))
