"""One day, hour by hour: each room's slices, who stands there when, and what is missing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Person
from nursery.models import ClearanceKind, Closure, Nursery, Term
from rota.day_chart import Chart, Column, chart_of
from rota.models import LIVE, Booking, Shift
from rota.queries.coverage import Coverage, DayCoverage, coverage_of
from rota.queries.day_state import State, safety_states
from rota.queries.facts import shifts_with_places
from rota.queries.term_days import term_days
from rota.safety import EXPIRING_WITHIN, Alert, RoomDay, Slice, Standing
from rota.safety_words import FOR_MANAGER, say_band, say_not_counted

WORKING_DAYS = range(5)


@dataclass(frozen=True, slots=True)
class DaySlice:
    """A slice by the nursery's clock, with what this reader may know of it. `children` are (whom, how many), of
    each band that comes that day."""

    anchor: str
    column: Column
    piece: Slice
    starts: dt.time
    ends: dt.time
    children: list[tuple[str, int]]
    alerts: list[Alert]
    names: list[str]

    @property
    def child_count(self) -> int:
        return sum(self.piece.children)

    @property
    def not_counted(self) -> int:
        return self.piece.present - self.piece.counted


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody on a care shift in a room, and when. `not_counted`, `ends_soon` and `said` (that they will be there) are
    told to them and the manager alone, `known` (level and first aid) to the manager."""

    booking: Booking
    times: list[tuple[dt.time, dt.time]]
    mine: bool
    counts: bool
    not_counted: str
    ends_soon: list[str]
    said: bool
    known: Standing | None


@dataclass(frozen=True, slots=True)
class RoomHours:
    """One room's day."""

    key: str
    name: str
    rules: str
    states: tuple[State, ...]
    slices: list[DaySlice]
    people: list[Presence]
    chart: Chart


@dataclass(frozen=True, slots=True)
class ShiftOfDay:
    shift: Shift
    names: list[str]
    open_places: int
    lead: str = ""  # who was named to run it, while they stand on it
    said: tuple[str, ...] = ()  # who has said that they will be there, as far as this reader may know


@dataclass(frozen=True, slots=True)
class DayHours:
    """`before` and `after` are the neighbouring days on which children may
    come."""

    date: dt.date
    today: dt.date
    term: Term | None
    closure: Closure | None
    rooms: list[RoomHours]
    shifts: list[ShiftOfDay]
    states: tuple[State, ...]
    no_rules: bool
    before: dt.date | None
    after: dt.date | None

    @property
    def open_places(self) -> int:
        return sum(row.open_places for row in self.shifts)


def day_hours(day: dt.date, me: Person, nursery: Nursery, now: dt.datetime, today: dt.date) -> DayHours:
    """The day as `me` may see it, in seven queries."""
    in_term = term_days(day, day)
    coverage = coverage_of(nursery, [day])
    shifts = list(shifts_with_places(Shift.objects.filter(Q(date=day))))
    bookings = {str(b.pk): b for shift in shifts for b in shift.bookings.all() if b.status in LIVE}
    covered = coverage.on(day)
    weekdays = {session.weekday for session in coverage.rota.sessions} or set(WORKING_DAYS)
    return DayHours(
        date=day,
        today=today,
        term=in_term.term(day),
        closure=in_term.closure(day),
        rooms=[_room(room_day, coverage, bookings, me, now) for room_day in covered.rooms],
        shifts=[_shift(shift, me, now) for shift in shifts if not shift.is_cancelled],
        states=safety_states(covered, coverage.spoken(day), nursery.zone, whole=me.is_manager),
        no_rules=covered.no_rules,
        before=_next_open(day, -1, weekdays),
        after=_next_open(day, 1, weekdays),
    )


