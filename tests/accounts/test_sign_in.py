import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import Account
from nursery.scope import nursery_scope
from tests.accounts.conftest import Door, code_in
from tests.builders import House
from tests.pages import text_of

SECRET = "a long enough secret"


def account_with_password(house: House) -> Account:
    """amara@example.org, whose address nobody has proven yet."""
    account = house.parent(email="amara@example.org").account
    assert account is not None
    account.set_password(SECRET)
    account.save()
    return account


def test_somebody_a_nursery_knows_signs_in_by_code_without_ever_having_signed_up(house: House, door: Door) -> None:
    amara = house.parent("Amara Okafor", email="Amara.Okafor@Example.org", sign_in=False)
    answer = door.ask_for_code("amara.okafor@example.org")
    assert "amara.okafor@example.org" in text_of(answer)
    assert mail.outbox[0].to == ["amara.okafor@example.org"]

    answer = door.type_code(code_in(mail.outbox[0].body))

    assert answer.headers["Location"] == "/"
    amara.refresh_from_db()
    assert amara.account is not None
    assert not amara.account.has_usable_password()
    assert EmailAddress.objects.get(user=amara.account).verified


def test_an_address_nobody_knows_gets_the_same_answer_and_a_mail_that_says_so(house: House, door: Door) -> None:
    house.parent(email="known@example.org", sign_in=False)
    known = door.ask_for_code("known@example.org")
    stranger = Door(door._committing)
    unknown = stranger.ask_for_code("nobody@example.org")

    assert unknown.redirect_chain == known.redirect_chain
    assert unknown.status_code == known.status_code == 200
    assert text_of(unknown).replace("nobody@", "known@") == text_of(known)
    assert mail.outbox[1].to == ["nobody@example.org"]
    assert "No nursery here knows this address" in mail.outbox[1].body
    assert not Account.objects.filter(email="nobody@example.org").exists()


def test_no_code_that_an_unknown_visitor_types_lets_them_in(house: House, door: Door) -> None:
    door.ask_for_code("nobody@example.org")
    for code in ("", "ABC-DEF", "None"):
        door.type_code(code)
    assert not door.is_signed_in


def test_somebody_who_has_left_every_nursery_is_not_known_any_more(house: House, door: Door) -> None:
    house.parent(email="gone@example.org", sign_in=False, left="2020-07-01")
    door.ask_for_code("gone@example.org")
    assert "No nursery here knows this address" in mail.outbox[0].body


