"""Turning a kind off from a letter: what a reader of mail posts by itself, what its human presses, and Undo."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from accounts.links import lasting_path, link_path, read_lasting
from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import deliver_waiting
from reminders.models import Message, MessageStatus, Preference
from tests.builders import NOW, House
from tests.pages import text_of

PLAIN, NEEDED = "tests.plain", "tests.needed"
ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture(autouse=True)
def kinds_and_clock(settings) -> Iterator[None]:
    settings.REMINDER_KINDS = ["tests.reminders.chosen_kinds"]
    settings.SITE_URL = "https://rota.example.org"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(house: House) -> Person:
    with nursery_scope(house.nursery):
        return house.parent("Amara Okafor", email="amara@example.org")


@pytest.fixture
def stranger() -> Client:
    """A reader of mail: no cookie, and every check against forged forms in force."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def path(amara: Person) -> str:
    return lasting_path("stop", amara, PLAIN)


def chosen(house: House) -> dict[str, list[str]]:
    with nursery_scope(house.nursery):
        return {row.kind: row.channels for row in Preference.objects.all()}


def test_a_letter_says_how_to_stop_it_and_where_to_choose(house: House, amara: Person, tell, postbox) -> None:
    tell("supper", amara, kind=PLAIN)
    deliver_waiting(NOW, seconds=30)
    [mail] = postbox.all()
    url = re.fullmatch(r"<https://rota\.example\.org(/stop/\S+)>", mail.message["List-Unsubscribe"].strip())
    assert url is not None
    assert mail.message["List-Unsubscribe-Post"] == ONE_CLICK
    Client(enforce_csrf_checks=True).post(url[1], ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert chosen(house) == {PLAIN: []}


def test_what_is_needed_carries_no_way_to_stop_it(amara: Person, tell, postbox) -> None:
    tell("supper", amara, kind=NEEDED)
    deliver_waiting(NOW, seconds=30)
    [mail] = postbox.all()
    assert mail.message["List-Unsubscribe"] is None
    assert mail.message["List-Unsubscribe-Post"] is None


def test_without_https_no_one_press_is_promised(amara: Person, tell, postbox, settings) -> None:
    settings.SITE_URL = "http://localhost:8000"
    tell("supper", amara, kind=PLAIN)
    deliver_waiting(NOW, seconds=30)
    [mail] = postbox.all()
    assert mail.message["List-Unsubscribe"].strip().startswith("<http://localhost:8000/stop/")
    assert mail.message["List-Unsubscribe-Post"] is None


def test_looking_changes_nothing(house: House, stranger: Client, path: str) -> None:
    for _scanner in range(3):
        page = stranger.get(path)
    assert "When a place is free" in text_of(page)
    assert "Don’t tell me this" in text_of(page)
    assert stranger.head(path).status_code == 200
    assert chosen(house) == {}


def test_pressing_twice_is_once_and_undo_is_the_way_it_was(house: House, amara: Person, stranger: Client, path) -> None:
    with nursery_scope(house.nursery):
        Preference.objects.create(nursery=house.nursery, person=amara, kind=PLAIN, channels=["email"], timing="morning")
    page = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert page.status_code == 200
    assert "You are not told this any more" in text_of(page)
    back = re.search(r'name="back" value="([^"]+)"', page.content.decode())
    assert back is not None
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert chosen(house) == {PLAIN: []}
    page = stranger.post(path, {"back": back[1]})
    assert "You are told again: in the morning, by e-mail." in text_of(page)
    assert chosen(house) == {PLAIN: ["email"]}


def test_undo_with_nonsense_is_the_usual(house: House, stranger: Client, path: str) -> None:
    stranger.post(path, {"List-Unsubscribe": "One-Click"})
    for nonsense in ("pigeon", "none", "email+email", ""):
        stranger.post(path, {"back": nonsense})
        assert chosen(house) == {}


def test_what_waits_does_not_go_any_more(
    house: House, amara: Person, tell, stranger: Client, path: str, postbox
) -> None:
    tell("supper", amara, kind=PLAIN)
    stranger.post(path, {"List-Unsubscribe": "One-Click"})
    deliver_waiting(NOW, seconds=30)
    assert postbox.all() == []
    with nursery_scope(house.nursery):
        assert Message.objects.get().status == MessageStatus.UNWANTED


def test_what_became_needed_since_the_letter_cannot_be_stopped(house: House, amara: Person, stranger: Client) -> None:
    path = lasting_path("stop", amara, NEEDED)
    assert "can’t be turned off" in text_of(stranger.get(path))
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 409
    assert chosen(house) == {}


def test_a_token_for_anything_else_opens_nothing(amara: Person, path: str, stranger: Client) -> None:
    token = path.split("/")[2]
    assert read_lasting("stop", token) is not None
    assert read_lasting("other", token) is None
    for other in (f"{token[:-1]}x", "x", lasting_path("link", amara, PLAIN).split("/")[2]):
        assert stranger.get(f"/stop/{other}/").status_code == 404
        assert stranger.post(f"/stop/{other}/", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert stranger.get(f"/go/{token}/").status_code == 404


def test_a_link_of_one_tap_stops_nothing(amara: Person, stranger: Client, settings) -> None:
    settings.LINK_PURPOSES = {PLAIN: "tests.accounts.test_links.Nod"}
    token = link_path(amara, PLAIN, "x", NOW).split("/")[2]
    assert stranger.get(f"/stop/{token}/").status_code == 404


def test_a_kind_that_is_gone_opens_nothing(amara: Person, stranger: Client) -> None:
    assert stranger.get(lasting_path("stop", amara, "tests.gone")).status_code == 404


def test_the_page_is_kept_to_whoever_has_its_address(stranger: Client, path: str) -> None:
    page = stranger.get(path)
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
