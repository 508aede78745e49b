"""The list of standing turns, and filling what is open now."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from reminders.models import Message
from rota.actions.planning import make_shifts
from rota.models import LIVE, Booking, StandingTurn
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.previews import digest_in

pytestmark = pytest.mark.django_db

PAGE = "/bluebell/rota/plan/standing/"
FILL = "/bluebell/rota/plan/standing/fill/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def stand(house: House, kind: str = "parent", name: str = "Amara Okafor", **pattern: Any) -> StandingTurn:
    person = house.parent(name) if kind == "parent" else house.staff(name)
    made = house.pattern(room=house.room, **pattern)
    return StandingTurn.objects.create(nursery=house.nursery, pattern=made, kind=kind, person=person)


def test_the_list_says_who_stands_where(house: House):
    stand(house)
    text = text_of(client_of(house.manager()).get(PAGE))
    assert (
        "Wednesday, 09:00–13:00 , care, Bluebell Room Add somebody : Wednesday, 09:00–13:00, care Amara Okafor" in text
    )


def test_an_empty_list_says_how_to_begin(house: House):
    assert "No patterns yet" in text_of(client_of(house.manager()).get(PAGE))


def test_filling_now_puts_everybody_in_after_a_look(house: House):
    manager = client_of(house.manager())
    turn = stand(house)
    StandingTurn.objects.all().delete()
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    turn.save(force_insert=True)
    page = manager.get(FILL)
    assert "9 places are filled" in text_of(page)
    assert not Booking.objects.exists()
    manager.post(FILL, {"digest": digest_in(page)})
    assert Booking.objects.filter(person=turn.person, status__in=LIVE).count() == 9
    assert "Nothing to fill" in text_of(manager.get(FILL))


@pytest.mark.parametrize("patterns", [1, 6])
def test_the_number_of_queries_of_the_list_does_not_grow(house: House, django_assert_num_queries, patterns: int):
    for number in range(patterns):
        stand(house, name=f"Amara Okafor{number}", weekday=number % 5, starts=dt.time(8, number))
    client = client_of(house.manager())
    with django_assert_num_queries(9):
        client.get(PAGE)


# The planner's lock; terms, patterns, closures and shifts there twice, the people of the turns, what they are busy
# with; their locks; shifts and places; bookings, what is open around them; history; messages.
@pytest.mark.parametrize("patterns_a_day", [1, 4])
def test_a_term_is_made_and_filled_with_as_many_queries_as_a_small_one(
    house: House, django_assert_num_queries, patterns_a_day: int
):
    """Four patterns a day, thirteen weeks, two places a shift: more than a term of Bluebell."""
    for weekday in range(5):
        for number in range(patterns_a_day):
            kind = "paid" if (number + weekday) % 2 else "parent"
            stand(house, kind, f"Somebody {weekday}-{number}", weekday=weekday, starts=dt.time(8, 10 * number))
    manager = house.manager()
    with django_assert_num_queries(43):
        done = make_shifts(house.nursery, [house.term], manager, now=NOW)
    assert done.made >= 5 * 13 * patterns_a_day
    assert done.filled == Booking.objects.count() >= 45 * patterns_a_day
    assert Message.objects.count() == 5 * patterns_a_day  # one a person
