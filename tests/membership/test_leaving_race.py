"""Somebody is booked while their last day is set (real transactions): nobody ends up booked after it."""

import datetime as dt
import threading

import pytest

from membership.actions.leaving import Leaving, leave
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.booking import book_place
from rota.models import LIVE, Booking
from tests.builders import NOW, TODAY, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_booking_made_meanwhile_is_opened_or_refused() -> None:
    """Of two of one family who leave together, each on shifts that the first look need not have seen."""
    house = House()
    first = dt.date(2026, 10, 5)
    with nursery_scope(house.nursery):
        family = house.family("Okafor family")
        both = [house.parent(name, family=family) for name in ("Amara Okafor", "Chidi Okafor")]
        places = [house.place(house.shift(first + dt.timedelta(days=n))) for n in range(4)]
    ready = threading.Barrier(5)

    def book(number: int) -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return book_place(places[number], both[number % 2], nursery=house.nursery, now=NOW)

    def go() -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return leave(
                both[0], dt.date(2026, 10, 2), both[0], family=True, nursery=house.nursery, now=NOW, today=TODAY
            )

    gone, *booked = at_once(go, *(lambda number=number: book(number) for number in range(4)))
    assert isinstance(gone, Leaving)
    assert all(isinstance(each, (Booking, Refused)) for each in booked)
    assert len(gone.ended) == sum(isinstance(each, Booking) for each in booked)
    with nursery_scope(house.nursery):
        assert not Booking.objects.filter(status__in=LIVE).exists()
