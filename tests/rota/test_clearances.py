"""The manager's register: who lacks what, what ends, who is booked and not cleared."""

import datetime as dt

import pytest
import time_machine

from accounts.models import Clearance, Person
from nursery.scope import nursery_scope
from rota.queries.clearances import clearances_to_see
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

REGISTER = "/bluebell/rota/clearances/"
SHIFT = dt.date(2026, 10, 7)


@pytest.fixture(autouse=True)
def _on_the_day(house: House):
    house.pattern()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def manager(house: House) -> Person:
    return house.manager()


def listed(manager: Person, **query: str) -> set[str]:
    page = client_of(manager).get(REGISTER, query)
    return {row.person.name for row in page.context["register"].rows}


def ending(person: Person, kind: str, last: dt.date) -> Person:
    Clearance.objects.filter(person=person, kind=kind).update(ends=last)
    return person


def test_it_lists_everybody_who_has_not_left_by_name(house: House, manager: Person):
    house.parent("Zoe Adams")
    house.parent("Amara Okafor", joined=dt.date(2026, 11, 1))
    house.parent("Gone Long", left=dt.date(2026, 9, 29))
    page = client_of(manager).get(REGISTER)
    assert [row.person.name for row in page.context["register"].rows] == ["Amara Okafor", "Helen Tanaka", "Zoe Adams"]


def test_a_row_says_of_each_kind_how_it_stands(house: House, manager: Person):
    ending(house.parent("Amara Okafor", cleared=("dbs", "pfa")), "pfa", dt.date(2026, 11, 29))
    text = text_of(client_of(manager).get(REGISTER, {"name": "amara"}))
    assert "Amara Okafor parent held not there not there ends 29 Nov 2026 not there" in text


def test_who_lacks_something_that_is_asked_of_them(house: House, manager: Person):
    house.parent("Amara Okafor")
    house.parent("Tomasz Nowak", cleared=("dbs",))
    house.staff("Marta Zielińska", cleared=("dbs", "references"))
    assert listed(manager, show="lacking") == {"Tomasz Nowak"}


def test_what_ends_within_60_days_the_60th_included(house: House, manager: Person):
    ending(house.parent("Amara Okafor"), "pfa", TODAY + dt.timedelta(days=60))
    ending(house.parent("Tomasz Nowak"), "pfa", TODAY + dt.timedelta(days=61))
    assert listed(manager, show="ending") == {"Amara Okafor"}


def test_the_first_aid_of_staff_is_watched_though_they_count_without_it(house: House, manager: Person):
    ending(house.staff(), "pfa", TODAY + dt.timedelta(days=5))
    assert listed(manager, show="ending") == {"Marta Zielińska"}


def test_what_has_ended_and_was_not_renewed(house: House, manager: Person):
    ending(house.parent("Amara Okafor"), "pfa", TODAY - dt.timedelta(days=1))
    ending(house.parent("Grace Bell"), "pfa", TODAY)
    renewed = ending(house.parent("Tomasz Nowak"), "pfa", TODAY - dt.timedelta(days=1))
    Clearance.objects.create(nursery=house.nursery, person=renewed, kind="pfa", starts=TODAY)
    assert listed(manager, show="ended") == {"Amara Okafor"}


def test_whoever_is_booked_and_not_cleared_stays_there_until_it_is_solved(house: House, manager: Person):
    amara = ending(house.parent("Amara Okafor"), "pfa", dt.date(2026, 10, 6))
    booking = house.booking(house.place(house.shift(SHIFT)), amara)
    house.booking(house.place(house.shift(SHIFT, "14:00", "15:00")), house.parent("Tomasz Nowak"))
    assert listed(manager, show="booked") == {"Amara Okafor"}
    text = text_of(client_of(manager).get(REGISTER))
    assert "Amara Okafor : Wed 7 Oct, 09:00–13:00, care, Bluebell Room there, and not counted" in text

    booking.status = "cancelled"
    booking.save()

    assert listed(manager, show="booked") == set()


def test_somebody_under_17_is_not_listed_for_what_no_clearance_would_change(house: House, manager: Person):
    house.booking(house.place(house.shift(SHIFT)), house.parent("Kit Bell", adult=False))
    assert listed(manager, show="booked") == set()


def test_a_shadow_is_not_missed_among_the_counted_but_needs_what_the_duty_asks(house: House, manager: Person):
    shift = house.shift(SHIFT)
    for name, cleared in (("Amara Okafor", ("dbs", "references")), ("Tomasz Nowak", ("dbs",))):
        place = house.place(shift)
        made = house.booking(place, house.parent(name, cleared=cleared), status="cancelled")
        type(made).objects.filter(pk=made.pk).update(place=None, shadow=True, status="booked")
    assert listed(manager, show="booked") == {"Tomasz Nowak"}


