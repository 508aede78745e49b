from django.db import migrations

from nursery.public_ids import PublicIdField


class Migration(migrations.Migration):
    dependencies = [("costs", "0004_public_ids_filled")]

    operations = [
        migrations.AlterField(name, "public_id", PublicIdField())
        for name in ("rate", "pay", "programmeentry", "feerelief")
    ]
