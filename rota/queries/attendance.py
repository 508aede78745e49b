"""Who is here on one day: the shifts with everybody on them, and the children in the same place."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from accounts.models import Person
from nursery.models import Closure, Nursery
from nursery.refusal import Refusal
from rota.models import LIVE, Booking, BookingStatus, HistoryEntry, Place, Pricing, Shift, ShiftStatus, Verb
from rota.queries.children import SessionHere, children_of
from rota.queries.coverage import coverage_of
from rota.queries.facts import closure_on, members_on
from rota.queries.marks import marked_on, term_holding, with_marks
from rota.rules.closed_term import closed_term_refusal
from rota.rules.marking import leads_of, marking_refusal
from rota.safety import Alert, NotCounted, RoomDay, Slice, Standing
from rota.safety_words import FOR_MANAGER, UNSAFE

_CORRECTIONS = (
    Verb.MARKED_WORKED,
    Verb.MARKED_MISSED,
    Verb.MARK_UNDONE,
    Verb.MARK_CORRECTED,
    Verb.TIMES_SET,
    Verb.WALKED_IN,
)


@dataclass(frozen=True, slots=True)
class PersonHere:
    """One booking of a shift as the attendance page shows it.

    `standing` says how somebody who does not count stands there, and is None where they count or where whoever
    looks may not know (domain 02: the reason is for the person and the manager). `earlier`: marked on an earlier
    day, so that a change wants a reason.
    """

    booking: Booking
    standing: Standing | None
    earlier: bool

    @property
    def walked_in(self) -> bool:
        return bool(getattr(self.booking, "walked_in", False))


@dataclass(frozen=True, slots=True)
class ShiftHere:
    """`refusal`: why whoever looks may not mark here now, or None."""

    shift: Shift
    people: list[PersonHere]
    open_places: list[Place]
    leads: list[Person]
    refusal: Refusal | None
    now: dt.datetime

    @property
    def is_now(self) -> bool:
        return self.shift.starts_at <= self.now < self.shift.ends_at

    @property
    def is_over(self) -> bool:
        return self.shift.ends_at <= self.now

    @property
    def may_mark(self) -> bool:
        return self.refusal is None

    @property
    def to_mark(self) -> int:
        return sum(person.booking.status == BookingStatus.BOOKED for person in self.people)


@dataclass(frozen=True, slots=True)
class RoomHere:
    """A room's children, and what they require of adults: `now` (None: nobody is here now) and at the worst from
    now on. `may_see`: whoever looks may see the children's names and mark them. `number` names it in the page."""

    key: str
    name: str
    number: int
    sessions: list[SessionHere]
    now: Slice | None
    worst: Slice | None
    may_see: bool


@dataclass(frozen=True, slots=True)
class DayHere:
    date: dt.date
    today: dt.date
    closure: Closure | None
    closed: Refusal | None  # the term's figures are settled
    shifts: list[ShiftHere]
    rooms: list[RoomHere]

    @property
    def is_today(self) -> bool:
        return self.date == self.today

    @property
    def is_past(self) -> bool:
        return self.date < self.today

    def person(self, booking: Booking) -> tuple[ShiftHere, PersonHere] | None:
        return next(((s, p) for s in self.shifts for p in s.people if p.booking.pk == booking.pk), None)

    def shift(self, shift: Shift) -> ShiftHere | None:
        return next((s for s in self.shifts if s.shift.pk == shift.pk), None)


