import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("nursery", "0008_waves_of_a_call_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="year_starts",
            field=models.PositiveSmallIntegerField(
                default=4,
                validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)],
            ),
        ),
    ]
