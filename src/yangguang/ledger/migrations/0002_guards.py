"""Put the triggers up that keep entries as they are."""

from django.db import migrations

from yangguang.ledger import guards


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.set_up(schema_editor.connection),
            lambda apps, schema_editor: guards.take_down(schema_editor.connection),
        )
    ]
