"""Who else has a case open. Kept in the cache for a minute; forgetting it harms nobody."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from yangguang.cases.models import Case
from yangguang.offices.models import Person
from yangguang.offices.visitors import person

SECONDS = 75
READING, WRITING = "reading", "writing"


def enter(case_id: int, user: Person, what: str) -> list[str]:
    """Say that somebody is here; sentences about the others."""
    key, now = f"case-open:{case_id}", time.time()
    here: dict[int, tuple[str, str, float]] = {
        pk: seen for pk, seen in (cache.get(key) or {}).items() if now - seen[2] < SECONDS
    }
    before = here.get(user.pk)
    if what == READING and before and before[1] == WRITING and now - before[2] < SECONDS / 3:
        what = WRITING  # the same person has a form open in another window
    here[user.pk] = (str(user), what, now)
    cache.set(key, here, SECONDS)
    return [_say(name, doing) for pk, (name, doing, _seen) in here.items() if pk != user.pk]


def _say(name: str, what: str) -> str:
    if what == WRITING:
        return _("%(name)s正在填写") % {"name": name}
    return _("%(name)s正在查看") % {"name": name}


def others(request: HttpRequest, pk: int) -> HttpResponse:
    """The sentences alone, for the script that asks again while the page is open."""
    user = person(request)
    case = get_object_or_404(Case.objects.visible_to(user).only("pk"), pk=pk)
    what = WRITING if request.GET.get("what") == WRITING else READING
    return render(request, "cases/staff/_presence.html", {"others": enter(case.pk, user, what)})
