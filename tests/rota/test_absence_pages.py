"""Days away as pages: who is, entering them after a look, back early."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Deputy, Person
from nursery.scope import nursery_scope
from rota.models import Absence, Booking
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

LIST, ADD = "/bluebell/rota/away/", "/bluebell/rota/away/add/"
MONDAY, FRIDAY = dt.date(2026, 10, 5), dt.date(2026, 10, 9)


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marta(house: House) -> Person:
    return house.staff()


@pytest.fixture
def turn(house: House, marta: Person) -> Booking:
    return house.booking(house.place(house.shift(MONDAY, paid=1), "paid"), marta)


def away(house: House, person: Person, starts: dt.date = MONDAY, ends: dt.date = FRIDAY) -> Absence:
    return Absence.objects.create(nursery=house.nursery, person=person, starts=starts, ends=ends)


# --- The list


def test_staff_see_their_own_days_and_nobody_elses(house: House, marta: Person):
    away(house, marta)
    away(house, house.staff("Ola Berg"), dt.date(2026, 11, 2), dt.date(2026, 11, 2))
    text = text_of(client_of(marta).get(LIST))
    assert "Mon 5 Oct 2026 – Fri 9 Oct 2026" in text
    assert "2 Nov" not in text


def test_the_manager_and_a_deputy_see_everybodys(house: House, marta: Person):
    away(house, marta)
    deputy = house.parent()
    Deputy.objects.create(nursery=house.nursery, person=deputy, starts=TODAY, ends=TODAY)
    for person in (house.manager(), deputy):
        assert "Marta Z." in text_of(client_of(person).get(LIST))


def test_what_is_over_is_not_listed(house: House, marta: Person):
    away(house, marta, TODAY - dt.timedelta(days=3), TODAY - dt.timedelta(days=1))
    assert "You are not down as away." in text_of(client_of(marta).get(LIST))


@pytest.mark.parametrize("url", [LIST, ADD])
def test_it_is_the_staffs_page(house: House, url: str):
    answer = client_of(house.parent()).get(url)
    assert answer.status_code == 403
    assert "for the staff" in text_of(answer)


def test_more_leads_there(house: House, marta: Person):
    assert LIST in client_of(marta).get("/bluebell/more/").content.decode()
    assert LIST not in client_of(house.parent()).get("/bluebell/more/").content.decode()


# Session, account, nursery, its scope, the person with the policy; the list; the savepoint around the view.
@pytest.mark.parametrize("absences", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_list(house: House, django_assert_num_queries, absences: int):
    for n in range(absences):
        away(house, house.staff(f"Staff {n}"))
    client = client_of(house.manager())
    with django_assert_num_queries(6 + 2):
        client.get(LIST)


# --- Entering


def test_there_is_no_field_for_why(marta: Person):
    body = client_of(marta).get(ADD).content.decode()
    assert "textarea" not in body
    assert "eason" not in body


def test_first_a_look_at_every_place_that_it_opens(marta: Person, turn: Booking):
    text = text_of(client_of(marta).get(ADD, {"starts": "5 Oct", "ends": "9.10.2026"}))
    assert "This opens 1 place" in text
    assert "Mon 5 Oct 09:00–13:00, care Bluebell Room" in text
    turn.refresh_from_db()
    assert turn.status == "booked"


def test_then_one_button_opens_them_all(house: House, marta: Person, turn: Booking):
    house.staff("Ola Berg")
    answer = client_of(marta).post(ADD, {"starts": "2026-10-05", "ends": "2026-10-09"}, follow=True)
    assert "Entered: 1 place is open, and 1 person who could come is told." in text_of(answer)
    turn.refresh_from_db()
    assert turn.status == "cancelled"
    assert Absence.objects.get().person == marta


def test_when_nobody_could_come_it_says_so(marta: Person, turn: Booking):
    answer = client_of(marta).post(ADD, {"starts": "2026-10-05", "ends": ""}, follow=True)
    assert "Entered: 1 place is open, and nobody who could come was found. Please ring somebody." in text_of(answer)


def test_a_turn_that_has_begun_is_said(house: House, marta: Person):
    house.booking(house.place(house.shift(TODAY, "08:00", "12:00", paid=1), "paid"), marta)
    text = text_of(client_of(marta).get(ADD, {"starts": TODAY.isoformat(), "ends": ""}))
    assert "08:00–12:00, care has begun, so it stays as it is" in text


def test_the_manager_enters_them_for_anybody_who_is_paid(house: House, marta: Person, turn: Booking):
    manager = house.manager()
    parent = house.parent()
    client = client_of(manager)
    assert parent.name not in text_of(client.get(ADD))
    client.post(ADD, {"person": marta.public_id, "starts": "2026-10-05", "ends": "2026-10-05"})
    assert Absence.objects.get().person == marta
    answer = client.post(ADD, {"person": parent.public_id, "starts": "2026-10-05", "ends": "2026-10-05"})
    assert answer.status_code == 422


def test_staff_enter_nobody_elses(house: House, marta: Person):
    other = house.staff("Ola Berg")
    client_of(marta).post(ADD, {"person": other.public_id, "starts": "2026-10-05", "ends": "2026-10-05"})
    assert Absence.objects.get().person == marta


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        ("", "", "Say from when."),
        ("soon", "", "We can’t read this as a day."),
        ("9 Oct", "5 Oct", "The last day is before the first."),
        ("1/9/2026", "2/9/2026", "These days are over."),
    ],
)
def test_bad_days_are_said_beside_the_field_and_kept(marta: Person, starts: str, ends: str, sentence: str):
    answer = client_of(marta).get(ADD, {"starts": starts, "ends": ends})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    if ends:
        assert f'value="{ends}"' in answer.content.decode()


@pytest.mark.parametrize("turns", [1, 20])
def test_the_number_of_queries_does_not_grow_with_what_opens(
    house: House, marta: Person, django_assert_num_queries, turns: int
):
    for n in range(turns):
        shift = house.shift(MONDAY + dt.timedelta(days=n % 5), f"{8 + n // 5:02}:00", f"{8 + n // 5:02}:45", paid=1)
        house.booking(house.place(shift, "paid"), marta)
    client = client_of(marta)
    with django_assert_num_queries(9 + 2):
        client.get(ADD, {"starts": "2026-10-05", "ends": "2026-10-09"})


# --- One absence: what is open through it, and back early


def test_what_is_still_open_through_it_is_listed_and_whoever_approves_calls_out(
    house: House, marta: Person, turn: Booking
):
    client, manager = client_of(marta), client_of(house.manager())
    text = text_of(client.post(ADD, {"starts": "2026-10-05", "ends": "2026-10-09"}, follow=True))
    assert "Mon 5 Oct, 09:00–13:00, care" in text
    url = reverse("rota:absence", args=["bluebell", Absence.objects.get().public_id])
    assert turn.place is not None
    call_out = reverse("rota:call_out_start", args=["bluebell", turn.place.public_id])
    assert call_out not in client.get(url).content.decode()
    assert call_out in manager.get(url).content.decode()
    house.booking(turn.place, house.staff("Ola Berg"))
    assert "No place is open" in text_of(manager.get(url))


def test_back_early_says_what_is_theirs_again(house: House, marta: Person, turn: Booking):
    client = client_of(marta)
    client.post(ADD, {"starts": "2026-10-05", "ends": "2026-10-09"})
    url = reverse("rota:absence", args=["bluebell", Absence.objects.get().public_id])
    assert "Not away at all" in text_of(client.get(url))
    answer = client.post(url, {"altogether": "1"}, follow=True)
    assert "Changed. On the rota again: Mon 5 Oct, care, 09:00–13:00." in text_of(answer)


def test_a_last_day_that_is_no_earlier_is_said_beside_the_field(house: House, marta: Person):
    url = reverse("rota:absence", args=["bluebell", away(house, marta).public_id])
    answer = client_of(marta).post(url, {"last_day": "9 Oct"})
    assert answer.status_code == 422
    assert "That is not earlier than Fri 9 Oct." in text_of(answer)


def test_another_persons_days_are_not_mine_to_end(house: House, marta: Person):
    url = reverse("rota:absence", args=["bluebell", away(house, house.staff("Ola Berg")).public_id])
    answer = client_of(marta).post(url, {"altogether": "1"}, follow=True)
    assert "These are somebody else’s days." in text_of(answer)
    assert Absence.objects.exists()


def test_another_nurserys_days_are_not_found(marta: Person, other_house: House):
    with nursery_scope(other_house.nursery):
        theirs = away(other_house, other_house.staff())
    assert client_of(marta).get(reverse("rota:absence", args=["bluebell", theirs.public_id])).status_code == 404
