"""Managers, trustees and treasurers see more than their own once they have shown a second factor, not before."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_safe

from accounts import access
from accounts.models import Deputy, Person, RoleKind
from nursery.urls import urlpatterns as real_urls
from tests.accounts.factors import code_of, give_app
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of


def _page(request: access.MemberRequest) -> HttpResponse:
    return HttpResponse(f"open, {request.me.say_roles}")


# A decorator, and one of the roles for which alone the page is there.
TRUSTED = {
    "manager": (access.manager, RoleKind.MANAGER),
    "approver": (access.approver, RoleKind.MANAGER),
    "staff": (access.staff, RoleKind.MANAGER),
    "trustee": (access.trustee, RoleKind.TRUSTEE),
    "costs_reader": (access.costs_reader, RoleKind.TREASURER),
    "treasurer": (access.treasurer, RoleKind.TREASURER),
    "money_keeper": (access.money_keeper, RoleKind.MANAGER),
}
OWN = {"member": access.member, "parent": access.parent, "whole_account": access.whole_account}

urlpatterns = [
    *(path(f"<slug:slug>/{name}/", decorator(require_safe(_page))) for name, (decorator, _) in TRUSTED.items()),
    *(path(f"<slug:slug>/{name}/", decorator(require_safe(_page))) for name, decorator in OWN.items()),
    *real_urls,
]
REGISTER = "/bluebell/rota/clearances/"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def without(person: Person) -> Client:
    return client_of(person, second_factor=False)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("page", TRUSTED)
def test_a_page_for_trusted_roles_leads_to_the_second_factor_and_opens_with_it(house: House, page: str) -> None:
    person = house.person("Helen Tanaka", TRUSTED[page][1], RoleKind.PARENT)
    answer = without(person).get(f"/bluebell/{page}/?day=1&room=a b")
    wanted = f"%2Fbluebell%2F{page}%2F%3Fday%3D1%26room%3Da%2520b"
    assert answer.headers["Location"] == f"/accounts/second-factor/?next={wanted}"
    assert client_of(person).get(f"/bluebell/{page}/").status_code == 200


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("page", OWN)
def test_what_is_ones_own_opens_without(house: House, page: str) -> None:
    everything = house.person("Helen Tanaka", *RoleKind)
    answer = without(everything).get(f"/bluebell/{page}/")
    assert answer.content.decode() == "open, parent, staff, bank staff, manager, trustee, treasurer"


@pytest.mark.urls(__name__)
def test_a_manager_who_is_staff_besides_opens_the_pages_of_the_staff(house: House) -> None:
    both = house.person("Helen Tanaka", RoleKind.MANAGER, RoleKind.STAFF)
    assert without(both).get("/bluebell/staff/").status_code == 200
    assert without(both).get("/bluebell/manager/").status_code == 302


@pytest.mark.urls(__name__)
def test_a_deputy_is_not_asked_though_they_are_a_trustee(house: House) -> None:
    trustee = house.person("Samuel Adjei", RoleKind.PARENT, RoleKind.TRUSTEE)
    Deputy.objects.create(nursery=house.nursery, person=trustee, starts=TODAY, ends=TODAY)
    assert without(trustee).get("/bluebell/approver/").status_code == 200
    assert without(trustee).get("/bluebell/trustee/").status_code == 302


@pytest.mark.urls(__name__)
def test_nobody_is_led_to_a_factor_that_would_open_nothing(house: House) -> None:
    assert without(house.parent()).get("/bluebell/manager/").status_code == 403
    trustee = house.person("Samuel Adjei", RoleKind.TRUSTEE)
    assert without(trustee).get("/bluebell/manager/").status_code == 403


def test_a_piece_asked_for_leads_the_whole_page_there_and_back_to_the_page_it_was_on(house: House) -> None:
    client = without(house.manager())
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/bluebell/rota/?day=1"}
    answer: Any = client.get(REGISTER, headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/second-factor/?next=%2Fbluebell%2Frota%2F%3Fday%3D1"


def test_without_the_factor_a_manager_sees_what_any_member_sees_and_one_line_that_says_why(house: House) -> None:
    client = without(house.manager())
    assert client.get("/bluebell/rota/").status_code == 200
    home, more = text_of(client.get("/bluebell/")), text_of(client.get("/bluebell/more/"))
    assert "You see what any member sees, until you have shown a second key" in home
    assert "Everything that waits for you" not in home
    assert "Clearances" not in more
    assert "manager" in more
    with_it = client_of(house.manager("Rosa Lindt"))
    assert "second key" not in text_of(with_it.get("/bluebell/"))
    assert "Clearances" in text_of(with_it.get("/bluebell/more/"))


@pytest.mark.parametrize("role", [RoleKind.MANAGER, RoleKind.TRUSTEE])
def test_without_the_factor_families_are_not_listed_with_their_shares(house: House, role: str) -> None:
    """The list of families is there for whoever sees it, though nobody is on it yet."""
    person = house.person("Helen Tanaka", role)
    assert "No family has a child" not in text_of(without(person).get("/bluebell/rota/shares/"))
    assert "No family has a child" in text_of(client_of(person).get("/bluebell/rota/shares/"))


def test_the_roles_themselves_stay_and_a_manager_stays_paid(house: House) -> None:
    manager = house.manager()
    manager.second_factor_due = True
    manager.save()
    manager.refresh_from_db()
    assert manager.roles == [RoleKind.MANAGER]
    assert manager.is_paid
    assert not any((manager.is_manager, manager.approves, manager.reads_costs, manager.keeps_money))


def test_the_page_says_why_and_offers_to_set_one_up(house: House) -> None:
    page = without(house.manager()).get(f"/accounts/second-factor/?next={REGISTER}")
    assert "something that only you have" in text_of(page)
    assert "Add a passkey" in text_of(page)
    assert "Add an app" in text_of(page)


def test_whoever_has_one_shows_it_and_lands_where_they_wanted(house: House) -> None:
    manager = house.manager()
    give_app(manager.account)
    client = without(manager)
    page = client.get(client.get(f"{REGISTER}?q=a").headers["Location"])
    assert "Use a code from your app" in text_of(page)
    shown = f"/accounts/reauthenticate/app/?next={REGISTER}%3Fq%3Da"
    assert shown.replace(REGISTER, REGISTER.replace("/", "%2F")) in page.content.decode()

    answer = client.post("/accounts/reauthenticate/app/", {"code": code_of(), "next": f"{REGISTER}?q=a"})

    assert answer.headers["Location"] == f"{REGISTER}?q=a"
    assert client.get(REGISTER).status_code == 200


def test_the_page_leads_on_whoever_has_shown_one_and_never_to_another_site(house: House) -> None:
    client = client_of(house.manager())
    assert client.get(f"/accounts/second-factor/?next={REGISTER}").headers["Location"] == REGISTER
    assert client.get("/accounts/second-factor/?next=https://elsewhere.example/").headers["Location"] == "/"


def test_the_demos_one_click_is_enough_while_the_demo_is_on(house: House, settings) -> None:
    settings.DEMO = True
    manager = house.manager()
    client = Client()
    client.post(f"/accounts/demo/sign-in/{manager.public_id}/")
    assert client.get(REGISTER).status_code == 200
    settings.DEMO = False
    assert client.get(REGISTER).headers["Location"].startswith("/accounts/second-factor/")


def test_the_demos_one_click_asks_for_no_key_that_another_visitor_has_set_up(house: House, settings) -> None:
    settings.DEMO = True
    manager = house.manager()
    give_app(manager.account)
    client = Client()
    assert client.post(f"/accounts/demo/sign-in/{manager.public_id}/").headers["Location"] == "/bluebell/"
    assert client.get(REGISTER).status_code == 200
