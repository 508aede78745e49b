from django.db import migrations

from nursery.public_ids import fill_public_ids


class Migration(migrations.Migration):
    dependencies = [("rota", "0015_public_ids_empty_of_contributions")]

    operations = [fill_public_ids("rota", *("contribution",))]
