"""Every table that belongs to nurseries, with a row of two nurseries in each, seen as the app's role sees them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.apps import apps
from django.db import connection, connections
from psycopg2 import sql

from tests.databases import APP, address

MINE, OTHERS = 101, 102


def owned_tables() -> list[str]:
    """The table of every model with a `nursery`, whatever app adds it."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(field.column == "nursery_id" for field in model._meta.concrete_fields)
    )


# Only PostgreSQL's own functions write here: the app is refused before any wall is asked (test_recorded).
READ_ONLY = {"nursery_recorded"}


def written_tables() -> list[str]:
    """Those of them that the app writes."""
    return [table for table in owned_tables() if table not in READ_ONLY]


class Tables:
    """A connection of PostgreSQL's superuser, who can step down to the app's role inside one transaction."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def fill(self) -> None:
        """A bare row of either nursery in each table.

        What else a row must hold is of no interest to a wall, so inside this transaction nothing else is asked of
        one: no reference, no check, nothing that must be given.
        """
        self.run("SET LOCAL session_replication_role = replica")
        self.run(
            "SELECT conrelid::regclass, conname FROM pg_constraint"
            " WHERE contype IN ('c', 'x') AND conrelid::regclass::text = ANY (%s)",
            owned_tables(),
        )
        for table, constraint in self._cursor.fetchall():
            self._name("ALTER TABLE {} DROP CONSTRAINT {}", table, constraint)
        self.run(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
            " AND table_name = ANY (%s) AND is_nullable = 'NO' AND is_identity = 'NO'",
            owned_tables(),
        )
        for table, column in self._cursor.fetchall():
            self._name("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", table, column)
        for table in owned_tables():
            for nursery in (MINE, OTHERS):
                self._name("INSERT INTO {} (nursery_id) VALUES (%s)", table, values=[nursery])

    def run(self, query: str, *values: Any) -> None:
        self._cursor.execute(query, values)

    def nurseries_seen(self, table: str) -> set[int]:
        self._name("SELECT nursery_id FROM {}", table)
        return {nursery for (nursery,) in self._cursor.fetchall()}

    def rows_touched(self, table: str, query: str) -> int:
        """How many rows an UPDATE or DELETE reached; it is taken back."""
        self.run("SAVEPOINT touched")
        self._name(query, table)
        touched: int = self._cursor.rowcount
        self.run("ROLLBACK TO SAVEPOINT touched")
        return touched

    def insert_is_refused(self, table: str, nursery: int) -> bool:
        self.run("SAVEPOINT inserted")
        try:
            self._name("INSERT INTO {} (nursery_id) VALUES (%s)", table, values=[nursery])
        except psycopg2.errors.InsufficientPrivilege as error:
            return "row-level security" in str(error)
        else:
            return False
        finally:
            self.run("ROLLBACK TO SAVEPOINT inserted")

    @contextmanager
    def as_the_app(self, *, nursery: int | None = None, crossing: str = "") -> Iterator[None]:
        """Under the app's role, with the settings that `nursery_scope` and `crossing` set."""
        self.run("SELECT set_config('turnabout.nursery', %s, true)", str(nursery or ""))
        self.run("SELECT set_config('turnabout.crossing', %s, true)", crossing)
        self._name("SET LOCAL ROLE {}", APP)
        yield
        self.run("RESET ROLE")

    def _name(self, query: str, *names: str, values: list[Any] | None = None) -> None:
        self._cursor.execute(sql.SQL(query).format(*map(sql.Identifier, names)), values)


@pytest.fixture
def tables(django_db_setup: None) -> Iterator[Tables]:
    """All of it in one transaction, which is taken back."""
    link = psycopg2.connect(address(connections["default"].settings_dict["NAME"]))
    try:
        with link.cursor() as cursor:
            filled = Tables(cursor)
            filled.fill()
            yield filled
    finally:
        link.rollback()
        link.close()


@pytest.fixture
def postgresql_away(django_db_setup: None, django_db_blocker, tmp_path: Path) -> Iterator[None]:
    """Whoever connects now looks for a server where there is none."""
    was = {key: connection.settings_dict[key] for key in ("HOST", "PORT")}
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(HOST=str(tmp_path), PORT="5432")
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(was)
