"""The hours of paid people in one month: planned and worked, shift by shift. Hours, never what they cost."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from accounts.models import PAID_ROLES, Person, RoleKind
from rota import exact
from rota.models import LIVE, Booking, BookingStatus, PlaceKind, ShiftStatus
from rota.queries.marks import with_marks
from rota.safety import presence
from rota.safety.facts import Booking as BookingFacts
from rota.safety.facts import PlaceKind as PlaceKindFacts
from rota.safety.facts import Shift as ShiftFacts
from rota.safety.facts import Status, TimeSpan


@dataclass(frozen=True, slots=True)
class Turn:
    """One booking. `planned`: the shift's elapsed hours (none for somebody who was not on the rota); `worked`: those
    really there less breaks, None where nobody has said yet; `unmarked`: it is over and nobody has."""

    booking: Booking
    planned: Decimal
    worked: Decimal | None
    paused: Decimal
    unmarked: bool

    @property
    def is_cover(self) -> bool:
        """Paid cover: in a place kept for a parent (domain 02)."""
        return self.booking.kind == PlaceKind.PARENT


@dataclass(frozen=True, slots=True)
class PersonHours:
    person: Person
    turns: list[Turn]

    @property
    def planned(self) -> Decimal:
        return sum((turn.planned for turn in self.turns), exact.ZERO)

    @property
    def worked(self) -> Decimal:
        return sum((turn.worked for turn in self.turns if turn.worked is not None), exact.ZERO)

    @property
    def cover(self) -> Decimal:
        """Of the hours worked, those of paid cover."""
        return sum((turn.worked for turn in self.turns if turn.is_cover and turn.worked is not None), exact.ZERO)

    @property
    def unmarked(self) -> int:
        return sum(turn.unmarked for turn in self.turns)


@dataclass(frozen=True, slots=True)
class MonthHours:
    """`first` and `last` day; people by name."""

    first: dt.date
    last: dt.date
    people: list[PersonHours]

    @property
    def planned(self) -> Decimal:
        return sum((person.planned for person in self.people), exact.ZERO)

    @property
    def worked(self) -> Decimal:
        return sum((person.worked for person in self.people), exact.ZERO)

    @property
    def cover(self) -> Decimal:
        return sum((person.cover for person in self.people), exact.ZERO)

    @property
    def unmarked(self) -> list[Turn]:
        return [turn for person in self.people for turn in person.turns if turn.unmarked]


def month_hours(first: dt.date, now: dt.datetime, person: Person | None = None) -> MonthHours:
    """Everybody's hours in the month that begins on `first`, or one person's. Two queries, whatever their number."""
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    as_parents = Q(kind=PlaceKind.PARENT, person__roles__contains=[RoleKind.PARENT])
    bookings = (
        with_marks(Booking.objects.all())
        .filter(
            person__roles__overlap=list(PAID_ROLES),
            shift__date__range=(first, last),
            status__in=[*LIVE, BookingStatus.MISSED],
        )
        .exclude(as_parents)
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("person", "shift__duty", "shift__room", "covers__person")
        .prefetch_related("breaks")
        .order_by("person__name", "person", "shift__starts_at", "pk")
    )
    if person is not None:
        bookings = bookings.filter(person=person)
    people = [
        PersonHours(who, [_turn(booking, now) for booking in turns])
        for who, turns in groupby(bookings, key=lambda booking: booking.person)
    ]
    return MonthHours(first, last, people)


def _turn(booking: Booking, now: dt.datetime) -> Turn:
    shift = booking.shift
    over = shift.ends_at <= now
    planned = exact.ZERO if getattr(booking, "walked_in", False) else shift.hours
    match booking.status:
        case BookingStatus.WORKED:
            worked, whole = there_hours(booking, with_breaks=True), there_hours(booking, with_breaks=False)
            return Turn(booking, planned, worked, whole - worked, unmarked=False)
        case BookingStatus.MISSED:
            return Turn(booking, planned, exact.ZERO, exact.ZERO, unmarked=False)
        case _booked:
            return Turn(booking, planned, None, exact.ZERO, unmarked=over)


def there_hours(booking: Booking, *, with_breaks: bool) -> Decimal:
    """Elapsed hours really there, by the safety engine's own reading of times and breaks."""
    shift = booking.shift
    pauses: Sequence[TimeSpan] = (
        [TimeSpan(pause.starts_at, pause.ends_at) for pause in booking.breaks.all()] if with_breaks else []
    )
    facts = BookingFacts(
        str(booking.pk),
        str(shift.pk),
        str(booking.person_id),
        PlaceKindFacts(booking.kind),
        Status(booking.status),
        booking.there_from,
        booking.there_to,
        tuple(pauses),
    )
    times = ShiftFacts(str(shift.pk), shift.duty.key, shift.date, shift.starts_at, shift.ends_at)
    return exact.hours(sum((exact.seconds_between(*span) for span in presence(facts, times)), exact.ZERO))