def day_here(day: dt.date, me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> DayHere:
    """Everything about one day's attendance as `me` may see it, in the same number of queries whatever its size."""
    shifts = list(_shifts_of(day))
    coverage = coverage_of(nursery, [day])
    room_days = {room.room: room for room in coverage.on(day).rooms}
    standings = {s.booking: s for room in room_days.values() for piece in room.slices for s in piece.standings}
    closed = closed_term_refusal(term_holding(day))
    found = [_shift_here(shift, standings, me, nursery, now, today, closed) for shift in shifts]
    found.sort(key=lambda here: (here.is_over, not here.is_now, here.shift.starts_at, here.shift.pk))
    names = coverage.names
    seen = {room for room in names if me.approves or me.pk in _leads_in(room, shifts)}
    sessions = children_of(coverage.rota, day, seen, all_children=me.approves)
    rooms = [
        RoomHere(
            key,
            name,
            number,
            sessions.get(key, []),
            *_now_and_worst(room_days.get(key), now, today=day == today),
            may_see=key in seen,
        )
        for number, (key, name) in enumerate(sorted(names.items()), start=1)
        if key in sessions or key in room_days
    ]
    return DayHere(day, today, closure_on(day), closed, found, rooms)


def may_look(here: DayHere, me: Person) -> bool:
    """Those for whom the page is: paid people, who stand on the same rota, whoever runs a shift, and the manager."""
    return me.approves or me.is_paid or any(me in shift.leads for shift in here.shifts)


def care_leads(day: dt.date, room: str) -> set[int]:
    """The ids of those who run a care shift in a room on a day. Four queries."""
    return _leads_in(room, _shifts_of(day))


def who_could_walk_in(shift: Shift) -> list[Person]:
    """Everybody of the nursery who does not stand on the shift already, by name."""
    on_it = Booking.objects.filter(shift=shift, status__in=LIVE).values("person")
    return list(members_on(shift.date).exclude(pk__in=on_it).order_by("name", "pk"))


def changes_of(day: dt.date) -> list[HistoryEntry]:
    """What was said of who came on a day, adults and children, the latest first: two queries."""
    about = HistoryEntry.objects.select_related("actor", "subject", "shift__duty", "child")
    adults = about.filter(shift__date=day, verb__in=_CORRECTIONS)
    children = about.filter(
        child__isnull=False, verb__in=[Verb.CHILD_MARKED, Verb.CHILD_UNMARKED], after__date=day.isoformat()
    )
    return sorted([*adults, *children], key=lambda entry: (entry.at, entry.pk), reverse=True)


def _shifts_of(day: dt.date) -> QuerySet[Shift]:
    shown = [*LIVE, BookingStatus.MISSED]
    return (
        Shift.objects.filter(date=day)
        .exclude(status=ShiftStatus.CANCELLED)
        .select_related("duty", "room", "lead")
        .prefetch_related(
            Prefetch("places", Place.objects.order_by("kind", "number")),
            Prefetch(
                "bookings",
                with_marks(Booking.objects.filter(status__in=shown))
                .select_related("person", "covers__person")
                .prefetch_related("breaks")
                .order_by("-kind", "shadow", "place__number", "pk"),
            ),
        )
        .order_by("starts_at", "duty__key", "pk")
    )


def _leads_in(room: str, shifts: Iterable[Shift]) -> set[int]:
    return {
        lead
        for shift in shifts
        if shift.duty.pricing == Pricing.CARE and shift.room is not None and shift.room.key == room
        for lead in leads_of(shift, shift.bookings.all())
    }


def _shift_here(
    shift: Shift,
    standings: dict[str, Standing],
    me: Person,
    nursery: Nursery,
    now: dt.datetime,
    today: dt.date,
    closed: Refusal | None,
) -> ShiftHere:
    bookings = list(shift.bookings.all())
    for booking in bookings:
        booking.shift = shift
    held = {booking.place_id for booking in bookings if booking.status in LIVE}
    leads = leads_of(shift, bookings)
    people = []
    for booking in bookings:
        standing = standings.get(str(booking.pk))
        may_know = me.approves or booking.person_id == me.pk
        hidden = standing is None or standing.counted or standing.reason == NotCounted.SHADOW or not may_know
        made_on = marked_on(booking, nursery)
        people.append(PersonHere(booking, None if hidden else standing, made_on is not None and made_on < today))
    return ShiftHere(
        shift,
        people,
        [place for place in shift.places.all() if place.pk not in held],
        list({b.person_id: b.person for b in bookings if b.person_id in leads}.values()),
        marking_refusal(shift, bookings, me, now) or closed,
        now,
    )


def _now_and_worst(room: RoomDay | None, now: dt.datetime, *, today: bool) -> tuple[Slice | None, Slice | None]:
    """Who is required and counted now, and at the worst of what is still to come (of the whole day, if not today)."""
    pieces: Sequence[Slice] = [piece for piece in room.slices if piece.has_children] if room else []
    if not today:
        return None, _worst(pieces)
    present = next((piece for piece in pieces if piece.starts <= now < piece.ends), None)
    return present, _worst([piece for piece in pieces if piece.starts > now])


def _worst(pieces: Sequence[Slice]) -> Slice | None:
    """The first of those that are short of most, or else raise most alerts; the fullest where all is well."""
    return max(pieces, key=lambda p: (p.short_by, len(_breaches(p)), p.required, -p.starts.timestamp()), default=None)


def _breaches(piece: Slice) -> list[Alert]:
    return [alert for alert in piece.alerts if alert in UNSAFE and alert not in FOR_MANAGER]
