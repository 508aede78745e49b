"""Somebody did not come: the manager is told at once, and nothing is said of why or of whom to blame."""

import pytest

from accounts.models import Person
from reminders.models import Message
from rota import messages
from rota.actions.marking import mark_booking
from rota.models import Booking, BookingStatus
from tests.builders import NOW, TODAY, House
from tests.rota.letters import letter_to


@pytest.fixture
def staff(house: House) -> Person:
    return house.staff()


@pytest.fixture
def missed(house: House, staff: Person) -> Booking:
    """This morning's shift began an hour ago, staff who lead it are there, a parent is not."""
    house.manager()
    shift = house.shift(TODAY, starts="08:00", ends="12:00", paid=1)
    house.booking(house.place(shift, "paid"), staff)
    booking = house.booking(house.place(shift), house.parent())
    return mark_booking(booking, BookingStatus.MISSED, staff, nursery=house.nursery, now=NOW)


def test_the_manager_is_told_who_and_where(missed: Booking):
    message = Message.objects.get()
    letter = letter_to(message.person, messages.SHIFT_MISSED, NOW)
    assert letter is not None
    assert message.person.short_name == "Helen T."
    assert letter.subject == "Amara O. did not come: Today, Wed 30 Sep, 08:00–12:00"
    assert "You may want to call somebody in." in letter.text
    assert "Okafor" not in letter.text + letter.html


def test_a_mark_taken_back_says_nothing(house: House, staff: Person, missed: Booking):
    mark_booking(missed, BookingStatus.BOOKED, staff, nursery=house.nursery, now=NOW)
    assert letter_to(Message.objects.get().person, messages.SHIFT_MISSED, NOW) is None


def test_told_after_the_shift_nobody_is_to_be_called_in(missed: Booking):
    letter = letter_to(Message.objects.get().person, messages.SHIFT_MISSED, missed.shift.ends_at)
    assert letter is not None
    assert "call somebody in" not in letter.text
