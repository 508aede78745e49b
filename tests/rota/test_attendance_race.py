"""Two people with the same page open tap at the same moment (real transactions)."""

import datetime as dt
import threading

import pytest

from accounts.models import Child
from nursery.models import Session
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.children import mark_child
from rota.actions.marking import mark_all_came
from rota.actions.walk_in import mark_walk_in
from rota.models import Booking, DayMark, HistoryEntry, Place
from tests.builders import NOW, TODAY, House
from tests.rota.care import children_come
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

TEN_PAST = NOW + dt.timedelta(minutes=10)


def begun(house: House):
    children_come(house, 0, 0, 1)
    shift = house.shift(TODAY, paid=1)
    lead = house.staff()
    house.booking(house.place(shift, "paid"), lead)
    return shift, lead, house.manager()


def test_one_child_marked_away_twice_at_once_is_away_once():
    house = House()
    with nursery_scope(house.nursery):
        _shift, lead, manager = begun(house)
        child, session = Child.objects.get(), Session.objects.select_related("room").get()
    ready = threading.Barrier(2)

    def tap(who):
        with nursery_scope(house.nursery):
            ready.wait(10)
            mark_child(child, session, TODAY, "away", who, nursery=house.nursery, now=TEN_PAST)

    assert at_once(lambda: tap(lead), lambda: tap(manager)) == [None, None]
    with nursery_scope(house.nursery):
        assert DayMark.objects.count() == 1
        assert HistoryEntry.objects.filter(verb="child_marked").count() == 1


def test_two_who_came_at_once_get_a_place_each():
    house = House()
    with nursery_scope(house.nursery):
        shift, lead, manager = begun(house)
        came = [(lead, house.parent("Amara Okafor")), (manager, house.parent("Tomasz Nowak"))]
    ready = threading.Barrier(2)

    def tap(marker, who):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return mark_walk_in(
                shift, who, marker, came=None, left=None, beside=None, nursery=house.nursery, now=TEN_PAST
            )

    results = at_once(*(lambda pair=pair: tap(*pair) for pair in came))
    assert all(isinstance(result, Booking) for result in results), results
    with nursery_scope(house.nursery):
        assert sorted(Place.objects.filter(shift=shift, kind="parent").values_list("number", flat=True)) == [1, 2]


def test_one_who_came_marked_twice_at_once_stands_there_once():
    house = House()
    with nursery_scope(house.nursery):
        shift, lead, manager = begun(house)
        who = house.parent()
    ready = threading.Barrier(2)

    def tap(marker):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return mark_walk_in(
                shift, who, marker, came=None, left=None, beside=None, nursery=house.nursery, now=TEN_PAST
            )

    results = at_once(lambda: tap(lead), lambda: tap(manager))
    assert sum(isinstance(result, Booking) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 1
    with nursery_scope(house.nursery):
        assert Booking.objects.filter(person=who).count() == 1
        assert Place.objects.filter(shift=shift, kind="parent").count() == 1


def test_all_came_tapped_twice_at_once_marks_everybody_once():
    house = House()
    with nursery_scope(house.nursery):
        shift, lead, manager = begun(house)
        house.booking(house.place(shift), house.parent())
    ready = threading.Barrier(2)

    def tap(marker):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return mark_all_came(shift, marker, nursery=house.nursery, now=TEN_PAST)

    assert sorted(at_once(lambda: tap(lead), lambda: tap(manager))) == [0, 2]  # type: ignore[type-var]
    with nursery_scope(house.nursery):
        assert HistoryEntry.objects.filter(verb="marked_worked").count() == 2
