import pytest
from django.test import Client

from accounts.models import Person
from tests.builders import House
from tests.pages import client_of, text_of

WEEK = "/bluebell/rota/"
CHOOSE = "/accounts/acting/bluebell/"


@pytest.fixture
def couple(house: House) -> tuple[Person, Person]:
    amara = house.parent("Amara Okafor", email="okafor@example.org")
    chidi = house.parent("Chidi Okafor", email="okafor@example.org", account=amara.account, family=amara.family)
    return amara, chidi


@pytest.fixture
def shared(couple: tuple[Person, Person]) -> Client:
    return client_of(couple[0])


def test_a_shared_account_is_asked_who_is_here_and_led_back(shared: Client, couple: tuple[Person, Person]) -> None:
    answer = shared.get(f"{WEEK}?day=2026-10-05")
    assert answer.headers["Location"] == f"{CHOOSE}?next=%2Fbluebell%2Frota%2F%3Fday%3D2026-10-05"

    page = shared.get(answer.headers["Location"])
    assert "I am Amara O." in text_of(page)
    assert "I am Chidi O." in text_of(page)

    data = {"person": couple[1].public_id, "next": f"{WEEK}?day=2026-10-05"}
    answer = shared.post(CHOOSE, data)
    assert answer.headers["Location"] == f"{WEEK}?day=2026-10-05"
    assert shared.get(WEEK).context["me"] == couple[1]


def test_every_page_lets_a_shared_account_switch(shared: Client, couple: tuple[Person, Person]) -> None:
    shared.post(CHOOSE, {"person": couple[0].public_id})
    page = shared.get(f"{WEEK}?day=2026-10-05")
    assert f'href="{CHOOSE}?next=%2Fbluebell%2Frota%2F%3Fday%3D2026-10-05"' in page.content.decode()
    shared.post(CHOOSE, {"person": couple[1].public_id})
    assert shared.get(WEEK).context["me"] == couple[1]


def test_an_account_of_one_person_is_never_asked(house: House) -> None:
    page = client_of(house.parent()).get(WEEK)
    assert page.status_code == 200
    assert CHOOSE not in page.content.decode()


def test_a_fragment_asked_for_before_choosing_leads_the_whole_page_away(shared: Client) -> None:
    answer = shared.get(
        f"{WEEK}?day=2026-10-12",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{WEEK}?day=2026-10-05"},
    )
    assert answer.headers["HX-Redirect"] == f"{CHOOSE}?next=%2Fbluebell%2Frota%2F%3Fday%3D2026-10-05"


def test_without_a_next_the_choice_leads_home(shared: Client, couple: tuple[Person, Person]) -> None:
    assert shared.post(CHOOSE, {"person": couple[0].public_id}).headers["Location"] == "/bluebell/"


def test_the_choice_never_leads_to_another_site(shared: Client, couple: tuple[Person, Person]) -> None:
    data = {"person": couple[0].public_id, "next": "//elsewhere.example/"}
    assert shared.post(CHOOSE, data).headers["Location"] == "/bluebell/"


def test_nobody_acts_as_somebody_who_is_not_of_their_account(house: House, shared: Client) -> None:
    manager = house.manager()
    answer = shared.post(CHOOSE, {"person": manager.public_id})
    assert answer.status_code == 422
    assert "which of you" in text_of(answer)
    assert shared.get(WEEK).headers["Location"].startswith(CHOOSE)


def test_somebody_who_has_left_can_be_chosen_no_more(shared: Client, couple: tuple[Person, Person]) -> None:
    shared.post(CHOOSE, {"person": couple[1].public_id})
    couple[1].left = "2020-07-01"
    couple[1].save()
    assert shared.get(WEEK).context["me"] == couple[0]


def test_a_visitor_is_asked_to_sign_in(house: House) -> None:
    assert Client().get(CHOOSE).headers["Location"] == f"/accounts/login/?next={CHOOSE}"


def test_an_outsider_finds_nothing(house: House, other_house: House) -> None:
    stranger = house.parent(left="2020-07-01")
    assert client_of(stranger).get(CHOOSE).status_code == 404
    assert client_of(stranger).get("/accounts/acting/nowhere/").status_code == 404


def test_another_method_is_refused(shared: Client) -> None:
    assert shared.delete(CHOOSE).status_code == 405
