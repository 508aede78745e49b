"""What if: asked in the address, answered beside what was, and nothing kept by it."""

import datetime as dt

import pytest
import time_machine
from django.test import Client

from accounts.models import Family, Person
from costs.models import Change, Rate, WhatIf
from nursery.models import Nursery
from nursery.scope import nursery_scope
from tests.builders import House
from tests.costs.bluebell import AFTER_TERM, MANAGER, PARENT, TREASURER, TRUSTEE, browser_of
from tests.pages import client_of, htmx, text_of

pytestmark = pytest.mark.django_db
URL = "/bluebell/costs/what-if/"
FRIDAYS = {"term": "autumn-2026", "a-duty": "care", "a-day": "4", "a-places": "-1"}


@pytest.fixture
def trustee(bluebell: Nursery):
    with time_machine.travel(AFTER_TERM, tick=False):
        yield browser_of(bluebell, TRUSTEE)


def asked(trustee: Client, **fields: str) -> str:
    return text_of(trustee.get(URL, {"term": "autumn-2026", **{k.replace("_", "-", 1): v for k, v in fields.items()}}))


def test_before_anything_is_asked_the_likeliest_questions_are_one_tap_away(trustee: Client):
    response = trustee.get(URL)
    assert "One parent fewer at Care on Mondays on Tuesdays" in text_of(response)
    assert f"{URL}?term=autumn-2026&amp;a-duty=care&amp;a-day=4&amp;a-places=-1" in response.content.decode()


def test_what_would_be_unsafe_is_said_before_any_money(trustee: Client):
    text = text_of(trustee.get(URL, FRIDAYS))
    assert text.index("It would not be safe as it stands: on 11 days there would be too few adults.") < text.index("£")
    assert "Paid adults would have to stand in for 44 hours." in text
    assert "Net would be £770.88 less, most likely £3,590.68. Parents would give 48 hours less." in text


def test_each_figure_stands_beside_what_it_was_with_its_sign_and_in_words(trustee: Client):
    text = text_of(trustee.get(URL, FRIDAYS))
    assert "Net, most likely £4,361.56 £3,590.68 −£770.88 (less)" in text
    assert "Net, low £2,411.56 £1,785.00 −£626.56 (less)" in text
    assert "Returned: that as part of Net 68.8 % 83.5 % more: it was 68.8 %" in text
    assert "Hours that parents gave 527 h 479 h −48 h (less)" in text
    assert "Coverage: how much of that was given 101.3 % 101.5 % more: it was 101.3 %" in text
    assert "Hours short of an adult 0 h 44 h +44 h (more)" in text
    assert "Paid hours on the rota 750 h 750 h no change" in text


def test_each_assumption_is_a_sentence(trustee: Client):
    text = text_of(trustee.get(URL, FRIDAYS))
    assert "parents came to 12 of 12. Paid cover stays, and nobody is put in their place." in text


def test_it_is_an_estimate_and_no_promise(trustee: Client):
    text = text_of(trustee.get(URL, FRIDAYS))
    assert "Net is cost avoided (estimate), never money received. This is a what-if, no promise." in text
    for word in ("income", "profit", "Income", "Profit"):
        assert word not in text


def test_three_questions_stand_side_by_side(trustee: Client):
    text = asked(trustee, a_duty="care", a_places="1", b_rise="5", c_relief="£4,000")
    assert "A Care: 1 parent place more every day" in text
    assert "B Pay up by 5 %" in text
    assert "C Fee relief of £4,000.00 in the term" in text
    assert "Net, most likely £4,361.56 £4,361.56 no change £4,604.58 +£243.02 (more) £4,361.56 no change" in text


def test_fee_relief_changes_what_comes_back_and_not_net(trustee: Client):
    text = asked(trustee, a_relief="2.50", a_each="session")
    assert "Net would be the same. Parents would give as many hours." in text
    assert "Came back to families £3,000.00 £2,957.50 −£42.50 (less)" in text


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"a_drop": "main-fri"}, "Without the session Bluebell Room, Friday 09:00–13:00"),
        ({"a_like": "main-thu", "a_on": "5"}, "Another session on Saturdays, like Bluebell Room, Thursday 09:00–13:00"),
        ({"a_weeks": "-2"}, "2 weeks fewer"),
        ({"a_group": "main-fri", "a_children": "1"}, "1 child more: Bluebell Room, Friday 09:00–13:00"),
        (
            {"a_rated": "food", "a_estimate": "all", "a_wage": "14", "a_bought": "80"},
            "Food at £14.00 an hour, 80 % of it would have been bought (all three estimates)",
        ),
    ],
)
def test_every_kind_of_question_is_answered(trustee: Client, fields: dict[str, str], heading: str):
    text = asked(trustee, **fields)
    assert heading in text
    assert "Beside what was" in text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"a_duty": "care", "a_day": "4", "a_places": "-2"},
            "There was only 1 parent place on a Care shift on Fridays. Take away no more than that.",
        ),
        (
            {"a_duty": "care", "a_day": "6", "a_places": "-1"},
            "There was no parent place at Care on Sundays in this term, so none can go.",
        ),
        ({"a_duty": "gardening", "a_places": "1"}, "Choose one of the duties that had parent places in this term."),
        ({"a_duty": "care", "a_places": "-40"}, "Choose how many parent places more or fewer, at most 3."),
        ({"a_weeks": "0"}, "Choose by how many weeks, at most 6 either way. None at all is no change"),
        ({"a_rated": "care", "a_wage": "-3"}, "An amount can’t be less than nothing. Write it without the minus."),
        ({"a_rated": "care", "a_wage": "twelve"}, "We can’t read this as an amount."),
        ({"a_rise": "-4"}, "A percentage can’t be less than nothing here."),
        ({"a_relief": "-1"}, "An amount can’t be less than nothing."),
        ({"a_like": "main-thu"}, "Choose the day on which that session would be."),
        ({"a_like": "main-thu", "a_on": "4"}, "There is a session in that room at that time on that day already."),
        ({"a_children": "2"}, "Choose one of the sessions that ran in this term."),
        (
            {"a_duty": "care", "a_places": "-1", "a_duty_2": "care", "a_day_2": "4", "a_places_2": "1"},
            "These places stand above already.",
        ),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field(trustee: Client, fields: dict[str, str], sentence: str):
    names = {"a_duty_2": "a-duty_2", "a_day_2": "a-day_2", "a_places_2": "a-places_2"}
    data = {names.get(name, name.replace("_", "-", 1)): value for name, value in fields.items()}
    response = trustee.get(URL, {"term": "autumn-2026", **data})
    assert response.status_code == 422
    assert sentence in text_of(response)


