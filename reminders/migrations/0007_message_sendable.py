"""Workers look for what may go, no longer for what is due; the index follows without stopping them."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("reminders", "0006_when_waiting_messages_may_go")]

    operations = [
        migrations.AlterField("message", "send_at", models.DateTimeField()),
        AddIndexConcurrently(
            "message",
            models.Index(fields=["nursery", "send_at"], condition=models.Q(status="waiting"), name="message_sendable"),
        ),
        RemoveIndexConcurrently("message", "message_waiting"),
    ]
