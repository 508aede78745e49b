"""Offers and yeses at the same moment (real transactions): each place passes on once."""

import datetime as dt
import threading

import pytest

from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.booking import give_back
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.models import LIVE, Booking, CoverRequest, Offer
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Asked:
    """So many people ask for cover, each on a shift of their own."""

    def __init__(self, requests: int) -> None:
        self.house = House()
        with nursery_scope(self.house.nursery):
            self.manager = self.house.manager()
            self.bookings = []
            for n in range(requests):
                place = self.house.place(self.house.shift(dt.date(2026, 10, 5) + dt.timedelta(days=n)))
                booking = self.house.booking(place, self.house.parent(f"Asking Number{n}"))
                ask_for_cover(booking, booking.person, nursery=self.house.nursery, now=NOW)
                self.bookings.append(booking)

    def held(self) -> list[int]:
        """How many stand in each place."""
        with nursery_scope(self.house.nursery):
            return [Booking.objects.filter(place=b.place, status__in=LIVE).count() for b in self.bookings]


def test_many_offers_and_then_a_yes_to_every_one_at_once_fill_each_place_once():
    asked = Asked(3)
    house = asked.house
    with nursery_scope(house.nursery):
        people = [house.parent(f"Offering Number{n}") for n in range(12)]
    ready = threading.Barrier(12)

    def offer(n: int) -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            place = asked.bookings[n % 3].place
            return offer_place(place, people[n], nursery=house.nursery, now=NOW)  # type: ignore[arg-type]

    offers = at_once(*(lambda n=n: offer(n) for n in range(12)))
    assert [o for o in offers if not isinstance(o, Offer)] == []

    def approve(one: object) -> object:
        assert isinstance(one, Offer)
        with nursery_scope(house.nursery):
            ready.wait(20)
            return approve_offer(one, asked.manager, nursery=house.nursery, now=NOW)

    answers = at_once(*(lambda one=one: approve(one) for one in offers))
    assert sum(isinstance(answer, Booking) for answer in answers) == 3
    assert sum(isinstance(answer, Refused) for answer in answers) == 9
    assert asked.held() == [1, 1, 1]
    with nursery_scope(house.nursery):
        assert set(CoverRequest.objects.values_list("status", flat=True)) == {"filled"}
        assert not Offer.objects.filter(status="open").exists()


def test_one_person_approved_for_two_shifts_at_once_that_overlap_gets_one():
    """Two shift locks, so the account's lock and the rule decide."""
    house = House()
    with nursery_scope(house.nursery):
        tomasz, manager = house.parent("Tomasz Nowak"), house.manager()
        offers = []
        for n, times in enumerate((("09:00", "13:00"), ("12:00", "14:00"))):
            booking = house.booking(
                house.place(house.shift(dt.date(2026, 10, 7), *times)), house.parent(f"Asking Number{n}")
            )
            ask_for_cover(booking, booking.person, nursery=house.nursery, now=NOW)
            offers.append(offer_place(booking.place, tomasz, nursery=house.nursery, now=NOW))  # type: ignore[arg-type]
    ready = threading.Barrier(2)

    def approve(one: object) -> object:
        assert isinstance(one, Offer)
        with nursery_scope(house.nursery):
            ready.wait(20)
            return approve_offer(one, manager, nursery=house.nursery, now=NOW)

    answers = at_once(*(lambda one=one: approve(one) for one in offers))
    assert sum(isinstance(answer, Booking) for answer in answers) == 1
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refused.refusal.code == "overlap"


def test_a_yes_against_giving_back_is_one_or_the_other():
    asked = Asked(1)
    house, booking = asked.house, asked.bookings[0]
    with nursery_scope(house.nursery):
        offer = offer_place(booking.place, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)  # type: ignore[arg-type]
        assert isinstance(offer, Offer)
    ready = threading.Barrier(2)

    def approve() -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return approve_offer(offer, asked.manager, nursery=house.nursery, now=NOW)

    def return_it() -> object:
        with nursery_scope(house.nursery):
            ready.wait(20)
            return give_back(booking, booking.person, nursery=house.nursery, now=NOW)

    answers = at_once(approve, return_it)
    assert sum(isinstance(answer, Refused) for answer in answers) == 1
    assert sum(isinstance(answer, Booking) for answer in answers) == 1
    given_back = isinstance(answers[0], Refused)
    assert asked.held() == ([0] if given_back else [1])
