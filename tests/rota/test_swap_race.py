"""Swaps at the same moment: first the race, then the cure (real transactions)."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, OperationalError

from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.booking import give_back, lock_shift
from rota.actions.locks import lock_shifts
from rota.actions.swap import accept_swap, ask_for_swap
from rota.models import LIVE, Booking, Shift, Swap
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = [dt.date(2026, 10, 7) + dt.timedelta(days=n) for n in range(3)]
NAMES = ["Amara Okafor", "Tomasz Nowak", "Efua Mensah"]


class Chain:
    """Three parents, each with a turn of their own, on three days."""

    def __init__(self, parents: int = 1) -> None:
        self.house = House()
        with nursery_scope(self.house.nursery):
            self.people = [self.house.parent(name) for name in NAMES]
            self.shifts = [self.house.shift(day, parents=parents) for day in DAYS]
            self.bookings = [
                self.house.booking(self.house.place(shift), person)
                for shift, person in zip(self.shifts, self.people, strict=True)
            ]

    def ask(self, asker: int, other: int) -> Swap:
        with nursery_scope(self.house.nursery):
            return ask_for_swap(
                self.bookings[asker],
                [self.bookings[other]],
                self.people[asker],
                nursery=self.house.nursery,
                now=NOW,
            )[0]

    def accepting(self, swap: Swap, person: int, ready: threading.Barrier) -> Callable[[], Booking]:
        def accept() -> Booking:
            with nursery_scope(self.house.nursery):
                ready.wait(10)
                return accept_swap(swap, self.people[person], nursery=self.house.nursery, now=NOW)

        return accept

    def standing(self) -> dict[str, str]:
        """Who stands in each place; a place that nobody or two hold would be found out."""
        with nursery_scope(self.house.nursery):
            live = Booking.objects.filter(status__in=LIVE).order_by("shift__date", "pk")
            found = list(live.values_list("shift__date", "person__name"))
        assert len(found) == len({day for day, _name in found})
        return {day.strftime("%a"): name.split()[0] for day, name in found}


def test_without_the_locks_a_turn_is_given_to_two():
    """The race: both swaps look before either writes. Only the database's own constraint saves the place."""
    chain = Chain()
    amara, tomasz, efua = chain.bookings
    both_looked = threading.Barrier(2)

    def exchange(one: Booking, other: Booking) -> None:
        with nursery_scope(chain.house.nursery):
            assert all(b.status == "booked" for b in Booking.objects.filter(pk__in=[one.pk, other.pk]))
            both_looked.wait(10)
            Booking.objects.filter(pk__in=sorted([one.pk, other.pk])).update(status="cancelled")
            for place, person in ((one.place, other.person), (other.place, one.person)):
                Booking.objects.create(
                    nursery=chain.house.nursery, shift=place.shift, place=place, kind="parent", person=person,
                    booked_at=NOW,
                )  # fmt: skip

    results = at_once(lambda: exchange(amara, tomasz), lambda: exchange(tomasz, efua))
    assert sum(isinstance(r, IntegrityError) for r in results) == 1


def test_with_the_locks_one_swap_is_made_and_the_other_reads_a_sentence():
    """The cure: Amara asks Tomasz, Tomasz asks Efua, and both are accepted at once."""
    chain = Chain()
    swaps = [chain.ask(0, 1), chain.ask(1, 2)]
    ready = threading.Barrier(2)
    results = at_once(chain.accepting(swaps[0], 1, ready), chain.accepting(swaps[1], 2, ready))
    assert sum(isinstance(r, Booking) for r in results) == 1
    (refused,) = [r for r in results if isinstance(r, Refused)]
    assert "no longer possible" in str(refused.refusal)
    assert chain.standing() in (
        {"Wed": "Tomasz", "Thu": "Amara", "Fri": "Efua"},
        {"Wed": "Amara", "Thu": "Efua", "Fri": "Tomasz"},
    )