def test_names_are_found_without_accents_or_capitals(house: House, manager: Person):
    house.staff("Marta Zielińska")
    house.staff("Łukasz Wójcik")
    assert listed(manager, name="zielinska") == {"Marta Zielińska"}
    assert listed(manager, name="lukasz WOJ") == {"Łukasz Wójcik"}


def test_a_name_that_nobody_has_leads_back(house: House, manager: Person):
    text = text_of(client_of(manager).get(REGISTER, {"name": "<b>x"}))
    assert "Nobody here by the name of “<b>x”. Show all names" in text


def test_the_ways_of_looking_are_links_with_their_numbers_and_keep_the_name(house: House, manager: Person):
    house.parent("Tomasz Nowak", cleared=())
    page = client_of(manager).get(REGISTER, {"name": "nowak"})
    assert f'href="{REGISTER}?name=nowak&amp;show=lacking"' in page.content.decode()
    assert "Lacks something 1" in text_of(page)


def test_an_unknown_way_of_looking_shows_everybody(house: House, manager: Person):
    assert listed(manager, show="nonsense") == {"Helen Tanaka"}


@pytest.mark.parametrize("who", ["parent", "staff", "trustee", "treasurer"])
def test_nobody_but_the_manager_opens_it(house: House, who: str):
    assert client_of(house.person("Somebody Else", who)).get(REGISTER).status_code == 403


def test_a_deputy_does_not_either(house: House):
    deputy = house.staff()
    deputy.deputyships.create(nursery=house.nursery, starts=TODAY, ends=TODAY)
    assert client_of(deputy).get(REGISTER).status_code == 403


def test_another_nurserys_people_are_not_in_it(house: House, other_house: House, manager: Person):
    with nursery_scope(other_house.nursery):
        other_house.parent("Foxglove Parent")
    assert listed(manager) == {"Helen Tanaka"}


@pytest.mark.parametrize("families", [2, 60])
def test_the_number_of_queries_does_not_grow_with_the_nursery(
    house: House, manager: Person, django_assert_num_queries, families: int
):
    for number in range(families):
        parent = ending(house.parent(f"Parent {number}"), "pfa", TODAY + dt.timedelta(days=number % 40))
        house.booking(house.place(house.shift(SHIFT + dt.timedelta(days=number))), parent)
    client = client_of(manager)
    with django_assert_num_queries(5 + 10 + 2):
        page = client.get(REGISTER)
    assert len(page.context["register"].rows) == families + 1


# --- What the first pages of the manager say


@pytest.mark.parametrize("page", ["/bluebell/", "/bluebell/rota/waiting/"])
def test_the_managers_first_pages_say_how_many_and_lead_to_them(house: House, manager: Person, page: str):
    amara = ending(house.parent("Amara Okafor"), "pfa", dt.date(2026, 10, 6))
    house.booking(house.place(house.shift(SHIFT)), amara)
    house.booking(house.place(house.shift(SHIFT + dt.timedelta(days=7))), amara)
    ending(house.parent("Tomasz Nowak"), "pfa", dt.date(2026, 10, 6))
    answer = client_of(manager).get(page)
    text = text_of(answer)
    assert "1 person is booked and not cleared · 2 clearances end within 60 days" in text
    assert f'href="{REGISTER}?show=booked"' in answer.content.decode()


@pytest.mark.parametrize("page", ["/bluebell/", "/bluebell/rota/waiting/"])
def test_they_say_nothing_where_there_is_nothing_to_see_to(house: House, manager: Person, page: str):
    assert "not cleared" not in text_of(client_of(manager).get(page))


def test_nobody_else_reads_how_many(house: House):
    ending(house.parent("Amara Okafor"), "pfa", dt.date(2026, 10, 6))
    assert "within 60 days" not in text_of(client_of(house.staff()).get("/bluebell/"))


def test_the_numbers_are_those_that_the_register_shows(house: House, manager: Person):
    for number in range(5):
        parent = ending(house.parent(f"Parent {number}"), "pfa", TODAY + dt.timedelta(days=20 * number))
        house.booking(house.place(house.shift(SHIFT + dt.timedelta(days=number))), parent)
    seen = clearances_to_see(house.nursery, NOW, TODAY)
    assert seen.ending == len(listed(manager, show="ending"))
    assert seen.uncleared == len(listed(manager, show="booked"))
