"""Handing a turn over within a family, at once: the place is never empty and never held twice."""

import datetime as dt

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import Refused, refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import (
    end_requests,
    end_swaps,
    last_wall,
    lock_booking,
    tell_cover_filled,
    write_booking,
)
from rota.actions.history import record
from rota.actions.locks import lock_times_of
from rota.models import LIVE, UNDO_FOR, Booking, BookingStatus, CoverRequest, CoverStatus, Place, Verb
from rota.queries.facts import holder_of, question_about
from rota.queries.handing import handed_over_at
from rota.rules.handing import changed_hands, hand_back_refusal, hand_over_refusal, no_own_place


@transaction.atomic
def hand_over(booking: Booking, to: Person, actor: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """The turn passes to `to`, who is of the family; `actor` is either of the two, and both are told.

    Returns the new booking. Raises Refused.
    """
    booking, place = _locked(booking)
    lock_times_of([booking.person, to])
    refuse(hand_over_refusal(booking, question_about(place, to, nursery, now), actor))
    # No fresh booking: to undo it as one would leave the place empty instead of giving it back.
    since = min(booking.booked_at, now - UNDO_FOR)
    asked = CoverRequest.objects.filter(booking=booking, status=CoverStatus.OPEN).select_related("booking").first()
    _end(booking, nursery=nursery, now=now)
    booking.status = BookingStatus.CANCELLED  # never late: the place is filled in the same moment
    booking.will_come_at = None  # nor when the turn comes back
    with last_wall():
        booking.save(update_fields=["status", "will_come_at"])
        made = write_booking(place, to, nursery=nursery, now=now, booked_at=since)
        Booking.objects.filter(covers=booking, status__in=LIVE).update(covers=made)
    record(
        Verb.HANDED_OVER,
        nursery=nursery,
        actor=actor,
        subject=to if actor == booking.person else booking.person,
        now=now,
        shift=booking.shift,
        booking=booking,
    )
    _tell(made, [booking.person, to], "", nursery, now)
    if asked is not None:
        tell_cover_filled(asked, made, nursery=nursery, now=now)
    return made


@transaction.atomic
def hand_back(booking: Booking, actor: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """Within ten minutes, as if the turn of `booking` had not been handed over; both are told. Raises Refused."""
    booking, place = _locked(booking)
    holder = holder_of(place)
    lock_times_of([booking.person, *([holder.person] if holder is not None else [])])
    question = question_about(place, booking.person, nursery, now)
    refuse(hand_back_refusal(booking, holder, question, handed_over_at(booking), actor))
    if holder is None:  # the rule has said so already
        raise Refused(changed_hands())
    _end(holder, nursery=nursery, now=now)
    holder.status, booking.status = BookingStatus.CANCELLED, BookingStatus.BOOKED
    # Kept, for a calendar that knows it is told that it is off.
    with last_wall():
        holder.save(update_fields=["status"])
        booking.save(update_fields=["status"])
        Booking.objects.filter(covers=holder, status__in=LIVE).update(covers=booking)
    record(Verb.UNDONE, nursery=nursery, actor=actor, now=now, shift=booking.shift, booking=booking)
    _tell(booking, [booking.person, holder.person], now.isoformat(), nursery, now)
    return booking


def _locked(booking: Booking) -> tuple[Booking, Place]:
    booking = lock_booking(booking)
    if booking.place is None:
        raise Refused(no_own_place())
    return booking, booking.place


def _end(booking: Booking, *, nursery: Nursery, now: dt.datetime) -> None:
    """Whoever answered this booking is told that the place is filled."""
    end_requests(booking, CoverStatus.FILLED, nursery=nursery, now=now)
    end_swaps(booking, nursery=nursery, now=now)


def _tell(booking: Booking, people: list[Person], occasion: str, nursery: Nursery, now: dt.datetime) -> None:
    queue_message(
        nursery=nursery,
        kind=messages.HANDED_OVER,
        people=people,
        subject=booking.public_id,
        occasion=occasion,
        due_at=now,
        now=now,
    )
