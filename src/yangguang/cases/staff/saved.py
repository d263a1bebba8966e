"""Filters that a person keeps under a name, and the notices they were sent."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yangguang.cases.models import Case, Notice, SavedFilter
from yangguang.offices.visitors import person
from yangguang.web.keys import key

MOST_SAVED = 20
MOST_NOTICES = 100


@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the filters in use under a name; the same name again replaces it."""
    user = person(request)
    name = request.POST.get("name", "").replace("\0", "").strip()[:40]
    query = QueryDict(request.POST.get("query", "")[:500])  # read and written anew: only a query, no address
    if not name:
        messages.error(request, _("请给常用筛选起一个名称。"))
    elif SavedFilter.objects.filter(person=user).exclude(name=name).count() >= MOST_SAVED:
        messages.error(request, _("常用筛选最多 %(most)s 个，请先删除不用的。") % {"most": MOST_SAVED})
    else:
        SavedFilter.objects.update_or_create(
            person=user, name=name, defaults={"query": query.urlencode()[:500]}
        )
        messages.success(request, _("已保存为“%(name)s”。") % {"name": name})
    return HttpResponseRedirect(f"{reverse('staff_cases:worklist')}?{query.urlencode()}")


@require_POST
def forget_filter(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of a kept filter."""
    get_object_or_404(SavedFilter, pk=pk, person=person(request)).delete()
    messages.success(request, _("已删除常用筛选。"))
    return HttpResponseRedirect(reverse("staff_cases:worklist"))


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What the person was told, the newest first; of cases they may still see."""
    user = person(request)
    readable = Q(case=None) | Q(case__in=Case.objects.visible_to(user))
    told = Notice.objects.filter(readable, person=user).select_related("case")
    rows = [(notice, notice.url) for notice in told[:MOST_NOTICES]]
    return render(
        request,
        "cases/staff/notices.html",
        {
            "rows": rows,
            "has_unread": any(not notice.read_at for notice, _url in rows),
            "page_title": _("通知"),
        },
    )


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Everything up to the newest one shown counts as read."""
    unread = Notice.objects.filter(person=person(request)).unread()
    if upto := key(request.POST.get("upto", "")):
        unread.filter(pk__lte=upto).update(read_at=timezone.now())
    return HttpResponseRedirect(reverse("staff_cases:notices"))
