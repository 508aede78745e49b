"""Which days a report is asked for, and what it is compared with."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from costs.periods import Period, month_of, period_before, span_of, year_beginning
from costs.queries import period_asked, terms_begun
from nursery.scope import nursery_scope
from tests.builders import House

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 30)


def asked(house: House, **words: str) -> Period | None:
    words = {name.rstrip("_"): word for name, word in words.items()}
    with nursery_scope(house.nursery):
        return period_asked(house.nursery, words, terms_begun(TODAY), TODAY)


def test_nothing_asked_is_the_term_that_today_is_in(house: House):
    found = asked(house)
    assert found is not None
    assert found.first <= TODAY <= found.last


def test_a_month_is_all_of_its_days(house: House):
    found = asked(house, month="2024-02")
    assert found is not None
    assert (found.first, found.last, found.name) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29), "February 2024")


def test_a_financial_year_begins_in_the_nurserys_own_month(house: House):
    house.nursery.policy.year_starts = 9
    found = asked(house, year="2025")
    assert found is not None
    assert (found.first, found.last) == (dt.date(2025, 9, 1), dt.date(2026, 8, 31))
    assert found.name == "Financial year 2025–26"


def test_any_days_can_be_asked_for(house: House):
    found = asked(house, from_="2026-09-07", to="2026-09-11")
    assert found is not None
    assert found.query == "from=2026-09-07&to=2026-09-11"


def test_days_may_be_written_as_people_write_them(house: House):
    found = asked(house, from_="7 Sep", to="11.9.2026")
    assert found is not None
    assert (found.first, found.last) == (dt.date(2026, 9, 7), dt.date(2026, 9, 11))


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ({"from_": "2026-09-07"}, "to", "Say this day"),
        ({"from_": "soon", "to": "2026-09-11"}, "from", "Say this day"),
        ({"from_": "2026-09-11", "to": "2026-09-07"}, "to", "before the first day"),
        ({"from_": "1990-01-01", "to": "2026-09-07"}, "to", "more than ten years"),
        ({"month": "2026-13"}, "month", "Say the month"),
        ({"month": "september"}, "month", "Say the month"),
        ({"month": "2026-10"}, "month", "not begun yet"),
        ({"year": "26"}, "year", "Say the year"),
        ({"term": "summer"}, "term", "There is no such term yet"),
    ],
)
def test_what_is_no_period_is_said_beside_its_field(house: House, words: dict[str, str], field: str, says: str):
    with pytest.raises(ValidationError) as refused:
        asked(house, **words)
    assert says in refused.value.message_dict[field][0]


def test_a_period_is_compared_with_the_one_before_it():
    assert period_before(month_of(dt.date(2026, 1, 9)), []) == month_of(dt.date(2025, 12, 1))
    assert period_before(year_beginning(2026, 4), []) == year_beginning(2025, 4)
    week = span_of(dt.date(2026, 9, 7), dt.date(2026, 9, 13))
    assert period_before(week, []) == span_of(dt.date(2026, 8, 31), dt.date(2026, 9, 6))
