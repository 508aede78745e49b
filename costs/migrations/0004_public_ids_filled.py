from django.db import migrations

from nursery.public_ids import fill_public_ids


class Migration(migrations.Migration):
    dependencies = [("costs", "0003_public_ids_empty")]

    operations = [fill_public_ids("costs", *("rate", "pay", "programmeentry", "feerelief"))]
