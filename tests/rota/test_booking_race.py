"""Two people tap the last place at the same moment: first the race, then the cure (real transactions)."""

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, connections, transaction

from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.booking import book_place
from rota.models import LIVE, Booking
from rota.queries.facts import holder_of, question_about
from rota.rules.booking import booking_refusal
from tests.builders import NOW, House

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run each in a thread with a connection of its own; what it returned or raised, in order."""
    results: list[object] = [None] * len(works)

    def run(index: int, work: Callable[[], object]) -> None:
        try:
            results[index] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at whatever came
            results[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def test_without_the_lock_both_are_told_the_place_is_free():
    """The race: both ask the rule before either writes. Only the database's own constraint saves the place."""
    house = House()
    with nursery_scope(house.nursery):
        place = house.place(house.shift())
        people = [house.parent("Amara Okafor"), house.parent("Tomasz Nowak")]
    both_asked = threading.Barrier(2)

    def book_without_lock(person):
        with nursery_scope(house.nursery):
            refusal = booking_refusal(question_about(place, person, house.nursery, NOW))
            both_asked.wait(10)
            house.booking(place, person)
            return refusal

    results = at_once(*(lambda p=p: book_without_lock(p) for p in people))
    assert results.count(None) == 1  # one was told yes, and got it
    assert sum(isinstance(r, IntegrityError) for r in results) == 1  # the other was told yes, and ran into the wall


def test_with_the_lock_one_gets_it_and_the_other_reads_a_sentence():
    """The cure."""
    house = House()
    with nursery_scope(house.nursery):
        place = house.place(house.shift())
        people = [house.parent("Amara Okafor"), house.parent("Tomasz Nowak")]
    ready = threading.Barrier(2)

    def book(person):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return book_place(place, person, nursery=house.nursery, now=NOW)

    results = at_once(*(lambda p=p: book(p) for p in people))
    assert sum(isinstance(r, Booking) for r in results) == 1
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.code == "taken"
    with nursery_scope(house.nursery):
        assert Booking.objects.filter(place=place, status__in=LIVE).count() == 1


def test_one_person_booking_two_overlapping_shifts_at_once_gets_one():
    """Two shifts, so two shift locks: the person's own lock makes the second wait and read a sentence."""
    house = House()
    with nursery_scope(house.nursery):
        parent = house.parent()
        places = [
            house.place(house.shift(starts="09:00", ends="13:00")),
            house.place(house.shift(starts="12:00", ends="14:00", duty=house.food)),
        ]
    ready = threading.Barrier(2)

    def book(place):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return book_place(place, parent, nursery=house.nursery, now=NOW)

    results = at_once(*(lambda p=p: book(p) for p in places))
    assert sum(isinstance(r, Booking) for r in results) == 1
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.code == "overlap"


def test_one_account_booking_in_two_nurseries_at_once_gets_one():
    """No constraint reaches across nurseries; the account's lock and the rule do."""
    here, there = House(), House(slug="clover", name="Clover")
    with nursery_scope(here.nursery):
        me = here.parent()
        place_here = here.place(here.shift())
    with nursery_scope(there.nursery):
        me_there = there.parent(account=me.account)
        place_there = there.place(there.shift())
    ready = threading.Barrier(2)

    def book(house, place, person):
        with nursery_scope(house.nursery):
            ready.wait(10)
            return book_place(place, person, nursery=house.nursery, now=NOW)

    results = at_once(lambda: book(here, place_here, me), lambda: book(there, place_there, me_there))
    assert sum(isinstance(r, Booking) for r in results) == 1
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert refused.refusal.sentence == "You are expected at another nursery at that time."


@pytest.mark.parametrize("route", ["orm", "sql"])
def test_the_database_refuses_an_overlap_whatever_the_code_does(route: str):
    house = House()
    with nursery_scope(house.nursery):
        parent = house.parent()
        first = house.place(house.shift(starts="09:00", ends="13:00"))
        second = house.place(house.shift(starts="12:00", ends="14:00", duty=house.food))
        house.booking(first, parent)
        moved = house.booking(second, parent, status="cancelled")
        change = _by_orm if route == "orm" else _by_sql
        with pytest.raises(IntegrityError, match="no_person_twice_at_once"), transaction.atomic():
            change(moved)


def _by_orm(booking: Booking) -> None:
    booking.status = "booked"
    booking.save()


def _by_sql(booking: Booking) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE rota_booking SET status = 'booked' WHERE id = %s", [booking.pk])


def test_the_database_refuses_a_shift_moved_onto_another_booking():
    house = House()
    with nursery_scope(house.nursery):
        parent = house.parent()
        morning = house.shift(starts="09:00", ends="11:00")
        later = house.shift(starts="11:00", ends="13:00")
        house.booking(house.place(morning), parent)
        house.booking(house.place(later), parent)
        later.starts = morning.starts
        later.set_instants(house.nursery.zone)
        with pytest.raises(IntegrityError, match="no_person_twice_at_once"), transaction.atomic():
            later.save()


def test_the_database_refuses_two_in_one_place():
    house = House()
    with nursery_scope(house.nursery):
        place = house.place(house.shift())
        house.booking(place, house.parent("Amara Okafor"))
        with pytest.raises(IntegrityError, match="one_live_booking_a_place"), transaction.atomic():
            house.booking(place, house.parent("Tomasz Nowak"))
        assert holder_of(place) is not None


def test_the_database_refuses_a_place_of_another_shift():
    house = House()
    with nursery_scope(house.nursery):
        place = house.place(house.shift())
        elsewhere = house.shift(starts="14:00", ends="16:00")
        with pytest.raises(IntegrityError, match="another shift"), transaction.atomic():
            Booking.objects.create(
                nursery=house.nursery,
                shift=elsewhere,
                place=place,
                kind="parent",
                person=house.parent(),
                booked_at=NOW,
            )
