"""Annual reports of offices: imported, checked, settled, published."""

from __future__ import annotations

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

BATCH_MB = 1020
"""The reports of a season come in one body where the browser runs no script that sends them one by one."""


class ReportsConfig(AppConfig):
    """The room of the annual reports (政府信息公开工作年度报告, 条例第四十九条、第五十条)."""

    name = "yangguang.reports"
    label = "reports"
    verbose_name = _("年度报告")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the offices which roles these acts ask for, and the worker that a report's day is looked at daily."""
        from yangguang.offices.roles import grant
        from yangguang.reports import history, suggesting  # noqa: F401 - ledger kinds and suggestions become known
        from yangguang.reports.permissions import MATRIX
        from yangguang.reports.tasks import send_reminders
        from yangguang.web import bodies, schedule
        from yangguang.web.later import later
        from yangguang.web.schedule import DailyJob

        bodies.allow("/staff/reports/import/", BATCH_MB)
        schedule.register(DailyJob("reports", time(8), lambda on: later(send_reminders, on.isoformat())))
        for act, roles in MATRIX.items():
            grant(f"reports.{act.value}", *roles)
