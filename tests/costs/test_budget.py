"""What is planned for a term: kept by the treasurer, so that the report sets what came of it beside it."""

from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from costs.models import Budget, Change
from nursery.models import Term
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/kept/budget/"
EMPTY = dict.fromkeys(("net", "programme", "fee_relief", "parent_hours", "paid_hours", "note"), "")


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adam(house: House) -> Client:
    return client_of(house.person("Adam Goldberg", "treasurer"))


def plan(client: Client, house: House, **said: Any) -> Any:
    return client.post(f"{URL}{house.term.public_id}/", EMPTY | said, follow=True)


def test_the_treasurer_plans_as_many_figures_as_there_are(house: House, adam: Client) -> None:
    text = text_of(plan(adam, house, net="4,000", parent_hours="1,200", note="Board of 3 July"))
    assert "Planned for Autumn term." in text
    assert "Cost avoided, net (estimate) £4,000.00 Hours that parents give 1,200 h Note Board of 3 July" in text
    found = Budget.objects.get()
    assert (found.net, found.parent_hours, found.programme) == (Decimal(4000), Decimal(1200), None)


def test_nought_is_a_plan_and_empty_is_none(house: House, adam: Client) -> None:
    plan(adam, house, programme="0")
    assert (Budget.objects.get().programme, Budget.objects.get().net) == (Decimal(0), None)
    assert 'value="0.00"' in adam.get(f"{URL}{house.term.public_id}/").content.decode()


def test_all_empty_takes_it_out(house: House, adam: Client) -> None:
    plan(adam, house, net="4000")
    assert "Nothing is planned for Autumn term." in text_of(plan(adam, house))
    assert not Budget.objects.exists()
    assert [change.verb for change in Change.objects.order_by("pk")] == ["added", "removed"]
    assert Change.objects.order_by("pk")[0].after == {"term": "autumn", "net": "4000.00"}


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"net": "-1"}, "An amount can’t be less than nothing."),
        ({"paid_hours": "-1"}, "Hours can’t be less than none."),
        ({"parent_hours": "many"}, "We can’t read this as hours."),
        ({"parent_hours": "1000001"}, "That is more than can be meant."),
    ],
)
def test_what_cannot_be_meant_is_said(house: House, adam: Client, said: dict[str, str], sentence: str) -> None:
    page = plan(adam, house, **said)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not Budget.objects.exists()


def test_a_closed_terms_budget_stays(house: House, adam: Client) -> None:
    plan(adam, house, net="4000")
    Term.objects.update(closed_at=NOW)
    page = plan(adam, house, net="1")
    assert page.status_code == 422
    assert "Autumn term is closed: its figures are settled." in text_of(page)
    assert Budget.objects.get().net == Decimal(4000)


def test_the_manager_reads_it_and_nobody_else_plans(house: House, adam: Client) -> None:
    plan(adam, house, net="4000")
    helen = client_of(house.manager())
    assert "£4,000.00" in text_of(helen.get(URL))
    assert plan(helen, house, net="1").status_code == 403
    assert client_of(house.person("Kim Lee", "trustee")).get(URL).status_code == 403


def test_a_term_that_is_not_there_is_not_found(adam: Client) -> None:
    assert adam.get(f"{URL}nowhere/").status_code == 404
