"""An entry's moment of its transaction, for what is added from now on: what is there stays without one."""

from django.contrib.postgres.functions import TransactionNow
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rota", "0022_they_say_they_will_come")]

    operations = [
        # A column without a default first: with one, every row that is there would be given this very moment.
        migrations.AddField("historyentry", "deed", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.AlterField(
            "historyentry",
            "deed",
            models.DateTimeField(blank=True, db_default=TransactionNow(), editable=False, null=True),
        ),
    ]
