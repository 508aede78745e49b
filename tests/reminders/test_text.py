"""Text messages, through the real apprise to a provider on loopback that may be slow, wrong or away."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import Person
from nursery.models import Nursery
from reminders.channels import ChannelAway, NotSent, TextChannel, Unreachable, number_of, sends_texts
from reminders.letters import Letter
from tests.databases import SECRET
from tests.reminders.postbox import free_port
from tests.reminders.provider import Provider, provider_on_loopback

LETTER = Letter(
    subject="Tomorrow, Thu 1 Oct: “Care”, 09:00–13:00",
    text="All of it.\n",
    html="<p>All of it.</p>",
    link="https://rota.example.org/go/token/",
    language="en-gb",
)


@pytest.fixture
def nursery() -> Nursery:
    return Nursery(slug="bluebell-lane", name="Bluebell", country="GB-ENG")


@pytest.fixture
def amara(nursery: Nursery) -> Person:
    return Person(nursery=nursery, name="Amara Okafor", phone="07700 900123")


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    with provider_on_loopback() as provider:
        settings.TEXT_URLS = {"": provider.url}
        yield provider


def send(person: Person, nursery: Nursery, **how: Any) -> None:
    TextChannel(**how).send(LETTER, nursery=nursery, person=person, public_id="x")


def test_the_first_line_and_the_link_go_to_the_number_in_full(provider: Provider, amara: Person, nursery) -> None:
    send(amara, nursery)
    [(path, said)] = provider.came
    assert path == "/+447700900123"
    assert said["message"] == 'Tomorrow, Thu 1 Oct: "Care", 09:00-13:00\nhttps://rota.example.org/go/token/'
    assert said["title"] == ""


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("07700 900123", "GB-ENG", "+447700900123"),
        ("(07700) 900-123", "GB-SCT", "+447700900123"),
        ("+49 170 1234567", "GB-ENG", "+491701234567"),
        ("0170 1234567", "DE", "+491701234567"),
        ("0049 170 1234567", "GB-ENG", "+491701234567"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(
    nursery: Nursery, amara: Person, typed: str, country: str, number: str
) -> None:
    amara.phone, nursery.country = typed, country
    assert number_of(amara, nursery) == number


@pytest.mark.parametrize("typed", ["12345", "999", "07700 900123 900123", "(--) (--)"])
def test_what_is_no_number_is_said_and_nothing_is_sent(
    provider: Provider, amara: Person, nursery: Nursery, typed: str
) -> None:
    amara.phone = typed
    with pytest.raises(Unreachable, match="is not a telephone number"):
        send(amara, nursery)
    assert provider.came == []


def test_whoever_has_no_number_cannot_be_reached(provider: Provider, amara: Person, nursery: Nursery) -> None:
    amara.phone = ""
    with pytest.raises(Unreachable, match=r"Amara O\. has no telephone number\."):
        send(amara, nursery)


@pytest.mark.parametrize("status", [400, 429, 500])
def test_a_provider_that_says_no_is_asked_again_later(
    provider: Provider, amara: Person, nursery: Nursery, status: int
) -> None:
    provider.answer = status
    with pytest.raises(NotSent, match="did not take the message"):
        send(amara, nursery)
    assert len(provider.came) == 1


def test_a_provider_that_never_answers_is_given_up(provider: Provider, amara: Person, nursery: Nursery) -> None:
    provider.hangs = True
    began = time.monotonic()
    with pytest.raises(NotSent, match="did not answer in time"):
        send(amara, nursery, send_seconds=0.5)
    assert time.monotonic() - began < 3


def test_a_provider_that_is_away_did_not_take_it(settings, amara: Person, nursery: Nursery) -> None:
    settings.TEXT_URLS = {"": f"json://127.0.0.1:{free_port()}/{{phone}}"}
    with pytest.raises(NotSent):
        send(amara, nursery)


def test_an_address_that_is_none_is_the_operators_to_mend(settings, amara: Person, nursery: Nursery) -> None:
    settings.TEXT_URLS = {"": "nonsense://{phone}"}
    with pytest.raises(ChannelAway, match="cannot be read"):
        send(amara, nursery)


def test_a_nursery_of_its_own_provider_uses_that(settings, provider: Provider, amara: Person, nursery: Nursery) -> None:
    settings.TEXT_URLS = {"": f"json://127.0.0.1:{free_port()}/{{phone}}", "bluebell-lane": provider.url}
    send(amara, nursery)
    assert len(provider.came) == 1


def test_without_an_address_nobody_is_sent_any(settings, amara: Person, nursery: Nursery) -> None:
    settings.TEXT_URLS = {"foxglove": "json://127.0.0.1/{phone}"}
    assert not sends_texts(nursery)
    with pytest.raises(Unreachable, match="sends no text messages"):
        send(amara, nursery)


def test_the_environment_names_a_provider_for_all_and_for_one() -> None:
    surroundings = os.environ | {
        "TEXT_URL": "json://all/{phone}",
        "TEXT_URL_BLUEBELL_LANE": "json://one/{phone}",
        "DATABASE_URL": "postgresql://nobody@localhost/none",
        "SECRET_KEY": SECRET,
    }
    script = "from nursery import settings; print(sorted(settings.TEXT_URLS.items()))"
    said = subprocess.run([sys.executable, "-c", script], env=surroundings, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[('', 'json://all/{phone}'), ('bluebell-lane', 'json://one/{phone}')]"