def test_what_was_typed_is_not_lost_by_a_fault(trustee: Client):
    body = trustee.get(URL, {"term": "autumn-2026", "a-rise": "lots", "b-relief": "1,234"}).content.decode()
    assert 'value="lots"' in body
    assert 'value="1,234"' in body


def test_a_form_sent_without_script_leads_to_an_address_that_says_only_what_was_asked(trustee: Client):
    response = trustee.get(URL, {**FRIDAYS, "a-rise": "", "b-duty": "care", "b-day": "", "c-places": ""})
    assert response.status_code == 302
    assert response["Location"] == f"{URL}?term=autumn-2026&a-places=-1&a-duty=care&a-day=4"


def test_with_script_the_answer_comes_alone_with_the_address_it_has(trustee: Client):
    response = htmx(trustee, "get", URL, "what-if", {**FRIDAYS, "a-rise": ""})
    assert response["HX-Push-Url"] == f"{URL}?term=autumn-2026&a-places=-1&a-duty=care&a-day=4"
    assert "<html" not in response.content.decode()
    assert "Net would be £770.88 less" in text_of(response)


def test_asking_keeps_nothing(trustee: Client, bluebell: Nursery):
    trustee.get(URL, FRIDAYS)
    with nursery_scope(bluebell):
        assert not WhatIf.objects.exists()
        assert not Change.objects.exists()


def test_no_name_and_no_person_s_pay_is_shown(trustee: Client, bluebell: Nursery):
    text = text_of(trustee.get(URL, {**FRIDAYS, "b-rise": "5"}))
    with nursery_scope(bluebell):
        assert [each.name for each in Family.objects.all() if each.name in text] == []
        assert [each.name for each in Person.objects.all() if each.name in text] in ([], ["Samuel Adjei"])
    for cost in ("22.48", "£17.00", "18.86"):
        assert cost not in text


def test_a_missing_rate_is_said_in_place_of_net(trustee: Client, bluebell: Nursery):
    with nursery_scope(bluebell):
        Rate.objects.filter(key="food").delete()
    text = text_of(trustee.get(URL, FRIDAYS))
    assert "What it would do to Net cannot be said: a rate is missing." in text
    assert "Net, most likely not known: a rate is missing" in text
    assert "NaN" not in text


def test_a_term_under_way_is_taken_as_far_as_it_has_gone(bluebell: Nursery):
    with time_machine.travel(dt.datetime(2026, 10, 2, 18, tzinfo=dt.UTC), tick=False):
        text = text_of(browser_of(bluebell, TRUSTEE).get(URL, FRIDAYS))
    assert "Starting from Autumn term 2026, as far as it has gone: what lies ahead is not made up." in text
    assert "on 4 days there would be too few adults" in text


def test_the_last_term_that_is_over_and_was_worked_in_is_where_it_starts(bluebell: Nursery):
    with time_machine.travel(dt.datetime(2027, 1, 20, tzinfo=dt.UTC), tick=False):
        text = text_of(browser_of(bluebell, TRUSTEE).get(URL))
    assert "Starting from Autumn term 2026, which is over. Start from Spring term 2027" in text


def test_a_nursery_without_history_is_told_what_to_do(house: House):
    with time_machine.travel(dt.datetime(2026, 9, 30, tzinfo=dt.UTC), tick=False):
        text = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL))
    assert "Nothing to start from yet" in text
    assert "Mark who came, or start from another term" in text


def test_before_the_first_term_the_page_says_what_will_be_here(house: House):
    with time_machine.travel(dt.datetime(2026, 8, 1, tzinfo=dt.UTC), tick=False):
        text = text_of(client_of(house.person("Ruth Adeyemi", "trustee")).get(URL))
    assert "No term yet" in text


@pytest.mark.parametrize(
    ("key", "status"),
    [(TRUSTEE, 200), (TREASURER, 200), (MANAGER, 200), (PARENT, 403)],
)
def test_those_who_read_costs_may_ask(bluebell: Nursery, key: str, status: int):
    with time_machine.travel(AFTER_TERM, tick=False):
        assert browser_of(bluebell, key).get(URL).status_code == status


def test_a_term_that_is_not_there_is_not_found(trustee: Client):
    assert trustee.get(URL, {"term": "summer"}).status_code == 404