def test_a_yes_against_giving_back_is_one_or_the_other():
    """Either the swap is made (and then there is nothing of Amara's to give back there), or it is not."""
    chain = Chain()
    swap = chain.ask(0, 1)
    ready = threading.Barrier(2)

    def return_it() -> Booking:
        with nursery_scope(chain.house.nursery):
            ready.wait(10)
            return give_back(chain.bookings[0], chain.people[0], nursery=chain.house.nursery, now=NOW)

    results = at_once(chain.accepting(swap, 1, ready), return_it)
    assert sum(isinstance(r, Booking) for r in results) == 1
    assert sum(isinstance(r, Refused) for r in results) == 1
    assert chain.standing() in (
        {"Wed": "Tomasz", "Thu": "Amara", "Fri": "Efua"},  # swapped
        {"Thu": "Tomasz", "Fri": "Efua"},  # given back
    )


def test_the_same_yes_twice_at_once_swaps_once():
    chain = Chain()
    swap = chain.ask(0, 1)
    ready = threading.Barrier(2)
    results = at_once(chain.accepting(swap, 1, ready), chain.accepting(swap, 1, ready))
    assert sum(isinstance(r, Booking) for r in results) == 1
    assert chain.standing() == {"Wed": "Tomasz", "Thu": "Amara", "Fri": "Efua"}


def test_locks_taken_as_they_come_deadlock():
    """The race: one takes Wednesday, then Thursday; the other Thursday, then Wednesday."""
    chain = Chain()
    first_taken = threading.Barrier(2)

    def take(one: Shift, other: Shift) -> None:
        with nursery_scope(chain.house.nursery):
            lock_shift(one.pk)
            first_taken.wait(10)
            lock_shift(other.pk)

    wednesday, thursday, _friday = chain.shifts
    results = at_once(lambda: take(wednesday, thursday), lambda: take(thursday, wednesday))
    (deadlock,) = [r for r in results if isinstance(r, Exception)]
    assert isinstance(deadlock, OperationalError)
    assert "deadlock detected" in str(deadlock)


def test_locks_taken_in_one_order_do_not():
    """The cure, however the two are named."""
    chain = Chain()
    ready = threading.Barrier(2)

    def take(*shifts: Shift) -> list[int]:
        with nursery_scope(chain.house.nursery):
            ready.wait(10)
            return [shift.pk for shift in lock_shifts([shift.pk for shift in shifts])]

    wednesday, thursday, _friday = chain.shifts
    results = at_once(lambda: take(wednesday, thursday), lambda: take(thursday, wednesday))
    assert results == [[wednesday.pk, thursday.pk]] * 2


def test_crossing_swaps_of_many_are_all_made():
    """Six pairs swap across the same two days, half of them one way and half the other, all at once."""
    house = House()
    with nursery_scope(house.nursery):
        shifts = [house.shift(day, parents=6) for day in DAYS[:2]]
        pairs = []
        for n in range(1, 7):
            one, other = house.parent(f"One Number{n}"), house.parent(f"Other Number{n}")
            mine = house.booking(house.place(shifts[n % 2], number=n), one)
            theirs = house.booking(house.place(shifts[1 - n % 2], number=n), other)
            pairs.append((ask_for_swap(mine, [theirs], one, nursery=house.nursery, now=NOW)[0], other))
    ready = threading.Barrier(len(pairs))

    def accept(swap: Swap, person) -> Booking:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return accept_swap(swap, person, nursery=house.nursery, now=NOW)

    results = at_once(*(lambda pair=pair: accept(*pair) for pair in pairs))
    assert [r for r in results if not isinstance(r, Booking)] == []
    with nursery_scope(house.nursery):
        for n, (swap, other) in enumerate(pairs, start=1):
            one = swap.given.person
            assert set(Booking.objects.filter(status="booked", person=one).values_list("shift", flat=True)) == {
                shifts[1 - n % 2].pk
            }
            assert set(Booking.objects.filter(status="booked", person=other).values_list("shift", flat=True)) == {
                shifts[n % 2].pk
            }
