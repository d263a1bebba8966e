"""Due dates that moved although nobody acted, until somebody has looked at them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yangguang.cases.models import Case, DueChange
from yangguang.cases.standing import agencies_handled
from yangguang.offices.models import Person
from yangguang.offices.visitors import person
from yangguang.web.keys import keys

MOST = 200


def _visible(user: Person) -> QuerySet[DueChange]:
    return DueChange.objects.filter(case__in=Case.objects.visible_to(user)).select_related("case", "seen_by")


@require_safe
def moved(request: HttpRequest) -> HttpResponse:
    """The changes, those not seen first."""
    user = person(request)
    changes = list(_visible(user).filter(seen_at__isnull=True)[:MOST])
    seen = list(_visible(user).filter(seen_at__isnull=False)[:50])
    handled = agencies_handled(user)
    rows = [
        (
            change,
            reverse(change.case.procedure.case_url, args=[change.case_id]),
            change.case.agency_id in handled,
        )
        for change in [*changes, *seen]
    ]
    context = {
        "rows": rows,
        "page_title": _("期限变动"),
        "may_mark": any(may and not c.seen_at for c, _u, may in rows),
    }
    return render(request, "cases/staff/moved.html", context)


@require_POST
def moved_seen(request: HttpRequest) -> HttpResponse:
    """Mark those ticked as looked at; only in agencies in which the person has something to do."""
    user = person(request)
    pks = keys(request.POST.getlist("change"))
    changes = _visible(user).filter(
        pk__in=pks[:MOST], seen_at__isnull=True, case__agency__in=agencies_handled(user)
    )
    marked = DueChange.objects.filter(pk__in=list(changes.values_list("pk", flat=True))).update(
        seen_at=timezone.now(), seen_by=user
    )
    messages.success(request, _("已阅 %(count)s 条。") % {"count": marked})
    return HttpResponseRedirect(reverse("staff_cases:moved"))
