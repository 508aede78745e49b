"""Entering somebody, and correcting what is known of them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from accounts.models import Family, Person
from membership.actions.inviting import invite
from membership.models import Invitation
from nursery.models import Recorded
from tests.builders import NOW, TODAY, House
from tests.pages import client_of, text_of

ADD = "/bluebell/members/add/"


@pytest.fixture(autouse=True)
def _at_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def enter(house: House, **fields: Any) -> Any:
    typed = {"name": "Tomasz Nowak", "email": "tomasz@example.org", "roles": ["parent"], "new_family": "Nowak"}
    return client_of(house.manager("Helen Tanaka")).post(ADD, typed | fields, follow=True)


def correct(house: House, person: Person, **fields: Any) -> Any:
    typed = {
        "name": person.name,
        "email": person.email,
        "roles": person.roles,
        "family": person.family_id or "",
    }
    helen = Person.objects.filter(name="Helen Tanaka").first() or house.manager("Helen Tanaka")
    return client_of(helen).post(f"/bluebell/members/people/{person.public_id}/", typed | fields, follow=True)


def test_somebody_is_entered_with_a_new_family_and_invited(house: House) -> None:
    answer = enter(house, share="0.5", invited="on", joined="5 Oct 2026")
    assert "Tomasz Nowak is entered and invited." in text_of(answer)
    tomasz = Person.objects.get(name="Tomasz Nowak")
    assert (tomasz.family.name, tomasz.family.share) == ("Nowak", Decimal("0.5"))
    assert tomasz.joined.isoformat() == "2026-10-05"
    assert Invitation.objects.get().person == tomasz


def test_somebody_is_entered_into_a_family_that_is_there_and_invited_later(house: House) -> None:
    family = house.family("Nowak family")
    enter(house, new_family="", family=family.pk)
    assert Person.objects.get(name="Tomasz Nowak").family == family
    assert not Invitation.objects.exists()
    assert Family.objects.count() == 1


def test_two_of_one_name_are_called_differently_in_files(house: House) -> None:
    enter(house)
    enter(house, email="other@example.org", new_family="Nowak too")
    assert sorted(Person.objects.filter(name="Tomasz Nowak").values_list("key", flat=True)) == [
        "tomasz-nowak",
        "tomasz-nowak-2",
    ]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Say who it is."),
        ({"email": "tomasz"}, "This is no e-mail address."),
        ({"roles": []}, "Tick at least one."),
        ({"new_family": ""}, "A parent belongs to a family."),
        ({"email": "", "invited": "on"}, "An invitation needs an address."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_written(
    house: House, fields: dict[str, Any], said: str
) -> None:
    answer = enter(house, **fields)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Person.objects.filter(name__contains="Nowak").exists()


def test_an_address_is_shared_within_a_family_alone(house: House) -> None:
    ola = house.parent("Ola Nowak", email="Tomasz@example.org")
    refused = enter(house)
    assert refused.status_code == 422
    assert "Ola Nowak has this address." in text_of(refused)
    assert not Family.objects.filter(name="Nowak").exists()
    enter(house, new_family="", family=ola.family_id)
    assert Person.objects.filter(name="Tomasz Nowak", family=ola.family).exists()


def test_a_form_that_is_sent_twice_enters_somebody_once(house: House) -> None:
    enter(house)
    assert "Tomasz Nowak is here already." in text_of(enter(house))
    assert Person.objects.filter(name="Tomasz Nowak").count() == 1


def test_what_is_corrected_is_written_down_by_postgresql(house: House) -> None:
    amara = house.parent("Amara Okafor")
    helen = house.manager("Helen Tanaka")
    answer = correct(house, amara, name="Amara Okafor-Bell", roles=["parent", "trustee"])
    assert "Changed." in text_of(answer)
    found = Recorded.objects.get(thing="person", row=amara.pk, operation="changed")
    assert found.actor == helen.pk
    assert found.after == {"roles": ["parent", "trustee"], "name": True}


def test_another_address_ends_the_invitation_that_went_to_the_old_one(house: House) -> None:
    tomasz = house.parent("Tomasz Nowak", sign_in=False)
    invite(tomasz, house.manager("Helen Tanaka"), nursery=house.nursery, now=NOW, today=TODAY)
    correct(house, tomasz, email="new@example.org")
    assert Invitation.objects.get().recalled_at == NOW


def test_the_only_manager_stays_one(house: House) -> None:
    helen = house.manager("Helen Tanaka")
    answer = correct(house, helen, roles=["staff"])
    assert answer.status_code == 422
    assert "Helen T. is the only manager, and somebody has to be." in text_of(answer)
    house.manager("Rosa Lindqvist")
    assert correct(house, helen, roles=["staff"]).status_code in {200, 403}
    helen.refresh_from_db()
    assert helen.roles == ["staff"]
