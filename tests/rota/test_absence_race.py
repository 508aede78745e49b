"""Somebody is booked while their days away are entered (real transactions): nobody ends up booked on such a day."""

import datetime as dt
import threading

import pytest

from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.absence import Entered, enter_absence
from rota.actions.booking import book_place
from rota.models import LIVE, Absence, Booking
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

MONDAY, FRIDAY = dt.date(2026, 10, 5), dt.date(2026, 10, 9)


def test_a_booking_made_meanwhile_is_opened_or_refused():
    """Five shifts, none of which the first look of the absence need have seen."""
    house = House()
    with nursery_scope(house.nursery):
        marta, manager = house.staff(), house.manager()
        places = [house.place(house.shift(MONDAY + dt.timedelta(days=n), paid=1), "paid") for n in range(5)]
        house.booking(places[0], marta)
    ready = threading.Barrier(5)

    def book(place) -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return book_place(place, marta, nursery=house.nursery, now=NOW)

    def enter() -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return enter_absence(marta, MONDAY, FRIDAY, manager, nursery=house.nursery, now=NOW)

    entered, *booked = at_once(enter, *(lambda place=place: book(place) for place in places[1:]))
    assert isinstance(entered, Entered)
    assert all(isinstance(each, (Booking, Refused)) for each in booked)
    made = sum(isinstance(each, Booking) for each in booked)
    assert len(entered.ended) == 1 + made
    with nursery_scope(house.nursery):
        assert not Booking.objects.filter(person=marta, status__in=LIVE).exists()


def test_days_that_are_entered_twice_at_once_become_one_absence():
    house = House()
    with nursery_scope(house.nursery):
        marta, manager = house.staff(), house.manager()
        house.booking(house.place(house.shift(MONDAY, paid=1), "paid"), marta)
    ready = threading.Barrier(2)

    def enter(by, ends: dt.date) -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return enter_absence(marta, MONDAY, ends, by, nursery=house.nursery, now=NOW)

    both = at_once(lambda: enter(marta, MONDAY), lambda: enter(manager, FRIDAY))
    assert all(isinstance(each, Entered) for each in both)
    with nursery_scope(house.nursery):
        assert list(Absence.objects.values_list("starts", "ends")) == [(MONDAY, FRIDAY)]
