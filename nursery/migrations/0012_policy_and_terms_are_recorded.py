"""Each change of a nursery's policy, of what rules it lives by, and of its terms is written down."""

from django.db import migrations

from nursery.recorded import recorded


class Migration(migrations.Migration):
    dependencies = [("nursery", "0011_recorded")]

    operations = [
        recorded(
            "nursery_policy",
            "policy",
            [
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
            ],
        ),
        recorded(
            "nursery_nursery",
            "nursery",
            ["slug", "country", "timezone", "language", "currency"],
            veiled=["name"],
            nursery="r.id",
        ),
        recorded("nursery_term", "term", ["key", "starts", "ends", "closed_at"], veiled=["name"]),
    ]
