"""Background work on requests. Tasks may run twice."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from yangguang.requests import drafts

logger = logging.getLogger(__name__)


@task()
def purge_drafts() -> None:
    """Remove drafts whose time is over."""
    removed = drafts.purge(timezone.now())
    logger.info("drafts removed", extra={"removed": removed})
