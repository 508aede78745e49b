"""The first page: what this person came for, whatever roles they have."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from rota.models import Booking, CoverRequest, Offer, Shift
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

HOME = "/bluebell/"
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def ask(house: House, booking: Booking) -> CoverRequest:
    return CoverRequest.objects.create(nursery=house.nursery, booking=booking, asked_at=NOW)


def offer(house: House, person, place, request: CoverRequest | None = None) -> Offer:
    return Offer.objects.create(nursery=house.nursery, place=place, person=person, request=request, offered_at=NOW)


def asked_for_cover(house: House, day: dt.date = TOMORROW) -> CoverRequest:
    return ask(house, house.booking(house.place(house.shift(day)), house.parent("Tomasz Nowak")))


def look(person) -> str:
    return text_of(client_of(person).get(HOME))


def links_to(page, name: str, public_id: str) -> bool:
    return reverse(name, args=["bluebell", public_id]) in page.content.decode()


# --- A parent


def test_my_next_shift_stands_there_with_day_times_duty_and_who_else_is_there(house: House):
    me, shift = house.parent(), house.shift(TOMORROW, paid=1)
    house.booking(house.place(shift), me)
    house.booking(house.place(shift, "paid"), house.staff())
    house.booking(house.place(house.shift(TOMORROW + dt.timedelta(days=1))), me)
    text = look(me)
    assert "Tomorrow, 09:00–13:00" in text
    assert "Care" in text
    assert "Marta Z." in text
    assert "1 more" in text


def test_from_my_next_shift_it_is_one_tap_to_i_cannot_come(house: House):
    me, place = house.parent(), house.place(house.shift(TOMORROW))
    house.booking(place, me)
    page = client_of(me).get(HOME)
    assert "I can’t come" in text_of(page)
    assert links_to(page, "rota:place", place.public_id)


def test_a_shift_for_which_i_asked_for_cover_is_said_to_be_mine_until_the_yes(house: House):
    me = house.parent()
    ask(house, house.booking(house.place(house.shift(TOMORROW)), me))
    text = look(me)
    assert "You have asked for cover" in text
    assert "I can’t come" not in text


def test_a_shift_weeks_away_is_my_next_one_too(house: House):
    me = house.parent()
    house.booking(house.place(house.shift(dt.date(2026, 12, 9))), me)
    assert "Wed 9 Dec, 09:00–13:00" in look(me)


def test_whoever_asks_for_cover_waits_for_those_who_could_come(house: House):
    place = asked_for_cover(house).booking.place
    page = client_of(house.parent()).get(HOME)
    assert "Tomasz N. asks for cover" in text_of(page)
    assert links_to(page, "rota:place_offer", place.public_id)


def test_cover_that_i_may_not_give_does_not_wait_for_me(house: House):
    asked_for_cover(house)
    text = look(house.parent(cleared=("dbs",)))
    assert "asks for cover" not in text
    assert "I can take it" not in text


def test_taking_it_leads_back_home_where_it_waits_for_a_yes(house: House):
    place, me = asked_for_cover(house).booking.place, house.parent()
    url = reverse("rota:place_offer", args=["bluebell", place.public_id])
    page = client_of(me).post(url, {"next": HOME}, follow=True)
    assert page.redirect_chain == [(HOME, 302)]
    assert Offer.objects.get(person=me).place == place
    assert "I can take it" not in text_of(page)


def test_the_nearest_open_places_that_i_may_book_are_where_i_am_wanted(house: House):
    later, sooner = (house.place(house.shift(TOMORROW + dt.timedelta(days=days))) for days in (4, 0))
    page = client_of(house.parent()).get(HOME)
    body = page.content.decode()
    assert "Tomorrow, 09:00–13:00" in text_of(page)
    assert links_to(page, "rota:place", sooner.public_id)
    assert body.index(sooner.public_id) < body.index(later.public_id)


def test_a_place_that_i_may_not_book_is_not_where_i_am_wanted(house: House):
    house.shift(TOMORROW)
    assert "Book it" not in look(house.parent(cleared=("dbs",)))


def test_a_shift_with_three_open_places_is_named_once(house: House):
    house.shift(TOMORROW, parents=3)
    assert look(house.parent()).count("Book it") == 1


def test_a_cancelled_shift_wants_nobody(house: House):
    house.shift(TOMORROW, status="cancelled")
    assert "Book it" not in look(house.parent())


def test_booking_from_home_leads_back_home_with_undo(house: House):
    me, place = house.parent(), house.place(house.shift(TOMORROW))
    url = reverse("rota:place_book", args=["bluebell", place.public_id])
    page = client_of(me).post(url, {"next": HOME}, follow=True)
    assert page.redirect_chain == [(HOME, 302)]
    assert "Booked: Thu 1 Oct, care, 09:00–13:00." in text_of(page)
    assert links_to(page, "rota:booking_undo", Booking.objects.get(person=me).public_id)


def test_my_hours_are_those_of_this_term_that_somebody_has_confirmed(house: House):
    me = house.parent()
    for day, fields in (
        (dt.date(2026, 9, 15), {"status": "worked", "confirmed": True}),
        (dt.date(2026, 9, 17), {"status": "worked"}),
        (dt.date(2026, 9, 18), {}),
        (dt.date(2026, 7, 1), {"status": "worked", "confirmed": True}),
    ):
        house.booking(house.place(house.shift(day)), me, **fields)
    assert "You have given 4 hours" in look(me)


def test_hours_as_a_shadow_are_not_given(house: House):
    me, shift = house.parent(), house.shift(dt.date(2026, 9, 16))
    Booking.objects.create(
        nursery=house.nursery,
        shift=shift,
        kind="parent",
        person=me,
        shadow=True,
        status="worked",
        confirmed=True,
        booked_at=NOW,
    )
    assert "You have given" not in look(me)


def test_whoever_has_nothing_to_do_is_led_to_the_week(house: House):
    page = client_of(house.parent()).get(HOME)
    assert "Nothing waits for you" in text_of(page)
    assert f'href="{reverse("rota:week", args=["bluebell"])}"' in page.content.decode()


def test_a_parent_sees_nothing_that_is_the_managers(house: House):
    shift = house.shift(TOMORROW, paid=1)
    offer(house, house.staff(), house.place(shift))
    page = client_of(house.parent()).get(HOME)
    text = text_of(page)
    assert "Approve" not in text
    assert "Gaps" not in text
    assert "Here today" not in text
    assert reverse("rota:waiting", args=["bluebell"]) not in page.content.decode()


# --- Staff


def today_with(house: House, *people) -> Shift:
    """A shift that has begun (08:30) with `people` on its paid places."""
    shift = house.shift(TODAY, "08:30", "13:00", paid=max(1, len(people)))
    for number, person in enumerate(people, 1):
        house.booking(house.place(shift, "paid", number), person)
    return shift


def test_staff_see_who_is_here_today_by_shift(house: House):
    me = house.staff()
    shift = today_with(house, me)
    house.booking(house.place(shift), house.parent())
    text = look(me)
    assert "08:30–13:00" in text
    assert "Marta Z." in text
    assert "Amara O." in text


def test_whoever_runs_a_shift_that_has_begun_is_led_to_marking_it(house: House):
    lead, junior = house.staff(), house.staff("Omar Farouk", level=2)
    shift = today_with(house, lead, junior)
    page = client_of(lead).get(HOME)
    assert "Mark who came" in text_of(page)
    assert links_to(page, "rota:shift", shift.public_id)
    assert "Mark who came" not in look(junior)


def test_a_shift_that_everybody_is_marked_on_asks_for_no_marking(house: House):
    lead = house.staff()
    shift = house.shift(TODAY, "08:30", "13:00", paid=1, parents=0)
    house.booking(house.place(shift, "paid"), lead, status="worked", confirmed=True)
    assert "Mark who came" not in look(lead)


def test_a_shift_of_yesterday_waits_for_whoever_ran_it_and_for_nobody_else(house: House):
    lead = house.staff()
    shift = house.shift(TODAY - dt.timedelta(days=1), paid=1, parents=0)
    house.booking(house.place(shift, "paid"), lead)
    assert "Yesterday, 09:00–13:00" in look(lead)
    assert "Yesterday" not in look(house.staff("Omar Farouk"))
    assert "Yesterday" not in look(house.parent())


def test_a_closed_day_says_why_nobody_is_here(house: House):
    with time_machine.travel(dt.datetime(2026, 10, 27, 9, tzinfo=dt.UTC), tick=False):
        assert "Half term" in look(house.staff())


def test_a_parent_who_was_named_to_run_a_shift_is_led_to_who_is_here(house: House):
    shift = house.shift(TODAY, "08:30", "12:00")
    parent = house.parent()
    house.booking(house.place(shift), parent)
    shift.lead = parent
    shift.save(update_fields=["lead"])
    body = client_of(parent).get("/bluebell/").content.decode()
    assert f"/bluebell/rota/day/2026-09-30/attendance/#shift-{shift.public_id}" in body
