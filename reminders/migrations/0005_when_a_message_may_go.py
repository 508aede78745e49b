"""When a message may go, and how it went. `send_at` is empty until the next migration has filled it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0004_handed_at")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="channel",
            field=models.CharField(
                blank=True,
                choices=[("push", "on your phone"), ("email", "e-mail"), ("text", "text message")],
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="letter",
            field=models.CharField(blank=True, default="", max_length=12),
        ),
        migrations.AddField(
            model_name="message",
            name="send_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="urgent",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="message",
            name="status",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sent", "sent"),
                    ("dropped", "no longer needed"),
                    ("parked", "could not be sent"),
                    ("unwanted", "not wanted"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
    ]
