from django.db import migrations

from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [("costs", "0001_tables")]

    operations = [
        wall("costs_rate"),
        wall("costs_pay"),
        wall("costs_programmeentry"),
        wall("costs_feerelief"),
    ]
