from django.db import migrations

from nursery.crossing import Crossing
from nursery.walls import wall


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_tables")]

    operations = [wall("reminders_message", crossings=[Crossing.OUTBOX])]
