"""The log is read a page at a time from any place in it, and what is parked without looking at the rest."""

import django.db.models.functions.comparison
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reminders", "0011_sweep_and_put_aside")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(
                models.F("nursery"),
                django.db.models.functions.comparison.Coalesce("sent_at", "send_at").desc(),
                models.F("id").desc(),
                name="message_log",
            ),
        ),
        AddIndexConcurrently(
            "message",
            models.Index(fields=["nursery", "person"], condition=models.Q(status="parked"), name="message_parked"),
        ),
        AddIndexConcurrently("failure", models.Index(fields=["nursery", "at"], name="failure_at")),
    ]
