"""Who is told what while cover is asked for, offered, approved and declined: by the actions themselves."""

import datetime as dt
import re
from typing import Any

import pytest

from reminders.models import Message
from rota import messages
from rota.actions.cover import (
    approve_offer,
    ask_for_cover,
    decline_offer,
    offer_place,
    withdraw_offer,
    withdraw_request,
)
from rota.models import Booking, BookingStatus, Offer, Place, Shift, ShiftStatus
from tests.builders import NOW, House
from tests.rota.letters import letter_to

LATER = NOW + dt.timedelta(hours=1)


class Cover:
    """Amara stands on Wednesday's shift and can't come; Tomasz and Ines could; Helen decides."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.nursery = house.nursery
        self.amara, self.tomasz = house.parent("Amara Okafor"), house.parent("Tomasz Nowak")
        self.ines, self.helen = house.parent("Ines Costa"), house.manager("Helen Tanaka")
        self.place: Place = house.place(house.shift())
        self.booking: Booking = house.booking(self.place, self.amara)

    @property
    def at(self) -> dict[str, Any]:
        return {"nursery": self.nursery, "now": NOW}

    def ask(self):
        return ask_for_cover(self.booking, self.amara, **self.at)

    def offer(self, person) -> Offer:
        offer = offer_place(self.place, person, **self.at)
        assert isinstance(offer, Offer)
        return offer


@pytest.fixture
def cover(house: House) -> Cover:
    return Cover(house)


def told(kind: str) -> list[str]:
    return sorted(m.person.short_name for m in Message.objects.filter(kind=kind))


def test_everybody_who_could_come_is_asked_and_the_asker_is_not(cover: Cover):
    cover.ask()
    assert told(messages.COVER_ASKED) == ["Ines C.", "Tomasz N."]


def test_the_asking_says_who_when_and_what_and_never_why(cover: Cover):
    cover.ask()
    letter = letter_to(cover.tomasz, messages.COVER_ASKED, LATER)
    assert letter is not None
    assert letter.subject == "Can you take Wed 7 Oct, 09:00–13:00? Care"
    assert "Amara O. can’t come. Could you?" in letter.text
    assert re.search(r"^I can take it, or not this time:\nhttp://localhost:8000/go/\S+/$", letter.text, flags=re.M)
    assert "Okafor" not in letter.text + letter.html


def test_nobody_is_asked_once_the_asker_can_come_after_all(cover: Cover):
    withdraw_request(cover.ask(), cover.amara, **cover.at)
    assert letter_to(cover.tomasz, messages.COVER_ASKED, LATER) is None


def test_nobody_is_asked_once_cover_is_found(cover: Cover):
    cover.ask()
    approve_offer(cover.offer(cover.ines), cover.helen, **cover.at)
    assert letter_to(cover.tomasz, messages.COVER_ASKED, LATER) is None


def test_nobody_is_asked_about_a_shift_that_is_cancelled(cover: Cover):
    cover.ask()
    Shift.objects.update(status=ShiftStatus.CANCELLED)
    assert letter_to(cover.tomasz, messages.COVER_ASKED, LATER) is None


def test_whoever_has_offered_already_is_not_asked(cover: Cover):
    cover.ask()
    cover.offer(cover.tomasz)
    assert letter_to(cover.tomasz, messages.COVER_ASKED, LATER) is None
    assert letter_to(cover.ines, messages.COVER_ASKED, LATER) is not None


def test_whoever_has_booked_at_that_time_since_is_not_asked(cover: Cover):
    cover.ask()
    cover.house.booking(cover.house.place(cover.house.shift(starts="12:00", ends="15:00")), cover.tomasz)
    assert letter_to(cover.tomasz, messages.COVER_ASKED, LATER) is None


def test_an_offer_is_told_to_the_manager(cover: Cover):
    cover.ask()
    cover.offer(cover.tomasz)
    assert told(messages.COVER_OFFERED) == ["Helen T."]
    letter = letter_to(cover.helen, messages.COVER_OFFERED, LATER)
    assert letter is not None
    assert letter.subject == "Tomasz N. offers Wed 7 Oct, 09:00–13:00: your yes?"
    assert "Tomasz N. offers to come instead of Amara O." in letter.text
    assert "http://localhost:8000/bluebell/rota/waiting/" in letter.text


def test_an_offer_for_an_open_place_is_told_too(cover: Cover):
    place = cover.house.place(cover.house.shift(dt.date(2026, 10, 8), paid=1), "paid")
    offer_place(place, cover.tomasz, **cover.at)
    letter = letter_to(cover.helen, messages.COVER_OFFERED, LATER)
    assert letter is not None
    assert "Tomasz N. offers to take an open place" in letter.text


def test_an_offer_taken_back_is_not_told(cover: Cover):
    cover.ask()
    withdraw_offer(cover.offer(cover.tomasz), cover.tomasz, **cover.at)
    assert letter_to(cover.helen, messages.COVER_OFFERED, LATER) is None


def test_approved_both_read_what_it_means_for_them(cover: Cover):
    cover.ask()
    approve_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    theirs = letter_to(cover.tomasz, messages.COVER_APPROVED, LATER)
    mine = letter_to(cover.amara, messages.COVER_APPROVED, LATER)
    assert theirs is not None
    assert mine is not None
    assert theirs.subject == "Yours now: Wed 7 Oct, 09:00–13:00, care"
    assert "The place is yours" in theirs.text
    assert mine.subject == "Covered: Wed 7 Oct, 09:00–13:00, care"
    assert "Tomasz N. comes instead of you" in mine.text


def test_approved_and_given_back_again_nothing_is_said_to_be_theirs(cover: Cover):
    cover.ask()
    booking = approve_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.CANCELLED)
    assert letter_to(cover.tomasz, messages.COVER_APPROVED, LATER) is None


def test_the_others_who_offered_read_that_they_were_not_needed(cover: Cover):
    cover.ask()
    cover.offer(cover.ines)
    approve_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    assert told(messages.COVER_DECLINED) == ["Ines C."]
    letter = letter_to(cover.ines, messages.COVER_DECLINED, LATER)
    assert letter is not None
    assert letter.subject == "Not needed this time: Wed 7 Oct, 09:00–13:00"
    assert "Somebody else has the place. Thank you for offering." in letter.text


def test_declined_the_one_who_offered_is_thanked(cover: Cover):
    cover.ask()
    decline_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    letter = letter_to(cover.tomasz, messages.COVER_DECLINED, LATER)
    assert letter is not None
    assert "The manager has not taken up your offer for this place. Thank you for offering." in letter.text


def test_declined_the_one_who_asked_reads_that_the_place_is_still_theirs(cover: Cover):
    cover.ask()
    decline_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    letter = letter_to(cover.amara, messages.COVER_DECLINED, LATER)
    assert letter is not None
    assert letter.subject == "Still open: cover for Wed 7 Oct, 09:00–13:00"
    assert "until somebody is approved, the place is yours" in letter.text


def test_declined_and_offering_again_no_old_answer_is_sent(cover: Cover):
    cover.ask()
    decline_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    cover.offer(cover.tomasz)
    assert letter_to(cover.tomasz, messages.COVER_DECLINED, LATER) is None


def test_nothing_is_said_once_the_shift_has_begun(cover: Cover):
    cover.ask()
    approve_offer(cover.offer(cover.tomasz), cover.helen, **cover.at)
    begun = cover.place.shift.starts_at
    for person in (cover.tomasz, cover.amara):
        assert letter_to(person, messages.COVER_APPROVED, begun) is None
