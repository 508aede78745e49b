"""Each change of bookings and of the time really there, of reliefs, and of what duties and ratios ask is written down.

Not what somebody only says (that they will come), nor what leads to a booking and is none yet: offers, swaps, calls.
"""

from django.db import migrations

from nursery.recorded import recorded


class Migration(migrations.Migration):
    dependencies = [("rota", "0024_history_by_deed"), ("nursery", "0011_recorded")]

    operations = [
        recorded(
            "rota_booking",
            "booking",
            [
                "shift_id",
                "place_id",
                "kind",
                "person_id",
                "status",
                "shadow",
                "covers_id",
                "there_from",
                "there_to",
                "confirmed",
            ],
            person="r.person_id",
        ),
        recorded(
            "rota_break",
            "break",
            ["booking_id", "starts_at", "ends_at"],
            person="(SELECT b.person_id FROM rota_booking b WHERE b.id = r.booking_id)",
        ),
        recorded("rota_relief", "relief", ["starts", "ends", "lifted", "approved_by_id"], family="r.family_id"),
        recorded("rota_duty", "duty", ["key", "pricing", "counts_towards_share", "needs"], veiled=["name"]),
        recorded("rota_ratiorule", "ratiorule", ["key", "starts", "ends"], veiled=["body"]),
    ]
