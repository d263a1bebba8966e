"""Background work on cases. Tasks may run twice."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from yangguang.cases import archiving
from yangguang.cases.recomputing import recompute_open

logger = logging.getLogger(__name__)


@task()
def recompute_open_cases(why: str) -> None:
    """Compute the due date of every open case anew."""
    moved = recompute_open(why, timezone.now())
    logger.info("open cases computed anew", extra={"moved": moved, "why": why})


@task()
def make_package(case_id: int, step_number: int) -> None:
    """Make the archive package that a step asked for."""
    package = archiving.make(case_id, step_number, timezone.now())
    logger.info("package made", extra={"case": case_id, "made": package is not None})
