"""The bookings of shifts to come, and what of them is asked every minute for all nurseries, from indexes alone."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("rota", "0019_closed_terms_are_settled")]

    operations = [
        AddIndexConcurrently(
            "shift",
            models.Index(
                fields=["starts_at"],
                include=["id", "date"],
                condition=~models.Q(status="cancelled"),
                name="shift_to_come",
            ),
        ),
        AddIndexConcurrently(
            "booking",
            models.Index(
                fields=["shift"],
                include=["nursery", "person", "public_id", "booked_at"],
                condition=models.Q(status="booked"),
                name="booking_to_come",
            ),
        ),
    ]
