"""A closed term is settled: no booking, no cancelling, no marking (domain 03)."""

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine

from nursery.models import Term
from nursery.refusal import Refused
from rota.actions.booking import book_place, give_back, undo_booking
from rota.actions.cover import ask_for_cover
from rota.actions.marking import mark_booking
from rota.models import Booking, BookingStatus
from rota.queries.waiting import unmarked_shifts
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

SENTENCE = "Autumn term is closed: its figures are settled."
WORKED_ON = dt.date(2026, 9, 23)


def close(house: House) -> None:
    Term.objects.filter(pk=house.term.pk).update(closed_at=NOW)


def test_nothing_is_booked_in_a_closed_term(house: House):
    place, parent = house.place(house.shift()), house.parent()
    close(house)
    with pytest.raises(Refused, match=SENTENCE) as refused:
        book_place(place, parent, nursery=house.nursery, now=NOW)
    assert not refused.value.refusal.override


def test_the_next_term_is_open_while_this_one_is_closed(house: House):
    Term.objects.create(
        nursery=house.nursery, key="spring", name="Spring", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    place, parent = house.place(house.shift(dt.date(2027, 1, 6))), house.parent()
    close(house)
    assert book_place(place, parent, nursery=house.nursery, now=NOW)


@pytest.mark.parametrize("leave", [undo_booking, give_back, ask_for_cover])
def test_nothing_is_cancelled_in_a_closed_term(house: House, leave: Callable[..., object]):
    parent = house.parent()
    booking = house.booking(house.place(house.shift()), parent, booked_at=NOW)
    close(house)
    with pytest.raises(Refused, match=SENTENCE):
        leave(booking, parent, nursery=house.nursery, now=NOW)
    assert Booking.objects.get().status == "booked"


def test_nobody_is_marked_in_a_closed_term(house: House):
    manager = house.manager()
    booking = house.booking(house.place(house.shift(WORKED_ON)), house.parent())
    close(house)
    with pytest.raises(Refused, match=SENTENCE):
        mark_booking(booking, BookingStatus.WORKED, manager, nursery=house.nursery, now=NOW)


def test_what_cannot_be_marked_any_more_does_not_wait_for_anybody(house: House):
    house.booking(house.place(house.shift(WORKED_ON)), house.parent())
    assert len(unmarked_shifts(NOW, TODAY)) == 1
    close(house)
    assert unmarked_shifts(NOW, TODAY) == []


def test_the_place_says_why_nothing_can_be_done(house: House):
    open_place = house.place(house.shift())
    mine = house.place(house.shift(dt.date(2026, 10, 8)))
    parent = house.parent()
    house.booking(mine, parent)
    close(house)
    with time_machine.travel(NOW, tick=False):
        client = client_of(parent)
        for place in (open_place, mine):
            assert SENTENCE in text_of(client.get(f"/bluebell/rota/places/{place.public_id}/"))


def test_the_shift_says_why_nobody_can_be_marked(house: House):
    shift = house.shift(WORKED_ON)
    house.booking(house.place(shift), house.parent())
    close(house)
    with time_machine.travel(NOW, tick=False):
        text = text_of(client_of(house.manager()).get(f"/bluebell/rota/shifts/{shift.public_id}/"))
    assert SENTENCE in text
    assert "Did not come" not in text
