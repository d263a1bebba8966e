"""Suits appealed against before such judgments were kept: what stood until the appeal is in the step."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    CaseStep = apps.get_model("cases", "CaseStep")
    EarlierJudgment = apps.get_model("remedies", "EarlierJudgment")
    if EarlierJudgment.objects.exists():
        return
    suits = CaseStep.objects.filter(case__procedure_id="suit")
    undone = set(suits.filter(undoes__isnull=False).values_list("case_id", "undoes"))
    appeals = suits.filter(step_id="appeal").order_by("case_id", "number")
    EarlierJudgment.objects.bulk_create(
        (
            EarlierJudgment(
                case_id=step.case_id,
                outcome_id=step.facts["was"]["outcome_id"],
                decided_on=step.facts["was"]["closed_on"],
                appealed_on=max(step.on.isoformat(), step.facts["was"]["closed_on"]),
            )
            for step in appeals.iterator(chunk_size=500)
            if (step.case_id, step.number) not in undone and step.facts["was"]["closed_on"]
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("remedies", "0002_earlier_judgments")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
