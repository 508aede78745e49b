"""What running parent duty costs: kept by the manager and the treasurer."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from costs.models import Change, ProgrammeEntry, Rate
from nursery.models import Term
from nursery.scope import nursery_scope
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/kept/programme/"
QUERIES = 7 + 4  # the page's own; how many, the entries, the rates, the closed terms


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adam(house: House) -> Client:
    Rate.objects.create(
        nursery=house.nursery, key="manager", starts=dt.date(2026, 9, 1), wage=Decimal(17), source="Payroll"
    )
    return client_of(house.person("Adam Goldberg", "treasurer"))


def add(client: Client, **said: Any) -> Any:
    return client.post(URL + "add/", {"kind": "dbs", "date": "2026-09-30", "amount": "£22"} | said, follow=True)


def entry() -> ProgrammeEntry:
    return ProgrammeEntry.objects.get()


@pytest.mark.parametrize("role", ["manager", "treasurer"])
def test_manager_and_treasurer_keep_it(house: House, role: str) -> None:
    text = text_of(add(client_of(house.person("Kim Lee", role))))
    assert "Kept: DBS checks." in text
    assert "£22.00 DBS checks Wed 30 Sep 2026 Change" in text


@pytest.mark.parametrize("role", ["parent", "staff", "trustee"])
def test_nobody_else_sees_or_keeps_it(house: House, role: str) -> None:
    client = client_of(house.person("Kim Lee", role))
    assert client.get(URL).status_code == 403
    assert add(client).status_code == 403
    assert not ProgrammeEntry.objects.exists()


def test_hours_at_a_rate_come_to_what_the_central_estimate_says(adam: Client) -> None:
    text = text_of(add(adam, kind="coordination", amount="", hours="24", rate="manager", note="September"))
    assert "£408.00 Coordination Wed 30 Sep 2026 · 24 h at “manager” · September" in text


def test_a_kind_of_ones_own_is_offered_the_next_time(adam: Client) -> None:
    add(adam, kind="own", own_kind="aprons")
    assert entry().kind == "aprons"
    assert '<option value="aprons">Aprons</option>' in adam.get(URL + "add/").content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"amount": "-5"}, "An amount can’t be less than nothing."),
        ({"amount": "0"}, "This is less than can be meant. Write at least £0.01."),
        ({"amount": "99999999"}, "This is more than can be meant."),
        ({"amount": "lots"}, "We can’t read this as an amount."),
        ({"amount": ""}, "Say what it cost: an amount, or hours and their rate."),
        ({"hours": "3", "rate": "manager"}, "Either an amount, or hours at a rate."),
        ({"amount": "", "hours": "3"}, "Say at which rate."),
        ({"amount": "", "hours": "-3", "rate": "manager"}, "Hours can’t be less than none."),
        ({"amount": "", "hours": "2001", "rate": "manager"}, "Write at most 2,000 hours."),
        ({"kind": ""}, "Choose what it was for."),
        ({"kind": "own"}, "Say what it was for."),
        ({"own_kind": "aprons"}, "Choose “something else” above, or leave this empty."),
        ({"date": "someday"}, "We can’t read this as a day."),
        ({"date": "0206-09-30"}, "That year cannot be meant."),
        ({"date": "2026-10-01"}, "That day is still ahead. Enter it once it has happened"),
        (
            {"amount": "", "hours": "3", "rate": "manager", "date": "2026-08-31"},
            "No rate “manager” holds on Mon 31 Aug 2026. It begins on Tue 1 Sep 2026.",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_typed_is_lost(
    adam: Client, said: dict[str, str], sentence: str
) -> None:
    page = add(adam, note="Five checks", **said)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="Five checks"' in page.content.decode()
    assert not ProgrammeEntry.objects.exists()
    assert not Change.objects.exists()


def test_a_closed_term_takes_nothing_more_and_says_where_it_goes(adam: Client) -> None:
    Term.objects.update(ends=dt.date(2026, 9, 29), closed_at=NOW)
    text = text_of(add(adam, date="2026-09-29"))
    assert "Autumn term is closed: its figures are settled." in text
    assert "Enter it on a day from Wed 30 Sep 2026 on, or as a correction." in text
    assert add(adam, date="2026-09-30").status_code == 200
    assert entry().date == TODAY


def test_what_a_closed_term_holds_cannot_be_changed_moved_or_taken_out(adam: Client) -> None:
    add(adam, date="2026-09-29")
    Term.objects.update(ends=dt.date(2026, 9, 29), closed_at=NOW)
    assert "settled" in text_of(adam.get(URL))
    moved = {"kind": "dbs", "date": "2026-09-30", "amount": "22"}
    assert "Autumn term is closed" in text_of(adam.post(f"{URL}{entry().public_id}/", moved))
    assert "Autumn term is closed" in text_of(adam.post(f"{URL}{entry().public_id}/remove/", follow=True))
    assert (entry().date, entry().amount) == (dt.date(2026, 9, 29), Decimal(22))


def test_an_entry_is_changed_and_the_change_is_kept(adam: Client) -> None:
    add(adam)
    page = adam.get(f"{URL}{entry().public_id}/").content.decode()
    assert 'value="22.00"' in page
    adam.post(f"{URL}{entry().public_id}/", {"kind": "software", "date": "2026-09-29", "amount": "24"})
    assert (entry().kind, entry().amount) == ("software", Decimal(24))
    change = Change.objects.get(verb="changed")
    assert change.before == {"date": "2026-09-30", "kind": "dbs", "amount": "22.00"}
    assert change.after == {"date": "2026-09-29", "kind": "software", "amount": "24.00"}


def test_undo_takes_it_out_and_the_changes_remember(adam: Client) -> None:
    add(adam)
    public_id = entry().public_id
    assert "Taken out." in text_of(adam.post(f"{URL}{public_id}/remove/", follow=True))
    assert not ProgrammeEntry.objects.exists()
    assert [change.verb for change in Change.objects.order_by("pk")] == ["added", "removed"]
    assert "That is out already." in text_of(adam.post(f"{URL}{public_id}/remove/", follow=True))


def test_another_nurserys_entry_is_not_found(adam: Client) -> None:
    there = House(slug="clover", name="Clover")
    with nursery_scope(there.nursery):
        other = ProgrammeEntry.objects.create(nursery=there.nursery, date=TODAY, kind="dbs", amount=22)
    assert adam.get(f"{URL}{other.public_id}/").status_code == 404


def test_a_nursery_without_any_reads_why_it_matters(adam: Client) -> None:
    assert "Without them the savings look larger than they are." in text_of(adam.get(URL))


@pytest.mark.parametrize("entries", [1, 60])
def test_it_takes_the_same_queries_however_many_there_are(house: House, adam: Client, entries: int) -> None:
    ProgrammeEntry.objects.bulk_create(
        ProgrammeEntry(nursery=house.nursery, date=TODAY, kind="coordination", hours=1, rate="manager")
        for _ in range(entries)
    )
    with CaptureQueriesContext(connection) as queries:
        adam.get(URL)
    assert len(queries) == QUERIES
