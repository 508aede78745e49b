"""A manager looks at every message that people get, and sends one to themselves."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from nursery.scope import nursery_scope
from reminders.actions import deliver_waiting
from reminders.kinds import kinds
from reminders.models import Message, MessageStatus
from reminders.samples import SAMPLE
from tests.builders import NOW, House
from tests.pages import client_of, text_of
from tests.reminders.postbox import Postbox

URL = "/bluebell/reminders/kinds/"
ONE = f"{URL}rota.cover_asked/"
NIGHT = dt.datetime(2026, 9, 30, 22, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def kinds_and_clock(settings) -> Iterator[None]:
    settings.REMINDER_KINDS = ["rota.reminders", "costs.reminders", "reminders.samples"]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def helen(house: House) -> Person:
    with nursery_scope(house.nursery):
        return house.manager(email="helen@example.org")


@pytest.fixture
def client(helen: Person) -> Client:
    return client_of(helen)


def samples(house: House) -> list[Message]:
    with nursery_scope(house.nursery):
        return list(Message.objects.filter(kind=SAMPLE).order_by("pk"))


def test_every_kind_is_listed_under_its_heading_with_what_it_says(client: Client) -> None:
    text = text_of(client.get(URL))
    for name, kind in kinds().items():
        assert (str(kind.description) in text) == (name != SAMPLE)
    assert "Sat 3 Oct" not in text  # made-up shifts fall on working days
    assert "“Your paediatric first aid ends on Fri 30 Oct”" in text
    assert "In the morning to whoever holds it, and the manager. Usually on their phone, else by e-mail." in text
    assert "can’t be turned off" in text


def test_the_list_costs_no_more_than_any_page(client: Client) -> None:
    client.get(URL)
    with CaptureQueriesContext(connection) as asked:
        client.get(URL)
    assert len(asked) == 7


def test_every_kind_has_its_page(client: Client) -> None:
    for name in kinds():
        assert client.get(f"{URL}{name}/").status_code == (200 if name != SAMPLE else 404)


def test_a_page_shows_what_a_phone_shows_and_the_text(client: Client) -> None:
    text = text_of(client.get(ONE))
    assert "On a phone Bluebell" in text
    assert "Amara O. can’t come. Could you?" in text
    assert "Sent to helen@example.org, it says in its subject that it is a sample." in text


def test_an_unknown_kind_is_not_found(client: Client) -> None:
    assert client.get(f"{URL}rota.nonsense/").status_code == 404
    assert client.post(f"{URL}rota.nonsense/send/").status_code == 404


def test_only_the_manager_looks(house: House) -> None:
    with nursery_scope(house.nursery):
        parent = house.parent()
    client = client_of(parent)
    assert client.get(URL).status_code == 403
    assert client.get(ONE).status_code == 403
    assert client.post(f"{ONE}send/").status_code == 403
    assert samples(house) == []


def test_a_sample_comes_as_a_real_letter_that_says_it_is_one(client: Client, postbox: Postbox) -> None:
    page = client.post(f"{ONE}send/", follow=True)
    assert "On its way to helen@example.org." in text_of(page)
    deliver_waiting(NOW, seconds=30)
    (mail,) = postbox.all()
    assert mail.to == "helen@example.org"
    assert mail.subject.strip().startswith("Sample: Can you take Mon 5 Oct")
    assert "Amara O. can’t come. Could you?" in mail.body("plain")
    assert mail.body("html").count("<html") == 1


def test_it_does_not_wait_for_the_morning(client: Client, house: House) -> None:
    with time_machine.travel(NIGHT, tick=False):
        client.post(f"{ONE}send/")
    assert samples(house)[0].send_at == NIGHT


def test_pressed_twice_it_is_sent_once(client: Client, house: House) -> None:
    client.post(f"{ONE}send/")
    client.post(f"{ONE}send/")
    assert len(samples(house)) == 1


def test_more_than_twenty_in_an_hour_are_not_sent(client: Client, house: House) -> None:
    names = [name for name in kinds() if name != SAMPLE][:21]
    for name in names[:20]:
        client.post(f"{URL}{name}/send/")
    page = client.post(f"{URL}{names[20]}/send/", follow=True)
    assert "You have sent yourself 20 samples within an hour." in text_of(page)
    assert len(samples(house)) == 20
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        client.post(f"{URL}{names[20]}/send/")
    assert len(samples(house)) == 21


def test_without_an_address_the_page_says_what_is_wrong(house: House) -> None:
    with nursery_scope(house.nursery):
        helen = house.manager(email="not an address")
    client = client_of(helen)
    assert "“not an address” is not an e-mail address." in text_of(client.get(ONE))
    assert "is not an e-mail address" in text_of(client.post(f"{ONE}send/", follow=True))
    assert samples(house) == []


def test_a_sample_of_a_kind_that_is_gone_is_dropped(client: Client, house: House, settings) -> None:
    client.post(f"{ONE}send/")
    settings.REMINDER_KINDS = ["costs.reminders", "reminders.samples"]
    deliver_waiting(NOW, seconds=30)
    assert samples(house)[0].status == MessageStatus.DROPPED
