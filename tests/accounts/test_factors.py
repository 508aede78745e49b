"""Setting up a second factor, signing in with it, and taking it away; through the pages, with what the mail says."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.test import Client

from accounts.models import Account
from tests.accounts.conftest import Door, code_in
from tests.accounts.factors import SECRET, code_of, give_app
from tests.builders import NOW, House
from tests.pages import text_of

REGISTER = "/bluebell/rota/clearances/"
HELEN = "helen@example.org"
PASSWORD = "a long enough secret"
NOT_THE_CODE = "000000"  # at NOW


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def helen(house: House) -> Account:
    account = house.manager("Helen Tanaka", email=HELEN).account
    assert account is not None
    EmailAddress.objects.create(user=account, email=HELEN, verified=True, primary=True)
    return account


def test_a_manager_sets_up_an_app_on_the_way_and_lands_where_they_wanted(helen: Account, door: Door) -> None:
    door.sign_in_by_code(HELEN)
    door.client.get(door.client.get(REGISTER).headers["Location"])
    page = door.client.get("/accounts/ways-in/app/add/").content.decode()
    key = re.search(r'<code class="secret">(\w+)<', page)
    assert key

    answer = door.post("/accounts/ways-in/app/add/", {"code": code_of(key[1])})

    assert answer.headers["Location"] == "/accounts/ways-in/codes/"
    codes = door.client.get("/accounts/ways-in/codes/")
    assert "10 left of 10" in text_of(codes)
    assert 'href="/accounts/second-factor/"' in codes.content.decode()
    assert door.client.get("/accounts/second-factor/").headers["Location"] == REGISTER
    assert door.client.get(REGISTER).status_code == 200
    assert mail.outbox[-1].subject == "You have an authenticator app"


def test_the_picture_stands_in_the_page_without_a_style_and_the_key_beside_it(helen: Account, door: Door) -> None:
    door.sign_in_by_code(HELEN)
    page = door.client.get("/accounts/ways-in/app/add/").content.decode()
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert "<path" in picture
    assert "style" not in picture
    assert "data:" not in page


def test_another_six_digits_set_nothing_up(helen: Account, door: Door) -> None:
    door.sign_in_by_code(HELEN)
    door.client.get("/accounts/ways-in/app/add/")
    assert "That is not right" in text_of(door.post("/accounts/ways-in/app/add/", {"code": NOT_THE_CODE}))
    assert not Authenticator.objects.exists()
    assert door.client.get(REGISTER).status_code == 302


def test_what_is_kept_of_an_app_and_of_the_codes_is_sealed(helen: Account) -> None:
    codes = give_app(helen)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in kept
    assert not any(code in kept for code in codes)


def test_after_the_mails_code_an_app_is_asked_for_and_opens_the_managers_pages(helen: Account, door: Door) -> None:
    give_app(helen)
    answer = door.sign_in_by_code(HELEN)
    assert answer.headers["Location"] == "/accounts/login/second-factor/"
    assert "a second key" in text_of(door.client.get("/accounts/login/second-factor/"))
    door.post("/accounts/login/second-factor/", {"code": NOT_THE_CODE})
    assert not door.is_signed_in

    door.post("/accounts/login/second-factor/", {"code": code_of()})

    assert door.is_signed_in
    assert door.client.get(REGISTER).status_code == 200


def test_after_a_password_an_app_is_asked_for_as_well(helen: Account, door: Door) -> None:
    give_app(helen)
    helen.set_password(PASSWORD)
    helen.save()
    answer = door.post("/accounts/login/", {"login": HELEN, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/login/second-factor/"
    assert not door.is_signed_in


def test_a_code_of_the_app_works_once(helen: Account, door: Door) -> None:
    give_app(helen)
    for entered in (True, False):
        again = Door(door._committing)
        again.sign_in_by_code(HELEN)
        again.post("/accounts/login/second-factor/", {"code": code_of()})
        assert again.is_signed_in is entered


def test_a_recovery_code_works_once_and_a_mail_says_so(helen: Account, door: Door) -> None:
    code = give_app(helen)[3]
    for entered in (True, False):
        again = Door(door._committing)
        again.sign_in_by_code(HELEN)
        again.post("/accounts/login/second-factor/", {"code": code})
        assert again.is_signed_in is entered
        if entered:
            assert mail.outbox[-1].subject == "A recovery code was used"
            assert "You have 9 left" in text_of(again.client.get("/accounts/ways-in/"))


def test_after_five_wrong_codes_the_right_one_has_to_wait(helen: Account, door: Door, clock: Any) -> None:
    give_app(helen)
    door.sign_in_by_code(HELEN)
    for _time in range(5):
        door.post("/accounts/login/second-factor/", {"code": NOT_THE_CODE})
    answer = door.post("/accounts/login/second-factor/", {"code": code_of()})
    assert "one try too many" in text_of(answer)
    assert not door.is_signed_in
    clock.shift(301)
    door.post("/accounts/login/second-factor/", {"code": code_of()})
    assert door.is_signed_in


def with_app(helen: Account, door: Door) -> None:
    """Signed in by both."""
    give_app(helen)
    door.sign_in_by_code(HELEN)
    door.post("/accounts/login/second-factor/", {"code": code_of()})


def test_an_app_is_removed_after_showing_it_once_more_and_the_register_closes(
    helen: Account, door: Door, clock: Any
) -> None:
    with_app(helen, door)
    answer = door.client.get("/accounts/ways-in/app/remove/")
    asked = "/accounts/reauthenticate/app/?next=%2Faccounts%2Fways-in%2Fapp%2Fremove%2F"
    assert answer.headers["Location"] == asked
    clock.shift(30)
    shown = {"code": code_of(), "next": "/accounts/ways-in/app/remove/"}
    assert door.post("/accounts/reauthenticate/app/", shown).headers["Location"] == "/accounts/ways-in/app/remove/"

    door.post("/accounts/ways-in/app/remove/")

    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Your authenticator app was removed"
    assert door.client.get(REGISTER).headers["Location"].startswith("/accounts/second-factor/")


def test_a_password_does_not_stand_in_for_the_app(helen: Account, door: Door) -> None:
    """Else whoever finds a session and the password could undo the second factor by the first."""
    helen.set_password(PASSWORD)
    helen.save()
    with_app(helen, door)
    answer = door.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": "/accounts/ways-in/app/remove/"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/app/")
    assert door.client.get("/accounts/ways-in/app/remove/").status_code == 302


def test_new_recovery_codes_end_the_old_ones_and_a_mail_says_so(helen: Account, door: Door, clock: Any) -> None:
    old = give_app(helen)
    door.sign_in_by_code(HELEN)
    door.post("/accounts/login/second-factor/", {"code": code_of()})
    clock.shift(30)
    door.post("/accounts/reauthenticate/app/", {"code": code_of(), "next": "/"})

    door.post("/accounts/ways-in/codes/new/")

    assert mail.outbox[-1].subject == "You have new recovery codes"
    file = door.client.get("/accounts/ways-in/codes/download/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert len(re.findall(r"^\d{8}$", file.content.decode(), re.M)) == 10
    assert not any(code in file.content.decode() for code in old)


def test_a_member_who_signed_in_a_while_ago_shows_a_code_by_mail_first(house: House, door: Door, clock: Any) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    assert door.client.get("/accounts/ways-in/app/add/").status_code == 200
    clock.shift(15 * 60)
    answer = door.client.get("/accounts/ways-in/app/add/")
    asked = "/accounts/reauthenticate/code/?next=%2Faccounts%2Fways-in%2Fapp%2Fadd%2F"
    assert answer.headers["Location"] == asked
    sent = len(mail.outbox)
    assert "We send a code to amara@example.org" in text_of(door.client.get(asked))
    assert len(mail.outbox) == sent

    door.post(asked, {"action": "send"})
    answer = door.post(asked, {"code": code_in(mail.outbox[-1].body)})

    assert answer.headers["Location"] == "/accounts/ways-in/app/add/"
    assert door.client.get("/accounts/ways-in/app/add/").status_code == 200


def test_a_first_password_is_a_new_way_in_and_asks_for_the_code_too(house: House, door: Door, clock: Any) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    clock.shift(15 * 60)
    answer = door.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/code/")
    assert not Account.objects.get(email="amara@example.org").has_usable_password()


def test_three_wrong_codes_by_mail_make_it_worthless(house: House, door: Door, clock: Any) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    clock.shift(15 * 60)
    door.post("/accounts/reauthenticate/code/", {"action": "send"})
    code = code_in(mail.outbox[-1].body)
    for _time in range(3):
        door.post("/accounts/reauthenticate/code/", {"code": "WRONG"})
    door.post("/accounts/reauthenticate/code/", {"code": code})
    assert door.client.get("/accounts/ways-in/app/add/").status_code == 302


def test_a_fourth_code_by_mail_within_a_minute_is_not_sent(house: House, door: Door) -> None:
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    sent = [door.post("/accounts/reauthenticate/code/", {"action": "send"}).status_code for _time in range(3)]
    assert sent == [302, 302, 429]  # one was sent to sign in


BAD_CREDENTIALS = [
    "",
    "nonsense",
    "[]",
    "null",
    "{}",
    '"x"',
    "1",
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
    '{"id": 1, "rawId": [], "type": null, "response": "x"}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "////", "clientDataJSON": "e30",'
    ' "authenticatorData": "AA", "signature": "AA", "attestationObject": "AA"}}',
]


@pytest.mark.parametrize("credential", BAD_CREDENTIALS)
def test_what_no_passkey_says_opens_nothing_and_breaks_nothing(helen: Account, door: Door, credential: str) -> None:
    door.client.get("/accounts/login/passkey/", headers={"Accept": "application/json"})
    answer = door.post("/accounts/login/passkey/", {"credential": credential})
    assert answer.headers["Location"] == "/accounts/login/"
    assert not door.is_signed_in


@pytest.mark.parametrize("credential", BAD_CREDENTIALS)
def test_what_no_passkey_says_is_not_kept_as_one(helen: Account, door: Door, credential: str) -> None:
    door.sign_in_by_code(HELEN)
    door.client.get("/accounts/ways-in/passkeys/add/")
    assert door.post("/accounts/ways-in/passkeys/add/", {"name": "Mine", "credential": credential}).status_code == 200
    assert not Authenticator.objects.exists()


def test_somebody_elses_passkey_is_not_there(helen: Account, door: Door, house: House) -> None:
    theirs = Authenticator.objects.create(user=helen, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    house.parent(email="amara@example.org", sign_in=False)
    door.sign_in_by_code("amara@example.org")
    for what in ("remove", "rename"):
        url = f"/accounts/ways-in/passkeys/{theirs.pk}/{what}/"
        assert door.client.get(url).status_code == door.post(url, {"name": "Mine"}).status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk, data__name="Phone").exists()


def test_whoever_lost_everything_is_let_in_by_the_operator_without(helen: Account, door: Door, capsys) -> None:
    with_app(helen, door)
    call_command("forget_second_factor", HELEN)
    assert capsys.readouterr().out == f"{HELEN}: 2 taken away, 1 sessions ended.\n"
    assert not door.is_signed_in
    again = Door(door._committing)
    again.sign_in_by_code(HELEN)
    assert again.is_signed_in


def test_an_app_outlives_a_secret_key_that_was_replaced(helen: Account, door: Door, settings) -> None:
    give_app(helen)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, " * 5
    call_command("reseal_factors", verbosity=0)
    settings.SECRET_KEY_FALLBACKS = []
    door.sign_in_by_code(HELEN)
    door.post("/accounts/login/second-factor/", {"code": code_of()})
    assert door.is_signed_in


def test_how_one_gets_in_says_whether_there_is_a_password_and_where_addresses_are(helen: Account, door: Door) -> None:
    door.sign_in_by_code(HELEN)
    page = door.client.get("/accounts/ways-in/")
    assert "You have none, and need none. Set one" in text_of(page)
    assert 'href="/accounts/password/set/"' in page.content.decode()
    assert 'href="/accounts/email/"' in page.content.decode()
    door.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    page = door.client.get("/accounts/ways-in/")
    assert "You have one. Change it" in text_of(page)
    assert 'href="/accounts/password/change/"' in page.content.decode()


def test_without_script_the_door_shows_no_button_that_would_do_nothing(db: None) -> None:
    page = Client().get("/accounts/login/").content.decode()
    form = page[page.index('<form class="form entrance" method="post" action="/accounts/login/passkey/"') :]
    assert form[: form.index(">")].endswith("data-passkey hidden")
    assert "passkey" not in text_of(Client().get("/accounts/signup/"))
