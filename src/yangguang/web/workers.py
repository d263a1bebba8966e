"""Background work: a worker that gives signs of life and takes up what a dead one left lying.

Tasks are idempotent, so one that was cut off in the middle is simply done again, a few times at most.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import uuid
from datetime import datetime, timedelta

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from yangguang.web import schedule
from yangguang.web.models import Worker

logger = logging.getLogger(__name__)
BEAT_SECONDS = 15.0
FORGET_AFTER = timedelta(days=1)
MOST_ATTEMPTS = 3
"""How often a task is begun that kills its worker."""
MOST_TRIES, FIRST_PAUSE = 8, timedelta(minutes=1)
"""How often a task is begun whose file could not be written, and how long after the first time."""
_NO_SPACE = "builtins.OSError"  # of its kinds (a file that is missing, a right) none gets better by waiting


def new_name() -> str:
    """A name that no other worker has: host, process, and something random."""
    return f"{socket.gethostname()[:30]}-{os.getpid()}-{uuid.uuid4().hex[:8]}"


def beat(name: str, at: datetime) -> None:
    """Record a sign of life."""
    Worker.objects.update_or_create(
        name=name, defaults={"seen_at": at}, create_defaults={"seen_at": at, "started_at": at}
    )
    Worker.objects.filter(seen_at__lt=at - FORGET_AFTER).delete()


def leave(name: str) -> None:
    """The worker goes home."""
    Worker.objects.filter(name=name).delete()


def take_up_orphans(at: datetime) -> tuple[int, int]:
    """Queue again what dead workers were doing; give up on what has killed three. (queued, given up)"""
    alive = set(Worker.objects.alive(at).values_list("name", flat=True))
    queued = given_up = 0
    running = DBTaskResult.objects.running().values_list("pk", "worker_ids")
    for pk, names in running:
        if names and names[-1] in alive:
            continue
        orphan = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.RUNNING, worker_ids=names)
        if len(names) < MOST_ATTEMPTS:
            queued += orphan.update(status=TaskResultStatus.READY, started_at=None)
        else:
            given_up += orphan.update(
                status=TaskResultStatus.FAILED,
                finished_at=at,
                exception_class_path="builtins.RuntimeError",
                traceback=f"Given up: {MOST_ATTEMPTS} workers died while doing this.",
            )
    return queued, given_up


def try_again(at: datetime) -> int:
    """Queue again what failed because the disk (or another machine's) took no file; how many.

    Space comes back within hours or not at all: the pause doubles with each attempt, and the last one is some
    two hours after the first. What is given up stays among the failed tasks of the workbench.
    """
    queued = 0
    failed = DBTaskResult.objects.failed().filter(
        exception_class_path=_NO_SPACE, finished_at__gte=at - FORGET_AFTER
    )
    for pk, names in failed.values_list("pk", "worker_ids"):
        if len(names) >= MOST_TRIES:
            continue
        still = DBTaskResult.objects.filter(pk=pk, status=TaskResultStatus.FAILED, worker_ids=names)
        later = at + FIRST_PAUSE * 2 ** (len(names) - 1)
        queued += still.update(
            status=TaskResultStatus.READY,
            started_at=None,
            finished_at=None,
            run_after=later,
            exception_class_path="",
            traceback="",
        )
    return queued


class Pulse(threading.Thread):
    """Beats in the background while the worker works; stops the worker when its parent is gone."""

    def __init__(self, name: str, *, parent: int | None = None, every: float = BEAT_SECONDS) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker = name
        self.parent = parent
        self.every = every
        self.enough = threading.Event()

    def run(self) -> None:
        while not self.enough.wait(self.every):
            self.beat_once()
            connection.close()  # this thread's own; it is not kept open between beats
            if self.parent is not None and os.getppid() != self.parent:
                logger.warning("the server is gone, the worker leaves")
                os.kill(os.getpid(), signal.SIGTERM)
                return

    def beat_once(self) -> None:
        """One sign of life; a database that is busy for once is no reason to die."""
        try:
            now = timezone.now()
            with transaction.atomic():
                beat(self.worker, now)
                queued, given_up = take_up_orphans(now)
                again = try_again(now)
            for begun in schedule.begin_due(now):
                logger.info("daily job begun", extra={"job": begun})
            if queued or given_up:
                logger.warning("took up orphaned tasks", extra={"queued": queued, "given_up": given_up})
            if again:
                logger.warning("tasks that could not write are tried again", extra={"queued": again})
        except DatabaseError:
            logger.exception("no sign of life could be given")

    def stop(self) -> None:
        """Stop beating and go home."""
        self.enough.set()
        leave(self.worker)
