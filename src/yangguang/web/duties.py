"""What the tasks of the background are called. A room declares its own; the workbench shows them."""

from __future__ import annotations

from django.utils.functional import Promise
from django_tasks.base import Task

_names: dict[str, str | Promise] = {}


def name(task: Task, label: str | Promise) -> None:
    """Give a task its name for people, lazily translated."""
    _names[task.module_path] = label


def called(path: str) -> str:
    """The name of the task with this path; the path itself where nobody has named it."""
    return str(_names.get(path, path))
