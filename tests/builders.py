"""A small nursery built row by row, for tests that need to see every row they stand on.

`House` opens nothing: call its methods inside `nursery_scope(house.nursery)`, or use the `house` fixture, which is
inside it.
"""

import datetime as dt
from itertools import count
from typing import Any

from accounts.models import Account, Clearance, Family, Person, RoleKind
from nursery.models import Closure, Nursery, Policy, Room, Term
from nursery.scope import nursery_scope
from rota.models import Booking, Duty, Place, PlaceKind, Shift, ShiftPattern

_numbers = count(1)

# A Wednesday in term, with a clock change (25 October) ahead.
TODAY = dt.date(2026, 9, 30)
NOW = dt.datetime(2026, 9, 30, 8, 0, tzinfo=dt.UTC)  # 09:00 in London
ALL_CLEARANCES = ("dbs", "references", "induction", "pfa", "competence")


class House:
    """One nursery with a room, two duties and a term from 7 September to 11 December 2026."""

    def __init__(self, slug: str = "bluebell", name: str = "Bluebell", **policy: Any) -> None:
        self.nursery = Nursery.objects.create(slug=slug, name=name)
        with nursery_scope(self.nursery):
            self.policy = Policy.objects.create(nursery=self.nursery, **policy)
            self.room = Room.objects.create(nursery=self.nursery, key="main", name="Bluebell Room")
            self.term = Term.objects.create(
                nursery=self.nursery,
                key="autumn",
                name="Autumn term",
                starts=dt.date(2026, 9, 7),
                ends=dt.date(2026, 12, 11),
            )
            self.half_term = Closure.objects.create(
                nursery=self.nursery,
                term=self.term,
                starts=dt.date(2026, 10, 26),
                ends=dt.date(2026, 10, 30),
                name="Half term",
            )
            self.care = Duty.objects.create(
                nursery=self.nursery, key="care", name="Care", pricing="care", needs=["dbs", "references"]
            )
            self.food = Duty.objects.create(
                nursery=self.nursery, key="food", name="Food", pricing="task", needs=["induction"]
            )

    def family(self, name: str = "Okafor family", **fields: Any) -> Family:
        return Family.objects.create(nursery=self.nursery, key=f"family-{next(_numbers)}", name=name, **fields)

    def person(
        self,
        name: str = "Amara Okafor",
        *roles: str,
        cleared: tuple[str, ...] = ALL_CLEARANCES,
        sign_in: bool = True,
        **fields: Any,
    ) -> Person:
        """A person with every clearance (unless told otherwise) and an account of their own."""
        number = next(_numbers)
        email = fields.pop("email", f"person-{number}@example.org")
        if sign_in and "account" not in fields:
            fields["account"] = Account.objects.create_user(email=email)
        person = Person.objects.create(
            nursery=self.nursery,
            key=f"person-{number}",
            name=name,
            email=email,
            roles=list(roles or [RoleKind.PARENT]),
            **fields,
        )
        Clearance.objects.bulk_create(
            Clearance(nursery=self.nursery, person=person, kind=kind, starts=dt.date(2025, 9, 1)) for kind in cleared
        )
        return person

    def parent(self, name: str = "Amara Okafor", **fields: Any) -> Person:
        fields.setdefault("family", self.family(f"{name.split()[-1]} family"))
        return self.person(name, RoleKind.PARENT, **fields)

    def staff(self, name: str = "Marta Zielińska", **fields: Any) -> Person:
        fields.setdefault("level", 3)
        return self.person(name, RoleKind.STAFF, **fields)

    def manager(self, name: str = "Helen Tanaka", **fields: Any) -> Person:
        fields.setdefault("level", 6)
        return self.person(name, RoleKind.MANAGER, **fields)

    def pattern(self, duty: Duty | None = None, **fields: Any) -> ShiftPattern:
        values: dict[str, Any] = {
            "weekday": 2,
            "starts": dt.time(9),
            "ends": dt.time(13),
            "paid_places": 1,
            "parent_places": 1,
        }
        return ShiftPattern.objects.create(
            nursery=self.nursery,
            key=f"pattern-{next(_numbers)}",
            duty=duty or self.care,
            **(values | fields),
        )

    def shift(
        self,
        day: dt.date = dt.date(2026, 10, 7),
        starts: str = "09:00",
        ends: str = "13:00",
        *,
        duty: Duty | None = None,
        paid: int = 0,
        parents: int = 1,
        **fields: Any,
    ) -> Shift:
        """A one-off shift with its places."""
        shift = Shift(
            nursery=self.nursery,
            key=f"shift-{next(_numbers)}",
            duty=duty or self.care,
            room=self.room if (duty or self.care) == self.care else None,
            date=day,
            starts=dt.time.fromisoformat(starts),
            ends=dt.time.fromisoformat(ends),
            **fields,
        ).set_instants(self.nursery.zone)
        shift.save()
        for kind, number_of in ((PlaceKind.PAID, paid), (PlaceKind.PARENT, parents)):
            Place.objects.bulk_create(
                Place(nursery=self.nursery, shift=shift, kind=kind, number=number) for number in range(1, number_of + 1)
            )
        return shift

    def place(self, shift: Shift, kind: str = "parent", number: int = 1) -> Place:
        return Place.objects.get(shift=shift, kind=kind, number=number)

    def booking(self, place: Place, person: Person, **fields: Any) -> Booking:
        """Written straight into the table, as a test's starting point; the product books by `book_place`."""
        fields.setdefault("booked_at", NOW - dt.timedelta(days=3))
        return Booking.objects.create(
            nursery=self.nursery, shift=place.shift, place=place, kind=place.kind, person=person, **fields
        )
