from django.db import migrations

from nursery.public_ids import fill_public_ids


class Migration(migrations.Migration):
    dependencies = [("rota", "0003_public_ids_empty")]

    operations = [fill_public_ids("rota", "standingturn", "absence", "reserve", "relief")]
