"""Whoever approves is told where cover was found without their yes, and nobody else needs to be."""

import datetime as dt

import pytest

from accounts.models import Deputy
from reminders.models import Message
from rota import messages
from rota.actions.booking import book_place
from rota.actions.cover import approve_offer, ask_for_cover, offer_place
from rota.actions.handing import hand_over
from rota.models import Booking, Offer, Place
from tests.builders import NOW, TODAY, House
from tests.rota.letters import letter_to


def asks(house: House, person=None) -> Booking:
    booking = house.booking(house.place(house.shift()), person or house.parent())
    ask_for_cover(booking, booking.person, nursery=house.nursery, now=NOW)
    return booking


def place_of(booking: Booking) -> Place:
    assert booking.place is not None
    return booking.place


def told() -> list[str]:
    sent = Message.objects.filter(kind=messages.COVER_FILLED).order_by("person__name")
    return [message.person.short_name for message in sent]


@pytest.fixture
def _between_them(house: House) -> None:
    house.nursery.policy.cover_needs_manager = False
    house.nursery.policy.save()


@pytest.mark.usefixtures("_between_them")
def test_the_manager_and_the_deputy_are_told_when_equally_cleared_people_arrange_it(house: House):
    helen = house.manager()
    deputy = house.parent("Linh Tran")
    Deputy.objects.create(nursery=house.nursery, person=deputy, starts=TODAY, ends=TODAY)
    booking = asks(house)
    assert isinstance(
        offer_place(place_of(booking), house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW), Booking
    )
    assert told() == ["Helen T.", "Linh T."]
    letter = letter_to(helen, messages.COVER_FILLED, NOW)
    assert letter is not None
    assert letter.subject == "Covered: Wed 7 Oct, 09:00–13:00, by Tomasz N."
    assert "Amara O. had asked for cover" in letter.text


@pytest.mark.usefixtures("_between_them")
def test_a_deputy_who_covers_is_not_told_of_it(house: House):
    deputy = house.parent("Linh Tran")
    Deputy.objects.create(nursery=house.nursery, person=deputy, starts=TODAY, ends=TODAY)
    offer_place(place_of(asks(house)), deputy, nursery=house.nursery, now=NOW)
    assert told() == []


@pytest.mark.usefixtures("_between_them")
def test_once_the_shift_has_begun_it_is_not_said_any_more(house: House):
    helen = house.manager()
    booking = asks(house)
    offer_place(place_of(booking), house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    assert letter_to(helen, messages.COVER_FILLED, booking.shift.starts_at) is None


def test_a_yes_of_their_own_is_no_news(house: House):
    helen = house.manager()
    booking = asks(house)
    offer = offer_place(place_of(booking), house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)
    assert isinstance(offer, Offer)
    approve_offer(offer, helen, nursery=house.nursery, now=NOW)
    assert told() == []


def test_a_family_that_finds_its_own_cover_is_told_of_too(house: House):
    house.manager()
    family = house.family()
    amara, kofi = house.parent(family=family), house.parent("Kofi Okafor", family=family)
    hand_over(asks(house, amara), kofi, kofi, nursery=house.nursery, now=NOW)
    assert told() == ["Helen T."]


def test_a_turn_handed_over_for_which_nobody_was_looked_for_is_the_familys_own(house: House):
    house.manager()
    family = house.family()
    amara, kofi = house.parent(family=family), house.parent("Kofi Okafor", family=family)
    booking = book_place(house.place(house.shift()), amara, nursery=house.nursery, now=NOW - dt.timedelta(days=2))
    hand_over(booking, kofi, kofi, nursery=house.nursery, now=NOW)
    assert told() == []
