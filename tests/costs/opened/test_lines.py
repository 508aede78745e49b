"""Net opened: each line of the sum, how they add up, and the hours that have no price."""

import re
from html import unescape

import pytest
from django.test import Client

from costs.models import ProgrammeEntry, Rate
from nursery.models import Nursery
from nursery.scope import nursery_scope
from rota.models import Booking
from tests.builders import House
from tests.costs.opened.conftest import browser_of
from tests.pages import client_of, text_of

URL = "/bluebell/costs/lines/"


def links_of(page) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="(/bluebell/costs/line/[^"]+)"', page.content.decode())]


def test_the_sum_leads_from_cost_avoided_to_net(trustee: Client):
    shown = text_of(trustee.get(URL))
    for said in (
        "Care 216 h × £17.52 £3,784.32",
        "Food 114 h × £16.81 £1,916.34",
        "Cost avoided, together £5,700.66",
        "Care 24 h −£47.52",
        "Paid cover, together −£51.78",
        "Coordination −£539.52",
        "Running parent duty, together −£1,287.32",
        "Net £4,361.56",
    ):
        assert said in shown
        shown = shown[shown.index(said) :]


def test_the_low_estimate_has_its_own_rates_and_part_bought(trustee: Client):
    shown = text_of(trustee.get(URL, {"estimate": "low"}))
    assert "Food 114 h × 50 % × £14.24 £811.68" in shown
    assert "Net £2,411.56" in shown


def test_hours_without_a_price_stand_beside_the_sum(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "Committee 80 h Maintenance 30 h Training 75 h" in shown
    assert "330 h with a price and 197 h without: 527 hours that parents gave." in shown


def test_fee_relief_is_a_use_of_net(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "Came back to families in lower fees £3,000.00 Kept by the nursery £1,361.56" in shown
    assert "68.8 % of Net came back to families." in shown


@pytest.mark.parametrize("query", ["term=autumn-2026", "month=2026-10", "from=2026-09-09&to=2026-09-30", "year=2026"])
def test_every_line_opens_in_the_same_period_and_estimate(trustee: Client, query: str):
    page = trustee.get(f"{URL}?{query}&estimate=high")
    links = links_of(page)
    assert len(links) > 8
    for url in links:
        assert f"?{query}&estimate=high" in url
        assert trustee.get(url).status_code == 200


def test_a_missing_rate_leaves_net_unsaid_and_its_hours_open(bluebell: Nursery, trustee: Client):
    Rate.objects.filter(key="food", scenario="low").delete()
    page = trustee.get(URL, {"estimate": "low"})
    shown = text_of(page)
    assert "Net cannot be said yet" in shown
    assert "Cost avoided, together not known yet" in shown
    (missing,) = [url for url in links_of(page) if "kind=no_rate" in url]
    assert "Food without a rate 114 hours" in text_of(trustee.get(missing))
    assert "330 h" not in shown  # the food hours have no price now
    assert "527 hours that parents gave" in shown


def test_an_entry_whose_rate_is_missing_is_said(bluebell: Nursery, trustee: Client):
    Rate.objects.filter(key="manager").delete()
    assert "has no amount: there is no rate “manager” for that day" in text_of(trustee.get(URL))


def test_cover_of_unknown_cost_is_shown_and_not_taken_off(bluebell: Nursery, trustee: Client):
    person = Booking.objects.filter(shift__duty__key="food", kind="parent", person__roles__overlap=["bank", "staff"])[0]
    person.person.pay.all().delete()
    page = trustee.get(URL)
    assert "Paid cover of which no cost or no rate is known" in text_of(page)
    (missing,) = [url for url in links_of(page) if "kind=no_premium&of=food" in url]
    assert trustee.get(missing).status_code == 200


def test_no_wage_of_whoever_runs_parent_duty_is_shown(trustee: Client):
    page = trustee.get(URL)
    for url in [URL, *links_of(page)]:
        shown = trustee.get(url).content.decode()
        assert "22.48" not in shown  # the manager's hour with on-costs
        assert "17.00" not in shown


def test_the_words_are_cost_avoided_and_never_income(trustee: Client):
    shown = text_of(trustee.get(URL))
    assert "cost avoided (estimate)" in shown
    assert not re.search(r"income|profit|earned", shown, re.IGNORECASE)


def test_a_term_without_confirmed_hours_divides_by_nothing(house: House):
    shown = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL, {"term": "autumn"}))
    assert "Net £0.00" in shown
    assert "NaN" not in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("term=x", "There is no such term yet."),
        ("month=2026-13", "Say the month, like 2026-10."),
        ("from=2026-10-04", "Say this day, like 2026-10-04."),
        ("estimate=best", "There are three estimates: low, central and high."),
    ],
)
def test_nonsense_in_the_address_is_answered_with_a_sentence(trustee: Client, query: str, said: str):
    page = trustee.get(f"{URL}?{query}")
    assert page.status_code == 422
    assert said in text_of(page)


@pytest.mark.parametrize("page", ["lines/", "line/?kind=value&of=care", "burden/"])
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
def test_trustees_treasurer_and_manager_may_open_it(bluebell: Nursery, page: str, key: str, status: int):
    assert browser_of(key).get(f"/bluebell/costs/{page}").status_code == status


def test_somebody_of_another_nursery_finds_nothing(bluebell: Nursery):
    other = House(slug="clover", name="Clover")
    with nursery_scope(other.nursery):
        stranger = other.person("Ruth Adeyemi", "trustee")
    assert client_of(stranger).get(URL).status_code == 404


def test_nothing_to_run_parent_duty_is_said(bluebell: Nursery, trustee: Client):
    ProgrammeEntry.objects.all().delete()
    assert "Running parent duty, together £0.00" in text_of(trustee.get(URL))
