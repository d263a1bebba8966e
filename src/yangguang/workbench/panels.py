"""Panels of the dashboard that belong to no single room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.admin.ui.components import Component

from yangguang.offices.models import Agency, Person
from yangguang.offices.roles import MANAGE_OFFICES
from yangguang.web.models import Worker


class HousePanel(Component):
    """For administrators: is everything running, and who is here."""

    name = "house"
    order = 900
    template_name = "workbench/panels/house.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        if not user.has_perm(MANAGE_OFFICES):
            return {"shown": False}
        return {
            "shown": True,
            "agencies": Agency.objects.managed_by(user).active().count(),
            "people": Person.objects.managed_by(user).filter(is_active=True).count(),
            "workers": Worker.objects.alive(timezone.now()).count(),
            "failed": DBTaskResult.objects.failed().count(),
            "waiting": DBTaskResult.objects.ready().count(),
        }
