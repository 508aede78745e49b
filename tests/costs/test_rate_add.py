"""The treasurer adds a rate: worked out before it is kept, with figures of the law at hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from costs.models import Change, Rate
from nursery.models import Term
from nursery.scope import nursery_scope
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/rates/add/"
TYPED = {
    "do": "save",
    "key": "care",
    "scenario": "central",
    "starts": "1 Apr 2027",
    "wage": "£13.25",
    "holiday": "12.07 %",
    "ni": "15",
    "pension": "3",
    "source": "Pay scale 2027-28, adopted 18 March 2027",
}


@pytest.fixture(autouse=True)
def _on_a_wednesday_in_term():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adam(house: House) -> Client:
    return client_of(house.person("Adam Goldberg", "treasurer"))


def post(client: Client, **typed: Any) -> Any:
    return client.post(URL, TYPED | typed)


def values(page: Any) -> dict[str, Any]:
    form = page.context["form"]
    return {name: form[name].value() for name in form.fields}


# --- keeping it ---
def test_it_is_kept_as_typed_and_on_record(adam: Client, house: House):
    page = post(adam, note="Asked for again each March")
    assert page.status_code == 302
    rate = Rate.objects.get()
    assert (rate.key, rate.scenario, rate.starts, rate.wage) == (
        "care",
        "central",
        dt.date(2027, 4, 1),
        Decimal("13.25"),
    )
    assert (rate.holiday, rate.ni, rate.pension) == (Decimal("0.1207"), Decimal("0.15"), Decimal("0.03"))
    assert (rate.bought, rate.note) == (None, "Asked for again each March")
    change = Change.objects.get()
    assert (change.verb, change.thing, change.about, change.at) == ("added", "rate", rate.public_id, NOW)
    assert change.before is None
    assert change.after == {
        "key": "care",
        "scenario": "central",
        "from": "2027-04-01",
        "wage": "13.25",
        "holiday": "0.1207",
        "ni": "0.15",
        "pension": "0.03",
        "source": TYPED["source"],
    }


def test_on_costs_that_are_left_empty_are_none(adam: Client):
    post(adam, holiday="", ni="", pension="")
    rate = Rate.objects.get()
    assert [rate.holiday, rate.ni, rate.pension] == [0, 0, 0]


def test_a_part_typed_as_a_part_is_understood_and_that_is_said(adam: Client):
    page = adam.post(URL, TYPED | {"holiday": "0.1207"}, follow=True)
    assert Rate.objects.get().holiday == Decimal("0.1207")
    assert "Holiday pay, in percent: 0.1207 is read as 12.07 %." in text_of(page)


def test_a_task_is_kept_with_its_part_and_its_evidence(adam: Client):
    post(adam, key="food", bought="50", evidence="Caterer’s quote of 9 June 2026")
    rate = Rate.objects.get()
    assert (rate.bought, rate.evidence) == (Decimal("0.5"), "Caterer’s quote of 9 June 2026")


def test_a_rate_of_the_programmes_own_is_kept_under_its_name(adam: Client):
    post(adam, key="+", own_key="deputy manager", bought="50")
    rate = Rate.objects.get()
    assert (rate.key, rate.bought) == ("deputy manager", None)


# --- slips ---
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wage": ""}, "Say the wage an hour."),
        ({"wage": "-3"}, "An amount can’t be less than nothing."),
        ({"wage": "0"}, "An hour of nothing can’t be meant."),
        ({"wage": "500.01"}, "More than £500 an hour can’t be meant. Is it a week’s or a year’s pay?"),
        ({"wage": "26,500"}, "More than £500 an hour can’t be meant."),
        ({"wage": "twelve"}, "We can’t read this as an amount."),
        ({"holiday": "120.7"}, "Write at most 100 %."),
        ({"holiday": "-1"}, "A percentage can’t be less than nothing here."),
        ({"ni": "1"}, "Is this 1 % or 100 %?"),
        ({"pension": "some"}, "We can’t read this as a percentage."),
        ({"key": "food", "bought": "101", "evidence": "Quote"}, "Write at most 100 %."),
        ({"key": "food", "bought": "50"}, "A part counts only with what shows it: a quote, an invoice."),
        ({"key": "food", "bought": "50", "evidence": "  "}, "A part counts only with what shows it"),
        ({"source": ""}, "Say where it comes from: a pay scale, an invoice, the law."),
        ({"source": "   "}, "Say where it comes from"),
        ({"source": "x" * 501}, "at most 500 characters"),
        ({"starts": ""}, "Say from when it holds."),
        ({"starts": "soon"}, "We can’t read this as a day."),
        ({"starts": "1 Apr 2001"}, "That is too far away to be meant. Choose a day from Fri 1 Jan 2016 to"),
        ({"starts": "1 Apr 2062"}, "That is too far away to be meant."),
        ({"key": ""}, "Say what it is for."),
        ({"key": "gardening"}, "not one of the available choices"),
        ({"key": "+"}, "Say what you call it."),
        ({"key": "+", "own_key": "Care"}, "“Care” is there already: choose it above."),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_lost(adam: Client, typed: dict[str, str], sentence: str):
    page = post(adam, **typed)
    assert page.status_code == 422
    assert sentence in text_of(page)
    sent = {name: value for name, value in (TYPED | typed).items() if name != "do"}
    assert {name: values(page)[name] for name in sent} == sent
    assert not Rate.objects.exists()
    assert not Change.objects.exists()


def test_two_of_one_key_and_estimate_cannot_begin_on_one_day(adam: Client):
    post(adam)
    there = Rate.objects.get()
    page = post(adam, wage="14")
    assert page.status_code == 409
    assert "There is one from Thu 1 Apr 2027 already, for the same estimate." in text_of(page)
    assert f"/bluebell/costs/rates/{there.public_id}/" in page.content.decode()
    assert values(page)["wage"] == "14"
    assert Rate.objects.get() == there


@pytest.mark.parametrize("other", [{"scenario": ""}, {"key": "food"}, {"starts": "2 Apr 2027"}])
def test_another_key_estimate_or_day_is_no_clash(adam: Client, other: dict[str, str]):
    post(adam)
    assert post(adam, **other).status_code == 302


# --- a closed term ---
@pytest.mark.parametrize("starts", ["1 Apr 2026", "7 Sep 2026", "11 Dec 2026"])
def test_nothing_is_added_that_a_closed_terms_figures_would_stand_on(adam: Client, starts: str):
    Term.objects.update(closed_at=NOW)
    page = post(adam, starts=starts)
    assert page.status_code == 409
    assert "Autumn term is closed, and its figures stand on what held then." in text_of(page)
    assert "Add one from Sat 12 Dec 2026, or enter a correction." in text_of(page)
    assert not Rate.objects.exists()


def test_from_the_day_after_a_closed_term_one_may_be_added(adam: Client):
    Term.objects.update(closed_at=NOW)
    assert post(adam, starts="12 Dec 2026").status_code == 302


# --- worked out before it is kept ---
def test_what_an_hour_comes_to_is_worked_out_and_nothing_is_kept(adam: Client):
    page = post(adam, do="work_out")
    assert page.status_code == 200
    text = text_of(page)
    assert "£17.52 an hour £13.25 × 1.1207 × 1.18" in text
    assert not Rate.objects.exists()
    assert not Change.objects.exists()


def test_while_it_is_worked_out_what_is_still_missing_is_not_complained_of(adam: Client):
    page = adam.post(URL, {"do": "work_out", "key": "care", "wage": "13.25", "starts": "1 Apr 2027"})
    assert "£13.25 an hour" in text_of(page)
    assert "Please look at this again" not in text_of(page)


def test_what_is_typed_amiss_is_said_at_once(adam: Client):
    page = adam.post(URL, {"do": "work_out", "key": "care", "wage": "lots"})
    assert "We can’t read this as an amount." in text_of(page)


def test_what_counts_of_a_task_is_said(adam: Client):
    assert "Of each hour 50 % counts: £8.76." in text_of(post(adam, do="work_out", key="food", bought="50 %"))
    assert "so its hours count for nothing" in text_of(post(adam, do="work_out", key="food"))


def test_what_holds_until_then_and_what_comes_after_are_said(adam: Client):
    post(adam, starts="1 Apr 2026", wage="12.71")
    post(adam, starts="1 Apr 2028")
    text = text_of(post(adam, do="work_out", wage="13.50"))
    assert "Until then the rate from Wed 1 Apr 2026 holds: £16.81 an hour." in text
    assert "It holds until Fri 31 Mar 2028, when the next one begins the day after." in text


def test_that_an_estimate_of_its_own_goes_before_one_for_all_is_said(adam: Client):
    post(adam, starts="1 Apr 2026")
    text = text_of(post(adam, do="work_out", scenario=""))
    assert "“Most likely” has a rate of its own from Wed 1 Apr 2026, which goes before one for all." in text


def test_a_wage_below_the_laws_is_said(adam: Client):
    text = text_of(post(adam, do="work_out", wage="12.50"))
    assert "This is less than the National Living Wage of that day, £12.71." in text


@pytest.mark.parametrize("target", ["rate", "worth"])
def test_in_place_only_the_form_comes_back(adam: Client, target: str):
    page = htmx(adam, "post", URL, target, TYPED | {"do": "work_out"})
    assert "£17.52" in text_of(page)
    assert "<h1" not in page.content.decode()


# --- figures of the law ---
def test_the_figures_of_the_chosen_day_are_offered(adam: Client):
    text = text_of(post(adam, do="work_out", starts="31 Mar 2026"))
    assert "National Living Wage from Tue 1 Apr 2025: £12.21" in text
    text = text_of(post(adam, do="work_out", starts="1 Apr 2026"))
    assert "National Living Wage from Wed 1 Apr 2026: £12.71" in text
    assert "Holiday 12.07 % , National Insurance 15 % above £5,000 a year, pension at least 3 %" in text


def test_the_living_wage_fills_the_wage_and_its_source_in_and_keeps_what_was_typed(adam: Client):
    page = post(adam, do="use_living_wage", wage="", source="Cook’s post advertised 2025", starts="1 Apr 2026")
    found = values(page)
    assert found["wage"] == "12.71"
    assert found["source"] == (
        "Cook’s post advertised 2025; "
        "National Living Wage from 1 April 2026 (GOV.UK, National Minimum Wage and National Living Wage rates)"
    )
    assert (found["key"], found["holiday"]) == ("care", "12.07 %")
    assert not Rate.objects.exists()


def test_the_on_costs_fill_their_fields_and_twice_is_as_once(adam: Client):
    page = post(adam, do="use_on_costs", holiday="", ni="", pension="", source="")
    once = values(page)
    assert [once[name] for name in ("holiday", "ni", "pension")] == ["12.07 %", "15 %", "3 %"]
    assert "Working Time Regulations 1998" in once["source"]
    assert values(post(adam, do="use_on_costs", source=once["source"]))["source"] == once["source"]


def test_a_new_years_wage_takes_the_place_of_the_old_ones_source(adam: Client):
    before = values(post(adam, do="use_living_wage", starts="1 Apr 2025", source=""))["source"]
    after = values(post(adam, do="use_living_wage", starts="1 Apr 2026", source=before))["source"]
    assert "1 April 2025" in before
    assert "1 April 2025" not in after
    assert "1 April 2026" in after


def test_a_link_from_last_years_rate_opens_this_years_filled_in(adam: Client):
    post(adam, starts="1 Apr 2025", wage="12.21", scenario="low", source="National Living Wage from 1 April 2025; note")
    old = Rate.objects.get()
    page = adam.get(f"{URL}?like={old.public_id}&starts=2026-04-01&use=use_living_wage")
    found = values(page)
    assert (found["wage"], found["scenario"], found["starts"], found["holiday"]) == (
        "12.71",
        "low",
        "2026-04-01",
        "12.07",
    )
    assert found["source"].startswith("note; National Living Wage from 1 April 2026")
    sent = {name: "" if value is None else value for name, value in found.items()}
    assert adam.post(URL, sent | {"do": "save"}).status_code == 302
    assert Rate.objects.count() == 2


def test_national_insurance_at_few_hours_is_worked_out_in_words_and_only_proposed(adam: Client):
    page = post(adam, do="work_out", wage="12.71", hours_a_week="10", starts="1 Apr 2026")
    text = text_of(page)
    assert "£12.71 for 10 hours in each of 52 weeks is £6,609.20 a year." in text
    assert "£1,609.20 of it is above £5,000; 15 % of that is £241.38, which is 3.65 % of the wage." in text
    assert values(page)["ni"] == "15"


def test_the_proposal_fills_its_field_with_its_working_as_source(adam: Client):
    found = values(post(adam, do="use_ni", wage="12.71", hours_a_week="10", ni="", starts="6 Apr 2026"))
    assert found["ni"] == "3.65 %"
    assert "at 10 h a week 241.38 of 6609.20 a year" in found["source"]


def test_at_very_few_hours_nothing_is_due(adam: Client):
    text = text_of(post(adam, do="work_out", wage="12.71", hours_a_week="4", starts="1 Apr 2026"))
    assert "That is not above £5,000, so nothing is due: 0 % ." in text


@pytest.mark.parametrize("hours", ["lots", "0", "101", "-3", "NaN"])
def test_hours_that_are_none_are_said(adam: Client, hours: str):
    assert "Write the hours of a week, like 12.5." in text_of(post(adam, do="work_out", hours_a_week=hours))


def test_a_nursery_elsewhere_is_offered_no_law_of_this_country(house: House, adam: Client):
    house.nursery.country = "DE"
    house.nursery.save()
    text = text_of(adam.get(URL))
    assert "What the law says" not in text


# --- who may ---
@pytest.mark.parametrize("role", ["trustee", "manager", "parent", "staff"])
def test_nobody_but_the_treasurer_adds(house: House, role: str):
    client = client_of(house.person("Kim Lee", role))
    assert client.get(URL).status_code == post(client).status_code == 403
    assert not Rate.objects.exists()


def test_somebody_of_another_nursery_finds_nothing(other_house: House, house: House):
    with nursery_scope(other_house.nursery):
        stranger = other_house.person("Ruth Adeyemi", "treasurer")
    assert client_of(stranger).get(URL).status_code == 404
