"""Guards are named after their table since several tables have them; the old names give way."""

from django.db import migrations

from yangguang.ledger import guards

OLD = {
    "sqlite": ("DROP TRIGGER IF EXISTS ledger_no_update", "DROP TRIGGER IF EXISTS ledger_no_delete"),
    "postgresql": (
        "DROP TRIGGER IF EXISTS ledger_no_rewrite ON ledger_entry",
        "DROP TRIGGER IF EXISTS ledger_no_truncate ON ledger_entry",
        "DROP FUNCTION IF EXISTS ledger_refuse()",
    ),
}


def rename(apps, schema_editor):
    connection = schema_editor.connection
    for statement in OLD[connection.vendor]:
        schema_editor.execute(statement)
    guards.take_down(connection)
    guards.set_up(connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_guards")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
