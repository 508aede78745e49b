"""Who may open what: each decorator of accounts.access, worn by the plainest view there can be."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.models import Person, RoleKind
from nursery.scope import nursery_scope
from nursery.urls import urlpatterns as real_urls
from tests.builders import House
from tests.pages import client_of, text_of


@access.public
@require_safe
def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("all")


@access.signed_in
@require_safe
def open_to_accounts(request: access.SignedInRequest) -> HttpResponse:
    return HttpResponse(request.user.email)


def _page(request: access.MemberRequest) -> HttpResponse:
    return HttpResponse(f"{request.me.name} in {request.nursery.name} on {request.today}")


@access.member
@require_POST
def form(request: access.MemberRequest) -> HttpResponse:
    return HttpResponse("done")


KEPT_FOR = {
    "member": (access.member, set(RoleKind)),
    "manager": (access.manager, {RoleKind.MANAGER}),
    "costs_reader": (access.costs_reader, {RoleKind.MANAGER, RoleKind.TRUSTEE, RoleKind.TREASURER}),
    "parent": (access.parent, {RoleKind.PARENT}),
}

urlpatterns = [
    path("open/", open_to_all),
    path("account/", open_to_accounts),
    path("<slug:slug>/form/", form),
    *(path(f"<slug:slug>/{name}/", decorator(require_safe(_page))) for name, (decorator, _) in KEPT_FOR.items()),
    *real_urls,
]

pytestmark = pytest.mark.urls(__name__)
every_page = pytest.mark.parametrize("page", KEPT_FOR)


def test_a_public_page_opens_for_a_visitor(db: None) -> None:
    assert Client().get("/open/").content == b"all"


def test_a_page_for_accounts_opens_for_any_account_and_asks_a_visitor_to_sign_in(house: House) -> None:
    stranger = house.parent(email="amara@example.org", left="2020-07-01")
    assert client_of(stranger).get("/account/").content == b"amara@example.org"
    assert Client().get("/account/?a=1&b=2").headers["Location"] == "/accounts/login/?next=/account/%3Fa%3D1%26b%3D2"


@every_page
@pytest.mark.parametrize("role", RoleKind)
def test_a_page_opens_for_the_roles_it_is_for_and_says_to_others_whose_it_is(
    house: House, page: str, role: str
) -> None:
    answer = client_of(house.person("Amara Okafor", role)).get(f"/bluebell/{page}/")
    if role in KEPT_FOR[page][1]:
        assert answer.status_code == 200
        assert answer.content.decode().startswith("Amara Okafor in Bluebell on 20")
    else:
        assert answer.status_code == 403
        assert f"This page is {'the' if page == 'manager' else 'for'}" in text_of(answer)


@every_page
def test_any_one_of_several_roles_is_enough(house: House, page: str) -> None:
    person = house.person("Amara Okafor", RoleKind.PARENT, RoleKind.MANAGER)
    assert client_of(person).get(f"/bluebell/{page}/").status_code == 200


@every_page
def test_a_visitor_is_asked_to_sign_in_and_led_back(house: House, page: str) -> None:
    answer = Client().get(f"/bluebell/{page}/?day=1&room=a b")
    wanted = f"/bluebell/{page}/%3Fday%3D1%26room%3Da%2520b"
    assert answer.headers["Location"] == f"/accounts/login/?next={wanted}"


@every_page
def test_a_visitor_learns_of_no_nursery_by_asking(house: House, page: str) -> None:
    known, unknown = Client().get(f"/bluebell/{page}/"), Client().get(f"/nowhere/{page}/")
    assert known.status_code == unknown.status_code == 302
    assert known.headers["Location"].replace("bluebell", "nowhere") == unknown.headers["Location"]


@every_page
def test_another_nurserys_manager_finds_nothing(house: House, other_house: House, page: str) -> None:
    with nursery_scope(other_house.nursery):
        stranger = client_of(other_house.manager())
    assert stranger.get(f"/bluebell/{page}/").status_code == 404
    assert stranger.get(f"/nowhere/{page}/").status_code == 404
    assert stranger.get("/bluebell/form/").status_code == 404


@every_page
def test_somebody_who_has_left_finds_nothing(house: House, page: str) -> None:
    gone = house.person("Amara Okafor", *RoleKind, left="2020-07-01")
    assert client_of(gone).get(f"/bluebell/{page}/").status_code == 404


@every_page
def test_another_method_is_refused(house: House, page: str) -> None:
    everybody = client_of(house.person("Amara Okafor", *RoleKind))
    assert everybody.post(f"/bluebell/{page}/").status_code == 405
    assert everybody.get("/bluebell/form/").status_code == 405


def test_roles_in_one_nursery_are_nothing_in_another(house: House, other_house: House) -> None:
    manager = house.manager()
    with nursery_scope(other_house.nursery):
        other_house.parent(account=manager.account)
    client = client_of(manager)
    assert client.get("/bluebell/manager/").status_code == 200
    assert client.get("/foxglove/manager/").status_code == 403


def test_a_form_sent_after_the_session_ended_leads_back_to_the_page_it_was_on(house: House) -> None:
    page = {"headers": {"Referer": "http://testserver/bluebell/member/?day=1"}}
    answer = Client().post("/bluebell/form/", **page)  # type: ignore[arg-type]
    assert answer.headers["Location"] == "/accounts/login/?next=/bluebell/member/%3Fday%3D1"


@pytest.mark.parametrize("headers", [{}, {"Referer": "https://elsewhere.example/bluebell/"}])
def test_a_form_sent_from_nowhere_leads_to_the_first_page(house: House, headers: dict[str, str]) -> None:
    answer = Client().post("/bluebell/form/", headers=headers)
    assert answer.headers["Location"] == "/accounts/login/?next=/"


def test_a_fragment_asked_for_after_the_session_ended_leads_the_whole_page_to_sign_in(house: House) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/bluebell/member/?day=1"}
    answer: Any = Client().post("/bluebell/form/", headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/bluebell/member/%3Fday%3D1"


def test_a_person_entered_while_signed_in_is_let_in_at_once(house: House, other_house: House) -> None:
    amara: Person = house.parent(email="amara@example.org")
    assert amara.account is not None
    EmailAddress.objects.create(user=amara.account, email="amara@example.org", verified=True)
    client = client_of(amara)
    assert client.get("/foxglove/member/").status_code == 404
    with nursery_scope(other_house.nursery):
        other_house.parent(email="amara@example.org", sign_in=False)
    assert client.get("/foxglove/member/").status_code == 200
