"""What happened in a closed term stays as it is: shifts, places, bookings with their breaks, contributions, and who of
the children was there.

Not what goes on about it afterwards: history, messages, calendars, and the requests, offers, swaps and calls that may
still end. A shift's key is only what the nursery file calls it by, and may change.
"""

from django.db import migrations

from nursery.settled import settled

_SHIFT = "JOIN rota_shift s ON s.id = r.shift_id"
_OF_SHIFT = {"day": "s.date", "nursery": "s.nursery_id"}


class Migration(migrations.Migration):
    dependencies = [
        ("nursery", "0010_closed_terms_are_settled"),
        ("rota", "0018_contributions_confirmed_by_somebody"),
    ]

    operations = [
        settled("rota_shift", day="r.date", unsaid="key"),
        settled("rota_place", _SHIFT, **_OF_SHIFT),
        settled("rota_booking", _SHIFT, **_OF_SHIFT),
        settled(
            "rota_break",
            "JOIN rota_booking b ON b.id = r.booking_id JOIN rota_shift s ON s.id = b.shift_id",
            **_OF_SHIFT,
        ),
        settled("rota_contribution", day="r.date"),
        settled("rota_daymark", day="r.date"),
    ]
