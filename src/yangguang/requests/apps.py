"""Disclosure on request (依申请公开)."""

from __future__ import annotations

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """The room of requests for disclosure (条例第四章)."""

    name = "yangguang.requests"
    label = "requests"
    verbose_name = _("依申请公开")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the procedure known to the engine, its papers to the letters, its record to the archive.

        Drafts whose time is over are removed every night.
        """
        from yangguang.cases.archiving import describe
        from yangguang.requests.describing import own_data
        from yangguang.requests.papers import declared  # noqa: F401 - registers the papers
        from yangguang.requests.procedure import PROCEDURE
        from yangguang.requests.tasks import purge_drafts
        from yangguang.web import schedule
        from yangguang.web.later import later
        from yangguang.web.schedule import DailyJob

        describe(PROCEDURE.id, own_data)
        schedule.register(DailyJob("drafts", time(3), lambda on: later(purge_drafts)))
