"""Where somebody is signed in: listed, and ended."""

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import Person
from tests.accounts.conftest import Door
from tests.builders import NOW, House
from tests.pages import client_of, text_of

WAYS = "/accounts/ways-in/"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
LAPTOP = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7; rv:145.0) Gecko/20100101 Firefox/145.0"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor", email="amara@example.org", sign_in=False)


class Browser(Door):
    def __init__(self, door: Door, agent: str) -> None:
        super().__init__(door._committing)
        self.client = Client(headers={"User-Agent": agent})
        self.sign_in_by_code("amara@example.org")


def test_each_browser_is_listed_in_words_this_one_marked(amara: Person, door: Door, clock: Any) -> None:
    laptop = Browser(door, LAPTOP)
    clock.shift(dt.timedelta(hours=3))
    page = text_of(Browser(door, PHONE).client.get(WAYS))
    assert "Chrome on Android this one since 30 September 2026" in page
    assert "Firefox on Mac since 30 September 2026 · last seen 3 hours ago" in page
    assert laptop.is_signed_in


def test_one_session_is_ended_and_its_browser_is_signed_out(amara: Person, door: Door) -> None:
    laptop, phone = Browser(door, LAPTOP), Browser(door, PHONE)
    there = UserSession.objects.get(user_agent=LAPTOP)
    answer = phone.client.post("/accounts/ways-in/sessions/end/", {"session": there.pk}, follow=True)
    assert "Signed out there." in text_of(answer)
    assert "Firefox" not in text_of(answer)
    assert laptop.client.get("/bluebell/rota/").headers["Location"].startswith("/accounts/login/")
    assert phone.is_signed_in


def test_all_the_others_are_ended_at_once(amara: Person, door: Door) -> None:
    laptop, other, phone = (Browser(door, agent) for agent in (LAPTOP, LAPTOP, PHONE))
    answer = phone.client.post("/accounts/ways-in/sessions/end-others/", follow=True)
    assert "Signed out in 2 other places." in text_of(answer)
    assert [SESSION_KEY in each.client.session for each in (laptop, other, phone)] == [False, False, True]


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "9" * 30])
def test_a_session_that_is_none_is_said_to_be_gone(house: House, number: str) -> None:
    client = client_of(house.parent())
    answer = client.post("/accounts/ways-in/sessions/end/", {"session": number}, follow=True)
    assert "not signed in there any more" in text_of(answer)


def test_somebody_elses_session_is_out_of_reach(house: House, amara: Person, door: Door) -> None:
    phone = Browser(door, PHONE)
    stranger = client_of(house.parent("Mallory Reed"))
    stranger.post("/accounts/ways-in/sessions/end/", {"session": UserSession.objects.get().pk})
    stranger.post("/accounts/ways-in/sessions/end-others/")
    assert phone.is_signed_in


def test_with_a_new_password_every_other_session_ends(amara: Person, door: Door) -> None:
    laptop, phone = Browser(door, LAPTOP), Browser(door, PHONE)
    secret = "a long enough secret"
    phone.post("/accounts/password/set/", {"password1": secret, "password2": secret})
    assert "Firefox" not in text_of(phone.client.get(WAYS))
    assert phone.is_signed_in
    assert not laptop.is_signed_in


@pytest.mark.parametrize("browsers", [1, 6])
def test_the_page_asks_the_database_the_same_however_many_there_are(
    amara: Person, door: Door, clock: Any, browsers: int, django_assert_num_queries
) -> None:
    for _number in range(browsers):
        clock.shift(dt.timedelta(minutes=2))  # three codes a minute are sent
        phone = Browser(door, PHONE)
    with django_assert_num_queries(6):
        phone.client.get(WAYS)


def test_a_session_is_seen_once_an_hour_and_other_pages_pay_nothing(
    amara: Person, door: Door, clock: Any, django_assert_num_queries
) -> None:
    phone = Browser(door, PHONE)
    clock.shift(dt.timedelta(minutes=59))
    with django_assert_num_queries(6):
        phone.client.get(WAYS)
    assert UserSession.objects.get().last_seen_at == NOW
    clock.shift(dt.timedelta(minutes=1))
    phone.client.get(WAYS)
    assert UserSession.objects.get().last_seen_at == NOW + dt.timedelta(hours=1)
    with django_assert_num_queries(6):
        phone.client.get(WAYS)


def test_a_session_from_before_sessions_were_listed_is_listed_once_it_is_used(amara: Person, door: Door) -> None:
    phone = Browser(door, PHONE)
    UserSession.objects.all().delete()
    session = phone.client.session
    del session["seen-at"]
    session.save()
    assert "Chrome on Android" in text_of(phone.client.get(WAYS))


def test_a_session_in_which_nobody_opens_a_page_for_a_month_is_over(amara: Person, door: Door, clock: Any) -> None:
    phone = Browser(door, PHONE)
    clock.shift(dt.timedelta(days=29))
    assert phone.client.get("/bluebell/rota/").status_code == 200
    clock.shift(dt.timedelta(days=29))
    assert phone.client.get("/bluebell/rota/").status_code == 200
    clock.shift(dt.timedelta(days=31))
    assert phone.client.get("/bluebell/rota/").headers["Location"].startswith("/accounts/login/")


def test_the_operator_ends_the_sessions_of_one_account_or_of_everybody(amara: Person, door: Door) -> None:
    laptop, phone = Browser(door, LAPTOP), Browser(door, PHONE)
    call_command("end_sessions", "amara@example.org", stdout=StringIO())
    assert not laptop.is_signed_in
    assert not phone.is_signed_in
    phone = Browser(door, PHONE)
    call_command("end_sessions", "--everybody", stdout=StringIO())
    assert not phone.is_signed_in
    with pytest.raises(CommandError, match="Nobody signs in as"):
        call_command("end_sessions", "nobody@example.org")
