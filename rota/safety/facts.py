"""What the safety engine is told: plain facts, filled from rows by a query or from a nursery file.

Keys are strings, unique within their kind, and are how facts refer to each other. Those of rooms, duties, sessions,
families and terms are printed by the commands and so are the keys of the nursery file; those of people, children,
shifts and bookings may be any string that the caller can find its rows by again (`str(pk)`).

Dates are days in the nursery's own time zone, and a date that ends something is inclusive; None is open. Clock times
(`dt.time`) are wall-clock times in that zone and recur weekly; a `weekday` is 0 for Monday. Instants
(`dt.datetime`) are aware, in any zone; a `ValueError` refuses a naive one. Spans of time are half-open `[from, to)`.

A `Rota` holds facts for at least the days asked about. It may hold more (bookings of other days, cancelled ones,
people who are on no shift); they change nothing but the time it takes. Facts may stand in any order.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter

from rota.safety.rules import Rounding, RuleSet


class PlaceKind(StrEnum):
    """Whom a place is kept for."""

    PAID = "paid"
    PARENT = "parent"


class Pricing(StrEnum):
    """How a duty's hours come into the savings. A duty priced as care is what makes a shift a *care* shift."""

    CARE = "care"
    TASK = "task"
    NONE = "none"


class Status(StrEnum):
    BOOKED = "booked"
    WORKED = "worked"
    MISSED = "missed"
    CANCELLED = "cancelled"
    CANCELLED_LATE = "cancelled_late"


LIVE = frozenset({Status.BOOKED, Status.WORKED})


class Mark(StrEnum):
    """What corrects a child's booked sessions on one day."""

    AWAY = "away"
    EXTRA = "extra"
    SETTLING_IN = "settling_in"


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days from `first` to `last`, both included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """An instant to another, half-open."""

    starts: dt.datetime
    ends: dt.datetime

    def __post_init__(self) -> None:
        _refuse_naive(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Term:
    """The nursery is open on the days of a term outside its closures (weekends are told apart by the sessions)."""

    key: str
    days: DateSpan
    closures: tuple[DateSpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """A weekly span in which children attend a room; it ends on the day it starts."""

    key: str
    room: str
    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True, slots=True)
class Meal:
    """A weekly span in which the children of a room eat."""

    room: str
    weekday: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A child's standing booking into a session."""

    session: str
    begins: dt.date | None = None
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """`born` is any day of the month of birth: only the month is used. `family` is needed by the shares alone."""

    key: str
    born: dt.date
    enrolments: tuple[Enrolment, ...] = ()
    joined: dt.date | None = None
    left: dt.date | None = None
    family: str = ""


@dataclass(frozen=True, slots=True)
class DayMark:
    """A correction of one child's day. `away` and `settling_in` without a session are for the whole day; `extra`
    without one adds the sessions that the child's own rooms hold that weekday."""

    child: str
    day: dt.date
    mark: Mark
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Clearance:
    """A dated fact that lets a person do something; valid on its first and its last day. `kind` is one of dbs,
    references, induction, pfa, competence. A person may hold several of one kind, renewals for instance."""

    kind: str
    begins: dt.date
    ends: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DatedLevel:
    begins: dt.date
    level: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who stands on the rota.

    `paid` is true for staff, bank and manager, `parent` for who has the parent's role (both may be). `level` is the
    qualification level 0, 2, 3 or 6, `levels` what replaced it from a day on. `of_age` is 17 or over.
    `family` is needed by the shares alone.
    """

    key: str
    paid: bool = False
    parent: bool = False
    level: int = 0
    levels: tuple[DatedLevel, ...] = ()
    of_age: bool = True
    clearances: tuple[Clearance, ...] = ()
    family: str | None = None

    def level_on(self, day: dt.date) -> int:
        begun = [dated for dated in self.levels if dated.begins <= day]
        return max(begun, key=attrgetter("begins")).level if begun else self.level

    def acts_paid_in(self, place: PlaceKind) -> bool:
        """Staff, bank and manager act as paid, unless they are parents too and stand in a parent place; everybody
        else acts as a parent (domain 02, who counts)."""
        return self.paid and not (self.parent and place == PlaceKind.PARENT)


@dataclass(frozen=True, slots=True)
class Duty:
    """What a shift is for."""

    key: str
    pricing: Pricing
    counts_towards_share: bool = True


@dataclass(frozen=True, slots=True)
class Shift:
    """One dated piece of work. `day` is its date in the nursery's zone. A cancelled shift is left out, or is given
    with `cancelled`: then neither its places nor its bookings are seen."""

    key: str
    duty: str
    day: dt.date
    starts: dt.datetime
    ends: dt.datetime
    room: str | None = None
    paid_places: int = 0
    parent_places: int = 0
    cancelled: bool = False

    def __post_init__(self) -> None:
        _refuse_naive(self.starts, self.ends)


@dataclass(frozen=True, slots=True)
class Booking:
    """One person on one shift, in whatever status (only booked and worked ones are looked at).

    `place` is the kind of place they stand in. `there_from` and `there_to` are when they were really there, None
    where that is the shift's own time. `breaks` may overlap and may reach outside. `confirmed` matters for worked
    bookings alone, and to shares and savings alone. A `shadow` is learning: present, never counted, never priced.
    """

    key: str
    shift: str
    person: str
    place: PlaceKind
    status: Status
    there_from: dt.datetime | None = None
    there_to: dt.datetime | None = None
    breaks: tuple[TimeSpan, ...] = ()
    confirmed: bool = True
    shadow: bool = False

    def __post_init__(self) -> None:
        _refuse_naive(self.there_from, self.there_to)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_given(self) -> bool:
        """Worked and confirmed: the only hours that shares and savings may stand on."""
        return self.status == Status.WORKED and self.confirmed


@dataclass(frozen=True, slots=True)
class SafetyPolicy:
    """What a nursery chooses for itself."""

    rounding: Rounding = Rounding.PER_BAND
    min_adults: int = 2
    parents_count: bool = True


@dataclass(frozen=True, slots=True)
class Rota:
    """Everything the engine looks at. `country` is as in the nursery file (`GB-ENG`); `own_rules`, where there are
    any, come before the country's (see `rules.RuleBook`). `zone` is the nursery's time zone."""

    country: str
    zone: dt.tzinfo
    policy: SafetyPolicy = SafetyPolicy()
    own_rules: tuple[RuleSet, ...] = ()
    terms: tuple[Term, ...] = ()
    sessions: tuple[Session, ...] = ()
    children: tuple[Child, ...] = ()
    people: tuple[Person, ...] = ()
    duties: tuple[Duty, ...] = ()
    shifts: tuple[Shift, ...] = ()
    bookings: tuple[Booking, ...] = ()
    day_marks: tuple[DayMark, ...] = ()
    meals: tuple[Meal, ...] = ()


def _refuse_naive(*moments: dt.datetime | None) -> None:
    for moment in moments:
        if moment is not None and moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} says no time zone")
