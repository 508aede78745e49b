"""A rate is put right, or taken out, where no closed term's figures stand on it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from costs.actions.rates import change_rate, entry_of, remove_rate
from costs.models import Change, Rate
from nursery.models import Term
from nursery.refusal import Refused
from nursery.scope import nursery_scope
from tests.builders import NOW, House
from tests.costs.test_rates import SOURCE, rate
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_a_wednesday_in_term():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adam(house: House) -> Client:
    return client_of(house.person("Adam Goldberg", "treasurer"))


def url(kept: Rate, more: str = "") -> str:
    return f"/bluebell/costs/rates/{kept.public_id}/{more}"


def typed(client: Client, kept: Rate, **other: Any) -> dict[str, Any]:
    """What the form shows, as a browser sends it back, with some of it typed anew."""
    form = client.get(url(kept)).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in shown.items()} | {"do": "save"} | other


def test_saved_as_it_is_shown_it_stays_as_it_was_and_nothing_goes_on_record(adam: Client, house: House):
    kept = rate(house, holiday="0.005", wage="13.2575", bought="1", scenario="low", note="From the scale")
    before = Rate.objects.filter(pk=kept.pk).values().get()
    assert adam.post(url(kept), typed(adam, kept)).status_code == 302
    assert Rate.objects.filter(pk=kept.pk).values().get() == before
    assert not Change.objects.exists()


def test_a_change_is_kept_with_what_it_was_before(adam: Client, house: House):
    kept = rate(house)
    adam.post(url(kept), typed(adam, kept, wage="13.50"))
    kept.refresh_from_db()
    assert kept.wage == Decimal("13.50")
    change = Change.objects.get()
    assert (change.verb, change.about) == ("changed", kept.public_id)
    before, after = change.before or {}, change.after or {}
    assert (before["wage"], after["wage"]) == ("13.25", "13.50")
    assert before["source"] == SOURCE


def test_the_page_of_changes_says_who_changed_it(adam: Client, house: House):
    kept = rate(house)
    adam.post(url(kept), typed(adam, kept, wage="13.50", note="Raised in spring"))
    text = text_of(adam.get("/bluebell/costs/kept/changes/"))
    assert "Adam G. changed a rate" in text
    assert "wage £13.25 → became £13.50" in text
    assert "Raised in spring" not in text  # what people write may hold names


def test_a_task_whose_evidence_stood_in_its_source_is_asked_for_it(adam: Client, house: House):
    kept = rate(house, "food", bought="0.5")
    page = adam.post(url(kept), typed(adam, kept))
    assert page.status_code == 422
    assert "A part counts only with what shows it" in text_of(page)


def test_a_day_of_long_ago_may_stay(adam: Client, house: House):
    kept = rate(house, starts="2001-04-01")
    assert adam.post(url(kept), typed(adam, kept, wage="4.10")).status_code == 302


def test_a_rate_cannot_move_onto_anothers_day(adam: Client, house: House):
    rate(house, starts="2027-04-01")
    kept = rate(house)
    page = adam.post(url(kept), typed(adam, kept, starts="2027-04-01"))
    assert page.status_code == 409
    assert "There is one from Thu 1 Apr 2027 already" in text_of(page)


# --- a closed term ---
def test_what_a_closed_terms_figures_stand_on_is_settled(adam: Client, house: House):
    kept = rate(house)
    Term.objects.update(closed_at=NOW)
    assert "Autumn term is closed, and its figures stand on what held then." in text_of(adam.get(url(kept)))
    page = adam.post(url(kept), typed(adam, kept, wage="13.50"))
    assert page.status_code == 409
    assert "Add one from Sat 12 Dec 2026, or enter a correction." in text_of(page)
    assert adam.post(url(kept, "remove/")).status_code == 409
    kept.refresh_from_db()
    assert kept.wage == Decimal("13.25")
    assert not Change.objects.exists()


def test_a_rate_that_another_followed_before_the_closed_term_is_not_settled(adam: Client, house: House):
    kept = rate(house, starts="2025-04-01", wage="12.50")
    rate(house)
    Term.objects.update(closed_at=NOW)
    assert adam.post(url(kept), typed(adam, kept, wage="12.60")).status_code == 302


def test_a_rate_cannot_begin_earlier_so_that_a_closed_term_would_stand_on_it(adam: Client, house: House):
    rate(house)
    kept = rate(house, starts="2026-12-30")
    Term.objects.update(closed_at=NOW)
    assert adam.post(url(kept), typed(adam, kept, starts="2026-12-11")).status_code == 409
    assert adam.post(url(kept), typed(adam, kept, starts="2026-12-12")).status_code == 302


def test_one_estimates_rate_is_not_settled_by_anothers_closed_term_alone(adam: Client, house: House):
    Term.objects.update(starts=dt.date(2026, 9, 7), ends=dt.date(2026, 9, 20))
    Term.objects.update(closed_at=NOW)
    kept = rate(house, scenario="low", starts="2026-09-21")
    assert adam.post(url(kept), typed(adam, kept, wage="12.71")).status_code == 302


# --- taking out ---
def test_before_it_is_taken_out_what_holds_then_is_said(adam: Client, house: House):
    rate(house, starts="2025-04-01", wage="12.71")
    kept = rate(house)
    assert "Then the rate from Tue 1 Apr 2025 holds on: £16.81 an hour." in text_of(adam.get(url(kept, "remove/")))


def test_before_the_only_one_is_taken_out_what_is_then_missing_is_said(adam: Client, house: House):
    text = text_of(adam.get(url(rate(house), "remove/")))
    assert "Then no rate holds from Wed 1 Apr 2026, and hours worked since are listed as missing one." in text


def test_it_is_taken_out_and_stays_on_record(adam: Client, house: House):
    kept = rate(house)
    page = adam.post(url(kept, "remove/"), follow=True)
    assert "Taken out: the rate for Care from Wed 1 Apr 2026." in text_of(page)
    assert not Rate.objects.exists()
    change = Change.objects.get()
    assert (change.verb, change.about, change.after) == ("removed", kept.public_id, None)
    assert (change.before or {})["wage"] == "13.25"


def test_one_that_somebody_takes_out_meanwhile_is_said_to_be_gone(house: House):
    kept = rate(house)
    adam = house.person("Adam Goldberg", "treasurer")
    remove_rate(kept, adam, nursery=house.nursery, now=NOW)
    with pytest.raises(Refused, match="Somebody has just taken it out"):
        change_rate(kept, replace(entry_of(kept), wage=Decimal(14)), adam, nursery=house.nursery, now=NOW)
    with pytest.raises(Refused, match="Somebody has just taken it out"):
        remove_rate(kept, adam, nursery=house.nursery, now=NOW)


def test_one_that_is_gone_already_is_not_found(adam: Client, house: House):
    kept = rate(house)
    adam.post(url(kept, "remove/"))
    assert adam.get(url(kept)).status_code == adam.post(url(kept, "remove/")).status_code == 404


# --- who may ---
@pytest.mark.parametrize("role", ["trustee", "manager", "parent", "staff"])
@pytest.mark.parametrize("more", ["", "remove/"])
def test_nobody_but_the_treasurer_changes_or_removes(house: House, role: str, more: str):
    kept = rate(house)
    client = client_of(house.person("Kim Lee", role))
    assert client.get(url(kept, more)).status_code == client.post(url(kept, more)).status_code == 403


@pytest.mark.parametrize("more", ["", "remove/"])
def test_another_nurserys_rate_is_not_found(adam: Client, other_house: House, more: str):
    with nursery_scope(other_house.nursery):
        kept = rate(other_house)
    assert adam.get(url(kept, more)).status_code == adam.post(url(kept, more)).status_code == 404
