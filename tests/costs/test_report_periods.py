"""Which days the trustees' page is of: a term, a month, a financial year, or any days; the address keeps it."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import Person
from costs.models import FeeRelief
from nursery.models import Term
from tests.builders import House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/"
IN_TERM = dt.datetime(2026, 9, 30, 12, tzinfo=dt.UTC)


@pytest.fixture
def trustee(house: House) -> Person:
    return house.person("Ruth Adeyemi", "trustee")


@pytest.fixture
def worked(house: House) -> House:
    """One food shift of four hours on 9 September, and lower fees in each of two months."""
    shift = house.shift(dt.date(2026, 9, 9), duty=house.food)
    house.booking(house.place(shift), house.parent("Amara Okafor"), status="worked", confirmed=True)
    for day in (dt.date(2026, 8, 20), dt.date(2026, 9, 20)):
        FeeRelief.objects.create(nursery=house.nursery, date=day, amount=Decimal(50))
    return house


def get(trustee: Person, query: str = "") -> Any:
    with time_machine.travel(IN_TERM, tick=False):
        return client_of(trustee).get(URL + query)


def test_a_month_says_which_and_how_far_it_goes(worked: House, trustee: Person):
    text = text_of(get(trustee, "?month=2026-09"))
    assert "September 2026 · an estimate so far, to Wed 30 Sep 2026" in text
    assert "It asked 4 hours of" in text


def test_a_financial_year_holds_all_of_its_days(worked: House, trustee: Person):
    text = text_of(get(trustee, "?year=2026"))
    assert "Financial year 2026–27" in text
    assert "Came back in lower fees £100.00" in text


def test_any_days_hold_those_alone(worked: House, trustee: Person):
    text = text_of(get(trustee, "?from=2026-09-08&to=2026-09-09"))
    assert "Tue 8 Sep 2026 to Wed 9 Sep 2026 · an estimate" in text
    assert "Nothing has come back to families in lower fees yet" in text


def test_the_term_is_a_link_and_the_one_on_the_page_is_marked(worked: House, trustee: Person):
    term = Term.objects.get()
    html = get(trustee).content.decode()
    assert f'<a href="?term={term.key}" aria-current="page">{term.name}</a>' in html
    assert 'aria-current="page">' + term.name not in get(trustee, "?month=2026-09").content.decode()


def test_earlier_terms_stand_in_the_form(worked: House, trustee: Person):
    for n in range(4):
        starts = dt.date(2025 - n, 9, 1)
        Term.objects.create(
            nursery=worked.nursery,
            key=f"old-{n}",
            name=f"Autumn {starts.year}",
            starts=starts,
            ends=starts + dt.timedelta(90),
        )

    def offered(query: str) -> list[list[str]]:
        picker = get(trustee, query).content.decode().split("Show the month")[0]
        return [re.findall(r'href="\?term=(old-\d)"', part) for part in picker.split("Another period")]

    assert offered("") == [["old-0", "old-1"], ["old-2", "old-3"]]
    assert offered("?term=old-3") == [["old-0", "old-1", "old-3"], ["old-2"]]


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("?from=2026-09-11&to=2026-09-07", "to", "This is before the first day. Choose a later one."),
        ("?from=2026-09-11", "to", "Say this day"),
        ("?from=1990-01-01&to=2026-09-07", "to", "That is more than ten years."),
        ("?from=2026-10-11&to=2026-10-12", "from", "That has not begun yet."),
        ("?month=2027-01", "month", "That has not begun yet."),
        ("?month=sometime", "month", "Say the month"),
        ("?year=1", "year", "Say the year"),
    ],
)
def test_days_that_are_none_are_said_beside_their_field(
    worked: House, trustee: Person, query: str, field: str, says: str
):
    answer = get(trustee, query)
    assert answer.status_code == 422
    html = answer.content.decode()
    error = re.search(rf'<div id="period-{field}_error">(.*?)</div>', html)
    assert error
    assert says in error[1]
    assert '<details class="fold" open>' in html


def test_what_was_typed_is_not_lost(worked: House, trustee: Person):
    html = get(trustee, "?from=2026-09-11&to=2026-09-07").content.decode()
    assert re.search(r'name="from" value="2026-09-11"', html)
    assert re.search(r'name="to" value="2026-09-07"', html)


def test_a_term_that_is_not_there_is_not_found_and_the_page_helps(worked: House, trustee: Person):
    answer = get(trustee, "?term=summer")
    assert answer.status_code == 404
    assert "There is no such term yet. Choose one of those that have begun." in text_of(answer)


def test_days_outside_every_term_say_what_to_do(worked: House, trustee: Person):
    text = text_of(get(trustee, "?from=2026-03-01&to=2026-03-31"))
    assert "Nothing was worked in these days No term lies in them, so there were no shifts." in text
    assert "Choose a term, or days inside one." in text


def test_the_form_offers_every_month_and_year_since_the_first_term(worked: House, trustee: Person):
    Term.objects.create(
        nursery=worked.nursery, key="old", name="Autumn 2024", starts=dt.date(2024, 9, 2), ends=dt.date(2024, 12, 13)
    )
    html = get(trustee).content.decode()
    assert re.findall(r'<option value="(\d{4})"', html) == ["2026", "2025", "2024"]
    months = re.findall(r'<option value="(\d{4}-\d{2})"', html)
    assert (months[0], months[-1], len(months)) == ("2026-09", "2024-09", 25)
