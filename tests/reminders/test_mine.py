"""What a member sees of the messages that were sent to them."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Person
from nursery.scope import nursery_scope
from tests.builders import House
from tests.pages import client_of, text_of
from tests.reminders.test_sent import HOUR, _as_the_product_is, house, message, parked, sent  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
MINE = reverse("reminders:mine", args=["bluebell"])


@pytest.fixture
def amara(house: House) -> Person:  # noqa: F811 - the fixture of that name
    return house.parent("Amara Okafor", email="amara@example.org")


def look(person: Person, query: str = "") -> str:
    return text_of(client_of(person).get(MINE + query))


def test_my_own_messages_are_there_and_nobody_elses(house: House, amara: Person):  # noqa: F811
    sent(amara, "one", kind="rota.swap_made")
    sent(house.parent("Tomasz Nowak"), "two", kind="rota.swap_declined")
    page = client_of(amara).get(MINE)
    assert [line.message.subject for day in page.context["page"].days for line in day.lines] == ["one"]
    assert "Tomasz" not in text_of(page)


def test_what_is_older_than_six_months_is_left_out(amara: Person):
    sent(amara, "one", ago=dt.timedelta(days=182))
    sent(amara, "two", ago=dt.timedelta(days=184))
    assert look(amara).count("sent, e-mail") == 1


def test_what_failed_and_what_is_to_come_is_there_too(amara: Person):
    parked(amara, "one", fault="The mail server did not answer in time.")
    message(amara, "two", ago=-HOUR)
    text = look(amara)
    assert "could not be sent" in text
    assert "The mail server did not answer in time." in text
    assert "waiting" in text


def test_an_empty_page_leads_to_what_i_am_told(amara: Person):
    page = client_of(amara).get(MINE)
    assert "Nothing has been sent to you yet" in text_of(page)
    assert reverse("reminders:preferences", args=["bluebell"]) in page.content.decode()


def test_it_goes_on_page_by_page_among_mine_alone(house: House, amara: Person):  # noqa: F811
    tomasz = house.parent("Tomasz Nowak")
    for number in range(60):
        sent(amara, f"a{number}", ago=number * HOUR)
        sent(tomasz, f"t{number}", ago=number * HOUR)
    client = client_of(amara)
    first = client.get(MINE).context["page"]
    second = client.get(f"{MINE}?before={first.older}").context["page"]
    assert second.older == ""
    listed = [line.message.subject for page in (first, second) for day in page.days for line in day.lines]
    assert listed == [f"a{number}" for number in range(60)]


def test_another_nurserys_messages_to_the_same_account_are_not_there(amara: Person, other_house: House):
    with nursery_scope(other_house.nursery):
        sent(other_house.staff(account=amara.account), "elsewhere", kind="rota.swap_made")
    assert "Nothing has been sent to you yet" in look(amara)


def test_it_is_linked_from_more_and_from_what_i_am_told(amara: Person):
    client = client_of(amara)
    for name in ("home:more", "reminders:preferences"):
        assert f'href="{MINE}"' in client.get(reverse(name, args=["bluebell"])).content.decode()


@pytest.mark.parametrize("number", [1, 49])
def test_the_number_of_queries_does_not_grow_with_my_messages(amara: Person, django_assert_num_queries, number: int):
    for each in range(number):
        sent(amara, f"a{each}")
    client = client_of(amara)
    with django_assert_num_queries(8 + 2):
        assert client.get(MINE).status_code == 200
