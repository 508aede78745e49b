from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0003_waiting_by_nursery")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="handed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
