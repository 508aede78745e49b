"""The trustees' page: the range first, then what it stands on, and what it asked of families."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from accounts.models import Account, Family, Person
from costs.models import Rate
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.builders import House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/"
AFTER_TERM = dt.datetime(2026, 12, 14, 12, tzinfo=dt.UTC)


def browser_of(nursery: Nursery, key: str) -> Client:
    with nursery_scope(nursery):
        person = Person.objects.get(key=key)
        person.account = Account.objects.create_user(email=person.email)
        person.save()
    return client_of(person)


@pytest.fixture
def shown(bluebell: Nursery) -> str:
    with time_machine.travel(AFTER_TERM, tick=False):
        return text_of(browser_of(bluebell, "samuel-adjei").get(URL))


def test_the_range_comes_before_the_figure(shown: str):
    assert "saved the nursery between £2,412 and £4,837" in shown
    assert shown.index("£2,412") < shown.index("Most likely £4,362")


def test_it_is_cost_avoided_and_never_income(shown: str):
    assert "cost avoided (estimate)" in shown
    for word in ("income", "profit", "Income", "Profit"):
        assert word not in shown


def test_hours_stand_beside_the_savings(shown: str):
    assert "It asked 527 hours of 26 families." in shown
    assert "Paid people worked 750 hours" in shown


def test_each_duty_says_what_is_counted_and_why_not_the_rest(shown: str):
    assert "Care 216 of 228 h 12 h beyond what was required" in shown
    assert "Food 114 of 114 h" in shown
    assert "Committee 80 h never priced" in shown


def test_what_came_back_to_families_is_said(shown: str):
    assert "Of this, £3,000 came back to families in lower fees." in shown
    assert "For each session that a child attends, that is £3.69 saved and £2.54 off fees." in shown


def test_every_rate_has_its_source_and_day(shown: str):
    assert (
        "Care, most likely £17.52 £13.25 wage , 12.07 % holiday , 15 % NI , 3 % pension 100 % Wed 1 Apr 2026: Bluebell "
        "pay scale 2026-27, adopted by the trustees 2026-03-18" in shown
    )
    assert "Food, low £14.24 £12.71 wage , 12.07 % holiday , 0 % NI , 0 % pension 50 %" in shown


def test_what_running_parent_duty_took_is_said_by_kind(shown: str):
    assert (
        "less Coordination £539.52 less DBS checks £110.00 less First-aid courses £375.00 less Induction £262.80"
        in shown
    )


def test_the_part_of_the_hours_that_is_confirmed_is_said(shown: str):
    assert "Part that is confirmed 100 %" in shown


def test_no_family_is_named(shown: str, bluebell: Nursery):
    with nursery_scope(bluebell):
        assert [family.name for family in Family.objects.all() if family.name in shown] == []


def test_no_pounds_stand_beside_a_person(shown: str, bluebell: Nursery):
    with nursery_scope(bluebell):
        people = Person.objects.all()
        assert [p.name for p in people if p.name in shown or f"{p.short_name} " in shown] in ([], ["Samuel Adjei"])
    assert "22.48" not in shown  # what the manager's hour costs
    assert "£17.00" not in shown  # and what she is paid for it


def test_a_missing_rate_is_said_and_no_range_is_given(bluebell: Nursery):
    with nursery_scope(bluebell):
        Rate.objects.filter(key="food", scenario="low").delete()
    with time_machine.travel(AFTER_TERM, tick=False):
        text = text_of(browser_of(bluebell, "samuel-adjei").get(URL))
    assert "A rate is missing, so no range can be given." in text
    assert "There is no rate for Food on 60 days from Wed 9 Sep 2026 (120 hours). This concerns: low." in text
    assert "The treasurer can add a rate that holds from Wed 9 Sep 2026, with its source." in text


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("samuel-adjei", 200),
        ("adam-goldberg", 200),
        ("helen-tanaka", 200),
        ("amara-okafor", 403),
        ("marta-zielinska", 403),
    ],
)
def test_trustees_treasurer_and_manager_may_read_it(bluebell: Nursery, key: str, status: int):
    with time_machine.travel(AFTER_TERM, tick=False):
        assert browser_of(bluebell, key).get(URL).status_code == status


def test_somebody_of_another_nursery_finds_nothing(bluebell: Nursery):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        trustee = other.person("Ruth Adeyemi", "trustee")
    assert client_of(trustee).get(URL).status_code == 404


def test_a_nursery_without_a_history_says_what_will_be_here(house: House):
    with time_machine.travel(dt.datetime(2026, 8, 1, tzinfo=dt.UTC), tick=False):
        text = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL))
    assert "No term yet" in text


def test_a_term_without_confirmed_hours_divides_by_nothing(house: House):
    with time_machine.travel(dt.datetime(2026, 9, 30, tzinfo=dt.UTC), tick=False):
        text = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL))
    assert "No parent’s hours are recorded in this term yet." in text
    assert "NaN" not in text


def test_a_term_that_is_not_there_is_not_found(bluebell: Nursery):
    with time_machine.travel(AFTER_TERM, tick=False):
        assert browser_of(bluebell, "samuel-adjei").get(f"{URL}?term=summer").status_code == 404
