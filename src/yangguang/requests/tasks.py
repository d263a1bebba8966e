"""Background work on requests. Tasks may run twice."""

from __future__ import annotations

import logging

from django.utils import timezone
from django.utils.translation import gettext_lazy
from django_tasks import task

from yangguang.requests import drafts
from yangguang.web.duties import name

logger = logging.getLogger(__name__)


@task()
def purge_drafts() -> None:
    """Remove drafts whose time is over."""
    removed = drafts.purge(timezone.now())
    logger.info("drafts removed", extra={"removed": removed})


name(purge_drafts, gettext_lazy("清理过期的申请草稿"))
