import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nursery", "0007_refresh_statistics"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="call_out_wave_minutes",
            field=models.PositiveSmallIntegerField(
                default=10, validators=[django.core.validators.MinValueValidator(1)]
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="call_out_wave_size",
            field=models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MinValueValidator(1)]),
        ),
    ]
