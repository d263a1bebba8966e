"""Reconsideration and litigation (行政复议、行政诉讼)."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemediesConfig(AppConfig):
    """The room of cases against the office's own disclosure acts (条例第五十一条)."""

    name = "yangguang.remedies"
    label = "remedies"
    verbose_name = _("复议、诉讼")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the procedures known to the engine, their papers to the letters, their records to the archive.

        A request shows what was brought against its answer.
        """
        from yangguang.cases.archiving import describe
        from yangguang.cases.staff.beside import show
        from yangguang.remedies import papers  # noqa: F401 - registers the papers
        from yangguang.remedies.describing import own_data
        from yangguang.remedies.procedure import PROCEDURES
        from yangguang.remedies.staff.beside import remedies_of_request
        from yangguang.requests.procedure import PROCEDURE as REQUEST

        for procedure in PROCEDURES:
            describe(procedure.id, own_data)
        show(REQUEST.id, remedies_of_request)
