"""Children in the room of a `House`, so that slices require adults."""

import datetime as dt

from accounts.models import Child, ChildSession
from nursery.models import Session
from tests.builders import House


def with_children(house: House, number: int, *, weekday: int = 2, born: dt.date = dt.date(2023, 1, 1)) -> Session:
    """`number` children of three and over in the room on a weekday (Wednesday), 09:00–13:00."""
    session = Session.objects.create(
        nursery=house.nursery,
        key=f"main-{weekday}",
        room=house.room,
        weekday=weekday,
        starts=dt.time(9),
        ends=dt.time(13),
    )
    family = house.family("Of the children")
    for n in range(number):
        child = Child.objects.create(
            nursery=house.nursery, key=f"child-{weekday}-{n}", family=family, name=f"Child {n}", born=born
        )
        ChildSession.objects.create(nursery=house.nursery, child=child, session=session)
    return session
