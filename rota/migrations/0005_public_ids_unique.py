from django.db import migrations

from nursery.public_ids import PublicIdField


class Migration(migrations.Migration):
    dependencies = [("rota", "0004_public_ids_filled")]

    operations = [
        migrations.AlterField(name, "public_id", PublicIdField())
        for name in ("standingturn", "absence", "reserve", "relief")
    ]
