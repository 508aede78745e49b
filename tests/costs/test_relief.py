"""What families together paid less: kept by the treasurer, never one family's."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from costs.models import Change, FeeRelief
from nursery.models import Term
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/kept/relief/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adam(house: House) -> Client:
    return client_of(house.person("Adam Goldberg", "treasurer"))


def add(client: Client, **said: Any) -> Any:
    return client.post(URL + "add/", {"date": "2026-09-28", "amount": "1,000"} | said, follow=True)


def test_the_treasurer_keeps_a_sum_for_a_day(adam: Client) -> None:
    text = text_of(add(adam, note="September bills"))
    assert "Kept: £1,000.00." in text
    assert "£1,000.00 Mon 28 Sep 2026 · September bills" in text
    assert FeeRelief.objects.get().amount == Decimal(1000)


def test_the_manager_sees_it_and_changes_nothing(house: House, adam: Client) -> None:
    add(adam)
    helen = client_of(house.manager())
    text = text_of(helen.get(URL))
    assert "£1,000.00" in text
    assert "Change" not in text
    assert helen.get(URL + "add/").status_code == 403
    assert helen.post(f"{URL}{FeeRelief.objects.get().public_id}/remove/").status_code == 403


@pytest.mark.parametrize("role", ["parent", "staff", "trustee"])
def test_nobody_else_opens_it(house: House, role: str) -> None:
    assert client_of(house.person("Kim Lee", role)).get(URL).status_code == 403


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"amount": "−5"}, "An amount can’t be less than nothing."),
        ({"amount": ""}, "Say how much."),
        ({"date": "2026-10-01"}, "That day is still ahead."),
        ({"date": ""}, "Say on which day."),
    ],
)
def test_what_cannot_be_meant_is_said(adam: Client, said: dict[str, str], sentence: str) -> None:
    page = add(adam, **said)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert not FeeRelief.objects.exists()


def test_it_is_changed_and_taken_out_and_the_changes_remember(adam: Client) -> None:
    add(adam)
    kept = FeeRelief.objects.get()
    adam.post(f"{URL}{kept.public_id}/", {"date": "2026-09-29", "amount": "750.5"})
    kept.refresh_from_db()
    assert (kept.date, kept.amount) == (dt.date(2026, 9, 29), Decimal("750.5"))
    adam.post(f"{URL}{kept.public_id}/remove/")
    changes = list(Change.objects.order_by("pk"))
    assert [change.verb for change in changes] == ["added", "changed", "removed"]
    assert changes[1].before == {"date": "2026-09-28", "amount": "1000.00"}
    assert changes[2].before == {"date": "2026-09-29", "amount": "750.50"}


def test_a_closed_term_is_settled(adam: Client) -> None:
    add(adam)
    kept = FeeRelief.objects.get()
    Term.objects.update(ends=dt.date(2026, 9, 29), closed_at=NOW)
    for url, said in ((f"{kept.public_id}/", {"date": "2026-09-30", "amount": "1"}), (f"{kept.public_id}/remove/", {})):
        assert "Autumn term is closed" in text_of(adam.post(URL + url, said, follow=True))
    assert "Autumn term is closed" in text_of(add(adam))
    assert FeeRelief.objects.get().amount == Decimal(1000)
