import datetime as dt

from allauth.account.models import EmailAddress

from accounts.actions import link_people
from accounts.models import Account, Person
from nursery.scope import nursery_scope
from tests.builders import TODAY, House


def proven(email: str) -> Account:
    account = Account.objects.create_user(email=email)
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
    return account


def test_an_account_becomes_its_people_in_every_nursery(house: House, other_house: House) -> None:
    here = house.parent(email="amara@example.org", sign_in=False)
    with nursery_scope(other_house.nursery):
        there = other_house.staff("Amara Okafor", email="Amara@Example.org", sign_in=False)
    account = proven("amara@example.org")

    linked = link_people(account, TODAY)

    assert {person.pk for person in linked} == {here.pk, there.pk}
    here.refresh_from_db()
    assert here.account == account
    with nursery_scope(other_house.nursery):
        there.refresh_from_db()
        assert there.account == account


def test_two_people_who_share_an_address_share_the_account(house: House) -> None:
    for name in ("Amara Okafor", "Chidi Okafor"):
        house.parent(name, email="okafor@example.org", sign_in=False)
    account = proven("okafor@example.org")
    link_people(account, TODAY)
    assert Person.objects.filter(account=account).count() == 2


def test_an_address_that_is_not_proven_links_nobody(house: House) -> None:
    person = house.parent(email="amara@example.org", sign_in=False)
    account = Account.objects.create_user(email="amara@example.org")
    EmailAddress.objects.create(user=account, email="amara@example.org", verified=False)
    assert link_people(account, TODAY) == []
    person.refresh_from_db()
    assert person.account is None


def test_somebody_elses_person_stays_theirs(house: House) -> None:
    person = house.parent(email="amara@example.org")
    first = person.account
    assert first is not None
    first.email = "other@example.org"
    first.save()
    assert link_people(proven("amara@example.org"), TODAY) == []
    person.refresh_from_db()
    assert person.account == first


def test_somebody_who_has_left_is_linked_no_more(house: House) -> None:
    house.parent(email="amara@example.org", sign_in=False, left=TODAY - dt.timedelta(days=1))
    assert link_people(proven("amara@example.org"), TODAY) == []


def test_people_without_an_address_are_never_linked(house: House) -> None:
    house.parent(email="", sign_in=False)
    account = proven("amara@example.org")
    EmailAddress.objects.create(user=account, email="", verified=True)
    assert link_people(account, TODAY) == []
