"""The manager's page of everybody, and where each stands towards joining."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from membership.actions.inviting import invite, recall
from membership.models import Invitation, Remark
from membership.queries.members import member_of
from reminders.models import Bounced, Channel
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

MEMBERS = "/bluebell/members/"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_everybody_stands_there_with_roles_family_and_how_they_stand(house: House) -> None:
    helen = house.manager("Helen Tanaka")
    house.parent("Amara Okafor")
    house.parent("Tomasz Nowak", sign_in=False)
    house.parent("Ines Costa", sign_in=False, email="")
    house.staff("Marta Zielińska", left=TODAY - dt.timedelta(days=1))
    words = text_of(client_of(helen).get(MEMBERS))
    for said in (
        "Amara Okafor parent Okafor family joined",
        "Tomasz Nowak parent Nowak family not invited",
        "Ines Costa parent Costa family no address",
        "Marta Zielińska staff none left on 29 Sep 2026",
        "4 people belong to the nursery, 2 can sign in. 1 is not invited yet.",
    ):
        assert said in words


def test_a_name_is_found_without_its_accents(house: House) -> None:
    helen = house.manager("Helen Tanaka")
    house.parent("Zoë Müller")
    words = text_of(client_of(helen).get(MEMBERS, {"name": "muller"}))
    assert "Zoë Müller" in words
    assert "Helen Tanaka" not in words
    assert "Nobody here by the name of “Otto”." in text_of(client_of(helen).get(MEMBERS, {"name": "Otto"}))


def standing(house: House, person, now: dt.datetime = NOW) -> str:
    return member_of(person, now, TODAY).standing


def test_an_invitation_goes_through_its_states(house: House) -> None:
    helen, tomasz = house.manager("Helen Tanaka"), house.parent("Tomasz Nowak", sign_in=False)
    assert standing(house, tomasz) == "not_invited"
    found = invite(tomasz, helen, nursery=house.nursery, now=NOW, today=TODAY)
    assert standing(house, tomasz) == "invited"
    Invitation.objects.update(opened_at=NOW)
    assert standing(house, tomasz) == "opened"
    assert standing(house, tomasz, NOW + dt.timedelta(days=14)) == "ran_out"
    recall(found, now=NOW)
    assert standing(house, tomasz) == "recalled"
    invite(tomasz, helen, nursery=house.nursery, now=NOW + dt.timedelta(seconds=1), today=TODAY)
    assert standing(house, tomasz) == "invited"


def test_an_address_that_takes_no_mail_is_said_while_it_is_theirs(house: House) -> None:
    tomasz = house.parent("Tomasz Nowak", sign_in=False, email="tomasz@example.org")
    Bounced.objects.create(
        nursery=house.nursery,
        person=tomasz,
        channel=Channel.EMAIL,
        address="tomasz@example.org",
        sentence="Unknown here",
        at=NOW,
    )
    assert member_of(tomasz, NOW, TODAY).bounced
    tomasz.email = "other@example.org"
    tomasz.save()
    assert not member_of(tomasz, NOW, TODAY).bounced


def test_the_page_asks_as_many_queries_of_many_as_of_few(house: House) -> None:
    helen = house.manager("Helen Tanaka")
    client = client_of(helen)
    counts = []
    for more in (2, 20):
        for number in range(more):
            person = house.parent(f"Ola Nowak{number}", sign_in=False)
            invite(person, helen, nursery=house.nursery, now=NOW, today=TODAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(MEMBERS)
        counts.append(len(queries))
    assert counts == [16, 16]


def test_inviting_and_taking_back_are_one_press_each_and_undo_brings_it_back(house: House) -> None:
    helen, tomasz = house.manager("Helen Tanaka"), house.parent("Tomasz Nowak", sign_in=False)
    client = client_of(helen)
    page = f"{MEMBERS}people/{tomasz.public_id}/"
    assert "Tomasz Nowak is invited at" in text_of(client.post(f"{page}invite/", follow=True))
    found = Invitation.objects.get()
    assert found.invited_by == helen
    taken = client.post(f"{MEMBERS}invitations/{found.public_id}/recall/", follow=True)
    assert "its link lets nobody in" in text_of(taken)
    back = f"{MEMBERS}invitations/{found.public_id}/bring-back/"
    assert f'action="{back}"' in taken.content.decode()
    assert "The invitation works again." in text_of(client.post(back, follow=True))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Tomasz N. has joined already, and can sign in."),
        ({"sign_in": False, "email": ""}, "No e-mail address of Tomasz N. is known."),
        ({"sign_in": False, "left": TODAY - dt.timedelta(days=1)}, "Tomasz N. has left."),
    ],
)
def test_who_cannot_be_invited_is_said_in_words(house: House, fields, said: str) -> None:
    helen, tomasz = house.manager("Helen Tanaka"), house.parent("Tomasz Nowak", **fields)
    answer = client_of(helen).post(f"{MEMBERS}people/{tomasz.public_id}/invite/", follow=True)
    assert said in text_of(answer)
    assert not Invitation.objects.exists()


def test_home_says_what_of_joining_waits_for_the_manager(house: House) -> None:
    helen, tomasz = house.manager("Helen Tanaka"), house.parent("Tomasz Nowak", sign_in=False)
    assert "See the members" not in text_of(client_of(helen).get("/bluebell/"))
    long_ago = NOW - dt.timedelta(days=15)
    found = invite(tomasz, helen, nursery=house.nursery, now=long_ago, today=TODAY)
    Remark.objects.create(nursery=house.nursery, person=tomasz, invitation=found, text="Another name", at=NOW)
    words = text_of(client_of(helen).get("/bluebell/"))
    assert "1 person who was invited says that something is not right. 1 invitation ran out unused." in words
    assert "ran out" not in text_of(client_of(house.parent()).get("/bluebell/"))
