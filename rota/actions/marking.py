"""Saying who came, and when: each change is kept with who made it, what it was before, and why where it was late."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Person
from nursery.dates import local_day
from nursery.models import Nursery
from nursery.refusal import refuse
from reminders.actions import queue_message
from rota import messages
from rota.actions.booking import end_call_outs, last_wall, lock_shift, lock_time_of
from rota.actions.calling import call_out_if_short
from rota.actions.history import record
from rota.models import Booking, BookingStatus, Break, CallOutStatus, Shift, Verb
from rota.models.marks import booking_facts
from rota.queries.cover import approvers
from rota.queries.marks import breaks_of, marked_on, term_holding, with_marks
from rota.rules.closed_term import closed_term_refusal
from rota.rules.marking import (
    Span,
    correction_refusal,
    mark_refusal,
    marking_refusal,
    times_refusal,
)

_VERBS = {
    BookingStatus.WORKED: Verb.MARKED_WORKED,
    BookingStatus.MISSED: Verb.MARKED_MISSED,
    BookingStatus.BOOKED: Verb.MARK_UNDONE,
}


@dataclass(slots=True)
class Mark:
    """What is said of one booking; times None: as the shift."""

    status: BookingStatus
    there_from: dt.datetime | None
    there_to: dt.datetime | None
    breaks: list[Span]


def mark_booking(
    booking: Booking,
    status: BookingStatus,
    marker: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    reason: str = "",
) -> Booking:
    """Mark a booking worked or missed, or (booked) take the mark back. The manager is told at once of somebody
    who did not come. Raises Refused."""

    def say(mark: Mark, _shift: Shift) -> None:
        if status != BookingStatus.WORKED:
            mark.there_from = mark.there_to = None
            mark.breaks = []
        mark.status = status

    return _mark(booking, say, _VERBS[status], marker, nursery=nursery, now=now, reason=reason)


def mark_came_late(
    booking: Booking, at: dt.datetime, marker: Person, *, nursery: Nursery, now: dt.datetime, reason: str = ""
) -> Booking:
    """They came, at `at`. Raises Refused."""

    def say(mark: Mark, shift: Shift) -> None:
        mark.status, mark.there_from = BookingStatus.WORKED, at if at != shift.starts_at else None

    return _mark(booking, say, Verb.TIMES_SET, marker, nursery=nursery, now=now, reason=reason)


def mark_left_early(
    booking: Booking, at: dt.datetime, marker: Person, *, nursery: Nursery, now: dt.datetime, reason: str = ""
) -> Booking:
    """They came, and left at `at`. Raises Refused."""

    def say(mark: Mark, shift: Shift) -> None:
        mark.status, mark.there_to = BookingStatus.WORKED, at if at != shift.ends_at else None

    return _mark(booking, say, Verb.TIMES_SET, marker, nursery=nursery, now=now, reason=reason)


def set_times(
    booking: Booking,
    came: dt.datetime | None,
    left: dt.datetime | None,
    breaks: Sequence[Span],
    marker: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    reason: str = "",
) -> Booking:
    """They came: from `came` to `left` (None: as the shift), away in `breaks`. Raises Refused."""

    def say(mark: Mark, shift: Shift) -> None:
        mark.status = BookingStatus.WORKED
        mark.there_from = came if came != shift.starts_at else None
        mark.there_to = left if left != shift.ends_at else None
        mark.breaks = sorted(breaks)

    return _mark(booking, say, Verb.TIMES_SET, marker, nursery=nursery, now=now, reason=reason)


@transaction.atomic
def mark_all_came(shift: Shift, marker: Person, *, nursery: Nursery, now: dt.datetime) -> int:
    """Everybody who is not marked yet came as booked; how many that were. Raises Refused."""
    lock_shift(shift.pk)
    waiting = list(
        Booking.objects.filter(shift=shift, status=BookingStatus.BOOKED).order_by("person__account", "person")
    )
    for booking in waiting:
        mark_booking(booking, BookingStatus.WORKED, marker, nursery=nursery, now=now)
    return len(waiting)


@transaction.atomic
def _mark(
    booking: Booking,
    say: Callable[[Mark, Shift], None],
    verb: Verb,
    marker: Person,
    *,
    nursery: Nursery,
    now: dt.datetime,
    reason: str,
) -> Booking:
    """Lock, ask, write and record. `say` changes what is marked now into what is marked from now on."""
    shift = lock_shift(booking.shift_id)
    lock_time_of(Person.objects.get(pk=booking.person_id))
    everybody = list(
        with_marks(Booking.objects.filter(shift=shift)).select_related("person", "shift__duty", "shift__room", "place")
    )
    booking = next(b for b in everybody if b.pk == booking.pk)
    made_on = marked_on(booking, nursery)
    mark = Mark(BookingStatus(booking.status), booking.there_from, booking.there_to, breaks_of(booking))
    before = booking_facts(booking, mark.breaks)
    refuse(marking_refusal(shift, everybody, marker, now))
    refuse(mark_refusal(booking, mark.status))
    breaks_before = mark.breaks
    say(mark, shift)
    booking.status, booking.there_from, booking.there_to = mark.status, mark.there_from, mark.there_to
    booking.confirmed = mark.status == BookingStatus.WORKED
    after = booking_facts(booking, mark.breaks)
    if after == before:
        return booking
    refuse(closed_term_refusal(term_holding(shift.date)))
    refuse(correction_refusal(made_on, local_day(now, nursery.zone), reason))
    refuse(times_refusal(booking, shift, mark.breaks, now))
    with last_wall():
        booking.save(update_fields=["status", "confirmed", "there_from", "there_to"])
    if mark.breaks != breaks_before:
        Break.objects.filter(booking=booking).delete()
        Break.objects.bulk_create(
            Break(nursery=nursery, booking=booking, starts_at=starts, ends_at=ends) for starts, ends in mark.breaks
        )
    record(
        Verb.MARK_CORRECTED if reason else verb,
        nursery=nursery,
        actor=marker,
        subject=booking.person,
        now=now,
        shift=shift,
        booking=booking,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    if mark.status == BookingStatus.MISSED:
        _tell_missed(booking, shift, marker, nursery, now)
        call_out_if_short(booking, nursery=nursery, now=now)
    elif booking.place is not None:
        end_call_outs(booking.place, CallOutStatus.STOPPED, now=now)
    return booking


def _tell_missed(booking: Booking, shift: Shift, marker: Person, nursery: Nursery, now: dt.datetime) -> None:
    """At once, so that what was needed can be called out."""
    queue_message(
        nursery=nursery,
        kind=messages.SHIFT_MISSED,
        people=approvers(local_day(now, nursery.zone)).exclude(pk=marker.pk),
        subject=booking.public_id,
        occasion=shift.date.isoformat(),
        due_at=now,
        now=now,
    )
