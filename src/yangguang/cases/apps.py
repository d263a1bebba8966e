"""The engine on which requests, remedies, petitions and dialogue stand."""

from __future__ import annotations

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The room of cases and their steps."""

    name = "yangguang.cases"
    label = "cases"
    verbose_name = _("办件")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the guarded table and the kinds of ledger entries known."""
        # declare ledger kinds
        from yangguang.cases import appraising, engine, failures, working_calendar  # noqa: F401
        from yangguang.cases.sealing_keys import check_keys
        from yangguang.cases.tasks import make_missing_packages, send_alerts, sweep_files
        from yangguang.ledger import guards
        from yangguang.offices.roles import Role, grant
        from yangguang.web import preparing, schedule
        from yangguang.web.later import later
        from yangguang.web.schedule import DailyJob

        guards.register("cases_casestep")
        preparing.demand(check_keys)
        schedule.register(DailyJob("alerts", time(8), lambda on: later(send_alerts, on.isoformat())))
        schedule.register(DailyJob("sweep", time(3), lambda on: later(sweep_files)))
        schedule.register(DailyJob("packages", time(4), lambda on: later(make_missing_packages)))
        grant("cases.see_failed_messages", Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE)
        grant("cases.enter_calendar", Role.ADMINISTRATOR, Role.DISCLOSURE_OFFICE)
