"""What somebody new still has to do: worked out from what is there, each one's own, the manager's of all."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Clearance, Person
from membership.queries.checklist import checklist_of, checklists_of
from rota.models import BookingStatus
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def open_steps(house: House, person: Person) -> list[str]:
    found = checklist_of(person, house.nursery, TODAY)
    assert found is not None
    return [step.label for step in found.steps if not step.done]


def test_a_new_parent_has_everything_before_them(house: House) -> None:
    house.shift(parents=1)
    house.shift(parents=1, duty=house.food)
    tomasz = house.parent("Tomasz Nowak", cleared=(), sign_in=False)
    steps = open_steps(house, tomasz)
    assert steps[0] == "Join"
    assert {"DBS check", "References", "Induction"} <= set(steps)
    assert steps[-1] == "A turn to look on"


def test_what_is_done_is_done_as_soon_as_it_is_on_record(house: House) -> None:
    house.shift(parents=1)
    tomasz = house.parent("Tomasz Nowak", cleared=())
    before = open_steps(house, tomasz)
    Clearance.objects.create(nursery=house.nursery, person=tomasz, kind="references", starts=TODAY)
    assert open_steps(house, tomasz) == [step for step in before if step != "References"]
    assert "Join" not in before


def test_a_shadow_turn_counts_once_it_was_stood_and_so_does_any_turn(house: House) -> None:
    tomasz, ola = house.parent("Tomasz Nowak"), house.parent("Ola Bo")
    assert open_steps(house, tomasz) == ["A turn to look on"]
    place = house.place(house.shift(day=TODAY))
    booking = house.booking(place, ola)
    assert open_steps(house, ola) == ["A turn to look on"]
    booking.status = BookingStatus.WORKED
    booking.save()
    assert open_steps(house, ola) == []


def test_each_sees_their_own_and_nothing_of_anothers(house: House) -> None:
    tomasz = house.parent("Tomasz Nowak", cleared=())
    house.parent("Ola Nowak", family=tomasz.family)
    words = text_of(client_of(tomasz).get("/bluebell/members/checklist/"))
    assert "Before you start" in words
    assert "to do" in words
    assert "Ola" not in words


def test_it_stands_under_more_while_something_is_open(house: House) -> None:
    tomasz = house.parent("Tomasz Nowak")
    assert "Before you start 1 thing still to do" in text_of(client_of(tomasz).get("/bluebell/more/"))
    place = house.place(house.shift(day=TODAY))
    house.booking(place, tomasz, status=BookingStatus.WORKED)
    assert "Before you start" not in text_of(client_of(tomasz).get("/bluebell/more/"))


def test_whoever_is_no_parent_has_none(house: House) -> None:
    marta = house.staff()
    assert checklist_of(marta, house.nursery, TODAY) is None
    assert "There is nothing that you have to do" in text_of(client_of(marta).get("/bluebell/members/checklist/"))


def test_the_manager_sees_it_of_everybody(house: House) -> None:
    helen, tomasz = house.manager("Helen Tanaka"), house.parent("Tomasz Nowak")
    client = client_of(helen)
    assert "Tomasz Nowak parent Nowak family joined 1 of" in text_of(client.get("/bluebell/members/"))
    page = text_of(client.get(f"/bluebell/members/people/{tomasz.public_id}/"))
    assert "1 thing still to do" in page
    assert "A turn to look on" in page


def test_as_many_queries_of_many_as_of_few(house: House) -> None:
    counts = []
    for _more in range(2):
        people = [house.parent(f"Ola Nowak{_more}{number}") for number in range(2 + 10 * _more)]
        with CaptureQueriesContext(connection) as queries:
            checklists_of(people, house.nursery, TODAY)
        counts.append(len(queries))
    assert counts == [6, 6]
