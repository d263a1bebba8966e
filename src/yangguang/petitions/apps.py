"""Petitions (信访)."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    """The room of petitions (信访工作条例)."""

    name = "yangguang.petitions"
    label = "petitions"
    verbose_name = _("信访事项")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the procedure known to the engine, its papers to the letters, its record to the archive.

        On the page of a request the room offers to take it over (条例第三十九条第一款).
        """
        from yangguang.cases.archiving import describe
        from yangguang.cases.staff.followups import offer
        from yangguang.petitions.describing import own_data
        from yangguang.petitions.offering import offered_on_request
        from yangguang.petitions.papers import declared  # noqa: F401 - registers the papers
        from yangguang.petitions.procedure import PROCEDURE
        from yangguang.requests.procedure import PROCEDURE as REQUEST

        describe(PROCEDURE.id, own_data)
        offer(REQUEST.id, offered_on_request)