def test_three_wrong_codes_end_the_attempt(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.ask_for_code("amara@example.org")
    code = code_in(mail.outbox[0].body)
    for _attempt in range(3):
        door.type_code("WRONG")
    door.type_code(code)
    assert not door.is_signed_in


def test_a_code_works_in_the_browser_that_asked_for_it_alone(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.ask_for_code("amara@example.org")
    elsewhere = Door(door._committing)
    elsewhere.type_code(code_in(mail.outbox[0].body))
    assert not elsewhere.is_signed_in


def test_a_fourth_code_within_a_minute_is_not_sent(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    for _time in range(3):
        Door(door._committing).ask_for_code("amara@example.org")
    answer = Door(door._committing).ask_for_code("amara@example.org")
    assert "one try too many" in text_of(answer)
    assert len(mail.outbox) == 3


def test_signing_in_leads_back_to_the_page_that_was_asked_for(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    answer = door.client.get("/bluebell/rota/?day=2026-10-05")
    assert answer.headers["Location"] == "/accounts/login/?next=/bluebell/rota/%3Fday%3D2026-10-05"

    wanted = "/bluebell/rota/?day=2026-10-05"
    answer = door.ask_for_code("amara@example.org", next=wanted)
    assert answer.redirect_chain[-1][0].endswith("?next=%2Fbluebell%2Frota%2F%3Fday%3D2026-10-05")
    answer = door.type_code(code_in(mail.outbox[0].body), next=wanted)
    assert answer.headers["Location"] == wanted


def test_next_never_leads_to_another_site(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.ask_for_code("amara@example.org", next="https://elsewhere.example/")
    answer = door.type_code(code_in(mail.outbox[0].body), next="https://elsewhere.example/")
    assert answer.headers["Location"] == "/"


def test_a_password_opens_an_account_whose_address_is_proven(house: House, door: Door) -> None:
    account = account_with_password(house)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)

    answer = door.post("/accounts/login/", {"login": "Amara@example.org", "password": SECRET})

    assert answer.headers["Location"] == "/"
    assert door.is_signed_in


def test_a_password_alone_does_not_open_an_account_whose_address_is_not_proven(house: House, door: Door) -> None:
    account_with_password(house)

    answer = door.post("/accounts/login/", {"login": "amara@example.org", "password": SECRET})

    assert not door.is_signed_in
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    door.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[0].body)})
    assert door.is_signed_in


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(house: House, door: Door) -> None:
    account_with_password(house)
    wrong = door.post("/accounts/login/", {"login": "amara@example.org", "password": "not the right one"})
    unknown = door.post("/accounts/login/", {"login": "nobody@example.org", "password": "not the right one"})
    assert "do not match" in text_of(wrong)
    assert text_of(wrong) == text_of(unknown)


def test_a_known_person_sets_a_first_password_by_mail(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.post("/accounts/password/reset/", {"email": "amara@example.org"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = door.client.get(link.partition("testserver")[2], follow=True)
    address = page.redirect_chain[-1][0]
    answer = door.post(address, {"password1": SECRET, "password2": SECRET})
    assert answer.headers["Location"] == "/accounts/password/reset/key/done/"
    assert Account.objects.get(email="amara@example.org").check_password(SECRET)


def test_a_signed_in_person_sets_and_then_changes_their_password(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    first, second = SECRET, "another long secret"
    door.post("/accounts/password/set/", {"password1": first, "password2": first})
    assert Account.objects.get(email="amara@example.org").check_password(first)
    door.post("/accounts/password/change/", {"oldpassword": first, "password1": second, "password2": second})
    assert Account.objects.get(email="amara@example.org").check_password(second)


def test_nobody_signs_up_on_their_own(house: House) -> None:
    client = Client()
    data = {"email": "nobody@example.org", "password1": SECRET, "password2": SECRET}
    assert "by invitation" in text_of(client.get("/accounts/signup/"))
    assert "by invitation" in text_of(client.post("/accounts/signup/", data))
    assert not Account.objects.exists()


def test_signing_in_begins_a_new_session_that_lasts_sixty_days(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.ask_for_code("amara@example.org")
    before = door.client.session.session_key
    door.type_code(code_in(mail.outbox[0].body))
    assert door.client.session.session_key != before
    assert door.client.session.get_expiry_age() == 60 * 24 * 60 * 60
    assert door.client.cookies["sessionid"]["max-age"] == 60 * 24 * 60 * 60


def test_signing_out_takes_a_post(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    door.client.get("/accounts/logout/")
    assert door.is_signed_in
    door.post("/accounts/logout/")
    assert not door.is_signed_in


def test_a_look_alike_of_a_known_address_is_a_stranger(house: House, door: Door) -> None:
    """Dotless "ı" becomes "I" in capitals, as "i" does: comparing in capitals would open Iris's account to it."""
    house.parent("Iris Bell", email="iris@example.org", sign_in=False)
    door.ask_for_code("ıris@example.org")
    assert not Account.objects.exists()
    assert not any("is your code" in message.subject for message in mail.outbox)


def test_an_address_typed_in_by_somebody_else_does_not_lead_into_their_account(house: House, door: Door) -> None:
    mallory = house.parent("Mallory Reed", email="mallory@example.org").account
    EmailAddress.objects.create(user=mallory, email="amara@example.org", verified=False)
    amara = house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    amara.refresh_from_db()
    assert amara.account is not None
    assert amara.account != mallory


def test_a_closed_account_gets_no_code(house: House, door: Door) -> None:
    account = account_with_password(house)
    account.is_active = False
    account.save()
    door.ask_for_code("amara@example.org")
    assert "No nursery here knows this address" in mail.outbox[0].body


@pytest.mark.parametrize("path", ["email/", "password/set/", "password/change/"])
def test_pages_about_an_account_ask_to_sign_in(path: str, db: None) -> None:
    answer = Client().get(f"/accounts/{path}")
    assert answer.headers["Location"].startswith("/accounts/login/?next=")


def test_somebody_with_a_password_types_it_again_before_adding_an_address(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    door.post("/accounts/password/set/", {"password1": SECRET, "password2": SECRET})
    answer = door.post("/accounts/email/", {"action_add": "1", "email": "new@example.org"})
    assert answer.headers["Location"] == "/accounts/reauthenticate/?next=%2Faccounts%2Femail%2F"


def test_proving_another_address_links_the_people_who_have_it(house: House, door: Door, other_house: House) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    with nursery_scope(other_house.nursery):
        elsewhere = other_house.parent(email="amara.work@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    door.post("/accounts/email/", {"action_add": "1", "email": "amara.work@example.org"})
    door.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1].body)})
    with nursery_scope(other_house.nursery):
        elsewhere.refresh_from_db()
        assert elsewhere.account == Account.objects.get(email="amara@example.org")


def test_coming_in_is_not_greeted_by_messages_on_top_of_the_page(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    assert list(door.client.get("/bluebell/rota/").context["messages"]) == []


def test_where_anybody_may_start_a_nursery_somebody_whom_none_knows_comes_in_by_a_code(door: Door, settings) -> None:
    settings.FOUNDING_OPEN = True
    door.sign_in_by_code("somebody@example.net")
    assert door.is_signed_in
    assert door.client.get("/new/").status_code == 200
