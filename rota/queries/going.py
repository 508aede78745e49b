"""What somebody who leaves is down for, and what they have given."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.models import Person
from nursery.dates import DAY
from nursery.models import Term
from rota import exact
from rota.models import Booking, BookingStatus, Contribution, Shift, StandingTurn, Verb
from rota.queries.absences import ended_by, turns_in
from rota.queries.hours import there_hours


@dataclass(frozen=True, slots=True)
class WhatOpens:
    """What leaving after a day would end: turns, the soonest first, and standing turns."""

    turns: Sequence[Booking]
    standing: int


def opens_after(person: Person, last: dt.date, now: dt.datetime) -> WhatOpens:
    """Two queries."""
    standing = StandingTurn.objects.filter(person=person).exclude(ends__lte=last)
    return WhatOpens(turns_to_come_after(person, last, now), standing.count())


def turns_to_come_after(person: Person, last: dt.date, now: dt.datetime) -> list[Booking]:
    """The soonest first; one query."""
    return list(turns_in(person, last + DAY, dt.date.max).filter(shift__starts_at__gt=now))


def ended_by_leaving(person: Person, first: dt.date, last: dt.date, now: dt.datetime) -> list[Booking]:
    """As `ended_by_absence`, of what their leaving ended."""
    return ended_by(Verb.LEAVES, person, first, last, now)


def turns_ended_by_leaving(person: Person, now: dt.datetime) -> list[Booking]:
    """All that are to come still."""
    return ended_by_leaving(person, dt.date.min, dt.date.max, now)


def shifts_led_after(people: Sequence[Person], last: dt.date) -> list[int]:
    """Those of closed terms not: they are settled."""
    closed = Term.objects.filter(closed_at__isnull=False, ends__gt=last).values_list("starts", "ends")
    led = Shift.objects.filter(lead__in=people, date__gt=last)
    for starts, ends in closed:
        led = led.exclude(date__range=(starts, ends))
    return list(led.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Given:
    """Hours given on one day; `outside`: not on the rota."""

    day: dt.date
    duty: str
    hours: Decimal
    outside: bool = False


@dataclass(frozen=True, slots=True)
class DutyGiven:
    duty: str
    given: Sequence[Given]

    @property
    def hours(self) -> Decimal:
        return sum((each.hours for each in self.given), exact.ZERO)


@dataclass(frozen=True, slots=True)
class TermGiven:
    """`name` is empty for what lies outside all terms."""

    name: str
    duties: Sequence[DutyGiven]

    @property
    def hours(self) -> Decimal:
        return sum((duty.hours for duty in self.duties), exact.ZERO)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody has given, by term and duty. Hours, and no pounds."""

    terms: Sequence[TermGiven]

    @property
    def hours(self) -> Decimal:
        return sum((term.hours for term in self.terms), exact.ZERO)


def statement_of(person: Person) -> Statement:
    """Turns that were worked, as long as they were there, and hours outside the rota that another has confirmed. Five
    queries at most."""
    worked = (
        Booking.objects.filter(person=person, status=BookingStatus.WORKED)
        .select_related("shift__duty")
        .prefetch_related("breaks")
    )
    given = [
        Given(booking.shift.date, booking.shift.duty.name, there_hours(booking, with_breaks=True)) for booking in worked
    ]
    outside = Contribution.objects.filter(person=person, confirmed=True).select_related("duty")
    given += [Given(each.date, each.duty.name, each.hours, outside=True) for each in outside]
    given.sort(key=lambda each: (each.day, each.duty))
    terms = list(Term.objects.order_by("starts"))
    found: dict[str, dict[str, list[Given]]] = {}
    for each in given:
        name = next((term.name for term in terms if term.holds(each.day)), "")
        found.setdefault(name, {}).setdefault(each.duty, []).append(each)
    return Statement(
        [
            TermGiven(name, [DutyGiven(duty, of_it) for duty, of_it in sorted(duties.items())])
            for name, duties in found.items()
        ]
    )
