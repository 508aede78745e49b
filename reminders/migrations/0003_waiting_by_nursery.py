"""A worker looks for one nursery's waiting messages, so the index begins with the nursery."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0002_walls")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="message_waiting_due"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["nursery", "due_at"],
                name="message_waiting",
            ),
        ),
    ]
