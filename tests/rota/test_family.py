"""One family by name: for itself, the manager and the trustees."""

import pytest
import time_machine

from nursery.scope import nursery_scope
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.shares.house import SharingHouse

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sharing(house: House) -> SharingHouse:
    return SharingHouse(house)


def url(sharing: SharingHouse) -> str:
    return f"/bluebell/rota/families/{sharing.okafor.public_id}/"


@pytest.mark.parametrize("role", ["manager", "trustee"])
def test_manager_and_trustee_open_it(sharing: SharingHouse, role: str) -> None:
    sharing.turn(sharing.amara, 0, 1)
    text = text_of(client_of(sharing.house.person("Helen Tanaka", role)).get(url(sharing)))
    assert "Okafor family Amara O., Chidi O." in text
    assert "4 of 20 hours done" in text
    assert "Wed 23 Sep, food, 09:00–13:00 Amara O. · came" in text


def test_the_family_opens_its_own(sharing: SharingHouse) -> None:
    assert client_of(sharing.amara).get(url(sharing)).status_code == 200


def test_another_family_is_told_whose_page_it_is(sharing: SharingHouse) -> None:
    answer = client_of(sharing.bo).get(url(sharing))
    assert answer.status_code == 403
    assert "This page is for that family, the manager and the trustees." in text_of(answer)


def test_another_nurserys_family_is_not_found(sharing: SharingHouse, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        stranger = other_house.manager()
    assert client_of(stranger).get(url(sharing)).status_code == 404


def test_only_a_trustee_is_offered_to_lift(sharing: SharingHouse) -> None:
    for role, offered in (("manager", False), ("trustee", True)):
        text = text_of(client_of(sharing.house.person("Ruth Adeyemi", role)).get(url(sharing)))
        assert ("Lift part of the share" in text) is offered
