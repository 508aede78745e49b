"""What planning leaves behind: shifts that come back with their reason, bookings cancelled with their place, and standing
turns in every second week."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_deputies_and_used_links"),
        ("nursery", "0006_public_ids_unique"),
        ("rota", "0008_history_of_families"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="booking",
            name="shadows_stand_outside_places",
        ),
        migrations.AddField(
            model_name="shift",
            name="cancelled_by_plan",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="standingturn",
            name="every",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("place__isnull", True), ("shadow", True)),
                    models.Q(("place__isnull", False), ("shadow", False)),
                    models.Q(("shadow", False), ("status__in", ["cancelled", "cancelled_late"])),
                    _connector="OR",
                ),
                name="only_shadows_stand_outside_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("cancelled_by_plan", False), ("status", "cancelled"), _connector="OR"),
                name="shift_by_plan_is_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="standingturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("starts"))), name="standing_turn_ends_after_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="standingturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("every", 1), models.Q(("every", 2), ("starts__isnull", False)), _connector="OR"),
                name="standing_turn_counts_from_a_day",
            ),
        ),
    ]
