"""The manager's Home and what waits for them say in one line that messages do not reach somebody."""

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Deputy, Person
from reminders.actions.mending import correct_address, put_parked_aside
from reminders.models import Bounced, Message
from tests.builders import NOW, House
from tests.home.test_home import HOME
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db
WAITING = reverse("rota:waiting", args=["bluebell"])
both = pytest.mark.parametrize("page", [HOME, WAITING])


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def amara(house: House) -> Person:
    return house.parent("Amara Okafor", email="amara@example.org")


def bounce(person: Person) -> None:
    Bounced.objects.create(
        nursery=person.nursery, person=person, channel="email", address=person.email, sentence="No such user.", at=NOW
    )


def park(person: Person, subject: str = "x") -> None:
    Message.objects.create(
        nursery=person.nursery,
        person=person,
        kind="rota.swap_made",
        subject=subject,
        due_at=NOW,
        send_at=NOW,
        queued_at=NOW,
        status="parked",
        fault="It broke.",
    )


@both
def test_it_says_how_many_addresses_bounce_and_leads_to_the_page(house: House, amara: Person, page: str):
    bounce(amara)
    found = client_of(house.manager()).get(page)
    assert "1 address bounces" in text_of(found)
    assert reverse("reminders:sent", args=["bluebell"]) in found.content.decode()


@both
def test_it_says_how_many_messages_could_not_be_sent_besides(house: House, amara: Person, page: str):
    bounce(amara)
    park(amara)
    tomasz = house.parent("Tomasz Nowak")
    park(tomasz, "one")
    park(tomasz, "two")
    assert "1 address bounces · 2 messages could not be sent" in text_of(client_of(house.manager()).get(page))


@both
def test_it_goes_away_when_it_is_solved(house: House, amara: Person, page: str):
    manager = house.manager()
    bounce(amara)
    park(amara)
    park(house.parent("Tomasz Nowak"))
    correct_address(amara, "amara@example.com", "", nursery=house.nursery, now=NOW)
    assert "bounces" not in text_of(client_of(manager).get(page))
    put_parked_aside("It broke.", now=NOW)
    assert "could not be sent" not in text_of(client_of(manager).get(page))


@pytest.mark.parametrize("role", ["parent", "staff", "trustee"])
def test_nobody_else_is_told(house: House, amara: Person, role: str):
    bounce(amara)
    assert "bounces" not in text_of(client_of(house.person("Joanna Whitfield", role)).get(HOME))


def test_a_deputy_is_not_told_on_what_waits(house: House, amara: Person):
    bounce(amara)
    grace = house.staff("Grace Boateng")
    Deputy.objects.create(nursery=house.nursery, person=grace, starts=NOW.date(), ends=NOW.date())
    assert "bounces" not in text_of(client_of(grace).get(WAITING))
