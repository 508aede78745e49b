"""Everything that is not one of the first three places."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.access import acting_key
from accounts.models import Person
from nursery.scope import nursery_scope
from tests.builders import NOW, House
from tests.pages import client_of, text_of

pytestmark = pytest.mark.django_db

MORE = "/bluebell/more/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def body_for(person: Person) -> str:
    return client_of(person).get(MORE).content.decode()


def href(name: str, *args: str) -> str:
    return f'href="{reverse(name, args=args)}"'


def test_it_says_who_i_am_here(house: House):
    text = text_of(client_of(house.person("Adam Goldberg", "parent", "treasurer")).get(MORE))
    assert "Adam G. · parent, treasurer" in text


def test_another_nursery_of_mine_is_one_tap_away(house: House, other_house: House):
    me = house.parent()
    with nursery_scope(other_house.nursery):
        other_house.staff("Amara Okafor", account=me.account)
    page = client_of(me).get(MORE)
    assert "Foxglove staff" in text_of(page)
    assert href("home:home", "foxglove") in page.content.decode()


def test_with_one_nursery_there_is_nothing_to_switch(house: House, other_house: House):
    assert "Switch" not in text_of(client_of(house.parent()).get(MORE))


def test_two_who_share_an_account_can_change_who_is_acting(house: House):
    amara = house.parent()
    chidi = house.parent("Chidi Okafor", account=amara.account, family=amara.family)
    client = client_of(amara)
    session = client.session
    session[acting_key(house.nursery)] = chidi.public_id
    session.save()
    page = client.get(MORE)
    assert "Be somebody else here Amara O." in text_of(page)
    assert href("accounts:acting_choose", "bluebell") in page.content.decode()


@pytest.mark.parametrize("role", ["manager", "trustee", "treasurer"])
def test_whoever_answers_for_the_money_finds_the_report(house: House, role: str):
    assert href("costs:report", "bluebell") in body_for(house.person("Joanna Whitfield", role))


@pytest.mark.parametrize("role", ["parent", "staff", "bank"])
def test_nobody_else_is_led_to_a_page_that_they_may_not_open(house: House, role: str):
    body = body_for(house.person("Amara Okafor", role))
    assert reverse("costs:report", args=["bluebell"]) not in body
    assert reverse("rota:waiting", args=["bluebell"]) not in body
    assert reverse("rota:plan", args=["bluebell"]) not in body


def test_the_manager_finds_what_waits_and_planning(house: House):
    body = body_for(house.manager())
    assert href("rota:waiting", "bluebell") in body
    assert href("rota:plan", "bluebell") in body


def test_how_one_gets_in_is_a_page_of_its_own_and_the_address_is_named(house: House):
    page = client_of(house.parent(email="amara@example.org")).get(MORE)
    assert "amara@example.org How you get in" in text_of(page)
    assert href("mfa_index") in page.content.decode()


def test_signing_out_is_a_plain_form_and_works(house: House):
    client = client_of(house.parent())
    assert f'<form method="post" action="{reverse("account_logout")}">' in client.get(MORE).content.decode()
    client.post(reverse("account_logout"))
    assert client.get(MORE).status_code == 302


def test_the_demo_shows_the_way_to_its_mail_and_a_real_nursery_does_not(house: House, settings):
    me = house.parent()
    assert reverse("demo_mail") not in body_for(me)
    settings.DEMO = True
    assert href("demo_mail") in body_for(me)


def test_an_outsider_finds_nothing(house: House, other_house: House):
    with nursery_scope(other_house.nursery):
        outsider = other_house.manager()
    assert client_of(outsider).get(MORE).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(house: House):
    assert Client().get(MORE)["Location"] == f"{reverse('account_login')}?next={MORE}"


def test_it_is_only_looked_at(house: House):
    assert client_of(house.parent()).post(MORE).status_code == 405


# Session, account, nursery, its scope, the person with the policy; the memberships, with their crossing's settings
# and savepoint; the savepoint around the view; a parent's checklist.
@pytest.mark.parametrize("nurseries", [1, 6])
def test_the_number_of_queries_does_not_grow_with_my_nurseries(house: House, django_assert_num_queries, nurseries: int):
    me = house.parent()
    for number in range(nurseries):
        other = House(slug=f"other-{number}", name=f"Other {number}")
        with nursery_scope(other.nursery):
            other.parent(account=me.account)
    client = client_of(me)
    with django_assert_num_queries(5 + 5 + 2 + 6):
        client.get(MORE)
