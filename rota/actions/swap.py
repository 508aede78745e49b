"""Asking for a swap, and answering: both bookings change or neither does."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from accounts.models import Person
from nursery.models import Nursery
from nursery.refusal import Refused, refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import end_requests, end_swaps, last_wall, write_booking
from rota.actions.history import record
from rota.actions.locks import lock_shifts, lock_times_of
from rota.models import LIVE, UNDO_FOR, Booking, BookingStatus, CoverStatus, Swap, SwapStatus, Verb
from rota.queries.shares import term_on
from rota.queries.swaps import bookings_afresh, exchange_of
from rota.rules.swap import (
    accepting_refusal,
    answer_swap_refusal,
    ask_for_swap_refusal,
    asking_refusal,
    changed_since,
    stands_nowhere_refusal,
    too_many_refusal,
    withdraw_swap_refusal,
)


@transaction.atomic
def ask_for_swap(
    booking: Booking, wanted: Sequence[Booking], person: Person, *, nursery: Nursery, now: dt.datetime
) -> list[Swap]:
    """Ask everybody who stands in one of `wanted` to exchange it for `booking`; each is told. Raises Refused."""
    lock_shifts({booking.shift_id, *(other.shift_id for other in wanted)})
    found = bookings_afresh([booking.pk, *(other.pk for other in wanted)])
    if len(found) != len({booking.pk, *(other.pk for other in wanted)}):
        raise Refused(changed_since())
    booking = found[booking.pk]
    refuse(ask_for_swap_refusal(booking, person, now, term_on(booking.shift.date)))
    waiting = set(booking.swaps_asked.filter(status=SwapStatus.OPEN).values_list("wanted", flat=True))
    others = [found[other.pk] for other in wanted if other.pk not in waiting]
    refuse(too_many_refusal(len(waiting), len(others)))
    for other in others:
        refuse(stands_nowhere_refusal(other))
        refuse(asking_refusal(exchange_of(booking, other, nursery, now)))
    swaps = Swap.objects.bulk_create(
        Swap(nursery=nursery, given=booking, wanted=other, asked_at=now) for other in others
    )
    for swap in swaps:
        record(
            Verb.SWAP_ASKED,
            nursery=nursery,
            actor=person,
            subject=swap.wanted.person,
            now=now,
            shift=booking.shift,
            booking=booking,
        )
        _tell(messages.SWAP_ASKED, [swap.wanted.person], swap, nursery, now)
    return swaps


def _locked(swap: Swap) -> Swap:
    """The swap afresh, with both its shifts locked."""
    lock_shifts(Swap.objects.filter(pk=swap.pk).values_list("given__shift", "wanted__shift").get())
    return Swap.objects.select_related("given__person", "given__shift", "wanted__person", "wanted__shift").get(
        pk=swap.pk
    )


@transaction.atomic
def accept_swap(swap: Swap, person: Person, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """Both bookings end and two new ones take their places, in one step; returns that of `person`. Raises Refused.

    The manager reads it in the history of both shifts: nothing is asked of them, as each is cleared for where they
    go, and both places stay filled.
    """
    swap = _locked(swap)
    refuse(answer_swap_refusal(swap, person))
    lock_times_of([swap.given.person, swap.wanted.person])
    found = bookings_afresh([swap.given_id, swap.wanted_id])
    given, wanted = found[swap.given_id], found[swap.wanted_id]
    refuse(accepting_refusal(exchange_of(given, wanted, nursery, now)))
    swap.status, swap.ended_at = SwapStatus.ACCEPTED, now
    swap.save(update_fields=["status", "ended_at"])
    for booking in (given, wanted):
        end_requests(booking, CoverStatus.WITHDRAWN, nursery=nursery, now=now)
        end_swaps(booking, nursery=nursery, now=now)
        booking.status = BookingStatus.CANCELLED  # never late: the place is filled in the same moment
        booking.save(update_fields=["status"])
    with last_wall():
        theirs = _take_over(wanted, given, nursery=nursery, now=now)
        mine = _take_over(given, wanted, nursery=nursery, now=now)
    for booking in (theirs, mine):
        record(
            Verb.SWAPPED,
            nursery=nursery,
            actor=person,
            subject=given.person,
            now=now,
            shift=booking.shift,
            booking=booking,
        )
    _tell(messages.SWAP_MADE, [given.person, wanted.person], swap, nursery, now)
    return mine


def _take_over(booking: Booking, instead: Booking, *, nursery: Nursery, now: dt.datetime) -> Booking:
    """Whoever stood in `instead` stands where `booking` was; whoever stands beside them stays beside the place."""
    place = booking.place
    if place is None:  # the rule has said so already
        raise Refused(changed_since())
    place.shift = booking.shift
    # No fresh booking: to undo it would leave the other one with half a swap.
    since = min(instead.booked_at, now - UNDO_FOR)
    made = write_booking(place, instead.person, nursery=nursery, now=now, booked_at=since)
    Booking.objects.filter(covers=booking, status__in=LIVE).update(covers=made)
    return made


@transaction.atomic
def decline_swap(swap: Swap, person: Person, *, nursery: Nursery, now: dt.datetime) -> Swap:
    """Nothing changes, and the one who asked is told. Raises Refused."""
    swap = _locked(swap)
    refuse(answer_swap_refusal(swap, person))
    _end(swap, SwapStatus.DECLINED, Verb.SWAP_DECLINED, person, nursery, now)
    _tell(messages.SWAP_DECLINED, [swap.given.person], swap, nursery, now)
    return swap


@transaction.atomic
def withdraw_swap(swap: Swap, person: Person, *, nursery: Nursery, now: dt.datetime) -> Swap:
    """ "I no longer ask." Raises Refused."""
    swap = _locked(swap)
    refuse(withdraw_swap_refusal(swap, person))
    _end(swap, SwapStatus.WITHDRAWN, Verb.SWAP_WITHDRAWN, person, nursery, now)
    return swap


def _end(swap: Swap, status: SwapStatus, verb: Verb, person: Person, nursery: Nursery, now: dt.datetime) -> None:
    swap.status, swap.ended_at = status, now
    swap.save(update_fields=["status", "ended_at"])
    record(
        verb,
        nursery=nursery,
        actor=person,
        subject=(swap.given if person.pk != swap.given.person_id else swap.wanted).person,
        now=now,
        shift=swap.given.shift,
        booking=swap.given,
    )


def _tell(kind: str, people: list[Person], swap: Swap, nursery: Nursery, now: dt.datetime) -> None:
    queue_message(nursery=nursery, kind=kind, people=people, subject=swap.public_id, occasion="", due_at=now, now=now)
