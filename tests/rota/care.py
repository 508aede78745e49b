"""Children who come, for pages that say whether a day is safe."""

import datetime as dt

from accounts.models import Child, ChildSession
from nursery.models import Room, Session
from rota.models import Shift
from tests.builders import House

WEDNESDAY = dt.date(2026, 10, 7)  # the day of House.shift


def children_come(
    house: House,
    under_two: int = 0,
    two: int = 0,
    three: int = 0,
    *,
    weekday: int = 2,
    starts: str = "09:00",
    ends: str = "13:00",
    room: Room | None = None,
) -> Session:
    """So many children of each age, booked into one session, week after week."""
    number = Session.objects.count()
    session = Session.objects.create(
        nursery=house.nursery,
        key=f"session-{number}",
        room=room or house.room,
        weekday=weekday,
        starts=dt.time.fromisoformat(starts),
        ends=dt.time.fromisoformat(ends),
    )
    family = house.family("Many family")
    for band, count in enumerate((under_two, two, three)):
        for each in range(count):
            child = Child.objects.create(
                nursery=house.nursery,
                key=f"child-{number}-{band}-{each}",
                family=family,
                name="A",
                born=dt.date(2025 - band, 3, 1),
            )
            ChildSession.objects.create(nursery=house.nursery, child=child, session=session)
    return session


def checked_day(house: House) -> Shift:
    """The check of domain 02: 2 under two, 6 of two, 9 of three and over, and three paid (levels 3, 3, 2) on a shift
    with two places for parents: 3 of 5."""
    children_come(house, 2, 6, 9)
    shift = house.shift(paid=3, parents=2)
    for number, (name, level) in enumerate((("Marta Zielińska", 3), ("Denise Clarke", 3), ("Kofi Mensah", 2)), 1):
        house.booking(house.place(shift, "paid", number), house.staff(name, level=level))
    return shift
