"""The table with one seal for each agency is no longer read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("letters", "0004_seals_kept_so_far")]
    operations = [migrations.DeleteModel("FormerSeal")]
