"""Joining by the link of an invitation: what its page shows, what its button does, and what stands in the way."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from accounts.links import link_path
from accounts.models import Account, Child, Person
from membership import messages
from membership.actions.inviting import bring_back, recall
from membership.models import Remark
from nursery.models import Recorded
from nursery.scope import nursery_scope
from reminders.models import Message
from tests.accounts.factors import give_app
from tests.builders import NOW, TODAY, House
from tests.membership.invited import Invited
from tests.pages import client_of, text_of
from tests.rota.letters import letter_to


@pytest.fixture
def invited(house: House) -> Iterator[Invited]:
    with time_machine.travel(NOW, tick=False):
        yield Invited(house)


def is_in(client: Client) -> bool:
    return client.get("/bluebell/rota/").status_code == 200


# --- the page ------------------------------------------------------------
def test_the_page_shows_what_is_known_and_one_button(invited: Invited) -> None:
    assert invited.tomasz.family is not None
    Child.objects.create(
        nursery=invited.nursery, key="zosia", family=invited.tomasz.family, name="Zosia", born=dt.date(2024, 3, 1)
    )
    Person.objects.filter(pk=invited.tomasz.pk).update(joined=dt.date(2026, 10, 5))
    words = text_of(Client().get(invited.path))
    for said in ("Tomasz Nowak", "tomasz@example.org", "parent", "Nowak family", "Zosia, born March 2024"):
        assert said in words
    assert "Mon 5 Oct 2026" in words
    assert "That is me, let me in" in words
    assert "until Wed 14 Oct" in words


def test_looking_changes_nothing_and_lets_nobody_in(invited: Invited) -> None:
    client = Client()
    for _scanner in range(2):
        assert client.get(invited.path).status_code == 200
        assert client.head(invited.path).status_code == 200
    assert not is_in(client)
    invited.invitation.refresh_from_db()
    assert invited.invitation.opened_at is None
    assert not Account.objects.filter(email="tomasz@example.org").exists()


def test_a_browser_that_shows_the_page_says_so_once(invited: Invited) -> None:
    assert invited.press(answer="seen").status_code == 204
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        invited.press(answer="seen")
    invited.invitation.refresh_from_db()
    assert invited.invitation.opened_at == NOW
    assert invited.invitation.used_at is None


def test_whoever_joins_on_a_later_day_can_come_in_before(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        early = Invited(house, joined=TODAY + dt.timedelta(days=5))
        assert early.press().status_code == 302


# --- the button ------------------------------------------------------------
def test_the_button_opens_the_account_and_signs_in_as_that_person(invited: Invited) -> None:
    client = Client()
    answer = invited.press(client)
    assert answer.headers["Location"] == "/bluebell/members/joined/"
    welcome = client.get("/bluebell/members/joined/")
    assert "You are in, Tomasz" in text_of(welcome)
    assert welcome.context["me"] == invited.tomasz
    account = Account.objects.get(email="tomasz@example.org")
    assert EmailAddress.objects.get(user=account).verified
    assert not account.has_usable_password()
    invited.invitation.refresh_from_db()
    assert invited.invitation.used_at == NOW


def test_history_says_that_they_came_in_by_the_link(invited: Invited) -> None:
    invited.press()
    found = Recorded.objects.get(thing="person", row=invited.tomasz.pk, operation="changed")
    assert (found.by, found.origin, found.actor) == ("link", "membership.invited", invited.tomasz.pk)


def test_whoever_has_just_come_in_may_set_a_password_without_showing_again_who_they_are(invited: Invited) -> None:
    client = Client()
    invited.press(client)
    assert "A new password" in text_of(client.get("/accounts/password/set/"))


def test_an_invited_manager_still_shows_a_second_factor(house: House) -> None:
    with time_machine.travel(NOW, tick=False):
        invited = Invited(house)
        Person.objects.filter(pk=invited.tomasz.pk).update(roles=["manager"])
        client = Client()
        invited.press(client)
        answer = client.get("/bluebell/members/")
    assert answer.headers["Location"].startswith("/accounts/second-factor/")


def test_a_link_works_once(invited: Invited) -> None:
    path = invited.path
    Client().post(path, {"answer": "join"})
    client = Client()
    for again in (client.get(path), client.post(path, {"answer": "join"})):
        assert again.status_code == 410
        assert "You have joined already, thank you." in text_of(again)
    assert not is_in(client)


def test_two_who_share_an_address_are_both_in_by_the_first_link(invited: Invited) -> None:
    ola = invited.house.parent("Ola Nowak", email="Tomasz@example.org", sign_in=False, family=invited.tomasz.family)
    client = Client()
    invited.press(client)
    ola.refresh_from_db()
    assert ola.account == Account.objects.get(email="tomasz@example.org")
    assert client.get("/bluebell/rota/").context["me"] == invited.tomasz


def test_whoever_is_signed_in_with_that_address_joins_as_they_are(invited: Invited, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        other = other_house.parent("Tomasz Nowak", email="tomasz@example.org")
    client = client_of(other)
    assert "That is me" in text_of(client.get(invited.path))
    assert invited.press(client).headers["Location"] == "/bluebell/members/joined/"
    invited.tomasz.refresh_from_db()
    assert invited.tomasz.account == other.account


# --- an account that is somebody's already ------------------------------------------------------------
@pytest.mark.parametrize("has", ["a second factor", "a password", "been used"])
def test_an_account_that_is_somebodys_is_opened_as_always_and_by_no_link(invited: Invited, has: str) -> None:
    account = Account.objects.create_user(
        email="tomasz@example.org", password="a long enough one" if has == "a password" else None
    )
    if has == "a second factor":
        give_app(account)
    if has == "been used":
        account.last_login = NOW - dt.timedelta(days=90)
        account.save()
    client = Client()
    answer = invited.press(client)
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fbluebell%2Frota%2F"
    assert not is_in(client)
    invited.tomasz.refresh_from_db()
    invited.invitation.refresh_from_db()
    assert invited.tomasz.account is None
    assert invited.invitation.used_at is None


def test_a_closed_account_stays_closed(invited: Invited) -> None:
    Account.objects.create_user(email="tomasz@example.org", is_active=False)
    client = Client()
    answer = invited.press(client)
    assert answer.status_code == 409
    assert "This account is closed." in text_of(answer)
    assert not is_in(client)


# --- what stands in the way ------------------------------------------------------------
def test_it_runs_out_after_fourteen_days(invited: Invited) -> None:
    path = invited.path
    ends = NOW + dt.timedelta(days=14)
    with time_machine.travel(ends - dt.timedelta(seconds=1), tick=False):
        assert Client().get(path).status_code == 200
    with time_machine.travel(ends, tick=False):
        late = Client().post(path, {"answer": "join"})
    assert late.status_code == 410
    assert "This invitation has run out. Ask the nursery for another" in text_of(late)


def test_what_was_taken_back_says_so_until_it_is_brought_back(invited: Invited) -> None:
    path = invited.path
    recall(invited.invitation, now=NOW)
    answer = Client().post(path, {"answer": "join"})
    assert answer.status_code == 410
    assert "The nursery has taken this invitation back." in text_of(answer)
    assert bring_back(invited.invitation, now=NOW)
    assert Client().post(path, {"answer": "join"}).status_code == 302


def test_of_two_invitations_only_the_newer_works(invited: Invited) -> None:
    path = invited.path
    newer = invited.invite(NOW + dt.timedelta(minutes=1))
    assert "has taken this invitation back" in text_of(Client().get(path))
    assert not bring_back(invited.invitation, now=NOW)
    link = link_path(invited.tomasz, messages.INVITED, newer.public_id, newer.expires_at)
    assert Client().post(link, {"answer": "join"}).status_code == 302


def test_one_that_went_to_an_address_that_is_theirs_no_more_lets_nobody_in(invited: Invited) -> None:
    path = invited.path
    Person.objects.filter(pk=invited.tomasz.pk).update(email="new@example.org")
    assert "The nursery has another address of yours by now." in text_of(Client().get(path))
    assert letter_to(invited.tomasz, messages.INVITED, NOW) is None


def test_one_persons_invitation_is_not_anothers(invited: Invited) -> None:
    ines = invited.house.parent("Ines Costa", sign_in=False)
    path = link_path(ines, messages.INVITED, invited.invitation.public_id, invited.invitation.expires_at)
    answer = Client().post(path, {"answer": "join"})
    assert answer.status_code == 410
    assert "This invitation is no more." in text_of(answer)


def test_an_altered_link_is_none_of_ours(invited: Invited) -> None:
    path = invited.path
    answer = Client().get(f"{path[:-6]}abcde/")
    assert answer.status_code == 404
    assert "This is not one of our links." in text_of(answer)


def test_whoever_is_signed_in_as_somebody_else_is_told_to_sign_out_first(invited: Invited) -> None:
    client = client_of(invited.house.parent("Ines Costa"))
    for answer in (client.get(invited.path), invited.press(client)):
        assert answer.status_code == 409
        assert "This invitation is for Tomasz N., and you are signed in with another address." in text_of(answer)
    invited.tomasz.refresh_from_db()
    assert invited.tomasz.account is None


def test_whoever_has_left_is_not_let_in(invited: Invited) -> None:
    path = invited.path
    Person.objects.filter(pk=invited.tomasz.pk).update(left=TODAY - dt.timedelta(days=1))
    assert Client().post(path, {"answer": "join"}).status_code == 410


def test_the_button_rests_after_many_presses(invited: Invited) -> None:
    path, client = invited.path, Client()
    try:
        seen = [client.post(path, {"answer": "not_right", "text": ""}).status_code for _press in range(11)]
    finally:
        cache.clear()
    assert seen == [422] * 10 + [429]


# --- something is not right ------------------------------------------------------------
def test_a_note_reaches_the_manager_and_changes_nothing(invited: Invited) -> None:
    answer = invited.press(answer="not_right", text="It is Nowack with ck")
    assert "Thank you: the nursery has your note." in text_of(answer)
    said = Remark.objects.get()
    assert (said.person, said.text) == (invited.tomasz, "It is Nowack with ck")
    letter = letter_to(invited.helen, messages.NOT_RIGHT, NOW)
    assert letter is not None
    assert letter.subject == "Tomasz N. says that something is not right"
    assert "Nowack" not in letter.text + letter.html
    page = client_of(invited.helen).get(f"/bluebell/members/people/{invited.tomasz.public_id}/")
    assert "It is Nowack with ck" in text_of(page)
    assert invited.press().status_code == 302


def test_a_note_that_was_seen_to_is_put_aside_and_comes_back_by_undo(invited: Invited) -> None:
    invited.press(answer="not_right", text="Another name")
    client, url = client_of(invited.helen), f"/bluebell/members/remarks/{Remark.objects.get().public_id}/done/"
    assert "Another name" not in text_of(client.post(url, follow=True))
    assert letter_to(invited.helen, messages.NOT_RIGHT, NOW) is None
    assert "Another name" in text_of(client.post(f"{url}?again", follow=True))


def test_nobody_writes_notes_without_end(invited: Invited) -> None:
    try:
        seen = [invited.press(answer="not_right", text="No").status_code for _note in range(6)]
    finally:
        cache.clear()
    assert seen == [200] * 5 + [409]


# --- the letter ------------------------------------------------------------
def test_the_letter_says_who_asks_and_is_dropped_once_it_is_of_no_use(invited: Invited) -> None:
    letter = letter_to(invited.tomasz, messages.INVITED, NOW)
    assert letter is not None
    assert letter.subject == "Bluebell asks you to join"
    assert letter.stop == ""
    invited.press()
    assert letter_to(invited.tomasz, messages.INVITED, NOW) is None


def test_in_the_night_it_waits_for_the_morning(invited: Invited) -> None:
    ines = invited.house.parent("Ines Costa", sign_in=False)
    invited.tomasz = ines
    invited.invite(dt.datetime(2026, 9, 30, 21, 0, tzinfo=dt.UTC))
    assert Message.objects.get(person=ines).send_at == dt.datetime(2026, 10, 1, 6, 0, tzinfo=dt.UTC)
