"""Whoever runs the shift says who came."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import PersonLevel
from nursery.refusal import Refused
from reminders.models import Message
from rota.actions.marking import mark_booking
from rota.models import Booking, BookingStatus, Shift
from rota.queries.levels import with_levels
from rota.rules.marking import leads_of
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 30)


def begun(house: House):
    """A care shift that began at 09:00 today: two staff of levels 3 and 2, one parent. It is ten past."""
    shift = house.shift(TODAY, paid=2)
    lead = house.staff("Marta Zielińska", level=3)
    second = house.staff("Kwame Boateng", level=2)
    house.booking(house.place(shift, "paid", 1), lead)
    house.booking(house.place(shift, "paid", 2), second)
    booking = house.booking(house.place(shift), house.parent())
    return lead, second, booking


LATER = NOW + dt.timedelta(minutes=10)


def mark(house, booking, status, marker, now=LATER):
    return mark_booking(booking, BookingStatus(status), marker, nursery=house.nursery, now=now)


def test_the_paid_person_of_the_highest_level_marks_who_came(house: House):
    lead, _second, booking = begun(house)
    marked = mark(house, booking, "worked", lead)
    assert (marked.status, marked.confirmed) == ("worked", True)


def test_the_manager_marks_any_shift(house: House):
    _lead, _second, booking = begun(house)
    assert mark(house, booking, "worked", house.manager()).status == "worked"


@pytest.mark.parametrize("who", ["second", "parent"])
def test_nobody_else_marks(house: House, who: str):
    _lead, second, booking = begun(house)
    marker = second if who == "second" else booking.person
    with pytest.raises(Refused, match="Only the person who runs this shift"):
        mark(house, booking, "worked", marker)


def test_a_shift_that_has_not_begun_cannot_be_marked(house: House):
    booking = house.booking(house.place(house.shift()), house.parent())
    with pytest.raises(Refused, match="has not begun"):
        mark(house, booking, "worked", house.manager())


def test_when_nobody_came_the_manager_is_told_at_once(house: House):
    lead, _second, booking = begun(house)
    helen = house.manager()
    mark(house, booking, "missed", lead)
    assert Message.objects.get(kind="rota.shift_missed").person == helen


def test_a_mark_can_be_taken_back(house: House):
    lead, _second, booking = begun(house)
    mark(house, booking, "missed", lead)
    again = mark(house, booking, "booked", lead)
    assert (again.status, again.confirmed) == ("booked", False)


def test_in_the_page_the_row_says_came(house: House):
    lead, _second, booking = begun(house)
    url = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    with time_machine.travel(LATER, tick=False):
        response = htmx(client_of(lead), "post", url, f"came-{booking.public_id}", {"status": "worked"})
    assert "Amara O. parent Came" in text_of(response)


def test_a_word_that_is_no_mark_is_refused(house: House):
    lead, _second, booking = begun(house)
    url = reverse("rota:booking_mark", args=["bluebell", booking.public_id])
    with time_machine.travel(LATER, tick=False):
        assert client_of(lead).post(url, {"status": "cancelled"}).status_code == 400
    booking.refresh_from_db()
    assert booking.status == "booked"


def test_who_was_named_runs_the_shift_while_they_stand_on_it(house: House):
    lead, second, booking = begun(house)
    shift = booking.shift
    shift.lead = second
    shift.save(update_fields=["lead"])
    assert mark(house, booking, "worked", second).status == "worked"
    with pytest.raises(Refused, match="Only the person who runs this shift"):
        mark(house, booking, "booked", lead)


def test_a_named_lead_who_gave_the_turn_up_runs_it_no_more(house: House):
    lead, second, booking = begun(house)
    Shift.objects.filter(pk=booking.shift_id).update(lead=second)
    Booking.objects.filter(person=second).update(status="cancelled")
    assert mark(house, booking, "worked", lead).status == "worked"


def test_a_deputy_marks_as_the_manager_would(house: House):
    _lead, _second, booking = begun(house)
    deputy = house.parent("Grace Bell")
    deputy.deputises = True  # type: ignore[attr-defined]  # as read for whoever opened the page
    assert mark(house, booking, "worked", deputy).status == "worked"


def test_whoever_comes_a_little_early_is_marked_when_they_come(house: House):
    lead, _second, booking = begun(house)
    early = booking.shift.starts_at - dt.timedelta(minutes=15)
    assert mark(house, booking, "worked", lead, early).status == "worked"
    with pytest.raises(Refused, match="has not begun"):
        mark(house, booking, "booked", lead, early - dt.timedelta(minutes=1))


def test_whoever_holds_the_highest_level_on_the_day_of_the_shift_runs_it(house: House):
    """A level that begins on a day counts from then on (`people[].levels`)."""
    marta, kim = house.staff("Marta Zielińska", level=3), house.staff("Kim Lee", level=2)
    PersonLevel.objects.create(nursery=house.nursery, person=kim, starts=dt.date(2026, 10, 8), level=6)
    runs = {}
    for day in (dt.date(2026, 10, 7), dt.date(2026, 10, 8)):
        shift = house.shift(day, paid=2)
        house.booking(house.place(shift, "paid", 1), marta)
        house.booking(house.place(shift, "paid", 2), kim)
        runs[day.day] = leads_of(shift, with_levels(Booking.objects.filter(shift=shift)))
    assert runs == {7: {marta.pk}, 8: {kim.pk}}
