"""Two families whose children attend, a food duty that parents share, and three Wednesdays of it."""

import datetime as dt
from decimal import Decimal

from accounts.models import Child, ChildSession, Family, Person
from nursery.models import Session, Term
from rota.models import BookingStatus, Relief, Shift
from tests.builders import House

WEDNESDAYS = [dt.date(2026, 9, 23), dt.date(2026, 9, 30), dt.date(2026, 10, 7)]  # one is past, one is today


class SharingHouse:
    """60 parent hours in the term of the house; the Okafors have one child-session a week, the Bergs two."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.okafor, self.berg = house.family("Okafor family"), house.family("Berg family")
        self.amara = house.parent("Amara Okafor", family=self.okafor)
        self.chidi = house.parent("Chidi Okafor", family=self.okafor)
        self.bo = house.parent("Bo Berg", family=self.berg)
        house.term.starts, house.term.ends = dt.date(2026, 9, 14), dt.date(2026, 10, 9)  # four weeks, no closure in
        Term.objects.filter(pk=house.term.pk).update(starts=house.term.starts, ends=house.term.ends)
        house.half_term.delete()
        sessions = [
            Session.objects.create(
                nursery=house.nursery,
                key=key,
                room=house.room,
                weekday=day,
                starts=dt.time(9),
                ends=dt.time(13),
            )
            for key, day in (("mon", 0), ("tue", 1))
        ]
        self._child("zuri", self.okafor, sessions[:1])
        self._child("mia", self.berg, sessions)
        for day in WEDNESDAYS:
            house.shift(day, "09:00", "13:00", duty=house.food, parents=5)

    def _child(self, key: str, family: Family, sessions: list[Session]) -> None:
        child = Child.objects.create(
            nursery=self.house.nursery, key=key, family=family, name=key.title(), born=dt.date(2023, 9, 1)
        )
        for session in sessions:
            ChildSession.objects.create(nursery=self.house.nursery, child=child, session=session)

    def turn(self, person: Person, week: int, number: int, status: str = BookingStatus.WORKED) -> None:
        shift = Shift.objects.get(date=WEDNESDAYS[week])
        self.house.booking(
            self.house.place(shift, "parent", number),
            person,
            status=status,
            confirmed=status == BookingStatus.WORKED,
        )

    def relief(self, family: Family, trustee: Person, part: str = "1") -> Relief:
        return Relief.objects.create(
            nursery=self.house.nursery,
            family=family,
            starts=dt.date(2026, 9, 28),
            ends=dt.date(2026, 10, 9),
            lifted=Decimal(part),
            approved_by=trustee,
        )
