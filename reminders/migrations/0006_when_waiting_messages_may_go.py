"""What is in the outbox already may go as soon as it falls due."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_when_a_message_may_go")]

    operations = [
        migrations.RunSQL(
            "UPDATE reminders_message SET send_at = due_at WHERE send_at IS NULL",
            migrations.RunSQL.noop,
            elidable=True,
        )
    ]
