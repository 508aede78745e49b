"""Contributions get random names for their pages, in three steps: empty, filled, unique."""

from django.db import migrations

from nursery.public_ids import nameless_public_id


class Migration(migrations.Migration):
    dependencies = [("rota", "0014_call_outs_and_asks")]

    operations = [migrations.AddField(name, "public_id", nameless_public_id()) for name in ("contribution",)]
