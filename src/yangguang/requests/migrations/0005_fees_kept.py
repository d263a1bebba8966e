"""The fees of requests that are here already, from the steps that asked for them and entered the payment."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    requests = apps.get_model("requests", "InformationRequest").objects
    steps = apps.get_model("cases", "CaseStep").objects.filter(step_id__in=("notify_fee", "pay_fee"))
    for step in steps.order_by("pk").iterator():
        own = requests.filter(case=step.case_id)
        if step.step_id == "notify_fee":
            own.update(fee_noticed_on=step.on, fee_yuan=step.facts.get("yuan"))
        else:
            own.update(fee_paid_on=step.on)


class Migration(migrations.Migration):
    dependencies = [("requests", "0004_fees")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
