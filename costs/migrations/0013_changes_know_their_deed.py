"""An entry's moment of its transaction, for what is added from now on: what is there stays without one."""

from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("costs", "0012_closings_keep_tallies")]

    operations = [
        # A column without a default first: with one, every row that is there would be given this very moment.
        migrations.AddField("change", "deed", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AlterField(
            "change",
            "deed",
            models.DateTimeField(blank=True, db_default=TransactionNow(), editable=False, null=True),
        ),
    ]
