"""Turning notifications on and off in a browser, and whose they are there."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions.devices import MOST
from reminders.here import COOKIE
from reminders.models import PushDevice
from tests.builders import NOW, House
from tests.pages import client_of, htmx, text_of
from tests.reminders.push_service import Phone

PAGE = "/bluebell/reminders/"
ADD = f"{PAGE}devices/"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _on_the_builders_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def house(db: None) -> House:
    """No worker takes part here."""
    return House()


@pytest.fixture
def amara(people: list[Person]) -> Person:
    return people[0]


@pytest.fixture
def tomasz(people: list[Person]) -> Person:
    return people[1]


@pytest.fixture
def client(amara: Person) -> Client:
    return client_of(amara)


Owners = Callable[[], dict[str, str]]


@pytest.fixture
def owners(house: House) -> Owners:
    """Whose each address is."""

    def read() -> dict[str, str]:
        with nursery_scope(house.nursery):
            return {row.endpoint: row.person.name.split()[0] for row in PushDevice.objects.select_related("person")}

    return read


def a_phone(name: str = "phone") -> Phone:
    return Phone(f"https://push.example.org/{name}")


def add(client: Client, phone: Phone, user_agent: str = ANDROID) -> Any:
    return client.post(ADD, phone.told, headers={"User-Agent": user_agent})


def device_of(house: House, phone: Phone) -> PushDevice:
    with nursery_scope(house.nursery):
        return PushDevice.objects.get(endpoint=phone.endpoint)


# --- the page -------------------------------------------------------------------------------------------------
def test_turned_on_it_stands_on_the_page_as_this_phone(client: Client, owners: Owners) -> None:
    answer = add(client, a_phone())
    assert answer.headers["Location"] == PAGE
    words = text_of(client.get(PAGE, headers={"User-Agent": ANDROID}))
    assert "Notifications on this phone on since 30 September Signing out here turns them off." in words
    assert owners() == {a_phone().endpoint: "Amara"}


def test_another_browser_is_in_the_list_by_its_name(client: Client, amara: Person) -> None:
    add(client, a_phone())
    words = text_of(client_of(amara).get(PAGE, headers={"User-Agent": FIREFOX}))
    assert "Chrome on Android notifications since 30 September 2026" in words
    assert "Notifications on this computer" in words


def test_in_the_page_the_answer_is_the_list_and_what_was_done(client: Client) -> None:
    answer = htmx(client, "post", ADD, "devices", a_phone().told)
    assert text_of(answer).count("Notifications are on here.") == 1
    assert 'data-push-here="https://push.example.org/phone"' in answer.content.decode()


def test_where_the_site_has_no_key_it_says_so_and_offers_nothing(client: Client, settings, owners: Owners) -> None:
    settings.PUSH_KEY = ""
    page = client.get(PAGE)
    assert "This site sends none." in text_of(page)
    assert "data-push" not in page.content.decode()
    add(client, a_phone())
    assert owners() == {}


def test_turned_off_it_is_gone(client: Client, house: House, owners: Owners) -> None:
    add(client, a_phone())
    public_id = device_of(house, a_phone()).public_id
    page = client.post(f"{ADD}{public_id}/remove/", follow=True)
    assert "Chrome on Android shows no more notifications." in text_of(page)
    assert owners() == {}
    assert client.post(f"{ADD}{public_id}/remove/").status_code == 302


def test_nobody_turns_off_somebody_elses(client: Client, house: House, tomasz: Person, owners: Owners) -> None:
    add(client, a_phone())
    client_of(tomasz).post(f"{ADD}{device_of(house, a_phone()).public_id}/remove/")
    assert owners() == {a_phone().endpoint: "Amara"}


# --- what is taken --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "told",
    [
        {"endpoint": "http://push.example.org/x"},
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": f"https://push.example.org/{'x' * 1000}"},
        {"endpoint": ""},
        {"p256dh": "none"},
        {"p256dh": "x" * 10_000},
        {"auth": ""},
    ],
)
def test_what_no_browser_says_is_refused(client: Client, owners: Owners, told: dict[str, str]) -> None:
    answer = htmx(client, "post", ADD, "devices", a_phone().told | told)
    assert answer.status_code == 422
    assert "nothing can be sent to this browser" in text_of(answer)
    assert owners() == {}


def test_without_the_pages_own_token_nothing_is_taken(amara: Person, owners: Owners) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amara.account)  # type: ignore[arg-type]
    assert add(strict, a_phone()).status_code == 403
    assert owners() == {}


def test_twice_is_once(client: Client, owners: Owners) -> None:
    add(client, a_phone())
    add(client, a_phone())
    assert owners() == {a_phone().endpoint: "Amara"}


def test_of_too_many_the_one_that_was_used_longest_ago_goes(amara: Person, owners: Owners) -> None:
    for number in range(MOST + 1):
        with time_machine.travel(NOW.replace(minute=number), tick=False):
            add(client_of(amara), a_phone(str(number)))
    assert len(owners()) == MOST
    assert a_phone("0").endpoint not in owners()


def test_who_turns_it_on_over_and_over_is_asked_to_wait(client: Client, house: House) -> None:
    answers = [htmx(client, "post", ADD, "devices", a_phone().told).status_code for _time in range(31)]
    assert answers == [200] * 30 + [429]


# --- whose it is ----------------------------------------------------------------------------------------------
def test_a_browser_shows_the_messages_of_whoever_turned_them_on_last(
    client: Client, tomasz: Person, owners: Owners
) -> None:
    add(client, a_phone())
    add(client_of(tomasz), a_phone())
    assert owners() == {a_phone().endpoint: "Tomasz"}


def test_another_address_of_the_same_browser_takes_the_place_of_the_first(client: Client, owners: Owners) -> None:
    add(client, a_phone("old"))
    add(client, a_phone("new"))
    assert owners() == {a_phone("new").endpoint: "Amara"}


def test_who_signs_out_here_is_shown_nothing_more_here_and_still_elsewhere(
    client: Client, amara: Person, owners: Owners
) -> None:
    add(client, a_phone("here"))
    add(client_of(amara), a_phone("elsewhere"))
    client.post("/accounts/logout/")
    assert owners() == {a_phone("elsewhere").endpoint: "Amara"}


def sign_in(client: Client, person: Person) -> None:
    """After the session there has ended, which notifications outlast."""
    client.cookies.pop("sessionid")
    client.post(f"/accounts/demo/sign-in/{person.public_id}/")


def test_who_signs_in_on_somebody_elses_phone_turns_theirs_off_there(
    client: Client, amara: Person, tomasz: Person, owners: Owners, settings
) -> None:
    settings.DEMO = True
    add(client, a_phone())
    add(client_of(amara), a_phone("elsewhere"))
    sign_in(client, tomasz)
    assert owners() == {a_phone("elsewhere").endpoint: "Amara"}


def test_who_signs_in_anew_on_their_own_keeps_theirs(client: Client, amara: Person, owners: Owners, settings) -> None:
    settings.DEMO = True
    add(client, a_phone())
    sign_in(client, amara)
    assert owners() == {a_phone().endpoint: "Amara"}


def test_in_another_nursery_too(client: Client, amara: Person, other_house: House, settings) -> None:
    with nursery_scope(other_house.nursery):
        other_house.parent("Amara Okafor", email=amara.email, account=amara.account)
    add(client, a_phone())
    client.post("/foxglove/reminders/devices/", a_phone().told)
    with nursery_scope(other_house.nursery):
        assert PushDevice.objects.count() == 1
    client.post("/accounts/logout/")
    with nursery_scope(other_house.nursery):
        assert PushDevice.objects.count() == 0


def test_a_cookie_that_we_did_not_sign_says_nothing(client: Client, owners: Owners) -> None:
    add(client, a_phone())
    client.cookies[COOKIE] = "W1sxLCJhIl1d:made:up"
    assert client.get(PAGE).status_code == 200
    client.post("/accounts/logout/")
    assert owners() == {a_phone().endpoint: "Amara"}


# --- another address ------------------------------------------------------------------------------------------
def renew(client: Client, phone: Phone, content_type: str = "application/json") -> int:
    told = {"endpoint": phone.endpoint, "keys": {name: phone.told[name] for name in ("p256dh", "auth")}}
    return client.post("/service-worker/renewed/", json.dumps(told), content_type=content_type).status_code


def test_a_browser_that_has_another_address_says_so_without_a_session(client: Client, owners: Owners) -> None:
    add(client, a_phone("old"))
    client.cookies.pop("sessionid")
    assert renew(client, a_phone("new")) == 204
    assert owners() == {a_phone("new").endpoint: "Amara"}


def test_nobody_else_can_say_so(client: Client, owners: Owners) -> None:
    add(client, a_phone())
    assert renew(Client(), a_phone("new")) == 403
    assert renew(client, a_phone("new"), "text/plain") == 403  # as another site's form would
    assert owners() == {a_phone().endpoint: "Amara"}


@pytest.mark.parametrize(
    "said", ["[]", "null", '"x"', "{", '{"endpoint": 1, "keys": {}}', f'{{"endpoint": "{"x" * 5000}"}}', "\x00"]
)
def test_what_is_no_subscription_is_refused(client: Client, owners: Owners, said: str) -> None:
    add(client, a_phone())
    answer = client.post("/service-worker/renewed/", said, content_type="application/json")
    assert answer.status_code == 422
    assert owners() == {a_phone().endpoint: "Amara"}


def test_of_a_device_that_is_gone_it_hears_so(client: Client, house: House, owners: Owners) -> None:
    add(client, a_phone())
    with nursery_scope(house.nursery):
        PushDevice.objects.all().delete()
    assert renew(client, a_phone("new")) == 410
    assert owners() == {}


# --- the program ----------------------------------------------------------------------------------------------
def test_the_service_worker_is_served_at_the_root_to_anybody_and_kept_by_nobody(db) -> None:
    answer = Client().get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "/static/img/icon-192.png" in answer.content.decode()
