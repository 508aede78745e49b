"""Random names for rows that pages are to speak of, in three steps: empty, filled, unique."""

from django.db import migrations

from nursery.public_ids import nameless_public_id


class Migration(migrations.Migration):
    dependencies = [("costs", "0002_walls")]

    operations = [
        migrations.AddField(name, "public_id", nameless_public_id())
        for name in ("rate", "pay", "programmeentry", "feerelief")
    ]
