"""A person's own page: what I hold, when it ends, what it lets me do, what is missing."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Clearance, RoleKind
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

MINE = "/bluebell/rota/me/clearances/"
SHIFT = dt.date(2026, 10, 7)


@pytest.fixture(autouse=True)
def _on_the_day(house: House):
    house.pattern()
    house.pattern(house.food, paid_places=0)
    with time_machine.travel(NOW, tick=False):
        yield


def look(person) -> str:
    return text_of(client_of(person).get(MINE))


def test_who_has_everything_reads_so_and_may_do_everything(house: House):
    text = look(house.parent())
    assert "Everything that is expected of you is there." in text
    assert "Care you may take it yes" in text
    assert "you count among the adults whom the children need counted" in text


def test_what_is_missing_stands_first_with_what_it_is_needed_for(house: House):
    text = look(house.parent(cleared=("dbs", "references", "pfa", "competence")))
    assert "Expected of you, and not there Induction without it you are not counted · needed for food not there" in text
    assert "Food missing today: induction not yet" in text
    assert "but not counted. Missing: induction" in text


def test_what_ends_soon_says_its_last_day_which_is_included(house: House):
    parent = house.parent()
    Clearance.objects.filter(person=parent, kind="pfa").update(ends=dt.date(2026, 10, 6))
    text = look(parent)
    assert "Ends soon Paediatric first aid it counts until Tue 6 Oct 2026, that day included (in 6 days)" in text


def test_a_turn_for_which_i_am_not_cleared_is_named_with_what_is_missing(house: House):
    parent = house.parent()
    Clearance.objects.filter(person=parent, kind="pfa").update(ends=dt.date(2026, 10, 6))
    house.booking(house.place(house.shift(SHIFT)), parent)
    text = look(parent)
    assert "Wed 7 Oct, 09:00–13:00, care, Bluebell Room there, and not counted: paediatric first aid missing" in text


def test_what_is_kept_of_a_check_is_shown_to_the_person_it_is_about(house: House):
    parent = house.parent(cleared=())
    Clearance.objects.create(
        nursery=house.nursery,
        person=parent,
        kind="dbs",
        starts=dt.date(2026, 9, 1),
        reference="001790000001",
        issued=dt.date(2026, 8, 20),
        level="enhanced_barred",
        checked_by=house.manager(),
        recorded_at=NOW,
    )
    text = look(parent)
    assert "DBS check, from 1 Sep 2026" in text
    assert "enhanced with barred lists · reference 001790000001 · issued 20 Aug 2026 · checked by Helen T." in text


def test_a_check_that_was_not_accepted_is_told_to_the_person_and_lets_them_do_nothing(house: House):
    parent = house.parent()
    Clearance.objects.filter(person=parent, kind="dbs").update(decision="not_accepted")
    text = look(parent)
    assert "DBS check without it you are not counted · needed for care not accepted" in text
    assert "Care missing today: DBS check not yet" in text


def test_somebody_under_17_reads_why_they_are_not_counted(house: House):
    text = look(house.parent(adult=False))
    assert "You are under 17, so you are there beside the adults whom the rules ask for. not counted" in text
    assert "Everything that is expected of you is there." in text


def test_where_parents_do_not_count_the_page_says_so(house: House):
    house.policy.parents_count = False
    house.policy.save()
    assert "Here parents are there beside the adults whom the rules ask for." in look(house.parent())


def test_who_is_staff_and_a_parent_reads_of_both_places(house: House):
    both = house.person("Ana Ruiz", RoleKind.STAFF, RoleKind.PARENT, cleared=("dbs", "references"), level=3)
    text = look(both)
    assert "On care, in a staff place you count among the adults" in text
    assert "On care, in a parent place you are there, and very welcome, but not counted." in text


def test_a_trustee_sees_what_would_be_missing_and_that_nothing_is_expected(house: House):
    text = look(house.person("Jo Whitfield", RoleKind.TRUSTEE, cleared=()))
    assert "Everything that is expected of you is there." in text
    assert "Care missing today: DBS check and references not yet" in text


def test_the_page_speaks_of_the_person_who_opens_it_alone(house: House):
    house.parent("Tomasz Nowak", cleared=())
    text = look(house.parent("Amara Okafor"))
    assert "Tomasz" not in text
    assert "Everything that is expected of you is there." in text


def test_it_is_found_under_more(house: House):
    assert MINE in client_of(house.parent()).get("/bluebell/more/").content.decode()


def test_the_refusal_of_a_place_leads_here(house: House):
    place = house.place(house.shift(SHIFT))
    page = client_of(house.parent(cleared=())).get(f"/bluebell/rota/places/{place.public_id}/")
    assert f'href="{MINE}"' in page.content.decode()


@pytest.mark.parametrize("turns", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_turns(house: House, django_assert_num_queries, turns: int):
    parent = house.parent(cleared=("dbs",))
    for number in range(turns):
        house.booking(house.place(house.shift(SHIFT + dt.timedelta(days=number))), parent)
    client = client_of(parent)
    with django_assert_num_queries(5 + 10 + 2):
        client.get(MINE)
