"""Where my family stands, and how the nursery's shares lie without names."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rota.models import BookingStatus, Shift
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.shares.house import SharingHouse

pytestmark = pytest.mark.django_db
URL = "/bluebell/rota/shares/"
QUERIES = 7 + 1 + 8 + 3 + 1  # the page's own; the terms; the shares; my family's turns; its reliefs


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sharing(house: House) -> SharingHouse:
    return SharingHouse(house)


def test_my_familys_share_is_said_first_in_hours(sharing: SharingHouse) -> None:
    sharing.turn(sharing.amara, 0, 1)
    text = text_of(client_of(sharing.chidi).get(URL))
    assert "4 of 20 hours done" in text  # 60 parent hours, 4 of 12 child-sessions
    assert "16 hours are still to find; nothing is booked yet." in text


def test_what_both_adults_have_booked_is_counted_towards_what_is_to_find(sharing: SharingHouse) -> None:
    sharing.turn(sharing.amara, 2, 1, BookingStatus.BOOKED)
    sharing.turn(sharing.chidi, 2, 2, BookingStatus.BOOKED)
    text = text_of(client_of(sharing.chidi).get(URL))
    assert "You are booked for 8 hours more; 12 hours are still to find." in text


def test_the_turns_of_all_adults_of_my_family_stand_together(sharing: SharingHouse) -> None:
    sharing.turn(sharing.amara, 2, 1, BookingStatus.BOOKED)
    sharing.turn(sharing.chidi, 0, 1, BookingStatus.MISSED)
    text = text_of(client_of(sharing.chidi).get(URL))
    assert "Wed 7 Oct, 09:00–13:00, food Amara O." in text
    assert "Wed 23 Sep, food, 09:00–13:00 Chidi O. · did not come" in text


def test_other_families_are_counts_and_never_names(sharing: SharingHouse) -> None:
    sharing.turn(sharing.bo, 0, 1)
    text = text_of(client_of(sharing.amara).get(URL))
    assert "Nothing yet 1 Less than half 1 Half and more 0 All of it 0 More than all 0" in text
    assert "Berg" not in text
    assert "Bo B." not in text


def test_the_evenness_is_never_shown_without_its_count(sharing: SharingHouse) -> None:
    sharing.turn(sharing.amara, 0, 1)
    text = text_of(client_of(sharing.amara).get(URL))
    assert "over 2 families: Jain 0.50 (1 is even), Gini 0.50 (0 is even)." in text


@pytest.mark.parametrize("role", ["manager", "trustee"])
def test_manager_and_trustees_see_every_family(sharing: SharingHouse, role: str) -> None:
    sharing.turn(sharing.bo, 0, 1)
    text = text_of(client_of(sharing.house.person("Helen Tanaka", role)).get(URL))
    assert "Berg family 8 40 h – 4 h 0 h 10 %" in text
    assert "Okafor family 4 20 h – 0 h 0 h 0 %" in text


@pytest.mark.parametrize("role", ["staff", "bank", "treasurer", "parent"])
def test_nobody_else_sees_families(sharing: SharingHouse, role: str) -> None:
    text = text_of(client_of(sharing.house.person("Kim Lee", role)).get(URL))
    assert "Berg family" not in text
    assert "Parents are needed for 60 hours this term." in text


def test_what_is_lifted_is_shown_as_the_whole_nurserys_and_changes_nobodys_share(sharing: SharingHouse) -> None:
    sharing.relief(sharing.okafor, sharing.house.person("Ruth Adeyemi", "trustee"))
    mine = text_of(client_of(sharing.amara).get(URL))
    theirs = text_of(client_of(sharing.bo).get(URL))
    assert "0 of 10 hours done" in mine
    assert "10 hours are lifted; the whole nursery carries them." in mine
    assert "0 of 40 hours done" in theirs
    assert "10 hours are lifted from families who cannot give them just now." in theirs


def test_there_are_no_pounds_and_no_blame(sharing: SharingHouse) -> None:
    text = text_of(client_of(sharing.house.manager()).get(URL))
    assert "£" not in text
    assert "owes" not in text


def test_before_any_term_the_page_says_what_will_be_here(house: House) -> None:
    house.term.delete()
    assert "No term yet" in text_of(client_of(house.parent()).get(URL))


def test_a_term_that_is_not_there_is_not_found(sharing: SharingHouse) -> None:
    assert client_of(sharing.amara).get(URL + "?term=summer").status_code == 404


@pytest.mark.parametrize("families", [0, 12])
def test_it_takes_the_same_queries_however_many_families_there_are(sharing: SharingHouse, families: int) -> None:
    for n in range(families):
        family = sharing.house.family(f"Family {n}")
        parent = sharing.house.parent(f"Parent {n}", family=family)
        sharing.turn(parent, n % 3, 2 + n // 3, BookingStatus.BOOKED)
    client = client_of(sharing.amara)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(URL)
    assert len(queries) == QUERIES


def test_a_family_that_joins_midway_owes_from_then_on(sharing: SharingHouse) -> None:
    child = sharing.berg.children.get()
    child.joined = dt.date(2026, 9, 28)
    child.save()
    text = text_of(client_of(sharing.bo).get(URL))
    assert "0 of 30 hours done" in text  # 4 of 8 child-sessions, and half the nursery's 60 hours


def test_an_open_place_says_what_it_would_do_for_my_familys_share(sharing: SharingHouse) -> None:
    sharing.turn(sharing.chidi, 0, 1)
    place = sharing.house.place(Shift.objects.get(date=dt.date(2026, 10, 7)))
    text = text_of(client_of(sharing.amara).get(f"/bluebell/rota/places/{place.public_id}/"))
    assert "4 hours, with which your family has done or booked 8 of 20 hours" in text


def test_a_place_of_mine_is_counted_once(sharing: SharingHouse) -> None:
    sharing.turn(sharing.amara, 2, 1, BookingStatus.BOOKED)
    place = sharing.house.place(Shift.objects.get(date=dt.date(2026, 10, 7)))
    text = text_of(client_of(sharing.amara).get(f"/bluebell/rota/places/{place.public_id}/"))
    assert "4 hours, with which your family has done or booked 4 of 20 hours" in text
