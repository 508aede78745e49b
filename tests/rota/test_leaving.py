"""Undo, give back, ask for cover: what a parent may do when they cannot come (domain 02)."""

import datetime as dt

import pytest

from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.booking import book_place, give_back, undo_booking
from rota.actions.cover import ask_for_cover, withdraw_request
from rota.models import Booking, CoverRequest, HistoryEntry
from tests.builders import NOW, House

pytestmark = pytest.mark.django_db


def test_undo_within_ten_minutes_leaves_no_mark_but_history(house: House):
    parent = house.parent()
    booking = book_place(house.place(house.shift()), parent, nursery=house.nursery, now=NOW)
    undo_booking(booking, parent, nursery=house.nursery, now=NOW + dt.timedelta(minutes=9, seconds=59))
    assert not Booking.objects.exists()
    assert list(HistoryEntry.objects.order_by("pk").values_list("verb", flat=True)) == ["booked", "undone"]


def test_undo_is_never_late_even_an_hour_before_the_shift(house: House):
    parent, shift = house.parent(), house.shift()
    hour_before = shift.starts_at - dt.timedelta(hours=1)
    booking = book_place(house.place(shift), parent, nursery=house.nursery, now=hour_before)
    undo_booking(booking, parent, nursery=house.nursery, now=hour_before + dt.timedelta(minutes=5))
    assert not Booking.objects.exists()


def test_after_ten_minutes_undo_says_what_else_can_be_done(house: House):
    parent = house.parent()
    booking = book_place(house.place(house.shift()), parent, nursery=house.nursery, now=NOW)
    with pytest.raises(Refused, match="You can still give the place back"):
        undo_booking(booking, parent, nursery=house.nursery, now=NOW + dt.timedelta(minutes=10))


def test_nobody_undoes_somebody_elses_booking(house: House):
    booking = book_place(house.place(house.shift()), house.parent(), nursery=house.nursery, now=NOW)
    with pytest.raises(Refused, match="somebody else’s place"):
        undo_booking(booking, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)


@pytest.mark.parametrize(
    ("before", "refused"), [(dt.timedelta(hours=48, seconds=1), False), (dt.timedelta(hours=48), True)]
)
def test_a_place_goes_back_up_to_the_notice_period(house: House, before: dt.timedelta, refused: bool):
    parent, shift = house.parent(), house.shift()
    booking = house.booking(house.place(shift), parent)
    now = shift.starts_at - before
    if refused:
        with pytest.raises(Refused, match="Ask for cover instead"):
            give_back(booking, parent, nursery=house.nursery, now=now)
    else:
        assert give_back(booking, parent, nursery=house.nursery, now=now).status == "cancelled"


def test_the_notice_is_the_nurserys_own_policy(house: House):
    house.nursery.policy.cancel_notice_hours = 24
    parent, shift = house.parent(), house.shift()
    booking = house.booking(house.place(shift), parent)
    give_back(booking, parent, nursery=house.nursery, now=shift.starts_at - dt.timedelta(hours=25))
    assert not HistoryEntry.objects.exclude(verb="given_back").exists()


def test_a_place_given_back_can_be_booked_by_somebody_else(house: House):
    parent, place = house.parent(), house.place(house.shift())
    give_back(house.booking(place, parent), parent, nursery=house.nursery, now=NOW)
    assert book_place(place, house.parent("Tomasz Nowak"), nursery=house.nursery, now=NOW)


def test_staff_give_over_a_paid_place_instead_of_giving_it_back(house: House):
    staff = house.staff()
    booking = house.booking(house.place(house.shift(paid=1), "paid"), staff)
    with pytest.raises(Refused, match="Ask for cover instead"):
        give_back(booking, staff, nursery=house.nursery, now=NOW)


def test_who_asks_for_cover_stays_responsible(house: House):
    parent = house.parent()
    booking = house.booking(house.place(house.shift()), parent)
    ask_for_cover(booking, parent, nursery=house.nursery, now=NOW)
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_asking_tells_everybody_who_could_come_and_nobody_else(house: House):
    parent, shift = house.parent(), house.shift()
    could = house.parent("Tomasz Nowak")
    busy = house.parent("Efua Mensah")
    house.booking(house.place(house.shift(duty=house.food, starts="12:00", ends="14:00")), busy)
    house.parent("Radu Popescu", cleared=("dbs",))
    house.staff("Marta Zielińska")
    house.parent("Gone Already", left=dt.date(2026, 10, 1))
    ask_for_cover(house.booking(house.place(shift), parent), parent, nursery=house.nursery, now=NOW)
    told = Message.objects.filter(kind="rota.cover_asked").values_list("person__name", flat=True)
    assert list(told) == [could.name]


def test_asking_twice_is_asking_once(house: House):
    parent = house.parent()
    booking = house.booking(house.place(house.shift()), parent)
    first = ask_for_cover(booking, parent, nursery=house.nursery, now=NOW)
    assert ask_for_cover(booking, parent, nursery=house.nursery, now=NOW) == first
    assert CoverRequest.objects.count() == 1


def test_after_the_shift_has_begun_cover_is_a_telephone_call(house: House):
    parent, shift = house.parent(), house.shift()
    booking = house.booking(house.place(shift), parent)
    with pytest.raises(Refused, match="by telephone"):
        ask_for_cover(booking, parent, nursery=house.nursery, now=shift.starts_at)


def test_i_can_come_after_all(house: House):
    parent = house.parent()
    booking = house.booking(house.place(house.shift()), parent)
    request = ask_for_cover(booking, parent, nursery=house.nursery, now=NOW)
    withdraw_request(request, parent, nursery=house.nursery, now=NOW)
    request.refresh_from_db()
    assert request.status == "withdrawn"
    assert ask_for_cover(booking, parent, nursery=house.nursery, now=NOW).status == "open"


def test_undoing_after_asking_for_cover_ends_the_request(house: House):
    parent = house.parent()
    booking = book_place(house.place(house.shift()), parent, nursery=house.nursery, now=NOW)
    ask_for_cover(booking, parent, nursery=house.nursery, now=NOW)
    undo_booking(booking, parent, nursery=house.nursery, now=NOW)
    assert CoverRequest.objects.get().status == "withdrawn"
    assert Booking.objects.get().status == "cancelled"
