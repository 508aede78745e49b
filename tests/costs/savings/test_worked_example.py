"""The table of the worked example, figure by figure."""

from decimal import Decimal

import pytest

from costs.savings import Savings, Scenario
from rota.exact import rounded, text
from tests.costs.savings.worked_example import worked_out

TABLE = {
    "care rate": ("14.24", "17.52", "19.50"),
    "food rate": ("14.24", "16.81", "16.81"),
    "food s": ("0.50", "1.00", "1.00"),
    "care": ("3075.84", "3784.32", "4212.00"),
    "food": ("811.68", "1916.34", "1916.34"),
    "premium, care": ("126.24", "47.52", "0.00"),
    "premium, food": ("62.40", "4.26", "4.26"),
    "programme": ("1287.32", "1287.32", "1287.32"),
    "net": ("2411.56", "4361.56", "4836.76"),
}


@pytest.fixture(scope="module")
def savings() -> Savings:
    return worked_out()


def column(savings: Savings, scenario: Scenario) -> dict[str, str | None]:
    found = savings.scenarios[scenario]
    lines = {line.duty: line for line in found.lines}
    premium = {line.duty: line for line in found.premium}
    return {
        "care rate": text(lines["care"].rate),
        "food rate": text(lines["food"].rate),
        "food s": text(lines["food"].bought),
        "care": text(lines["care"].value),
        "food": text(lines["food"].value),
        "premium, care": text(premium["care"].value),
        "premium, food": text(premium["food"].value),
        "programme": text(found.programme_total),
        "net": text(found.net),
    }


@pytest.mark.parametrize(("place", "scenario"), list(enumerate(Scenario)))
def test_the_table_of_the_worked_example(savings, place, scenario):
    assert column(savings, scenario) == {row: values[place] for row, values in TABLE.items()}


def test_care_displaced_216_hours_and_food_114(savings):
    hours = {line.duty: text(line.hours) for line in savings.central.lines}
    assert hours == {"care": "216.00", "food": "114.00"}


def test_central_retained_1361_56_and_returned_68_8_percent(savings):
    assert text(savings.central.retained) == "1361.56"
    assert text(savings.central.returned * 100, 1) == "68.8"


def test_527_parent_hours_bring_8_28_net_and_5_69_relief_each(savings):
    assert text(savings.hours.parent) == "527.00"
    assert (text(savings.net_per_parent_hour), text(savings.relief_per_parent_hour)) == ("8.28", "5.69")


def test_multiplying_every_hour_by_the_care_rate_would_have_claimed_more_than_twice_too_much(savings):
    care = next(line for line in savings.central.lines if line.duty == "care")
    claimed = rounded(savings.hours.parent * care.rate)
    assert claimed == Decimal("9233.04")
    assert claimed > 2 * savings.central.net


def test_hours_never_priced_are_listed_by_duty(savings):
    assert {duty: text(hours) for duty, hours in savings.hours.unpriced.items()} == {
        "committee": "80.00",
        "maintenance": "30.00",
        "training": "75.00",
    }


def test_three_who_came_without_first_aid_are_enriching_at_no_price(savings):
    assert text(savings.hours.care_enriching) == "12.00"


def test_the_programme_is_summed_by_kind_in_alphabetical_order(savings):
    assert [(line.kind, text(line.value), len(line.entries)) for line in savings.central.programme] == [
        ("coordination", "539.52", 1),
        ("dbs", "110.00", 5),
        ("first_aid", "375.00", 5),
        ("induction", "262.80", 1),
    ]


def test_nothing_is_missing(savings):
    assert savings.faults == ()
