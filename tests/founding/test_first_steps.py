"""What a new nursery does next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from founding.queries.first_steps import first_steps
from tests.builders import TODAY, House
from tests.pages import client_of, text_of


def done(house: House, me) -> dict[str, bool]:
    return {step.title: step.done for step in first_steps(house.nursery, me, TODAY)}


def test_at_the_beginning_everything_is_to_be_done(house: House) -> None:
    me = house.manager(cleared=())
    assert set(done(house, me).values()) == {False}
    page = text_of(client_of(me).get("/bluebell/first-steps/"))
    assert "1 person has no DBS check and references on record yet" in page


def test_what_is_done_says_so(house: House) -> None:
    me = house.manager()
    house.person("Jan Bo", "treasurer")
    house.person("Ola Lindgren", "trustee")
    house.booking(house.place(house.shift()), house.parent())
    found = done(house, me)
    assert found.pop("Say what an hour would have cost") is False
    assert set(found.values()) == {True}


@pytest.mark.parametrize("people", [1, 8])
def test_it_takes_as_many_queries_however_many_people_there_are(house: House, people: int) -> None:
    me = house.manager()
    for _ in range(people):
        house.parent(sign_in=False)
    with CaptureQueriesContext(connection) as queries:
        first_steps(house.nursery, me, TODAY)
    assert len(queries) == 4
