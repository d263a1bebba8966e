"""How far a long piece of background work has come: a card on the page that waits for it, asked for again by script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yangguang.cases.verifying import KIND as VERIFYING
from yangguang.cases.working_calendar import RECOMPUTING
from yangguang.offices.visitors import person
from yangguang.web.models import LongTask
from yangguang.web.progress import KEPT, is_silent


@dataclass(frozen=True, slots=True)
class Shown:
    """The work as the card shows it."""

    task: LongTask
    is_silent: bool

    @property
    def is_going(self) -> bool:
        """Whether the page asks again."""
        return self.task.ended_at is None

    @property
    def words(self) -> str:
        """How it stands, in a sentence."""
        task = self.task
        facts = {"about": task.about, "done": task.done, "total": task.total or 0, "found": task.found}
        if task.kind == RECOMPUTING:
            if task.ended_at:
                return _("已按 %(about)s 年的安排重新计算 %(total)s 件，%(found)s 件的期限有变动。") % facts
            return _("正在按 %(about)s 年的安排重新计算期限：%(done)s / %(total)s 件。") % facts
        if task.kind == VERIFYING and task.ended_at:
            return _("已校验归档包 %(total)s 个，%(found)s 个不符。") % facts
        return _("正在校验归档包：%(done)s / %(total)s 个。") % facts


def shown(task: LongTask, at: datetime) -> Shown:
    """The task as of a moment."""
    return Shown(task, is_silent(task, at))


def latest(kind: str, at: datetime) -> Shown | None:
    """The last work of this kind, while it is of interest."""
    task = LongTask.objects.filter(kind=kind, asked_at__gte=at - KEPT).order_by("-pk").first()
    return shown(task, at) if task else None


@require_safe
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The inside of the card."""
    person(request)
    task = get_object_or_404(LongTask, pk=pk)
    return render(request, "cases/staff/_progress.html", {"progress": shown(task, timezone.now())})
