"""How long what names somebody is kept: the nursery's own choice, and each change of it is written down."""

import django.core.validators
from django.db import migrations, models

from nursery.recorded import recorded, recorded_no_more

_BEFORE = [
    "ratio_rounding",
    "min_adults",
    "parents_count",
    "cancel_notice_hours",
    "cover_needs_manager",
    "booking_opens_days",
    "family_limit_percent",
    "open_to_all_days",
    "call_out_wave_size",
    "call_out_wave_minutes",
    "year_starts",
]
_KEPT = ["keep_child_years", "keep_account_years", "keep_message_months"]


class Migration(migrations.Migration):
    dependencies = [("nursery", "0012_policy_and_terms_are_recorded")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="keep_child_years",
            field=models.PositiveSmallIntegerField(
                db_default=3,
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="keep_account_years",
            field=models.PositiveSmallIntegerField(
                db_default=6,
                default=6,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
            ),
        ),
        migrations.AddField(
            model_name="policy",
            name="keep_message_months",
            field=models.PositiveSmallIntegerField(
                db_default=6,
                default=6,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(60),
                ],
            ),
        ),
        recorded_no_more(recorded("nursery_policy", "policy", _BEFORE)),
        recorded("nursery_policy", "policy", [*_BEFORE, *_KEPT]),
    ]
