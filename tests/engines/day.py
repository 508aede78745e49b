"""Facts for the engines written by hand, a few days at a time."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self
from zoneinfo import ZoneInfo

from rota.safety import (
    Booking,
    Child,
    Clearance,
    DateSpan,
    Duty,
    Enrolment,
    Person,
    PlaceKind,
    Pricing,
    Rota,
    Session,
    Shift,
    Status,
    Term,
)

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = dt.date(2026, 9, 30)
TERM = Term("autumn", DateSpan(dt.date(2026, 9, 7), dt.date(2026, 12, 11)))
SINCE = dt.date(2025, 9, 1)
STAFF_NEEDS = ("dbs", "references")
PARENT_NEEDS = ("dbs", "references", "induction", "pfa", "competence")
CARE = Duty("care", Pricing.CARE)
FOOD = Duty("food", Pricing.TASK)
COMMITTEE = Duty("committee", Pricing.NONE)
TRAINING = Duty("training", Pricing.NONE, counts_towards_share=False)


def clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def at(text: str, day: dt.date = WEDNESDAY) -> dt.datetime:
    return dt.datetime.combine(day, clock(text), tzinfo=LONDON)


def cleared(*kinds: str, ends: dt.date | None = None) -> tuple[Clearance, ...]:
    return tuple(Clearance(kind, SINCE, ends) for kind in kinds)


def staff(key: str, level: int = 3, *also: str, **fields: Any) -> Person:
    return Person(key, paid=True, level=level, clearances=cleared(*STAFF_NEEDS, *also), **fields)


def parent(key: str, level: int = 0, *, without: Iterable[str] = (), **fields: Any) -> Person:
    fields.setdefault("clearances", cleared(*(kind for kind in PARENT_NEEDS if kind not in without)))
    return Person(key, parent=True, level=level, **fields)


class Days:
    """Collects facts; `rota()` hands them over. Everything is on a Wednesday, 09:00 to 13:00, unless said."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        self.sessions: dict[str, Session] = {}
        self.children: list[Child] = []
        self.people: dict[str, Person] = {}
        self.shifts: dict[str, Shift] = {}
        self.bookings: list[Booking] = []

    def session(
        self, room: str = "main", starts: str = "09:00", ends: str = "13:00", weekday: int = WEDNESDAY.weekday()
    ) -> str:
        key = f"{room}-{weekday}-{starts}-{ends}"
        self.sessions[key] = Session(key, room, weekday, clock(starts), clock(ends))
        return key

    def came(self, *counts: int, session: str | None = None, day: dt.date = WEDNESDAY, family: str = "") -> Self:
        """So many children under two, of two, and of three and over, on `day` and after."""
        sessions = (Enrolment(session or self.session()),)
        for band, count in enumerate(counts):
            born = day.replace(year=day.year - 1 - band, month=1)
            for _number in range(count):
                self.children.append(Child(f"child-{len(self.children)}", born, sessions, family=family))
        return self

    def stood(
        self,
        person: Person,
        place: PlaceKind | str = "",
        *,
        day: dt.date = WEDNESDAY,
        room: str | None = "main",
        duty: Duty = CARE,
        starts: str = "09:00",
        ends: str = "13:00",
        status: Status = Status.WORKED,
        **fields: Any,
    ) -> Self:
        """Stood on a shift; shifts of one duty, room, day and time are one."""
        room = room if duty.pricing == Pricing.CARE else None
        key = f"{duty.key}-{room}-{day}-{starts}-{ends}"
        self.shifts[key] = Shift(
            key, duty.key, day, at(starts, day), at(ends, day), room, paid_places=3, parent_places=1
        )
        self.people[person.key] = person
        kind = PlaceKind(place or ("paid" if person.paid else "parent"))
        number = len(self.bookings)
        self.bookings.append(Booking(f"booking-{number}", key, person.key, kind, status, **fields))
        return self

    def rota(self, **changes: Any) -> Rota:
        given: dict[str, Any] = {
            "country": "GB-ENG",
            "zone": LONDON,
            "terms": (TERM,),
            "sessions": tuple(self.sessions.values()),
            "children": tuple(self.children),
            "people": tuple(self.people.values()),
            "duties": (CARE, FOOD, COMMITTEE, TRAINING),
            "shifts": tuple(self.shifts.values()),
            "bookings": tuple(self.bookings),
        }
        return Rota(**(given | self.fields | changes))
