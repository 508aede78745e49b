"""A trustee lifts part of what a family owes: dates and amount, never a reason."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from nursery.models import Term
from rota.forms.relief import ReliefForm
from rota.models import HistoryEntry, Relief
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.rota.shares.house import SharingHouse

pytestmark = pytest.mark.django_db
TYPED = {"starts": "28 Sep", "ends": "9/10/2026", "part": "50 %"}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sharing(house: House) -> SharingHouse:
    return SharingHouse(house)


@pytest.fixture
def ruth(sharing: SharingHouse) -> Client:
    return client_of(sharing.house.person("Ruth Adeyemi", "trustee"))


def add(client: Client, sharing: SharingHouse, **typed: str) -> Any:
    return client.post(f"/bluebell/rota/families/{sharing.okafor.public_id}/relief/", TYPED | typed, follow=True)


def test_it_is_kept_with_its_days_its_part_and_its_trustee(ruth: Client, sharing: SharingHouse) -> None:
    page = text_of(add(ruth, sharing))
    relief = Relief.objects.get()
    assert (relief.family, relief.starts, relief.ends, relief.lifted) == (
        sharing.okafor,
        dt.date(2026, 9, 28),
        dt.date(2026, 10, 9),
        Decimal("0.5"),
    )
    assert relief.approved_by.name == "Ruth Adeyemi"
    assert "Mon 28 Sep 2026 – Fri 9 Oct 2026 50 % of it · approved by Ruth A." in page
    assert "0 of 15 hours done" in page  # half of two of the four weeks' twenty


def test_it_can_be_undone(ruth: Client, sharing: SharingHouse) -> None:
    add(ruth, sharing)
    page = ruth.post(f"/bluebell/rota/reliefs/{Relief.objects.get().public_id}/remove/", follow=True)
    assert "the family’s share is whole again" in text_of(page)
    assert not Relief.objects.exists()


def test_undo_pressed_twice_is_no_error(ruth: Client, sharing: SharingHouse) -> None:
    add(ruth, sharing)
    url = f"/bluebell/rota/reliefs/{Relief.objects.get().public_id}/remove/"
    ruth.post(url)
    assert "gone already" in text_of(ruth.post(url, follow=True))


def test_history_says_who_and_which_family_and_no_reason(ruth: Client, sharing: SharingHouse) -> None:
    add(ruth, sharing)
    entry = HistoryEntry.objects.get()
    assert (entry.verb, entry.actor.name, entry.family_id, entry.reason) == (
        "relief_granted",
        "Ruth Adeyemi",
        sharing.okafor.pk,
        "",
    )


def test_there_is_no_field_for_a_reason() -> None:
    assert list(ReliefForm(today=NOW.date()).fields) == ["starts", "ends", "part"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts": ""}, "Say from when."),
        ({"ends": "soon"}, "We can’t read this as a day."),
        ({"ends": "27 Sep"}, "This is before the first day."),
        ({"part": "0"}, "Write a number from 1 to 100"),
        ({"part": "101"}, "Write a number from 1 to 100"),
        ({"part": "half"}, "Write a number from 1 to 100"),
        ({"part": "nan"}, "Write a number from 1 to 100"),
        ({"part": ""}, "Say how much."),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_lost(
    ruth: Client, sharing: SharingHouse, typed: dict[str, str], sentence: str
) -> None:
    page = add(ruth, sharing, **typed)
    assert page.status_code == 422
    assert sentence in text_of(page)
    for name, value in (TYPED | typed).items():
        assert page.context["form"][name].value() == value
    assert not Relief.objects.exists()


def test_a_trustee_lifts_nothing_from_their_own_family(sharing: SharingHouse) -> None:
    own = sharing.house.person("Ruth Okafor", "trustee", "parent", family=sharing.okafor)
    page = add(client_of(own), sharing)
    assert "This is your own family. Ask another trustee to enter it." in text_of(page)
    assert not Relief.objects.exists()


@pytest.mark.parametrize("role", ["manager", "treasurer", "staff"])
def test_nobody_but_a_trustee_lifts(sharing: SharingHouse, role: str) -> None:
    assert add(client_of(sharing.house.person("Kim Lee", role)), sharing).status_code == 403
    assert not Relief.objects.exists()


def test_a_closed_terms_shares_are_settled(ruth: Client, sharing: SharingHouse) -> None:
    Term.objects.update(closed_at=NOW)
    page = add(ruth, sharing)
    assert "Autumn term is closed: its figures are settled." in text_of(page)
    assert not Relief.objects.exists()


def test_it_can_be_changed_and_whoever_changes_it_approves_it(sharing: SharingHouse) -> None:
    relief = sharing.relief(sharing.okafor, sharing.house.person("Ruth Adeyemi", "trustee"))
    sam = client_of(sharing.house.person("Samuel Adjei", "trustee"))
    url = f"/bluebell/rota/reliefs/{relief.public_id}/"
    assert 'value="100"' in sam.get(url).content.decode()
    sam.post(url, {"starts": "2026-09-28", "ends": "2026-10-02", "part": "33,33"})
    relief.refresh_from_db()
    assert (relief.ends, relief.lifted, relief.approved_by.name) == (
        dt.date(2026, 10, 2),
        Decimal("0.3333"),
        "Samuel Adjei",
    )
