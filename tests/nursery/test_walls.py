"""The two walls between nurseries, and that the second stands alone when the first is taken away."""

from typing import Any

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django_scopes import ScopeError, scopes_disabled

from accounts.models import Person
from nursery.scope import nursery_scope
from tests.builders import House
from tests.nursery.conftest import MINE, OTHERS, Tables, owned_tables, written_tables


def test_no_row_of_another_nursery_is_seen_in_any_table(tables: Tables) -> None:
    with tables.as_the_app(nursery=MINE):
        seen = {table: tables.nurseries_seen(table) for table in owned_tables()}
    assert seen == {table: {MINE} for table in owned_tables()}


def test_outside_every_scope_no_table_shows_anything(tables: Tables) -> None:
    with tables.as_the_app():
        seen = {table: tables.nurseries_seen(table) for table in owned_tables()}
    assert seen == {table: set() for table in owned_tables()}


def test_no_row_of_another_nursery_is_changed_or_deleted_in_any_table(tables: Tables) -> None:
    with tables.as_the_app(nursery=OTHERS + 1):
        touched = {
            table: (
                tables.rows_touched(table, "UPDATE {} SET nursery_id = nursery_id"),
                tables.rows_touched(table, "DELETE FROM {}"),
            )
            for table in written_tables()
        }
    assert touched == dict.fromkeys(written_tables(), (0, 0))


def test_a_row_for_another_nursery_is_refused_by_every_table(tables: Tables) -> None:
    with tables.as_the_app(nursery=MINE):
        taken = [table for table in written_tables() if not tables.insert_is_refused(table, OTHERS)]
    assert taken == []


def test_a_row_for_ones_own_nursery_is_taken(tables: Tables) -> None:
    """So that the refusals above are the wall's, not the bare row's."""
    with tables.as_the_app(nursery=OTHERS + 1):
        refused = [table for table in written_tables() if tables.insert_is_refused(table, OTHERS + 1)]
    assert refused == []


def test_a_table_that_somebody_forgot_to_wall_is_found_out(tables: Tables) -> None:
    tables.run("ALTER TABLE accounts_person DISABLE ROW LEVEL SECURITY")
    with tables.as_the_app(nursery=MINE):
        assert tables.nurseries_seen("accounts_person") == {MINE, OTHERS}


def test_the_app_owns_no_table_and_passes_no_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_a_query_outside_a_scope_fails(db: None) -> None:
    with pytest.raises(ScopeError):
        Person.objects.count()


@pytest.fixture
def two_houses(db: None, other_house: House) -> tuple[House, House]:
    houses = House(), other_house
    for house in houses:
        with nursery_scope(house.nursery):
            place = house.place(house.shift())
            house.booking(place, house.parent())
    return houses


def _owned_models() -> list[Any]:
    return [model for model in apps.get_models() if model._meta.db_table in owned_tables()]


def test_with_the_first_wall_gone_the_second_still_stands(two_houses: tuple[House, House]) -> None:
    mine, others = (house.nursery for house in two_houses)
    with nursery_scope(mine), scopes_disabled():
        seen = {model for model in _owned_models() if model.objects.filter(nursery=mine).exists()}
        through = [model for model in seen if model.objects.filter(nursery=others).exists()]
    assert Person in seen
    assert len(seen) > 10
    assert through == []


def test_with_the_first_wall_gone_nothing_is_written_for_another_nursery(two_houses: tuple[House, House]) -> None:
    mine, others = (house.nursery for house in two_houses)
    with (
        nursery_scope(mine),
        scopes_disabled(),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Person.objects.create(nursery=others, key="intruder", name="In Truder")


def test_a_scope_inside_a_scope_gives_the_outer_one_back(two_houses: tuple[House, House]) -> None:
    outer, inner = (house.nursery for house in two_houses)
    with nursery_scope(outer):
        with nursery_scope(inner):
            assert {person.nursery for person in Person.objects.all()} == {inner}
        assert {person.nursery for person in Person.objects.all()} == {outer}
    with scopes_disabled():
        assert not Person.objects.exists()
