"""How long people are kept: the manager’s page, and asking to be erased earlier."""

from collections.abc import Iterator

import pytest
import time_machine

from membership.models import Remark
from nursery.models import Policy, Recorded
from rights.models import Erasure, Wish
from tests.builders import NOW, House
from tests.pages import client_of, text_of

PAGE = "/bluebell/kept/how-long/"
TYPED = {"keep_child_years": "4", "keep_account_years": "7", "keep_message_months": "12"}


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_manager_sets_the_periods_and_postgresql_writes_it_down(house: House) -> None:
    answer = client_of(house.manager()).post(PAGE, TYPED, follow=True)
    assert "It counts from the coming night." in text_of(answer)
    policy = Policy.objects.get()
    assert (policy.keep_child_years, policy.keep_account_years, policy.keep_message_months) == (4, 7, 12)
    changed = {"keep_child_years": 4, "keep_account_years": 7, "keep_message_months": 12}
    assert Recorded.objects.get(thing="policy", operation="changed").after == changed


@pytest.mark.parametrize("typed", ["0", "31", "-1", "two", ""])
def test_what_is_no_period_is_refused_beside_its_field(house: House, typed: str) -> None:
    answer = client_of(house.manager()).post(PAGE, TYPED | {"keep_child_years": typed})
    assert answer.status_code == 422
    assert Policy.objects.get().keep_child_years == 3


def test_the_log_is_shown_by_number(house: House) -> None:
    Erasure.objects.create(
        nursery=house.nursery, at=NOW, what="person", row=7, public_id="bcdfghjkmnpq", counts={"accounts.person": 1}
    )
    words = text_of(client_of(house.manager()).get(PAGE))
    assert "A member bcdfghjkmnpq Wed 30 Sep, 09:00 · 1 row" in words


def test_somebody_asks_to_be_erased_and_the_manager_decides(house: House) -> None:
    helen, amara = house.manager(), house.parent("Amara Okafor")
    client = client_of(amara)
    said = text_of(client.post("/bluebell/kept/wish/", follow=True))
    assert "The manager is told, and decides." in said
    assert "the manager has not decided yet" in said
    client.post("/bluebell/kept/wish/")
    wish = Wish.objects.get()
    assert Remark.objects.get().text == "I ask to be erased as soon as I have left."
    decide = f"{PAGE}wishes/{wish.public_id}/"
    managers = client_of(helen)
    assert "Amara Okafor" in text_of(managers.get(PAGE))
    managers.post(decide, {"answer": "no"})
    assert "kept as long as everybody" in text_of(client.get("/bluebell/kept/"))
    managers.post(decide, {"answer": "yes"})
    wish.refresh_from_db()
    assert (wish.granted, wish.decided_by) == (True, helen)
    assert "Granted: it is done the night after your last day." in text_of(client.get("/bluebell/kept/"))


def test_a_wish_is_taken_back(house: House) -> None:
    client = client_of(house.parent("Amara Okafor"))
    client.post("/bluebell/kept/wish/")
    client.post("/bluebell/kept/wish/", {"back": "1"})
    assert not Wish.objects.exists()
