"""Another person confirms hours given outside the rota, or declines them; each can be taken back."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy, Person
from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import Contribution, HistoryEntry
from rota.queries.engine_facts import contribution_facts
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/rota/given/"
QUERIES = 7 + 4  # the page's own; what waits, mine, what I decided, the term


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def gave(house: House, person: Person, hours: str = "2", **fields) -> Contribution:
    fields.setdefault("date", TODAY)
    return Contribution.objects.create(
        nursery=house.nursery, person=person, duty=house.food, hours=Decimal(hours), **fields
    )


def act(client: Client, given: Contribution, what: str) -> str:
    return text_of(client.post(f"{URL}{given.public_id}/{what}/", follow=True))


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor")


@pytest.fixture
def bo(house: House) -> Client:
    return client_of(house.parent("Bo Berg"))


# --- Who may confirm


def test_somebody_of_another_family_confirms_and_is_kept_as_who_did(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara, note="Tea towels")
    page = text_of(bo.get(URL))
    assert "Amara O. : 2 h, food Today · Tea towels" in page
    assert "Confirmed, thank you: Amara O., 2 h." in act(bo, given, "confirm")
    given.refresh_from_db()
    assert (given.confirmed, given.confirmed_by.name, given.confirmed_at) == (True, "Bo Berg", NOW)
    assert "confirmed by Bo B." in text_of(client_of(amara).get(URL))


@pytest.mark.parametrize("role", ["staff", "manager", "trustee"])
def test_staff_and_trustees_confirm_as_well(house: House, amara: Person, role: str) -> None:
    given = gave(house, amara)
    act(client_of(house.person("Kim Lee", role)), given, "confirm")
    given.refresh_from_db()
    assert given.confirmed


def test_nobody_confirms_their_own(house: House, amara: Person) -> None:
    given, client = gave(house, amara), client_of(amara)
    assert "Waiting for somebody to confirm" not in text_of(client.get(URL))
    assert "These are your own hours. Somebody of another family confirms them." in act(client, given, "confirm")
    given.refresh_from_db()
    assert given.waits


def test_nobody_confirms_their_own_family(house: House, amara: Person) -> None:
    given = gave(house, amara)
    other = client_of(house.parent("Chidi Okafor", family=amara.family))
    assert "Amara O." not in text_of(other.get(URL))
    assert "These are hours of your own family." in act(other, given, "confirm")
    assert Contribution.objects.get().waits


def test_two_people_of_one_account_are_not_another_person(house: House, amara: Person) -> None:
    twin = house.person("Ama Okafor", "trustee", account=amara.account)
    given = gave(house, twin)
    client = client_of(amara)
    client.post("/bluebell/acting/", {"person": amara.public_id})
    act(client, given, "confirm")
    given.refresh_from_db()
    assert given.waits


def test_somebody_under_17_does_not_confirm(house: House, amara: Person) -> None:
    given = gave(house, amara)
    assert "Hours are confirmed by an adult." in act(client_of(house.parent("Ben Berg", adult=False)), given, "confirm")
    assert Contribution.objects.get().waits


# --- Declining, and taking back


def test_what_is_declined_counts_nowhere_and_the_giver_sees_by_whom(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    assert len(contribution_facts(TODAY, TODAY)) == 1
    assert "Declined: Amara O., 2 h. They see it." in act(bo, given, "decline")
    assert contribution_facts(TODAY, TODAY) == ()
    assert "declined by Bo B.; ask them if it was right" in text_of(client_of(amara).get(URL))


@pytest.mark.parametrize("what", ["confirm", "decline"])
def test_whoever_decided_takes_it_back(house: House, amara: Person, bo: Client, what: str) -> None:
    given = gave(house, amara)
    act(bo, given, what)
    assert "Taken back: Amara O., 2 h. It waits again." in act(bo, given, "reopen")
    given.refresh_from_db()
    assert given.waits
    assert (given.confirmed_by, given.declined_by, given.confirmed_at) == (None, None, None)


def test_another_does_not_take_it_back_but_the_manager_does(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    act(bo, given, "confirm")
    text = act(client_of(house.parent("Tom Lee")), given, "reopen")
    assert "Only whoever decided it, or the manager, takes that back." in text
    act(client_of(house.manager()), given, "reopen")
    given.refresh_from_db()
    assert given.waits


def test_the_second_to_confirm_reads_who_was_first(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    act(bo, given, "confirm")
    text = act(client_of(house.manager()), given, "confirm")
    assert "Bo B. has confirmed it already. Thank you all the same." in text
    assert Contribution.objects.get().confirmed_by.name == "Bo Berg"


def test_one_takes_out_ones_own_until_it_is_confirmed(house: House, amara: Person, bo: Client) -> None:
    first, second = gave(house, amara), gave(house, amara, "3")
    client = client_of(amara)
    assert "Taken out: it is logged no more." in act(client, first, "withdraw")
    act(bo, second, "confirm")
    assert "It is confirmed, so it stays." in act(client, second, "withdraw")
    assert list(Contribution.objects.all()) == [second]


def test_nobody_takes_out_what_another_logged(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    assert "Only whoever logged it takes it out." in act(bo, given, "withdraw")
    assert Contribution.objects.exists()


def test_what_was_taken_out_meanwhile_is_said(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    public_id = given.public_id
    given.delete()
    page = bo.post(f"{URL}{public_id}/confirm/", follow=True)
    assert "Those hours have been taken out again." in text_of(page)


@pytest.mark.parametrize("what", ["confirm", "decline", "reopen", "withdraw"])
def test_a_closed_term_is_settled(house: House, amara: Person, bo: Client, what: str) -> None:
    confirmed = what == "reopen"
    bo_person = Person.objects.get(name="Bo Berg")
    given = gave(house, amara, confirmed=confirmed, confirmed_by=bo_person if confirmed else None)
    Term.objects.update(closed_at=NOW)
    client = client_of(amara) if what == "withdraw" else bo
    assert "Autumn term is closed: its figures are settled." in act(client, given, what)
    given.refresh_from_db()
    assert given.confirmed == confirmed


def test_what_waits_in_a_closed_term_is_asked_of_nobody(house: House, amara: Person, bo: Client) -> None:
    gave(house, amara)
    Term.objects.update(closed_at=NOW)
    assert "Waiting for somebody to confirm" not in text_of(bo.get(URL))


def test_all_of_it_stands_in_history(house: House, amara: Person, bo: Client) -> None:
    given = gave(house, amara)
    for what in ("confirm", "reopen", "decline"):
        act(bo, given, what)
    act(client_of(amara), given, "withdraw")
    entries = list(HistoryEntry.objects.order_by("pk"))
    assert [entry.verb for entry in entries] == [
        "hours_confirmed",
        "hours_reopened",
        "hours_declined",
        "hours_withdrawn",
    ]
    assert [entry.subject for entry in entries] == [amara, amara, amara, None]
    assert [(entry.before or {}).get("state") for entry in entries] == ["waiting", "confirmed", "waiting", "declined"]


# --- Who is told


def test_home_tells_the_giver_that_it_waits(house: House, amara: Person) -> None:
    gave(house, amara)
    assert "What you logged outside the rota waits for somebody to confirm it." in text_of(
        client_of(amara).get("/bluebell/")
    )


@pytest.mark.parametrize("role", ["manager", "trustee"])
def test_home_asks_whoever_approves_and_trustees(house: House, amara: Person, role: str) -> None:
    gave(house, amara)
    gave(house, amara, "3")
    text = text_of(client_of(house.person("Kim Lee", role)).get("/bluebell/"))
    assert "Hours that people gave outside the rota wait for you or another to confirm them: 2 times." in text


def test_home_asks_a_deputy(house: House, amara: Person) -> None:
    gave(house, amara)
    kim = house.parent("Kim Lee")
    Deputy.objects.create(nursery=house.nursery, person=kim, starts=TODAY, ends=TODAY)
    assert "Hours that somebody gave outside the rota wait" in text_of(client_of(kim).get("/bluebell/"))


def test_home_asks_no_other_parent_and_nobody_of_their_own_family(house: House, amara: Person, bo: Client) -> None:
    gave(house, amara)
    own = client_of(house.person("Chidi Okafor", "trustee", family=amara.family))
    for client in (bo, own):
        assert "gave outside the rota wait" not in text_of(client.get("/bluebell/"))


def test_another_nurserys_hours_are_not_seen_nor_confirmed(house: House, bo: Client) -> None:
    there = House(slug="clover", name="Clover")
    with nursery_scope(there.nursery):
        given = gave(there, there.parent("Eve Lind"))
    assert "Eve L." not in text_of(bo.get(URL))
    bo.post(f"{URL}{given.public_id}/confirm/")
    with nursery_scope(there.nursery):
        assert Contribution.objects.get().waits


@pytest.mark.parametrize("people", [1, 12])
def test_it_takes_the_same_queries_however_much_waits(house: House, bo: Client, people: int) -> None:
    for n in range(people):
        gave(house, house.parent(f"Parent {n}"), date=TODAY - dt.timedelta(days=n % 3))
    with CaptureQueriesContext(connection) as queries:
        bo.get(URL)
    assert len(queries) == QUERIES
