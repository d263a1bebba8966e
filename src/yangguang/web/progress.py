"""Telling a page how far its background work has come.

The page announces the work and hands the worker its number; the worker says how much there is and counts. What it
says is written once a second at most, outside of the work's own transactions. Work that is begun anew counts anew.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from yangguang.web.models import LongTask

EVERY = timedelta(seconds=1)
SILENT_AFTER = timedelta(minutes=2)
"""After so long without a word, nobody seems to be working on it."""
KEPT = timedelta(days=30)


def announce(kind: str, about: str, at: datetime) -> LongTask:
    """Say that work has been asked for; what was asked for long ago is forgotten."""
    LongTask.objects.filter(kind=kind, asked_at__lt=at - KEPT).delete()
    return LongTask.objects.create(kind=kind, about=about[:200], asked_at=at, moved_at=at)


def is_silent(task: LongTask, at: datetime) -> bool:
    """Whether it has not ended and nothing has been heard of it for a while."""
    return task.ended_at is None and task.moved_at < at - SILENT_AFTER


class Progress:
    """The worker's side; one without a number (work that nobody waits for) says nothing."""

    def __init__(self, pk: int | None) -> None:
        self.pk = pk
        self.done = self.found = 0
        self._said_at = timezone.now()

    def begin(self, total: int) -> None:
        """How much there is to do."""
        self.done = self.found = 0
        self._say(total=total)

    def step(self, *, found: bool = False) -> None:
        """One more is done."""
        self.done += 1
        self.found += found
        if timezone.now() - self._said_at >= EVERY:
            self._say()

    def end(self) -> None:
        """Everything is done."""
        self._say(ended_at=timezone.now())

    def _say(self, **more: object) -> None:
        self._said_at = timezone.now()
        if self.pk is not None:
            said = {"done": self.done, "found": self.found, "moved_at": self._said_at} | more
            LongTask.objects.filter(pk=self.pk).update(**said)
