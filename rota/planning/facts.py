"""What planning looks at: patterns and terms on one side, the shifts that are there on the other.

Frozen, without a database and without a clock. `pattern` stays the same through a pattern's changes: a pattern that
changes on a day is two weeklies of one pattern, one before that day and one from it on.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

Span = tuple[dt.date, dt.date]  # both days included
Occasion = tuple[int, dt.date]  # a pattern, and the day for which it makes a shift


def instant(day: dt.date, clock: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, clock, tzinfo=zone).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Work:
    """What one shift is. `room` and `duty` are ids."""

    date: dt.date
    starts: dt.time
    ends: dt.time
    duty: int
    room: int | None
    paid: int
    parent: int

    def places(self, kind: str) -> int:
        return self.paid if kind == "paid" else self.parent

    def same_hours(self, other: "Work") -> bool:
        return (self.date, self.starts, self.ends) == (other.date, other.starts, other.ends)

    def same_for_people(self, other: "Work") -> bool:
        """Whether somebody who stays notices nothing; another place beside theirs is no news."""
        return self.same_hours(other) and (self.duty, self.room) == (other.duty, other.room)

    def instants(self, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
        return instant(self.date, self.starts, zone), instant(self.date, self.ends, zone)


@dataclass(frozen=True, slots=True)
class Weekly:
    """A pattern, for the days from `first` to `last` (None: open)."""

    pattern: int
    weekday: int
    starts: dt.time
    ends: dt.time
    duty: int
    room: int | None
    paid: int
    parent: int
    first: dt.date | None = None
    last: dt.date | None = None

    def work(self, day: dt.date) -> Work:
        return Work(day, self.starts, self.ends, self.duty, self.room, self.paid, self.parent)


@dataclass(frozen=True, slots=True)
class Season:
    """A term with its closures. Where its figures are settled, nothing in it changes."""

    term: int
    starts: dt.date
    ends: dt.date
    closures: tuple[Span, ...] = ()
    settled: bool = False

    def holds(self, day: dt.date) -> bool:
        return self.starts <= day <= self.ends

    def closed_on(self, day: dt.date) -> bool:
        return any(first <= day <= last for first, last in self.closures)


@dataclass(frozen=True, slots=True)
class World:
    """Everything that says which shifts there should be."""

    weeklies: tuple[Weekly, ...]
    seasons: tuple[Season, ...]

    def season_of(self, day: dt.date) -> Season | None:
        return next((season for season in self.seasons if season.holds(day)), None)

    def closed_on(self, day: dt.date) -> bool:
        season = self.season_of(day)
        return season is not None and season.closed_on(day)

    def settled_on(self, day: dt.date) -> bool:
        season = self.season_of(day)
        return season is not None and season.settled


class State(StrEnum):
    PLANNED = "planned"
    MOVED = "moved"  # by hand: it stays as it is, whatever its pattern becomes
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class DatedShift:
    """A shift that is there. `by_plan` says of a cancelled one that no person cancelled it: it comes back with its
    reason. `traces`: somebody stood or offered there, so that it is cancelled and never taken away."""

    shift: int
    work: Work
    pattern: int | None = None
    occasion: dt.date | None = None
    state: State = State.PLANNED
    by_plan: bool = False
    traces: bool = False

    @property
    def made_for(self) -> Occasion | None:
        return None if self.pattern is None or self.occasion is None else (self.pattern, self.occasion)


@dataclass(frozen=True, slots=True)
class Post:
    """One numbered place."""

    place: int
    shift: int
    kind: str
    number: int


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody booked on a shift; without a place, a shadow. `covers` is the booking beside which they stand."""

    booking: int
    shift: int
    person: int
    place: int | None = None
    covers: int | None = None


@dataclass(frozen=True, slots=True)
class Busy:
    """When a person is expected; `booking` and `shift` are None for another nursery, of which no more is known."""

    person: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    booking: int | None = None
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there, at the moment `now`: the shifts that planning may touch, with who is on them.

    `there` names every shift that any pattern has made, past ones too: what is there is not made again, and a
    pattern makes shifts of itself only in a term in which it has made some.
    """

    zone: ZoneInfo
    now: dt.datetime
    shifts: tuple[DatedShift, ...] = ()
    posts: tuple[Post, ...] = ()
    holdings: tuple[Holding, ...] = ()
    busy: tuple[Busy, ...] = ()
    there: frozenset[Occasion] = frozenset()

    def begun(self, work: Work) -> bool:
        return instant(work.date, work.starts, self.zone) <= self.now
