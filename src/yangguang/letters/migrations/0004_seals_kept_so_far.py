"""Every seal kept so far is that of disclosure (政府信息公开专用章)."""

from django.db import migrations

FIELDS = ("agency_id", "picture", "width_mm", "changed_at", "changed_by_name")


def move(apps, schema_editor):
    _copy(apps.get_model("letters", "FormerSeal"), apps.get_model("letters", "Seal"))


def move_back(apps, schema_editor):
    _copy(apps.get_model("letters", "Seal"), apps.get_model("letters", "FormerSeal"))


def _copy(frm, to):
    rows = frm.objects.all()
    if any(field.name == "purpose" for field in frm._meta.fields):
        rows = rows.filter(purpose="disclosure")
    for row in rows.values(*FIELDS):
        to.objects.update_or_create(agency_id=row.pop("agency_id"), defaults=row)


class Migration(migrations.Migration):
    dependencies = [("letters", "0003_seal_by_purpose")]
    operations = [migrations.RunPython(move, move_back)]
