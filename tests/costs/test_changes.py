"""Who changed what is kept about money; what one person costs is not shown to trustees."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from costs.actions.changes import record_change
from costs.models import Change, ChangeVerb, Pay, ProgrammeEntry, Rate
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/kept/changes/"
QUERIES = 7 + 5  # the page's own; how many, the changes, and names of people, duties, terms


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def changed(house: House) -> House:
    adam, marta = house.person("Adam Goldberg", "treasurer"), house.staff()
    pay = Pay.objects.create(nursery=house.nursery, person=marta, starts=TODAY, hourly_cost=18)
    manager = Rate.objects.create(nursery=house.nursery, key="manager", starts=TODAY, wage=17, source="Payroll")
    food = Rate.objects.create(nursery=house.nursery, key="food", starts=TODAY, wage=13, source="A quote")
    entry = ProgrammeEntry.objects.create(nursery=house.nursery, date=TODAY, kind="dbs", amount=22)
    for verb, about, before, after in (
        (ChangeVerb.ADDED, pay, None, {"person": marta.key, "from": "2026-09-30", "hourly_cost": "18.00"}),
        (ChangeVerb.CHANGED, manager, {"key": "manager", "wage": "16.00"}, {"key": "manager", "wage": "17.00"}),
        (ChangeVerb.CHANGED, food, {"key": "food", "wage": "12.00"}, {"key": "food", "wage": "13.00"}),
        (ChangeVerb.REMOVED, entry, {"date": "2026-09-30", "kind": "dbs", "amount": "22.00"}, None),
    ):
        record_change(verb, about, nursery=house.nursery, actor=adam, now=NOW, before=before, after=after)
    return house


@pytest.mark.parametrize("role", ["manager", "treasurer"])
def test_whoever_keeps_money_sees_all_of_it(changed: House, role: str) -> None:
    text = text_of(client_of(changed.person("Kim Lee", role)).get(URL))
    assert "Adam G. added pay of Marta Zielińska · from Wed 30 Sep 2026 · an hour costs £18.00" in text
    assert "Adam G. changed a rate of manager · wage £16.00 → became £17.00" in text
    assert "Adam G. removed programme for DBS checks → became – · day Wed 30 Sep 2026 → became –" in text


def test_trustees_see_who_changed_what_and_not_what_one_person_costs(changed: House) -> None:
    text = text_of(client_of(changed.person("Kim Lee", "trustee")).get(URL))
    assert text.count("What one person costs is for the manager and the treasurer.") == 2
    assert "Marta" not in text
    assert "£18.00" not in text
    assert "£17.00" not in text
    assert "changed a rate of Food · wage £12.00 → became £13.00" in text


@pytest.mark.parametrize("role", ["parent", "staff"])
def test_nobody_else_opens_it(house: House, role: str) -> None:
    assert client_of(house.person("Kim Lee", role)).get(URL).status_code == 403


def test_before_any_change_the_page_says_what_will_be_here(house: House) -> None:
    assert "Nothing changed yet" in text_of(client_of(house.manager()).get(URL))


@pytest.mark.parametrize("changes", [1, 120])
def test_it_takes_the_same_queries_however_many_there_are(house: House, changes: int) -> None:
    helen = house.manager()
    Change.objects.bulk_create(
        Change(nursery=house.nursery, at=NOW, actor=helen, verb="added", thing="rate", about=str(n))
        for n in range(changes)
    )
    client = client_of(helen)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == QUERIES


def test_the_page_of_what_is_kept_leads_everywhere(house: House) -> None:
    page = client_of(house.manager()).get("/bluebell/costs/kept/")
    body = page.content.decode()
    for name in ("programme", "relief", "pay", "budget", "changes"):
        assert f'href="/bluebell/costs/kept/{name}/"' in body
    assert client_of(house.person("Kim Lee", "trustee")).get("/bluebell/costs/kept/").status_code == 403
