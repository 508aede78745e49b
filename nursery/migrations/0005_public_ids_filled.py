from django.db import migrations

from nursery.public_ids import fill_public_ids


class Migration(migrations.Migration):
    dependencies = [("nursery", "0004_public_ids_empty")]

    operations = [fill_public_ids("nursery", "term", "closure")]
