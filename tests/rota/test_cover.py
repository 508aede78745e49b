"""Offering and approving: the place is never empty and never held twice."""

import datetime as dt

import pytest

from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.booking import book_place
from rota.actions.cover import (
    approve_offer,
    ask_for_cover,
    decline_offer,
    offer_place,
    withdraw_offer,
    withdraw_request,
)
from rota.models import LIVE, Booking, CoverRequest, Offer
from tests.builders import NOW, House

pytestmark = pytest.mark.django_db


class Asked:
    """Amara asks for cover on a care shift; Tomasz could take it; Helen decides."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.amara = house.parent("Amara Okafor")
        self.tomasz = house.parent("Tomasz Nowak")
        self.helen = house.manager()
        self.shift = house.shift()
        self.place = house.place(self.shift)
        self.booking = house.booking(self.place, self.amara)
        self.request = ask_for_cover(self.booking, self.amara, nursery=house.nursery, now=NOW)

    def offer(self, person=None, now=NOW) -> Offer:
        offer = offer_place(self.place, person or self.tomasz, nursery=self.house.nursery, now=now)
        assert isinstance(offer, Offer)
        return offer

    def approve(self, offer: Offer, now=NOW) -> Booking:
        return approve_offer(offer, self.helen, nursery=self.house.nursery, now=now)


@pytest.fixture
def asked(house: House) -> Asked:
    return Asked(house)


def live(asked: Asked) -> list[str]:
    return list(Booking.objects.filter(place=asked.place, status__in=LIVE).values_list("person__name", flat=True))


def test_until_the_yes_it_is_an_offer_and_not_a_booking(asked: Asked):
    asked.offer()
    assert live(asked) == ["Amara Okafor"]


def test_the_yes_passes_the_place_from_one_to_the_other(asked: Asked):
    asked.approve(asked.offer())
    assert live(asked) == ["Tomasz Nowak"]
    asked.booking.refresh_from_db()
    assert asked.booking.status == "cancelled"
    assert CoverRequest.objects.get().status == "filled"


def test_cover_asked_for_inside_the_notice_period_was_cancelled_late(asked: Asked):
    CoverRequest.objects.update(asked_at=asked.shift.starts_at - dt.timedelta(hours=47))
    asked.approve(asked.offer())
    asked.booking.refresh_from_db()
    assert asked.booking.status == "cancelled_late"


def test_the_manager_is_told_of_an_offer(asked: Asked):
    asked.offer()
    assert Message.objects.get(kind="rota.cover_offered").person == asked.helen


def test_both_are_told_of_the_yes_and_the_other_who_offered_of_the_no(asked: Asked):
    efua = asked.house.parent("Efua Mensah")
    asked.offer(efua)
    asked.approve(asked.offer())
    told = Message.objects.filter(kind="rota.cover_approved").values_list("person__name", flat=True)
    assert sorted(told) == ["Amara Okafor", "Tomasz Nowak"]
    assert Message.objects.get(kind="rota.cover_declined").person == efua
    assert Offer.objects.get(person=efua).status == "declined"


def test_a_no_leaves_the_request_open_and_its_asker_responsible(asked: Asked):
    decline_offer(asked.offer(), asked.helen, nursery=asked.house.nursery, now=NOW)
    assert live(asked) == ["Amara Okafor"]
    assert CoverRequest.objects.get().status == "open"


def test_an_offer_can_be_taken_back_until_it_is_decided(asked: Asked):
    offer = asked.offer()
    withdraw_offer(offer, asked.tomasz, nursery=asked.house.nursery, now=NOW)
    with pytest.raises(Refused, match="has been taken back"):
        asked.approve(offer)


def test_an_approved_offer_cannot_be_approved_again(asked: Asked):
    offer = asked.offer()
    asked.approve(offer)
    with pytest.raises(Refused, match="approved already"):
        asked.approve(offer)


def test_offering_twice_is_offering_once(asked: Asked):
    assert asked.offer() == asked.offer()


def test_the_rule_runs_again_at_the_yes(asked: Asked):
    """Between the offer and the yes Tomasz booked something else at that time."""
    offer = asked.offer()
    other = asked.house.shift(duty=asked.house.food, starts="12:00", ends="14:00")
    book_place(asked.house.place(other), asked.tomasz, nursery=asked.house.nursery, now=NOW)
    with pytest.raises(Refused, match="already booked"):
        asked.approve(offer)
    assert live(asked) == ["Amara Okafor"]


def test_somebody_without_the_clearance_cannot_offer(asked: Asked):
    with pytest.raises(Refused, match="needs DBS check"):
        asked.offer(asked.house.parent("Radu Popescu", cleared=()))


def test_when_the_asker_can_come_after_all_the_offers_end(asked: Asked):
    offer = asked.offer()
    withdraw_request(asked.request, asked.amara, nursery=asked.house.nursery, now=NOW)
    with pytest.raises(Refused):
        asked.approve(offer)
    assert live(asked) == ["Amara Okafor"]


def test_staff_in_a_parents_place_are_paid_cover(asked: Asked):
    marta = asked.house.staff("Marta Zielińska")
    booking = asked.approve(asked.offer(marta))
    assert (booking.kind, booking.person) == ("parent", marta)


def test_a_nursery_may_let_equally_cleared_people_be_approved_at_once(asked: Asked):
    asked.house.nursery.policy.cover_needs_manager = False
    answer = offer_place(asked.place, asked.tomasz, nursery=asked.house.nursery, now=NOW)
    assert isinstance(answer, Booking)
    assert live(asked) == ["Tomasz Nowak"]


def test_even_then_the_other_kind_waits_for_the_manager(asked: Asked):
    asked.house.nursery.policy.cover_needs_manager = False
    assert isinstance(asked.offer(asked.house.staff()), Offer)


def test_a_parent_offers_for_an_open_paid_place_and_the_yes_books_it(house: House):
    place = house.place(house.shift(paid=1), "paid")
    offer = offer_place(place, house.parent(), nursery=house.nursery, now=NOW)
    assert isinstance(offer, Offer)
    assert not Booking.objects.exists()
    booking = approve_offer(offer, house.manager(), nursery=house.nursery, now=NOW)
    assert (booking.kind, booking.person.name) == ("paid", "Amara Okafor")


def test_an_open_place_that_was_booked_meanwhile_is_just_taken(house: House):
    place = house.place(house.shift())
    offer = offer_place(place, house.staff(), nursery=house.nursery, now=NOW)
    assert isinstance(offer, Offer)
    book_place(place, house.parent(), nursery=house.nursery, now=NOW)
    with pytest.raises(Refused):
        approve_offer(offer, house.manager(), nursery=house.nursery, now=NOW)


def test_whoever_offered_for_an_open_place_is_told_when_it_is_booked(house: House):
    place, marta = house.place(house.shift()), house.staff()
    offer_place(place, marta, nursery=house.nursery, now=NOW)
    book_place(place, house.parent(), nursery=house.nursery, now=NOW)
    assert Message.objects.get(kind="rota.cover_declined").person == marta


def test_whoever_offered_is_told_when_the_asker_can_come_after_all(asked: Asked):
    asked.offer()
    withdraw_request(asked.request, asked.amara, nursery=asked.house.nursery, now=NOW)
    assert Message.objects.get(kind="rota.cover_declined").person == asked.tomasz
