"""What is done once a day. Any worker may begin it, one does, and a day that was missed is made up for.

A room registers a :class:`DailyJob` when it starts; the pulse of every worker asks :func:`begin_due` every few
seconds. The job is begun by the first worker to move the row's day forward: a conditional update, which
one of several wins. What the job does must look at how things stand, not at what happened since yesterday: after a
downtime of three days it is begun once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from yangguang.web.models import DailyRun


@dataclass(frozen=True, slots=True)
class DailyJob:
    """Begun once on every day, after this time of the office's day. ``begin`` should only queue a task."""

    name: str
    after: time
    begin: Callable[[date], object]


_jobs: dict[str, DailyJob] = {}


def register(job: DailyJob) -> DailyJob:
    """Make a job known."""
    if _jobs.setdefault(job.name, job) is not job:
        raise ValueError(f"there is already a daily job {job.name!r}")
    return job


def begin_due(at: datetime) -> list[str]:
    """Begin what this day has not seen yet; the names of what this call has begun."""
    return [job.name for job in _jobs.values() if _begin(job, at)]


def _begin(job: DailyJob, at: datetime) -> bool:
    now = timezone.localtime(at)
    if now.time() < job.after:
        return False
    with transaction.atomic():  # the claim and what it queues stand or fall together
        DailyRun.objects.get_or_create(name=job.name)
        earlier = Q(last_on__isnull=True) | Q(last_on__lt=now.date())
        if not DailyRun.objects.filter(earlier, name=job.name).update(last_on=now.date()):
            return False
        job.begin(now.date())
    return True
