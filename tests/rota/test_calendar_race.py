"""The button for a calendar address pressed twice at once: first the race, then the cure (real transactions)."""

import threading

import pytest
from django.db import IntegrityError

from nursery.scope import nursery_scope
from rota.actions.feed import make_feed, note_reading
from rota.models import CalendarFeed
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("nurserys", [False, True], ids=["mine", "the nursery's"])
def test_two_at_once_run_into_the_wall_and_only_one_address_is_live(nurserys: bool):
    """The race: both see that there is none yet. Without a person, too, which no plain unique index would see."""
    house = House()
    with nursery_scope(house.nursery):
        me = None if nurserys else house.parent()
    ready = threading.Barrier(2)

    def make_without_looking() -> CalendarFeed:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return CalendarFeed.objects.create(nursery=house.nursery, person=me, created_at=NOW)

    results = at_once(make_without_looking, make_without_looking)
    assert {type(result) for result in results} == {CalendarFeed, IntegrityError}


@pytest.mark.parametrize("nurserys", [False, True], ids=["mine", "the nursery's"])
def test_both_presses_are_answered_and_one_address_is_live(nurserys: bool):
    """The cure."""
    house = House()
    with nursery_scope(house.nursery):
        by = house.manager()
    me = None if nurserys else by
    ready = threading.Barrier(2)

    def make() -> CalendarFeed:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return make_feed(me, by, nursery=house.nursery, now=NOW)

    results = at_once(make, make)
    assert all(isinstance(result, CalendarFeed) for result in results), results
    with nursery_scope(house.nursery):
        assert CalendarFeed.objects.filter(person=me, revoked_at=None).count() == 1


def test_a_calendar_that_reads_while_the_address_is_revoked_does_not_bring_it_back():
    house = House()
    with nursery_scope(house.nursery):
        me = house.parent()
        feed = make_feed(me, me, nursery=house.nursery, now=NOW)
        CalendarFeed.objects.update(revoked_at=NOW)
        note_reading(feed, b"read a moment before", NOW)
        feed.refresh_from_db()
    assert feed.revoked_at == NOW
