import pytest
from django.test import Client

from accounts.demo import demo_people
from accounts.models import Account
from nursery.scope import nursery_scope
from tests.builders import House
from tests.pages import client_of, text_of

LONG_AGO = "2020-07-01"


@pytest.fixture
def demo(settings) -> None:
    settings.DEMO = True


def test_the_sign_in_page_of_the_demo_offers_people_and_one_click_signs_in(house: House, demo: None) -> None:
    manager = house.manager("Helen Tanaka", sign_in=False)
    client = Client()
    page = client.get("/accounts/login/?next=/bluebell/rota/")
    url = f"/accounts/demo/sign-in/{manager.public_id}/"
    assert "Helen Tanaka manager" in text_of(page)
    assert f'action="{url}"' in page.content.decode()

    answer = client.post(url, {"next": "/bluebell/rota/"})

    assert answer.headers["Location"] == "/bluebell/rota/"
    assert client.get("/bluebell/rota/").context["me"] == manager


def test_without_a_next_one_click_leads_home(house: House, demo: None) -> None:
    answer = Client().post(f"/accounts/demo/sign-in/{house.parent().public_id}/")
    assert answer.headers["Location"] == "/bluebell/"


def test_one_click_comes_in_as_that_person_of_a_shared_account(house: House, demo: None) -> None:
    house.parent("Amara Okafor", email="okafor@example.org", sign_in=False)
    chidi = house.parent("Chidi Okafor", email="okafor@example.org", sign_in=False)
    client = Client()
    client.post(f"/accounts/demo/sign-in/{chidi.public_id}/")
    assert client.get("/bluebell/rota/").context["me"] == chidi


def test_one_click_turns_somebody_signed_in_into_another(house: House, demo: None) -> None:
    manager = house.manager()
    client = client_of(house.parent())
    client.post(f"/accounts/demo/sign-in/{manager.public_id}/")
    assert client.get("/bluebell/rota/").context["me"] == manager


def test_outside_the_demo_there_is_no_such_door(house: House) -> None:
    manager = house.manager("Helen Tanaka", sign_in=False)
    client = Client()
    assert client.post(f"/accounts/demo/sign-in/{manager.public_id}/").status_code == 404
    assert "Helen" not in text_of(client.get("/accounts/login/"))
    assert not Account.objects.exists()


def test_one_click_needs_the_forms_own_token(house: House, demo: None) -> None:
    manager = house.manager()
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/accounts/demo/sign-in/{manager.public_id}/").status_code == 403


def test_one_click_takes_a_post(house: House, demo: None) -> None:
    assert Client().get(f"/accounts/demo/sign-in/{house.manager().public_id}/").status_code == 405


def test_nobody_comes_in_as_somebody_who_is_not_there(house: House, demo: None) -> None:
    gone = house.parent(left=LONG_AGO)
    assert Client().post(f"/accounts/demo/sign-in/{gone.public_id}/").status_code == 404
    assert Client().post("/accounts/demo/sign-in/nobody/").status_code == 404


def test_one_person_of_each_role_is_offered_and_three_parents_of_other_families(house: House) -> None:
    manager, staff = house.manager(), house.staff()
    house.staff("Deborah Asante", cleared=("dbs",))
    bank = house.person("Yusuf Demir", "bank")
    trustee = house.person("Samuel Adjei", "trustee")
    treasurer = house.person("Adam Goldberg", "parent", "treasurer", family=house.family("Goldberg family"))
    house.parent("Miriam Goldberg", family=treasurer.family)
    parents = [house.parent(f"Parent {letter}") for letter in "ABC"]
    house.parent("Spouse A", family=parents[0].family)
    new = house.parent("New Parent", cleared=())
    house.parent("Gone Parent", left=LONG_AGO)
    house.parent("No Address", email="", sign_in=False)

    offered = [person.public_id for person in demo_people(house.nursery)]

    expected = [manager, staff, bank, trustee, treasurer, parents[0], parents[1], new]
    assert offered == [person.public_id for person in expected]


def test_a_trustee_who_is_a_parent_is_offered_once(house: House) -> None:
    trustee = house.person("Joanna Whitfield", "parent", "trustee", family=house.family())
    assert [person.public_id for person in demo_people(house.nursery)] == [trustee.public_id]


def test_the_people_of_every_nursery_are_offered(house: House, other_house: House, demo: None) -> None:
    house.manager("Helen Tanaka")
    with nursery_scope(other_house.nursery):
        other_house.manager("Rosa Lindt")
    page = text_of(Client().get("/accounts/login/"))
    assert "Helen Tanaka manager, Bluebell" in page
    assert "Rosa Lindt manager, Foxglove" in page
