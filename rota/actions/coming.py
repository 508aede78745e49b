"""Saying "I'll be there"."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from rota.actions.booking import lock_booking
from rota.actions.cover import withdraw_request
from rota.actions.history import record
from rota.models import Booking, CoverStatus, Verb
from rota.queries.shares import term_on
from rota.rules.coming import will_come_refusal


@transaction.atomic
def say_will_come(
    booking: Booking, person: Person, *, nursery: Nursery, now: dt.datetime, by_link: bool = False
) -> Booking:
    """Keep that they will be there; whoever had asked for cover no longer asks. Twice is once. Raises Refused."""
    booking = lock_booking(booking)
    refuse(will_come_refusal(booking, person, now, term_on(booking.shift.date)))
    for request in booking.cover_requests.filter(status=CoverStatus.OPEN).select_related("booking__shift"):
        withdraw_request(request, person, nursery=nursery, now=now, by_link=by_link)
    if booking.will_come_at is None:
        booking.will_come_at = now
        booking.save(update_fields=["will_come_at"])
        record(
            Verb.WILL_COME,
            nursery=nursery,
            actor=person,
            now=now,
            shift=booking.shift,
            booking=booking,
            by_link=by_link,
        )
    return booking
