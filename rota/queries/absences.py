"""Who is away, which places that opens, and which of them are still open."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import PAID_ROLES, Person
from nursery.models import Nursery, Term
from rota.models import (
    LIVE,
    Absence,
    Booking,
    BookingStatus,
    HistoryEntry,
    Place,
    ShiftStatus,
    Verb,
)
from rota.queries.effects import Effect, effects_on
from rota.queries.facts import askers, members_on
from rota.queries.limits import standing_of, standings_for
from rota.queries.term_days import term_days
from rota.rules.booking import booking_refusal
from rota.rules.facts import Post, Question


@dataclass(frozen=True, slots=True)
class DayAway:
    """One day: the turns that end, and what all of that together does to its slices."""

    day: dt.date
    bookings: list[Booking]
    effect: Effect


@dataclass(frozen=True, slots=True)
class WhatOpens:
    """What entering an absence would do. `begun` are turns that run already: they stay, to be marked."""

    days: list[DayAway]
    begun: list[Booking]

    @property
    def turns(self) -> int:
        return sum(len(day.bookings) for day in self.days)


def absences_from(today: dt.date, person: Person | None = None) -> QuerySet[Absence]:
    """Present and coming ones, the soonest first; of everybody, or of one person."""
    found = Absence.objects.filter(ends__gte=today).select_related("person").order_by("starts", "person__name", "pk")
    return found if person is None else found.filter(person=person)


def paid_people(today: dt.date) -> QuerySet[Person]:
    return members_on(today).filter(roles__overlap=list(PAID_ROLES)).order_by("name", "pk")


def turns_in(person: Person, first: dt.date, last: dt.date) -> QuerySet[Booking]:
    """What they are down for on these days and what nobody has marked yet. A closed term is settled: it keeps."""
    settled = Term.objects.filter(
        closed_at__isnull=False, starts__lte=OuterRef("shift__date"), ends__gte=OuterRef("shift__date")
    )
    return (
        Booking.objects.filter(
            ~Exists(settled), person=person, status=BookingStatus.BOOKED, shift__date__range=(first, last)
        )
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room", "place", "person")
        .order_by("shift__starts_at", "pk")
    )


def what_opens(person: Person, first: dt.date, last: dt.date, nursery: Nursery, now: dt.datetime) -> WhatOpens:
    """Four queries at most."""
    turns = list(turns_in(person, first, last))
    ahead = [turn for turn in turns if turn.shift.starts_at > now]
    begun = [turn for turn in turns if turn.shift.starts_at <= now < turn.shift.ends_at]
    if not ahead:
        return WhatOpens([], begun)
    effects = effects_on(nursery, sorted({turn.shift.date for turn in ahead}))
    days = []
    for day, group in groupby(ahead, key=lambda turn: turn.shift.date):
        leaving = list(group)
        days.append(DayAway(day, leaving, effects.of(day, leaving=[turn.pk for turn in leaving])))
    return WhatOpens(days, begun)


def ended_by_absence(person: Person, first: dt.date, last: dt.date, now: dt.datetime) -> list[Booking]:
    """Turns to come that an absence ended, and that they have neither had again nor given up themselves since."""
    return ended_by(Verb.ABSENT, person, first, last, now)


def ended_by(verb: Verb, person: Person, first: dt.date, last: dt.date, now: dt.datetime) -> list[Booking]:
    """As `ended_by_absence`, of what is in history as `verb`.

    The last booking of a person in a place is the one that counts: two queries.
    """
    rows = (
        Booking.objects.filter(person=person, shift__date__range=(first, last), place__isnull=False)
        .filter(shift__starts_at__gt=now)
        .select_related("shift__duty", "shift__room", "place", "person")
        .order_by("shift__starts_at", "pk")
    )
    latest = {booking.place_id: booking for booking in rows}
    ended = set(
        HistoryEntry.objects.filter(verb=verb, booking__in=[b.pk for b in latest.values()]).values_list(
            "booking", flat=True
        )
    )
    return [b for b in latest.values() if b.status == BookingStatus.CANCELLED and b.pk in ended]


def still_open(bookings: Iterable[Booking]) -> list[Place]:
    """The places of these ended turns that nobody holds, each with its shift: one query."""
    held = Booking.objects.filter(place=OuterRef("pk"), status__in=LIVE)
    return list(
        Place.objects.filter(~Exists(held), pk__in=[b.place_id for b in bookings])
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room")
        .order_by("shift__starts_at", "kind", "number")
    )


def places_open_through(absence: Absence, now: dt.datetime) -> list[Place]:
    """What this absence has opened and nobody has taken: three queries."""
    return still_open(ended_by_absence(absence.person, absence.starts, absence.ends, now))


def who_could_take(places: Sequence[Place], nursery: Nursery, now: dt.datetime) -> list[Person]:
    """Everybody who could book one of these open places at least, by name: six queries, whatever their number
    (and those of the families' limit, where there is one)."""
    if not places:
        return []
    first, last = _edges(places)
    people = {person.pk: person for day in {first, last} for person in members_on(day)}
    could = _could_take(list(people.values()), places, nursery, now)
    return sorted((people[pk] for pk in could), key=lambda person: (person.name, person.pk))


def places_for(person: Person, places: Sequence[Place], nursery: Nursery, now: dt.datetime) -> list[Place]:
    """Those of the open `places` that this person could book."""
    return _could_take([person], places, nursery, now).get(person.pk, []) if places else []


def _edges(places: Sequence[Place]) -> tuple[dt.date, dt.date]:
    days = [place.shift.date for place in places]
    return min(days), max(days)


def _could_take(
    people: Sequence[Person], places: Sequence[Place], nursery: Nursery, now: dt.datetime
) -> dict[int, list[Place]]:
    """Which of the open places each could book, by person; those who could none are not in it."""
    first, last = _edges(places)
    days = term_days(first, last)
    posts = [
        Post(place, place.shift, None, days.closure(place.shift.date), days.term(place.shift.date)) for place in places
    ]
    standings = standings_for(posts, people, nursery, now)
    found: dict[int, list[Place]] = defaultdict(list)
    for asker in askers(people, first, last).values():
        for post in posts:
            question = Question(post, asker, nursery, now, standing_of(standings, post, asker.person))
            if (
                asker.acts_in(post.place.kind)
                and asker.person.belongs_on(post.shift.date)
                and booking_refusal(question) is None
            ):
                found[asker.person.pk].append(post.place)
    return dict(found)
