"""What an hour of a paid person costs: for the manager and the treasurer, and on no other page."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from costs.models import Change, Pay
from nursery.models import Term
from nursery.scope import nursery_scope
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/kept/pay/"
QUERIES = 7 + 2  # the page's own; the pay, the people


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def marta(house: House) -> Person:
    return house.staff()


@pytest.fixture
def helen(house: House) -> Client:
    return client_of(house.manager())


def add(client: Client, whose: Person, **said: Any) -> Any:
    wanted = {"person": whose.public_id, "starts": "2026-09-28", "hourly_cost": "17.52"}
    return client.post(URL + "add/", wanted | said, follow=True)


def test_the_manager_keeps_it_and_reads_what_an_hour_costs_now(helen: Client, marta: Person) -> None:
    text = text_of(add(helen, marta))
    assert "Kept: Marta Zielińska." in text
    assert "£17.52 an hour from Mon 28 Sep 2026 , Marta Zielińska · now" in text
    add(helen, marta, starts="2026-10-05", hourly_cost="18")
    text = text_of(helen.get(URL))
    assert "£18.00 an hour from Mon 5 Oct 2026 , Marta Zielińska £17.52 an hour" in text


def test_whoever_is_paid_and_has_no_pay_is_said(helen: Client, marta: Person) -> None:
    assert "Marta Zielińska Nothing kept for today" in text_of(helen.get(URL))


@pytest.mark.parametrize("role", ["parent", "staff", "trustee"])
@pytest.mark.parametrize("path", ["", "add/"])
def test_nobody_else_opens_it(house: House, role: str, path: str) -> None:
    assert client_of(house.person("Kim Lee", role)).get(URL + path).status_code == 403


def test_two_on_one_day_are_refused_beside_the_day(helen: Client, marta: Person) -> None:
    add(helen, marta)
    page = add(helen, marta, hourly_cost="19")
    assert page.status_code == 422
    assert "From: There is one of theirs from Mon 28 Sep 2026 already." in text_of(page)
    assert Pay.objects.get().hourly_cost == Decimal("17.52")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"hourly_cost": "-1"}, "An amount can’t be less than nothing."),
        ({"hourly_cost": "1752"}, "This is more than can be meant. Write at most £500."),
        ({"hourly_cost": ""}, "Say what an hour costs."),
        ({"starts": ""}, "Say from when."),
        ({"person": ""}, "Choose who."),
    ],
)
def test_what_cannot_be_meant_is_said(helen: Client, marta: Person, said: dict[str, str], sentence: str) -> None:
    page = add(helen, marta, **said)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not Pay.objects.exists()


def test_somebody_who_is_not_paid_is_not_offered(house: House, helen: Client) -> None:
    parent = house.parent()
    assert add(helen, parent).status_code == 422
    assert not Pay.objects.exists()


def test_what_a_closed_terms_figures_stand_on_is_settled(helen: Client, marta: Person) -> None:
    add(helen, marta, starts="2026-01-01")
    kept = Pay.objects.get()
    Term.objects.update(ends=dt.date(2026, 9, 29), closed_at=NOW)
    for url, said in (
        (f"{kept.public_id}/", {"starts": "2026-01-01", "hourly_cost": "99"}),
        (f"{kept.public_id}/remove/", {}),
        ("add/", {"person": marta.public_id, "starts": "2026-09-01", "hourly_cost": "99"}),
    ):
        assert "Autumn term is closed" in text_of(helen.post(URL + url, said, follow=True))
    assert add(helen, marta, starts="2026-09-30", hourly_cost="18").status_code == 200
    assert list(Pay.objects.order_by("starts").values_list("hourly_cost", flat=True)) == [Decimal("17.52"), Decimal(18)]


def test_it_is_changed_and_taken_out_and_the_changes_remember(helen: Client, marta: Person) -> None:
    add(helen, marta)
    kept = Pay.objects.get()
    helen.post(f"{URL}{kept.public_id}/", {"starts": "2026-09-29", "hourly_cost": "18.1234"})
    kept.refresh_from_db()
    assert (kept.starts, kept.hourly_cost) == (dt.date(2026, 9, 29), Decimal("18.1234"))
    helen.post(f"{URL}{kept.public_id}/remove/")
    changes = list(Change.objects.order_by("pk"))
    assert [change.verb for change in changes] == ["added", "changed", "removed"]
    assert changes[0].after == {"person": marta.key, "from": "2026-09-28", "hourly_cost": "17.52"}


def test_another_nurserys_pay_is_not_found(helen: Client) -> None:
    there = House(slug="clover", name="Clover")
    with nursery_scope(there.nursery):
        other = Pay.objects.create(nursery=there.nursery, person=there.staff(), starts=TODAY, hourly_cost=1)
    assert helen.get(f"{URL}{other.public_id}/").status_code == 404


@pytest.mark.parametrize("people", [1, 12])
def test_it_takes_the_same_queries_however_many_are_paid(house: House, helen: Client, people: int) -> None:
    for n in range(people):
        Pay.objects.create(nursery=house.nursery, person=house.staff(f"Staff {n}"), starts=TODAY, hourly_cost=n)
    with CaptureQueriesContext(connection) as queries:
        helen.get(URL)
    assert len(queries) == QUERIES
