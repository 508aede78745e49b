"""Saying who came."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import last_wall, lock_shift, refuse
from rota.actions.history import record
from rota.models import Booking, BookingStatus, Verb
from rota.queries.cover import managers
from rota.rules.marking import mark_refusal, marking_refusal

_VERBS = {
    BookingStatus.WORKED: Verb.MARKED_WORKED,
    BookingStatus.MISSED: Verb.MARKED_MISSED,
    BookingStatus.BOOKED: Verb.MARK_UNDONE,
}


@transaction.atomic
def mark_booking(
    booking: Booking, status: BookingStatus, marker: Person, *, nursery: Nursery, now: dt.datetime
) -> Booking:
    """Mark a booking worked or missed, or (booked) take the mark back. The manager is told at once of somebody
    who did not come. Raises Refused."""
    shift = lock_shift(booking.shift_id)
    everybody = list(Booking.objects.filter(shift=shift).select_related("person"))
    booking = next(b for b in everybody if b.pk == booking.pk)
    refuse(marking_refusal(shift, everybody, marker, now))
    refuse(mark_refusal(booking, status))
    if booking.status == status:
        return booking
    booking.status = status
    booking.confirmed = status == BookingStatus.WORKED
    with last_wall():
        booking.save(update_fields=["status", "confirmed"])
    record(
        _VERBS[status],
        nursery=nursery,
        actor=marker,
        subject=booking.person,
        now=now,
        shift=shift,
        booking=booking,
    )
    if status == BookingStatus.MISSED:
        queue_message(
            nursery=nursery,
            kind=messages.SHIFT_MISSED,
            people=managers().exclude(pk=marker.pk),
            subject=booking.public_id,
            occasion=shift.date.isoformat(),
            due_at=now,
            now=now,
        )
    return booking
