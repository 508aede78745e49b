"""A browser shows the notifications of one person of a nursery. Until now nobody could turn them on anywhere."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0014_log_behind_the_wall")]

    operations = [
        migrations.RemoveConstraint(model_name="pushdevice", name="one_device_an_endpoint"),
        migrations.AddConstraint(
            model_name="pushdevice",
            constraint=models.UniqueConstraint(fields=("nursery", "endpoint"), name="one_person_a_browser"),
        ),
    ]
