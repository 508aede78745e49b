"""The week: who stands where, what is open, what is mine."""

import datetime as dt
import re

import pytest
import time_machine
from django.urls import reverse

from rota.models import CoverRequest, ShiftStatus
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db

WEEK = "/bluebell/rota/?day=2026-10-07"
# Session, account, nursery, its scope, the person with the policy; nine for the week; the savepoint around the view.
QUERIES = 14 + 2


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_parents_and_staff_stand_side_by_side_by_first_name_and_initial(house: House):
    shift = house.shift(paid=1)
    house.booking(house.place(shift, "paid"), house.staff("Marta Zielińska"))
    house.booking(house.place(shift), house.parent("Tomasz Nowak"))
    text = text_of(client_of(house.parent()).get(WEEK))
    assert "Marta Z. staff Tomasz N." in text
    assert "Zielińska" not in text


def test_my_own_place_says_you_and_lets_me_leave(house: House):
    parent = house.parent()
    house.booking(house.place(house.shift()), parent)
    assert "Amara O. you Can’t come" in text_of(client_of(parent).get(WEEK))


def test_an_open_place_can_be_booked(house: House):
    house.shift()
    assert "Open, for a parent Book it" in text_of(client_of(house.parent()).get(WEEK))


def test_a_place_i_cannot_have_says_that_it_can_tell_why(house: House):
    house.shift()
    assert "Open, for a parent Why can’t I?" in text_of(client_of(house.parent(cleared=())).get(WEEK))


def test_staff_may_offer_for_a_parents_place(house: House):
    house.shift()
    assert "Open, for a parent I could" in text_of(client_of(house.staff()).get(WEEK))


def test_who_needs_cover_is_said_and_i_can_help(house: House):
    booking = house.booking(house.place(house.shift()), house.parent("Tomasz Nowak"))
    CoverRequest.objects.create(nursery=house.nursery, booking=booking, asked_at=NOW)
    text = text_of(client_of(house.parent()).get(WEEK))
    assert "Tomasz N. needs cover I can" in text
    assert "Cover wanted" in text


def test_a_day_says_how_many_places_are_open(house: House):
    house.shift(parents=2)
    assert "Wed 7 2 places open" in text_of(client_of(house.parent()).get(WEEK))


def test_a_day_with_every_place_taken_says_so(house: House):
    house.booking(house.place(house.shift()), house.parent("Tomasz Nowak"))
    assert "All places filled" in text_of(client_of(house.parent()).get(WEEK))


def test_a_closed_week_says_why_there_is_nothing(house: House):
    text = text_of(client_of(house.parent()).get("/bluebell/rota/?day=2026-10-28"))
    assert "The nursery is closed: Half term." in text


def test_a_week_without_shifts_says_what_will_be_here(house: House):
    assert "has not made this week’s shifts yet" in text_of(client_of(house.parent()).get(WEEK))


def test_a_week_outside_every_term_says_so(house: House):
    text = text_of(client_of(house.parent()).get("/bluebell/rota/?day=2027-08-02"))
    assert "outside every term" in text


def test_a_cancelled_shift_stays_to_be_seen(house: House):
    house.shift(status=ShiftStatus.CANCELLED)
    text = text_of(client_of(house.parent()).get(WEEK))
    assert "Cancelled" in text
    assert "Book it" not in text


def test_before_and_after_lead_to_the_neighbouring_weeks(house: House):
    body = client_of(house.parent()).get(WEEK).content.decode()
    assert 'href="/bluebell/rota/?day=2026-09-28"' in body
    assert 'href="/bluebell/rota/?day=2026-10-12"' in body


def test_a_day_that_is_no_day_leads_to_this_week_with_a_sentence(house: House):
    text = text_of(client_of(house.parent()).get("/bluebell/rota/?day=soon"))
    assert "“soon” is no day we can read" in text
    assert "This week" in text


def test_past_days_of_this_week_are_folded_and_today_is_open(house: House):
    house.shift(dt.date(2026, 9, 28))
    house.shift(dt.date(2026, 9, 30))
    body = client_of(house.parent()).get("/bluebell/rota/").content.decode()
    past, today = re.findall(r'<details class="day sheet (?:past|today)"[^>]*>', body)[0::2][:2]
    assert "open" not in past.replace("data-open-wide", "")
    assert "today" in body
    assert today


def test_a_weekend_shows_only_when_there_is_work_on_it(house: House):
    client = client_of(house.parent())
    house.shift()
    assert "Sat 10" not in text_of(client.get(WEEK))
    house.shift(dt.date(2026, 10, 10))
    assert "Sat 10" in text_of(client.get(WEEK))


def test_in_the_page_only_the_week_is_sent(house: House):
    house.shift()
    response = htmx(client_of(house.parent()), "get", WEEK, "week")
    assert response.content.decode().startswith('<div id="week"')


@pytest.mark.parametrize("shifts", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_week(house: House, django_assert_num_queries, shifts: int):
    me = house.parent()
    for number in range(shifts):
        shift = house.shift(dt.date(2026, 10, 5) + dt.timedelta(days=number % 5), paid=1, parents=2)
        house.booking(house.place(shift, "paid"), house.staff(f"Staff {number}"))
        asking = house.booking(house.place(shift), house.parent(f"Parent {number}"))
        CoverRequest.objects.create(nursery=house.nursery, booking=asking, asked_at=NOW)
    client = client_of(me)
    with django_assert_num_queries(QUERIES):
        client.get(WEEK)


def test_nobody_from_outside_sees_the_week(house: House, client):
    response = client.get(WEEK)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login") + "?next=")


def test_a_person_who_has_left_finds_nothing(house: House):
    gone = house.parent(left=dt.date(2026, 9, 29))
    assert client_of(gone).get(WEEK).status_code == 404