def _next_open(day: dt.date, step: int, weekdays: set[int]) -> dt.date | None:
    """The nearest day before or after on such a weekday; None past the calendar's end."""
    near = (day.toordinal() + step * number for number in range(1, 8))
    days = (dt.date.fromordinal(n) for n in near if 1 <= n <= dt.date.max.toordinal())
    return next((each for each in days if each.weekday() in weekdays), None)


def _shift(shift: Shift, me: Person, now: dt.datetime) -> ShiftOfDay:
    bookings = [b for b in shift.bookings.all() if b.status in LIVE]
    held = {b.place_id for b in bookings}
    return ShiftOfDay(
        shift,
        [b.person.short_name for b in bookings],
        sum(place.pk not in held for place in shift.places.all()),
        next((b.person.short_name for b in bookings if b.person_id == shift.lead_id and not b.shadow), ""),
        tuple(
            b.person.short_name
            for b in bookings
            if b.will_come_at is not None and shift.starts_at > now and (me.approves or b.person_id == me.pk)
        ),
    )


def _room(
    room_day: RoomDay, coverage: Coverage, bookings: dict[str, Booking], me: Person, now: dt.datetime
) -> RoomHours:
    zone = coverage.rota.zone
    bands = [
        (place, say_band(band))
        for place, band in enumerate(room_day.rules.bands)
        if any(piece.children[place] for piece in room_day.slices)
    ]
    chart = chart_of(room_day.slices, bands, zone, now)
    hidden = frozenset[Alert]() if me.is_manager else FOR_MANAGER
    slices = [
        DaySlice(
            anchor=f"{room_day.room}-{number}",
            column=column,
            piece=piece,
            starts=piece.starts.astimezone(zone).time(),
            ends=piece.ends.astimezone(zone).time(),
            children=[(whom, piece.children[place]) for place, whom in bands],
            alerts=[alert for alert in piece.alerts if alert not in hidden],
            names=[bookings[standing.booking].person.short_name for standing in piece.standings],
        )
        for number, (piece, column) in enumerate(zip(room_day.slices, chart.columns, strict=True), 1)
    ]
    return RoomHours(
        key=room_day.room,
        name=coverage.names.get(room_day.room, room_day.room),
        rules=room_day.rules.id,
        states=safety_states(DayCoverage(room_day.day, (room_day,)), {}, zone, whole=me.is_manager),
        slices=slices,
        people=_people(room_day, bookings, me, zone, now),
        chart=chart,
    )


def _people(
    room_day: RoomDay, bookings: dict[str, Booking], me: Person, zone: dt.tzinfo, now: dt.datetime
) -> list[Presence]:
    """Everybody who stands there, by when they come."""
    times: dict[str, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    standings: dict[str, Standing] = {}
    for piece in room_day.slices:
        for standing in piece.standings:
            standings[standing.booking] = standing
            spans = times[standing.booking]
            if spans and spans[-1][1] == piece.starts:
                spans[-1] = (spans[-1][0], piece.ends)
            else:
                spans.append((piece.starts, piece.ends))
    found = []
    for key, standing in standings.items():
        booking = bookings[key]
        mine = booking.person_id == me.pk
        told = mine or me.is_manager
        found.append(
            Presence(
                booking=booking,
                times=[(begin.astimezone(zone).time(), end.astimezone(zone).time()) for begin, end in times[key]],
                mine=mine,
                counts=standing.counted,
                not_counted=_why_not(standing) if told else "",
                ends_soon=_words(standing.runs_out_by(room_day.day + EXPIRING_WITHIN)) if told else [],
                said=(mine or me.approves) and booking.will_come_at is not None and booking.shift.starts_at > now,
                known=standing if me.is_manager else None,
            )
        )
    return sorted(found, key=lambda each: (each.times[0], each.booking.person.name))


def _why_not(standing: Standing) -> str:
    return "" if standing.reason is None else say_not_counted(standing.reason, _words(standing.lacking))


def _words(kinds: Iterable[str]) -> list[str]:
    return [str(ClearanceKind(kind).label) for kind in kinds]
