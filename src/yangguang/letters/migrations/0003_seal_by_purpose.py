"""An agency has a seal for each kind of paper: the table gets a key of its own."""

import django.db.models.deletion
from django.db import migrations, models

import yangguang.letters.models


class Migration(migrations.Migration):
    dependencies = [
        ("letters", "0002_number_word"),
        ("offices", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("Seal", "FormerSeal"),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("disclosure", "政府信息公开专用章"), ("petitions", "信访专用章")],
                        default="disclosure",
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                (
                    "picture",
                    models.FileField(max_length=200, upload_to=yangguang.letters.models.setting_stored_at),
                ),
                ("width_mm", models.PositiveSmallIntegerField(default=42, verbose_name="直径（毫米）")),
                ("changed_at", models.DateTimeField()),
                ("changed_by_name", models.CharField(max_length=150)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.agency"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "purpose"), name="seal_once_for_a_purpose")
                ],
            },
        ),
    ]
