"""Random names for rows that pages are to speak of, in three steps: empty, filled, unique."""

from django.db import migrations

from nursery.public_ids import nameless_public_id


class Migration(migrations.Migration):
    dependencies = [("rota", "0002_walls_and_guards")]

    operations = [
        migrations.AddField(name, "public_id", nameless_public_id())
        for name in ("standingturn", "absence", "reserve", "relief")
    ]
