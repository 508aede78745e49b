from django.db import migrations

from nursery.public_ids import PublicIdField


class Migration(migrations.Migration):
    dependencies = [("rota", "0016_public_ids_filled_of_contributions")]

    operations = [migrations.AlterField(name, "public_id", PublicIdField()) for name in ("contribution",)]
