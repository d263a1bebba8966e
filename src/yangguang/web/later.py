"""Queueing background work inside the transaction that needs it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend


def later(task: Task[Any, Any], *args: Any) -> None:
    """Let the worker do ``task`` once the transaction in hand is kept.

    A queue in our own database takes the task as part of the transaction: both are kept or neither, even when
    the power goes between the two. Another queue gets it right after the commit.
    """
    if isinstance(task.get_backend(), DatabaseBackend):
        task.enqueue(*args)
    else:
        transaction.on_commit(partial(task.enqueue, *args))
