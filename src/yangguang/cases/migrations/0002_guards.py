"""Put the triggers up that keep steps as they are."""

from django.db import migrations

from yangguang.ledger import guards

TABLE = "cases_casestep"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("ledger", "0003_guards_named_by_table")]
    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: guards.set_up(schema_editor.connection, TABLE),
            lambda apps, schema_editor: guards.take_down(schema_editor.connection, TABLE),
        )
    ]
