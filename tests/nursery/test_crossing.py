"""Each crossing opens the tables that it is for, for reading alone, and nothing else."""

import pytest
from django_scopes import scopes_disabled

from accounts.models import Account, Person
from accounts.queries import memberships, nurseries_that_know, people_of
from nursery.crossing import Crossing, crossing
from nursery.scope import nursery_scope
from tests.builders import TODAY, House
from tests.nursery.conftest import MINE, OTHERS, Tables, owned_tables, written_tables

OPENED = {
    Crossing.MEMBERSHIPS: {"accounts_person"},
    Crossing.OUTBOX: {"reminders_message"},
    Crossing.DRAFTS: set(),  # an account's own, see tests/founding/test_door.py
}


@pytest.mark.parametrize("name", Crossing)
def test_a_crossing_reads_the_tables_it_is_for_and_no_other(tables: Tables, name: Crossing) -> None:
    with tables.as_the_app(crossing=name):
        seen = {table: tables.nurseries_seen(table) for table in owned_tables()}
    assert seen == {table: {MINE, OTHERS} if table in OPENED[name] else set() for table in owned_tables()}


@pytest.mark.parametrize("name", Crossing)
def test_a_crossing_writes_nothing(tables: Tables, name: Crossing) -> None:
    with tables.as_the_app(crossing=name):
        for table in written_tables():
            assert tables.rows_touched(table, "UPDATE {} SET nursery_id = nursery_id") == 0, table
            assert tables.rows_touched(table, "DELETE FROM {}") == 0, table
            assert tables.insert_is_refused(table, MINE), table


@pytest.mark.parametrize("name", Crossing)
def test_a_crossing_inside_a_scope_still_writes_nothing_elsewhere(tables: Tables, name: Crossing) -> None:
    with tables.as_the_app(nursery=MINE, crossing=name):
        for table in written_tables():
            assert tables.rows_touched(table, "UPDATE {} SET nursery_id = nursery_id") == 1, table
            assert tables.insert_is_refused(table, OTHERS), table


@pytest.fixture
def amara(house: House, other_house: House) -> Account:
    """A parent in Bluebell and staff in Foxglove."""
    person = house.parent(email="amara@example.org")
    with nursery_scope(other_house.nursery):
        other_house.staff(account=person.account, email="Amara@Example.org")
    assert person.account is not None
    return person.account


def test_memberships_are_an_accounts_places_in_all_nurseries(amara: Account, house: House) -> None:
    house.manager()
    found = [(membership.nursery.name, set(membership.roles)) for membership in memberships(amara, TODAY)]
    assert found == [("Bluebell", {"parent"}), ("Foxglove", {"staff"})]


def test_an_address_is_known_by_every_nursery_that_has_it_and_by_no_look_alike(amara: Account) -> None:
    assert [nursery.name for nursery in nurseries_that_know("AMARA@example.org", TODAY)] == [
        "Bluebell",
        "Foxglove",
    ]
    assert nurseries_that_know("amara@example.or", TODAY) == []
    assert nurseries_that_know("", TODAY) == []


def test_after_a_crossing_both_walls_stand_again(amara: Account, house: House) -> None:
    with crossing(Crossing.MEMBERSHIPS):
        assert Person.objects.count() == 2
    assert Person.objects.count() == 1
    with scopes_disabled():
        assert Person.objects.count() == 1
    assert [person.nursery for person in people_of(amara, TODAY)] == [house.nursery]


def test_a_crossing_that_fails_leaves_both_walls_standing(amara: Account) -> None:
    with pytest.raises(LookupError), crossing(Crossing.MEMBERSHIPS):
        raise LookupError
    with scopes_disabled():
        assert Person.objects.count() == 1
