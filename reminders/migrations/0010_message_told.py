"""What has been told, by kind and occasion: for the question where something is due, in all nurseries at once."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reminders", "0009_looked_at")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                fields=["kind", "occasion", "subject"],
                include=["person"],
                condition=~models.Q(status="dropped"),
                name="message_told",
            ),
        )
    ]
