"""What has to be in place before the door opens: tables, static files."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)


class Unfit(Exception):
    """This server must not open; says why, and what to do."""


_demands: list[Callable[[], None]] = []


def demand(check: Callable[[], None]) -> None:
    """Let a room say what must hold before a server or worker of its opens; ``check`` raises :class:`Unfit`."""
    if check not in _demands:
        _demands.append(check)


def check_fit() -> None:
    """Raises :class:`Unfit` where something that a room demands does not hold."""
    for check in _demands:
        check()


def refuse_unfit() -> None:
    """What a server or worker asks before it opens. Without its tables it opens, and ``/health/ready`` says so."""
    try:
        check_fit()
    except DatabaseError:
        logger.exception("whether this server is fit could not be asked")


def migrate() -> bool:
    """Bring the tables up to date; whether there was anything to do."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0)
    return True


def collect_static() -> bool:
    """Collect stylesheets, scripts and pictures when any has changed; whether there was anything to do."""
    if settings.DEBUG:
        return False
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    wanted = _fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(wanted)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}|{stat.st_size}|{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare() -> None:
    """Everything, with a line in the log for what was done."""
    for step in (migrate, collect_static):
        if step():
            logger.info("prepared", extra={"step": step.__name__})
