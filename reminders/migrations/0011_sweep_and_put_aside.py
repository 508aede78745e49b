"""When a sweep last went through, and when the manager put aside what could not be sent."""

from django.db import migrations, models
from django.utils import timezone


def begin(apps, schema_editor):
    """The first sweep is missed from now on, and not before there was anything to do it."""
    apps.get_model("reminders", "Sweep").objects.using(schema_editor.connection.alias).create(at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("reminders", "0010_message_told")]

    operations = [
        migrations.CreateModel(
            name="Sweep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.AddField("message", "put_aside_at", models.DateTimeField(blank=True, null=True)),
    ]
