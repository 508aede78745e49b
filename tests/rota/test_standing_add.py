"""A standing turn: it fills the shifts that are there and those to come, as far as the booking rules let it."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from nursery.models import Term
from nursery.scope import nursery_scope
from reminders.models import Message
from rota import messages
from rota.actions.planning import make_shifts
from rota.models import LIVE, Absence, Booking, HistoryEntry, Shift, ShiftPattern, StandingTurn, Verb
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to
from tests.rota.previews import confirm

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 10, 7)  # the first Wednesday after today, which is one too, 09:00 begun


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Client:
    return client_of(house.manager())


@pytest.fixture
def pattern(house: House) -> ShiftPattern:
    made = house.pattern(room=house.room, parent_places=2)
    make_shifts(house.nursery, [house.term], house.manager("Maker Made"), now=NOW)
    return made


def url(pattern: ShiftPattern) -> str:
    return f"/bluebell/rota/plan/patterns/{pattern.public_id}/standing/add/"


def typed(person: Person, **fields: Any) -> dict[str, Any]:
    return {"person": person.pk, "kind": "parent", "every": 1, "starts": "30 Sep 2026", "ends": ""} | fields


def days_of(person: Person) -> list[dt.date]:
    return list(
        Booking.objects.filter(person=person, status__in=LIVE)
        .order_by("shift__date")
        .values_list("shift__date", flat=True)
    )


def test_the_preview_says_what_it_fills_and_fills_nothing(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    text = text_of(manager.post(url(pattern), typed(person)))
    assert "9 places are filled" in text
    assert "Amara Okafor 9 shifts, Wed 7 Oct to Wed 9 Dec" in text
    assert not StandingTurn.objects.exists()
    assert not Booking.objects.exists()


def test_the_yes_books_every_week_that_is_there(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    page = confirm(manager, url(pattern), typed(person))
    assert "Filled 9 places. 1 person is told." in text_of(page)
    assert days_of(person) == [d for d in Shift.objects.order_by("date").values_list("date", flat=True) if d >= FIRST]
    assert StandingTurn.objects.get().person == person


def test_every_second_week_is_counted_from_the_first_day(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    confirm(manager, url(pattern), typed(person, every=2, starts="7 Oct"))
    assert days_of(person)[:3] == [dt.date(2026, 10, 7), dt.date(2026, 10, 21), dt.date(2026, 11, 4)]


def test_one_message_a_person_not_one_a_shift(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    confirm(manager, url(pattern), typed(person))
    assert Message.objects.filter(person=person).count() == 1
    letter = letter_to(person, messages.STANDING_FILLED, NOW)
    assert letter is not None
    assert letter.subject == "Your turn: Wed 7 Oct, 09:00–13:00, and 8 more"
    assert "Your standing turns put you on 9 more shifts" in letter.text


def test_history_names_who_put_whom_in(house: House, pattern: ShiftPattern):
    me, person = house.manager(), house.parent("Amara Okafor")
    confirm(client_of(me), url(pattern), typed(person))
    assert HistoryEntry.objects.filter(verb=Verb.STANDING_ADDED, actor=me, subject=person).count() == 1
    assert HistoryEntry.objects.filter(verb=Verb.STANDING_FILLED, actor=me, subject=person).count() == 9


def test_what_cannot_be_filled_is_listed_with_its_reason_and_holds_up_no_other(
    house: House, pattern: ShiftPattern, manager: Client
):
    person = house.person("Amara Okafor", "parent", "bank", left=dt.date(2026, 12, 8))
    elsewhere = house.shift(FIRST, "10:00", "11:00", duty=house.food)
    house.booking(house.place(elsewhere), person)
    Absence.objects.create(
        nursery=house.nursery, person=person, starts=dt.date(2026, 10, 14), ends=dt.date(2026, 10, 14)
    )
    person.clearances.filter(kind="references").update(ends=dt.date(2026, 11, 30))
    text = text_of(manager.post(url(pattern), typed(person)))
    assert "Amara Okafor, Wed 7 Oct expected elsewhere at that time" in text
    assert "Amara Okafor, Wed 14 Oct away that day" in text
    assert "Amara Okafor, Wed 2 Dec not cleared that day: references" in text
    assert "Amara Okafor, Wed 9 Dec not at the nursery that day" in text
    confirm(manager, url(pattern), typed(person))
    assert FIRST in days_of(person)  # at food, as before
    assert len(days_of(person)) == 1 + 9 - 4


def test_a_week_that_was_given_back_is_not_filled_again(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    house.booking(house.place(Shift.objects.get(date=FIRST)), person, status="cancelled")
    confirm(manager, url(pattern), typed(person))
    assert FIRST not in days_of(person)


def test_a_place_that_somebody_holds_stays_theirs(house: House, pattern: ShiftPattern, manager: Client):
    other = house.parent("Tomasz Nowak")
    booking = house.booking(house.place(Shift.objects.get(date=FIRST)), other)
    person = house.parent("Amara Okafor")
    confirm(manager, url(pattern), typed(person))
    booking.refresh_from_db()
    assert booking.status == "booked"
    assert Booking.objects.get(person=person, shift__date=FIRST).place.number == 2  # type: ignore[union-attr]


def test_the_shifts_of_a_new_term_are_filled_as_they_are_made(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    confirm(manager, url(pattern), typed(person))
    Term.objects.create(
        nursery=house.nursery, key="spring", name="Spring", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 1, 31)
    )
    assert "Standing turns fill 4 places" in text_of(manager.get("/bluebell/rota/plan/"))
    page = manager.post("/bluebell/rota/plan/make/", {"term": "spring"}, follow=True)
    assert "Made 4 shifts in Spring. Standing turns fill 4 places." in text_of(page)
    assert len(days_of(person)) == 9 + 4


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"person": ""}, "Choose somebody."),
        ({"starts": ""}, "Say from when."),
        ({"starts": "7 Oct 2026", "ends": "1 Oct 2026"}, "This is before the first day."),
        ({"kind": "shadow"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_read_says_so(
    house: House, pattern: ShiftPattern, manager: Client, fields: dict[str, Any], sentence: str
):
    page = manager.post(url(pattern), typed(house.parent()) | fields)
    assert page.status_code == 422
    assert sentence in text_of(page)


def test_more_people_than_places_are_refused(house: House, pattern: ShiftPattern, manager: Client):
    confirm(manager, url(pattern), typed(house.staff("Marta One"), kind="paid"))
    page = manager.post(url(pattern), typed(house.staff("Marta Two"), kind="paid"))
    assert page.status_code == 422
    assert "Every place of that kind has somebody who stands in it already." in text_of(page)


def test_two_who_take_turns_every_second_week_share_one_place(house: House, pattern: ShiftPattern, manager: Client):
    one, other = house.staff("Marta One"), house.staff("Marta Two")
    confirm(manager, url(pattern), typed(one, kind="paid", every=2, starts="7 Oct 2026"))
    confirm(manager, url(pattern), typed(other, kind="paid", every=2, starts="14 Oct 2026"))
    assert sorted([*days_of(one), *days_of(other)]) == [
        d for d in Shift.objects.order_by("date").values_list("date", flat=True) if d >= FIRST
    ]


def test_the_same_person_twice_is_refused(house: House, pattern: ShiftPattern, manager: Client):
    person = house.parent("Amara Okafor")
    confirm(manager, url(pattern), typed(person))
    assert "Amara O. has a standing turn here already." in text_of(manager.post(url(pattern), typed(person)))


def test_nobody_but_the_manager_and_nobody_from_elsewhere(house: House, other_house: House, pattern: ShiftPattern):
    assert client_of(house.parent()).get(url(pattern)).status_code == 403
    with nursery_scope(other_house.nursery):
        theirs = other_house.pattern()
        outsider = client_of(other_house.manager())
    assert client_of(house.manager()).get(url(theirs)).status_code == 404
    assert outsider.get(url(pattern)).status_code == 404
