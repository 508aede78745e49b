"""The same link pressed twice at once, and two letters' links at once (real transactions): done and said once."""

import threading

import pytest
import time_machine
from django.test import Client

from accounts.links import link_path
from nursery.scope import nursery_scope
from rota import messages
from rota.actions.history import record
from rota.models import Booking, CoverRequest, HistoryEntry, Verb
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def booking() -> Booking:
    house = House()
    with nursery_scope(house.nursery):
        house.parent("Tomasz Nowak")
        return house.booking(house.place(house.shift()), house.parent())


def verbs(booking: Booking) -> list[str]:
    with nursery_scope(booking.nursery):
        return list(HistoryEntry.objects.values_list("verb", flat=True))


def test_without_the_lock_it_is_said_twice(booking: Booking):
    """The race: both find that nothing has been said before either says it."""
    both_looked = threading.Barrier(2)

    def say() -> None:
        with nursery_scope(booking.nursery):
            found = Booking.objects.get(pk=booking.pk)
            both_looked.wait(20)
            if found.will_come_at is None:
                Booking.objects.filter(pk=found.pk).update(will_come_at=NOW)
                record(Verb.WILL_COME, nursery=booking.nursery, actor=booking.person, now=NOW, booking=found)

    assert at_once(say, say) == [None, None]
    assert verbs(booking) == [Verb.WILL_COME, Verb.WILL_COME]


def presses(booking: Booking, purpose: str, answer: str, letters: list[str]) -> list[object]:
    """One press of each letter's link, all at once."""
    ready = threading.Barrier(len(letters))
    shift = booking.shift
    when = f"{shift.starts_at.isoformat()}/{shift.ends_at.isoformat()}"

    def press(letter: str) -> int:
        path = link_path(booking.person, purpose, f"{booking.public_id}-{letter}", shift.starts_at)
        ready.wait(20)
        return Client().post(path, {"answer": answer, "when": when}).status_code

    with time_machine.travel(NOW, tick=False):
        return at_once(*(lambda one=one: press(one) for one in letters))


@pytest.mark.parametrize(
    ("purpose", "answer", "verb"),
    [
        (messages.WILL_COME, "yes", Verb.WILL_COME),
        (messages.CANNOT_COME, "ask", Verb.COVER_ASKED),
        (messages.CANNOT_COME, "give_back", Verb.GIVEN_BACK),
    ],
)
def test_one_link_pressed_twice_at_once_does_it_once(booking: Booking, purpose: str, answer: str, verb: str):
    assert sorted(map(str, presses(booking, purpose, answer, ["a", "a"]))) in (["200", "409"], ["200", "410"])
    assert verbs(booking) == [verb]


def test_the_links_of_two_letters_at_once_say_it_once(booking: Booking):
    presses(booking, messages.WILL_COME, "yes", ["a", "b"])
    assert verbs(booking) == [Verb.WILL_COME]


def test_two_letters_that_ask_for_cover_at_once_ask_once(booking: Booking):
    presses(booking, messages.CANNOT_COME, "ask", ["a", "b"])
    assert verbs(booking) == [Verb.COVER_ASKED]
    with nursery_scope(booking.nursery):
        assert CoverRequest.objects.count() == 1
