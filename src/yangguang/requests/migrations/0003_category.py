"""The statistical category of requests that are here already: the kind of applicant."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    requests = apps.get_model("requests", "InformationRequest").objects.filter(case=OuterRef("pk"))
    apps.get_model("cases", "Case").objects.filter(procedure_id="request", category="").update(
        category=Subquery(requests.values("applicant_kind"))
    )


class Migration(migrations.Migration):
    dependencies = [("requests", "0002_intake"), ("cases", "0007_worklist_indexes")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
