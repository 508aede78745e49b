"""Whether a room lacks adults, as the safety engine says it, for actions that follow from that."""

import datetime as dt

from nursery.models import Nursery
from rota.models import Booking, Pricing
from rota.queries.coverage import coverage_of
from rota.safety import Alert


def is_short_without(missed: Booking, nursery: Nursery, now: dt.datetime) -> bool:
    """Whether, from now to the end of a care shift, a slice of its room has too few adults without `missed`, which
    is no live booking any more. False where no rules hold that day: then nobody can say.

    One query.
    """
    shift = missed.shift
    if shift.room is None or shift.duty.pricing != Pricing.CARE or shift.ends_at <= now:
        return False
    key, from_now = shift.room.key, max(now, shift.starts_at)
    return any(
        Alert.SHORT in piece.alerts and piece.starts < shift.ends_at and from_now < piece.ends
        for room in coverage_of(nursery, [shift.date]).on(shift.date).rooms
        if room.room == key
        for piece in room.slices
    )
