"""Hours that parents and paid people gave, booking by booking and contribution by contribution.

Hours are those of the time really there, or the shift's, less breaks; across a clock change, the elapsed time.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rota.exact import EXACT, HOUR, ZERO, seconds_between
from rota.safety.evaluation import presence
from rota.safety.facts import Booking, Duty, Person, PlaceKind, Rota, Shift, Status
from rota.shares.facts import Contribution


@dataclass(frozen=True, slots=True)
class GivenHours:
    """Hours somebody worked: on a shift (`shift` and `booking`), or as a contribution.

    `acts_paid`: as paid staff, else as a parent. `place` is None for a contribution.
    """

    day: dt.date
    duty: Duty
    person: Person
    seconds: Decimal
    acts_paid: bool
    confirmed: bool
    shadow: bool = False
    place: PlaceKind | None = None
    shift: Shift | None = None
    booking: Booking | None = None
    contribution: Contribution | None = None


def given_hours(
    rota: Rota, contributions: Iterable[Contribution], first: dt.date, last: dt.date
) -> Iterator[GivenHours]:
    """Every worked booking and every contribution from `first` to `last`, both included, by their day.

    Bookings not yet recorded gave nothing yet. A contribution of somebody who is paid and no parent is given as paid.
    """
    people = {person.key: person for person in rota.people}
    duties = {duty.key: duty for duty in rota.duties}
    shifts = {shift.key: shift for shift in rota.shifts if first <= shift.day <= last and not shift.cancelled}
    for booking in rota.bookings:
        if booking.status != Status.WORKED or booking.shift not in shifts:
            continue
        shift = shifts[booking.shift]
        person = people[booking.person]
        yield GivenHours(
            day=shift.day,
            duty=duties[shift.duty],
            person=person,
            seconds=booked_seconds(booking, shift),
            acts_paid=person.acts_paid_in(booking.place),
            confirmed=booking.confirmed,
            shadow=booking.shadow,
            place=booking.place,
            shift=shift,
            booking=booking,
        )
    for contribution in contributions:
        if first <= contribution.day <= last:
            person = people[contribution.person]
            yield GivenHours(
                day=contribution.day,
                duty=duties[contribution.duty],
                person=person,
                seconds=EXACT.multiply(contribution.hours, HOUR),
                acts_paid=person.acts_paid_in(PlaceKind.PARENT),
                confirmed=contribution.confirmed,
                contribution=contribution,
            )


def promised_seconds(rota: Rota, first: dt.date, last: dt.date) -> dict[str, Decimal]:
    """What each family is booked for and has not been marked for yet, by its key: as parents, shadows not, on duties
    that count towards the share, on shifts from `first` to `last`, both included."""
    people = {person.key: person for person in rota.people}
    sharing = {duty.key for duty in rota.duties if duty.counts_towards_share}
    shifts = {
        shift.key: shift
        for shift in rota.shifts
        if first <= shift.day <= last and not shift.cancelled and shift.duty in sharing
    }
    promised: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for booking in rota.bookings:
        if booking.status != Status.BOOKED or booking.shadow or booking.shift not in shifts:
            continue
        person = people[booking.person]
        if person.family is not None and not person.acts_paid_in(booking.place):
            promised[person.family] += booked_seconds(booking, shifts[booking.shift])
    return dict(promised)


def booked_seconds(booking: Booking, shift: Shift) -> Decimal:
    return sum((seconds_between(starts, ends) for starts, ends in presence(booking, shift)), ZERO)


def shift_seconds(shift: Shift) -> Decimal:
    """The elapsed length of a shift, whatever the clocks did meanwhile."""
    return seconds_between(shift.starts.astimezone(dt.UTC), shift.ends.astimezone(dt.UTC))
