"""The treasurer's page of dated rates: what is missing, what holds, what has held, what is to come."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from costs.models import ProgrammeEntry, Rate
from costs.queries import savings_of
from costs.queries.missing_rates import missing_rates
from costs.queries.rates import rate_keys
from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import Contribution
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/rates/"
SOURCE = "Pay scale 2026-27, adopted 18 March 2026"


@pytest.fixture(autouse=True)
def _on_a_wednesday_in_term():
    with time_machine.travel(NOW, tick=False):
        yield


def rate(house: House, key: str = "care", starts: str = "2026-04-01", wage: str = "13.25", **fields: Any) -> Rate:
    values: dict[str, Any] = {"holiday": "0.1207", "ni": "0.15", "pension": "0.03", "source": SOURCE, **fields}
    return Rate.objects.create(
        nursery=house.nursery, key=key, starts=dt.date.fromisoformat(starts), wage=Decimal(wage), **values
    )


def treasurer(house: House) -> Person:
    return house.person("Adam Goldberg", "treasurer")


def shown(house: House, person: Person | None = None) -> str:
    return text_of(client_of(person or treasurer(house)).get(URL))


def given(
    house: House, duty: str = "food", day: dt.date = dt.date(2026, 9, 14), hours: str = "2", **fields: Any
) -> None:
    duties = {"food": house.food, "care": house.care}
    values = {"confirmed": True, **fields}
    person = house.parent()
    Contribution.objects.create(
        nursery=house.nursery, date=day, person=person, duty=duties[duty], hours=Decimal(hours), **values
    )


# --- what holds ---
def test_a_rate_stands_with_its_wage_its_on_costs_what_an_hour_comes_to_and_its_source(house: House):
    rate(house, scenario="central", note="Asked for again each March")
    text = shown(house)
    assert "Most likely £17.52 £13.25 12.07 % holiday, 15 % NI, 3 % pension 100 % Wed 1 Apr 2026" in text
    assert f"{SOURCE} Asked for again each March" in text


def test_a_part_that_would_have_been_bought_stands_with_its_evidence(house: House):
    rate(house, "food", bought="0.5", evidence="Caterer’s quote of 9 June 2026")
    text = shown(house)
    assert "50 %" in text
    assert "Would have been bought: Caterer’s quote of 9 June 2026" in text


def test_the_evidence_stands_behind_the_source_wherever_the_savings_name_it(house: House):
    rate(house, "food", bought="0.5", evidence="Caterer’s quote of 9 June 2026")
    given(house)
    (line,) = savings_of(house.nursery, dt.date(2026, 9, 7), TODAY).central.lines
    assert [each.source for each in line.rates] == [f"{SOURCE}; Caterer’s quote of 9 June 2026"]


def test_a_task_without_evidence_counts_at_nothing(house: House):
    rate(house, "food")
    assert " 0 % Wed 1 Apr 2026" in shown(house)


def test_what_holds_today_comes_before_what_is_to_come_and_what_held_before_is_folded(house: House):
    rate(house, starts="2025-04-01", wage="12.50")
    rate(house, starts="2026-04-01", wage="13.25")
    rate(house, starts="2027-04-01", wage="14.00")
    text = shown(house)
    assert text.index("£13.25") < text.index("To come") < text.index("£14.00")
    assert text.index("£14.00") < text.index("What held before") < text.index("£12.50")
    assert "Tue 1 Apr 2025 until Tue 31 Mar 2026" in text


def test_estimates_that_nothing_holds_for_are_named(house: House):
    rate(house, scenario="low")
    assert "No rate holds today for: Most likely, High." in shown(house)


def test_estimates_out_of_their_order_are_said(house: House):
    rate(house, scenario="low", wage="20")
    rate(house, scenario="central")
    rate(house, scenario="high", wage="19.50")
    assert "An hour is worth less in a higher estimate than in a lower one." in shown(house)


# --- what is missing ---
def test_worked_hours_without_a_rate_stand_first_and_the_link_fills_the_form_in(house: House):
    rate(house)
    given(house)
    page = client_of(treasurer(house)).get(URL)
    text = text_of(page)
    assert "Food 2 hours on Mon 14 Sep 2026 have no rate, so no figure can be given." in text
    assert text.index("What is missing") < text.index("£13.25")
    link = "/bluebell/costs/rates/add/?key=food&scenario=&starts=2026-09-14"
    assert link.replace("&", "&amp;") in page.content.decode()
    form = client_of(treasurer(house)).get(link).context["form"]
    assert [form[name].value() for name in ("key", "scenario", "starts")] == ["food", "", dt.date(2026, 9, 14)]


def test_of_one_estimate_alone_that_one_is_named(house: House):
    rate(house, "food", scenario="low")
    rate(house, "food", scenario="central")
    given(house)
    given(house, day=dt.date(2026, 9, 21), hours="1.5")
    text = shown(house)
    assert "Food · High 3.5 hours on 2 days from Mon 14 Sep 2026 have no rate" in text


def test_a_rate_that_begins_too_late_leaves_the_hours_before_it_without_one(house: House):
    rate(house, "food", starts="2026-09-15")
    given(house)
    given(house, day=dt.date(2026, 9, 16))
    assert "2 hours on Mon 14 Sep 2026 have no rate" in shown(house)


def test_hours_of_the_programme_at_a_rate_that_is_not_there_are_missing_one_too(house: House):
    ProgrammeEntry.objects.create(
        nursery=house.nursery, date=dt.date(2026, 9, 14), kind="coordination", hours=Decimal(8), rate="manager"
    )
    assert "Manager 8 hours on Mon 14 Sep 2026 have no rate" in shown(house)


@pytest.mark.parametrize("fields", [{"confirmed": False}, {"day": dt.date(2026, 12, 1)}])
def test_hours_that_are_not_priced_lack_no_rate(house: House, fields: dict[str, Any]):
    given(house, **fields)
    assert "What is missing" not in shown(house)


def test_hours_of_a_closed_term_are_settled_and_lack_no_rate(house: House):
    given(house, day=dt.date(2026, 9, 14))
    Term.objects.update(closed_at=NOW)
    assert missing_rates(house.nursery, rate_keys(), TODAY) == []


def test_where_every_hour_has_its_rate_the_engine_is_not_asked(house: House):
    rate(house)
    rate(house, "food")
    given(house)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert missing_rates(house.nursery, [], TODAY) == []
    assert len(queries) == 5


# --- figures of the law ---
def test_a_rate_that_rests_on_last_years_living_wage_is_told_of_this_years(house: House):
    old = rate(house, "food", starts="2025-04-01", wage="12.21", scenario="low")
    page = client_of(treasurer(house)).get(URL)
    assert (
        "Low: the wage of £12.21 is the National Living Wage from Tue 1 Apr 2025. Since Wed 1 Apr 2026 it is £12.71."
        in text_of(page)
    )
    assert f"?like={old.public_id}&amp;starts=2026-04-01&amp;use=use_living_wage" in page.content.decode()


def test_a_rate_that_a_newer_one_follows_is_not_told(house: House):
    rate(house, "food", starts="2025-04-01", wage="12.21")
    rate(house, "food", starts="2026-04-01", wage="12.71")
    assert "National Living Wage from" not in shown(house)


def test_where_a_term_is_closed_the_newer_figure_is_offered_from_the_day_after(house: House):
    rate(house, starts="2025-04-01", wage="12.21")
    Term.objects.update(closed_at=NOW)
    assert "starts=2026-12-12&amp;use=" in client_of(treasurer(house)).get(URL).content.decode()


# --- who sees what ---
def test_a_trustee_reads_duty_rates_and_changes_nothing(house: House):
    rate(house)
    text = shown(house, house.person("Samuel Adjei", "trustee"))
    assert "£17.52" in text
    assert "Add a rate" not in text
    assert "Change" not in text


@pytest.mark.parametrize(("role", "sees"), [("trustee", False), ("manager", True), ("treasurer", True)])
def test_what_one_paid_persons_hour_costs_is_for_manager_and_treasurer(house: House, role: str, sees: bool):
    rate(house, "manager", wage="17.00", note="£17.00 since April")
    page = client_of(house.person("Kim Lee", role)).get(URL).content.decode()
    assert "Manager" in page
    assert ("17.00" in page) is sees
    assert ("22.48" in page) is sees


@pytest.mark.parametrize(
    ("role", "status"), [("trustee", 200), ("treasurer", 200), ("manager", 200), ("parent", 403), ("staff", 403)]
)
def test_who_may_open_it(house: House, role: str, status: int):
    assert client_of(house.person("Kim Lee", role)).get(URL).status_code == status


def test_another_nurserys_rates_stay_behind_the_wall(house: House, other_house: House):
    with nursery_scope(other_house.nursery):
        rate(other_house, wage="99.99")
    assert "99.99" not in shown(house)


def test_a_nursery_without_any_says_what_will_be_here(house: House):
    text = shown(house)
    assert "No rate holds today for: Low, Most likely, High." in text


# --- how many queries ---
@pytest.mark.parametrize("years", [1, 10])
def test_the_page_takes_as_many_queries_whatever_its_length(house: House, years: int, django_assert_num_queries):
    for key in ("care", "food", "manager"):
        for scenario in ("low", "central", "high"):
            for year in range(years):
                rate(house, key, starts=f"{2026 - year}-04-01", scenario=scenario)
    client = client_of(treasurer(house))
    with django_assert_num_queries(16):
        client.get(URL)
