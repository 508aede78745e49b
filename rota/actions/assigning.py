"""The manager puts somebody in a place, or on a shift as a shadow, and takes somebody out."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import (
    end_requests,
    end_swaps,
    last_wall,
    lock_booking,
    lock_hours_of,
    lock_place,
    lock_time_of,
    tell_given_back,
    tell_reserves_soon,
    write_booking,
)
from rota.actions.history import record
from rota.models import LIVE, Booking, BookingStatus, CoverStatus, Place, Shift, Verb
from rota.queries.assigning import shadow_place
from rota.queries.facts import question_about
from rota.queries.shares import term_on
from rota.rules.assigning import assigning_refusal, release_refusal, shadow_refusal, standing_against
from rota.rules.leaving import withdraw_shadow_refusal


@transaction.atomic
def assign_place(
    place: Place, person: Person, manager: Person, *, reason: str = "", nursery: Nursery, now: dt.datetime
) -> Booking:
    """Book a place for `person`, whatever kind it is of. Where a rule stands against it, `reason` puts it aside and is
    kept; an overlap and a place that is taken are never put aside. Raises Refused."""
    place = lock_place(place)
    lock_time_of(person)
    lock_hours_of(person.family_id, nursery)
    against = standing_against(question_about(place, person, nursery, now))
    refuse(assigning_refusal(against, reason))
    booking = write_booking(place, person, nursery=nursery, now=now)
    if against:
        record(
            Verb.OVERRIDDEN,
            nursery=nursery,
            actor=manager,
            subject=person,
            now=now,
            shift=place.shift,
            booking=booking,
            reason=reason.strip(),
        )
    record(Verb.ASSIGNED, nursery=nursery, actor=manager, subject=person, now=now, shift=place.shift, booking=booking)
    _tell(messages.BOOKED_FOR_YOU, booking, manager, nursery, now)
    return booking


@transaction.atomic
def release_booking(
    booking: Booking, manager: Person, *, reason: str = "", nursery: Nursery, now: dt.datetime
) -> Booking:
    """Take somebody out: their place is open, or passes to whoever stands beside them. Raises Refused."""
    booking = lock_booking(booking)
    refuse(release_refusal(booking, now, term_on(booking.shift.date)))
    end_requests(booking, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
    end_swaps(booking, nursery=nursery, now=now)
    booking.status = BookingStatus.CANCELLED
    with last_wall():
        booking.save(update_fields=["status"])
        Booking.objects.filter(covers=booking, status__in=LIVE).update(covers=None)
    record(
        Verb.RELEASED,
        nursery=nursery,
        actor=manager,
        subject=booking.person,
        now=now,
        shift=booking.shift,
        booking=booking,
        reason=reason.strip(),
    )
    _tell(messages.RELEASED, booking, manager, nursery, now)
    tell_reserves_soon(booking, nursery=nursery, now=now)
    return booking


@transaction.atomic
def add_shadow(shift: Shift, person: Person, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """Put `person` on the shift to learn: present, never counted, in nobody's place. Raises Refused."""
    shift = Shift.objects.select_related("duty", "room").select_for_update(of=("self",)).get(pk=shift.pk)
    lock_time_of(person)
    place = shadow_place(shift, person)
    refuse(shadow_refusal(question_about(place, person, nursery, now)))
    with last_wall():
        booking = Booking.objects.create(
            nursery=nursery, shift=shift, kind=place.kind, person=person, shadow=True, booked_at=now
        )
    record(Verb.SHADOWED, nursery=nursery, actor=manager, subject=person, now=now, shift=shift, booking=booking)
    _tell(messages.BOOKED_FOR_YOU, booking, manager, nursery, now)
    return booking


@transaction.atomic
def withdraw_shadow(booking: Booking, person: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """A shadow does not come after all; nobody relied on them, so it is never late. Raises Refused."""
    booking = lock_booking(booking)
    refuse(withdraw_shadow_refusal(booking, person, now, term_on(booking.shift.date)))
    booking.status = BookingStatus.CANCELLED
    booking.save(update_fields=["status"])
    record(Verb.GIVEN_BACK, nursery=nursery, actor=person, now=now, shift=booking.shift, booking=booking)
    tell_given_back(booking, nursery=nursery, now=now)
    return booking


def _tell(kind: str, booking: Booking, manager: Person, nursery: Nursery, now: dt.datetime) -> None:
    """Whoever does it to themselves need not be told."""
    if booking.person_id == manager.pk:
        return
    queue_message(
        nursery=nursery,
        kind=kind,
        people=[booking.person],
        subject=booking.public_id,
        occasion="",
        due_at=now,
        now=now,
    )
