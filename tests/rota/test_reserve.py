"""Saying "call me", for weekdays and for one shift; and who is told when a place comes free."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from reminders.models import Message
from rota import messages
from rota.actions.booking import give_back
from rota.models import HistoryEntry, Reserve
from tests.builders import NOW, House
from tests.pages import client_of, text_of

URL = "/bluebell/rota/call-me/"
WEDNESDAY = 2


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor")


@pytest.fixture
def client(amara: Person) -> Client:
    return client_of(amara)


def weekdays(person: Person) -> list[int | None]:
    return sorted(Reserve.objects.filter(person=person, shift=None).values_list("weekday", flat=True), key=str)


def test_the_days_that_are_ticked_are_mine_and_the_others_are_not(client: Client, amara: Person) -> None:
    client.post(URL, {"weekdays": ["0", "2"]})
    assert weekdays(amara) == [0, 2]
    page = client.post(URL, {"weekdays": ["2", "4"]}, follow=True)
    assert weekdays(amara) == [2, 4]
    assert "we will tell you first" in text_of(page)


def test_keeping_the_same_days_twice_leaves_no_mark(client: Client) -> None:
    client.post(URL, {"weekdays": ["2"]})
    client.post(URL, {"weekdays": ["2"]})
    assert [entry.verb for entry in HistoryEntry.objects.all()] == ["reserve_added"]


def test_a_day_that_is_no_day_of_the_week_changes_nothing(client: Client, amara: Person) -> None:
    page = client.post(URL, {"weekdays": ["9"]})
    assert page.status_code == 422
    assert "Choose from the days of the week." in text_of(page)
    assert weekdays(amara) == []


def test_i_can_be_called_for_one_shift_and_take_it_back(client: Client, amara: Person, house: House) -> None:
    shift = house.shift()
    page = client.post(f"/bluebell/rota/shifts/{shift.public_id}/call-me/", follow=True)
    assert "You are told first when a place here comes free." in text_of(page)
    mine = Reserve.objects.get(person=amara)
    assert mine.shift == shift
    client.post(f"/bluebell/rota/reserves/{mine.public_id}/remove/")
    assert not Reserve.objects.exists()


def test_saying_it_twice_is_once(client: Client, house: House) -> None:
    shift = house.shift()
    for _twice in range(2):
        client.post(f"/bluebell/rota/shifts/{shift.public_id}/call-me/")
    assert Reserve.objects.count() == 1


def test_whoever_is_on_a_shift_need_not_be_called_for_it(client: Client, amara: Person, house: House) -> None:
    shift = house.shift()
    house.booking(house.place(shift), amara)
    page = client.post(f"/bluebell/rota/shifts/{shift.public_id}/call-me/", follow=True)
    assert "You are on this shift already." in text_of(page)
    assert not Reserve.objects.exists()


def test_nobody_takes_anothers_back(client: Client, house: House) -> None:
    ines = house.parent("Ines Costa")
    hers = Reserve.objects.create(nursery=house.nursery, person=ines, weekday=WEDNESDAY)
    client.post(f"/bluebell/rota/reserves/{hers.public_id}/remove/")
    assert Reserve.objects.get() == hers


# --- a place comes free ----------------------------------------
def _told() -> list[str]:
    return sorted(m.person.short_name for m in Message.objects.filter(kind=messages.PLACE_REOPENED))


def test_the_reserve_is_told_at_once_when_a_place_is_given_back(amara: Person, house: House) -> None:
    ines, tomasz = house.parent("Ines Costa"), house.parent("Tomasz Nowak")
    place = house.place(house.shift())
    for reserve in (amara, ines):
        Reserve.objects.create(nursery=house.nursery, person=reserve, weekday=WEDNESDAY)
    Reserve.objects.create(nursery=house.nursery, person=tomasz, weekday=WEDNESDAY + 1)
    give_back(house.booking(place, amara), amara, nursery=house.nursery, now=NOW)
    assert _told() == ["Ines C."]


def test_a_reserve_who_could_not_book_it_is_not_told(amara: Person, house: House) -> None:
    busy, uncleared = house.parent("Ines Costa"), house.parent("Tomasz Nowak", cleared=())
    staff = house.staff("Denise Clarke")
    shift = house.shift()
    house.booking(house.place(house.shift(starts="12:00", ends="14:00", duty=house.food)), busy)
    for reserve in (busy, uncleared, staff):
        Reserve.objects.create(nursery=house.nursery, person=reserve, shift=shift)
    give_back(house.booking(house.place(shift), amara), amara, nursery=house.nursery, now=NOW)
    assert _told() == []


@pytest.mark.parametrize("shifts", [1, 4])
def test_the_number_of_queries_does_not_grow_with_my_shifts(
    client: Client, amara: Person, house: House, django_assert_num_queries, shifts: int
) -> None:
    for number in range(shifts):
        shift = house.shift(day=dt.date(2026, 10, 5 + number))
        Reserve.objects.create(nursery=house.nursery, person=amara, shift=shift)
    with django_assert_num_queries(8):
        client.get(URL)
