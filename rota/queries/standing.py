"""Whom standing turns would put where, and whom not, with the reason."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.models import Person
from nursery.models import Closure, Nursery
from nursery.refusal import Refusal
from rota.models import (
    LIVE,
    Booking,
    HistoryEntry,
    Place,
    PlaceKind,
    Shift,
    ShiftPattern,
    ShiftStatus,
    StandingTurn,
    Verb,
)
from rota.planning.standing import Filling, Turn, Vacancies, fill
from rota.queries.facts import askers
from rota.rules.facts import Asker, Busy, Post, Question
from rota.rules.standing import standing_refusal

Filled = Filling[Refusal]


def turns(which: Q | None = None) -> list[Turn]:
    """One query."""
    rows = StandingTurn.objects.filter(which or Q()).order_by("pk")
    return [turn_of(turn) for turn in rows]


def turn_of(turn: StandingTurn) -> Turn:
    return Turn(turn.pk or 0, turn.pattern_id, turn.kind, turn.person_id, turn.starts, turn.ends, turn.every)


@dataclass(slots=True)
class Fillers:
    """The people of some turns, with what the rules ask of them; whoever gets a place is busy from then on.

    `without` are bookings that end, and `moved` the new times of shifts that change, before anybody is put in.
    """

    nursery: Nursery
    now: dt.datetime
    shifts: dict[int, Shift]
    closures: Sequence[Closure]
    _askers: dict[int, Asker] = field(default_factory=dict)

    def read(
        self,
        people: Iterable[int],
        without: frozenset[int] = frozenset(),
        moved: dict[int, Shift] | None = None,
    ) -> None:
        """Five queries at most."""
        days = [shift.date for shift in self.shifts.values()]
        if not days:
            return
        ids = set(people)
        rows = list(Person.objects.filter(pk__in=ids).order_by("pk"))
        moved = moved or {}
        bookings = (
            Booking.objects.filter(person__in=ids, status__in=LIVE, shift__date__range=(min(days), max(days)))
            .exclude(pk__in=without)
            .select_related("shift__duty")
        )
        there = []
        for booking in bookings:
            booking.shift = moved.get(booking.shift_id, booking.shift)
            there.append(booking)
        self._askers = askers(rows, min(days), max(days), bookings=there)

    def ask(self, turn: Turn, vacancies: Vacancies, place: int) -> Refusal | None:
        shift = self.shifts[vacancies.shift]
        asker = self._askers[turn.person]
        closure = next((c for c in self.closures if c.starts <= shift.date <= c.ends), None)
        post = Post(Place(shift=shift, kind=turn.kind), shift, None, closure)
        refusal = standing_refusal(Question(post, asker, self.nursery, self.now))
        if refusal is None:
            busy = (*asker.busy, Busy(shift.starts_at, shift.ends_at, shift))
            self._askers[turn.person] = replace(asker, busy=busy)
        return refusal

    def fill(self, vacancies: Iterable[Vacancies], turns: Iterable[Turn]) -> list[Filled]:
        return fill(vacancies, turns, self.ask)


def vacancies(which: Q, now: dt.datetime) -> tuple[list[Vacancies], dict[int, Shift]]:
    """The shifts of `which` that patterns make and that have not begun, with their open places: four queries."""
    by_hand = ~Exists(HistoryEntry.objects.filter(booking=OuterRef("pk"), verb__in=[Verb.SHIFT_CANCELLED, Verb.UNDONE]))
    shifts = list(
        Shift.objects.filter(which, pattern__isnull=False, starts_at__gt=now)
        .exclude(status=ShiftStatus.CANCELLED)
        .select_related("duty")
        .prefetch_related(
            Prefetch("places", Place.objects.order_by("kind", "number")),
            Prefetch("bookings", Booking.objects.annotate(own_wish=by_hand).order_by("pk")),
        )
        .order_by("date", "starts", "pk")
    )
    return [_vacancies(shift) for shift in shifts], {shift.pk: shift for shift in shifts}


def _vacancies(shift: Shift) -> Vacancies:
    bookings = list(shift.bookings.all())
    held = {b.place_id for b in bookings if b.status in LIVE}
    open_places: dict[str, list[int]] = defaultdict(list)
    for place in shift.places.all():
        if place.pk not in held:
            open_places[place.kind].append(place.pk)
    return Vacancies(
        shift.pk,
        shift.pattern_id or 0,
        shift.occasion or shift.date,
        {kind: tuple(places) for kind, places in open_places.items()},
        frozenset(b.person_id for b in bookings if b.status in LIVE or getattr(b, "own_wish", True)),
    )


@dataclass(frozen=True, slots=True)
class Fillable:
    """What standing turns would fill of the shifts that are there, and what not."""

    fillings: list[Filled]
    shifts: dict[int, Shift]

    @property
    def filled(self) -> list[Filled]:
        return [each for each in self.fillings if each.place is not None]


def fillable(nursery: Nursery, now: dt.datetime, which: Q, turns: Sequence[Turn]) -> Fillable:
    """Ten queries, whatever the number of shifts and turns."""
    open_shifts, shifts = vacancies(which & Q(pattern__in={turn.pattern for turn in turns}), now)
    fillers = Fillers(nursery, now, shifts, list(Closure.objects.all()))
    fillers.read({turn.person for turn in turns})
    return Fillable(fillers.fill(open_shifts, turns), shifts)


@dataclass(frozen=True, slots=True)
class PatternTurns:
    """One pattern with those who stand in it."""

    pattern: ShiftPattern
    turns: list[StandingTurn]

    @property
    def paid(self) -> list[StandingTurn]:
        return [turn for turn in self.turns if turn.kind == PlaceKind.PAID]

    @property
    def parents(self) -> list[StandingTurn]:
        return [turn for turn in self.turns if turn.kind == PlaceKind.PARENT]


def patterns_with_turns(today: dt.date) -> list[PatternTurns]:
    """The patterns that are not over, in the order of the week, with the turns that are not over: two queries."""
    going_on = StandingTurn.objects.filter(Q(ends__isnull=True) | Q(ends__gte=today))
    rows = (
        ShiftPattern.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .select_related("duty", "room")
        .prefetch_related(
            Prefetch("standing_turns", going_on.select_related("person").order_by("kind", "starts", "person__name"))
        )
        .order_by("weekday", "starts", "ends", "key")
    )
    return [PatternTurns(pattern, list(pattern.standing_turns.all())) for pattern in rows]
