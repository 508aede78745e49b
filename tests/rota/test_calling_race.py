"""Many answer one call at once, and two sweeps send one wave: first the race, then the cure (real transactions)."""

import datetime as dt
import re
import threading

import pytest
from django.db import IntegrityError
from django.test import Client

from accounts.links import link_path
from nursery.scope import nursery_scope
from reminders.actions import plan_everything
from reminders.models import Message
from rota import messages
from rota.actions.calling import call_out_place
from rota.models import LIVE, Ask, Booking, Called, CallOut
from rota.queries.asking import Waves
from tests.builders import House
from tests.pages import text_of
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 10


class Call:
    """A place is called out for tomorrow, by the machine's own clock; ten parents are asked in waves of `size`."""

    def __init__(self, size: int = PEOPLE) -> None:
        self.now = dt.datetime.now(dt.UTC)
        self.house = House(call_out_wave_size=size)
        self.nursery = self.house.nursery
        with nursery_scope(self.nursery):
            shift = self.house.shift(day=(self.now + dt.timedelta(days=1)).date())
            self.place = self.house.place(shift)
            self.helen = self.house.manager(cleared=())
            self.people = [self.house.parent(f"P{number} Nowak") for number in range(PEOPLE)]
            self.call = call_out_place(self.place, self.helen, Called.PARENTS, nursery=self.nursery, now=self.now)
            self.paths = [link_path(p, messages.CALL_OUT, self.call.public_id, shift.ends_at) for p in self.people]

    def holders(self) -> int:
        with nursery_scope(self.nursery):
            return Booking.objects.filter(place=self.place, status__in=LIVE).count()


def _press(path: str, ready: threading.Barrier):
    client = Client()
    found = re.search(r'name="when" value="([^"]+)"', client.get(path).content.decode())
    assert found
    ready.wait(60)
    return client.post(path, {"answer": "yes", "when": found[1]})


def test_ten_answer_one_call_at_once_and_one_is_booked() -> None:
    call = Call()
    ready = threading.Barrier(PEOPLE)
    answers = at_once(*(lambda p=path: _press(p, ready) for path in call.paths))
    said = [(answer.status_code, text_of(answer)) for answer in answers]  # type: ignore[attr-defined]
    assert [status for status, _words in said].count(200) == 1
    assert sum(status == 409 and "Filled, thank you." in words for status, words in said) == PEOPLE - 1
    assert call.holders() == 1


def test_one_link_pressed_twice_at_once_books_once() -> None:
    call = Call()
    ready = threading.Barrier(2)
    answers = at_once(*(lambda: _press(call.paths[0], ready) for _twice in range(2)))
    assert sorted(answer.status_code for answer in answers) in ([200, 409], [200, 410])  # type: ignore[attr-defined]
    assert call.holders() == 1


def test_without_the_lock_two_sweeps_ask_the_same_people() -> None:
    """The race: both see the same next wave before either writes. The database's own constraint is the last wall."""
    call = Call(size=2)
    both_looked = threading.Barrier(2)

    def ask_without_lock() -> None:
        with nursery_scope(call.nursery):
            found = CallOut.objects.select_related("place__shift").get(pk=call.call.pk)
            people, _left = Waves(call.nursery, call.now).next_wave(found)
            both_looked.wait(30)
            Ask.objects.bulk_create(
                Ask(nursery=call.nursery, call_out=found, person=person, wave=2, asked_at=call.now) for person in people
            )

    results = at_once(ask_without_lock, ask_without_lock)
    assert sum(isinstance(result, IntegrityError) for result in results) == 1


def test_two_sweeps_at_once_ask_nobody_twice_and_send_one_wave() -> None:
    """The cure."""
    call = Call(size=2)
    assert call.call.next_wave_at is not None
    due = call.call.next_wave_at
    ready = threading.Barrier(2)

    def sweep() -> int:
        ready.wait(30)
        return plan_everything(due, seconds=60)

    results = at_once(sweep, sweep)
    assert all(isinstance(result, int) for result in results), results
    with nursery_scope(call.nursery):
        assert Ask.objects.filter(wave=2).count() == 2
        assert Ask.objects.count() == Ask.objects.values("person").distinct().count() == 4
        assert Message.objects.filter(kind=messages.CALL_OUT).count() == 4
