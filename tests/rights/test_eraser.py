"""The role that replaces identity: it can do that, in its nursery, and nothing else; and nobody else can instead."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from accounts.models import Person
from nursery.erasing import ERASER, EraserMissingError, as_eraser
from nursery.held import identity
from nursery.models import Term
from nursery.scope import nursery_scope
from rota.models import Booking, Contribution, HistoryEntry
from tests.builders import NOW, House
from tests.rights.leaver import Leaver


@pytest.fixture
def leaver(house: House) -> Leaver:
    return Leaver(house)


def refused(what: Callable[[], object]) -> str:
    """What PostgreSQL says; the transaction goes on."""
    with pytest.raises(DatabaseError) as said, transaction.atomic():
        what()
    return str(said.value)


def test_of_every_table_it_may_read_ids_and_change_what_the_register_says(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, a.attname, p.privilege FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped,"
            " unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS p (privilege)"
            " WHERE c.relkind IN ('r', 'v', 'm', 'S') AND c.relnamespace = 'public'::regnamespace"
            " AND has_column_privilege(%s, c.oid, a.attnum, p.privilege)",
            [ERASER],
        )
        may = set(cursor.fetchall())
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'v', 'm')"
            " AND c.relnamespace = 'public'::regnamespace"
            " AND has_table_privilege(%s, c.oid, 'INSERT, DELETE, TRUNCATE, TRIGGER')",
            [ERASER],
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [ERASER])
        assert cursor.fetchone() == (False, False, False)
    tables = {model._meta.db_table: names for model, names in identity().items()}
    assert may == {(table, column, "SELECT") for table in tables for column in ("id", "nursery_id")} | {
        (table, column, "UPDATE") for table, names in tables.items() for column in names
    }


def test_it_replaces_a_name_in_its_own_nursery_alone(house: House, other_house: House) -> None:
    with nursery_scope(other_house.nursery):
        theirs = other_house.parent("Tomasz Nowak")
    mine = house.parent("Amara Okafor")
    with as_eraser(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_person SET name = 'x' WHERE id = ANY (%s)", [[mine.pk, theirs.pk]])
        assert cursor.rowcount == 1
    assert Person.objects.get(pk=mine.pk).name == "x"


def test_in_history_it_replaces_the_reason_and_not_what_was_done(leaver: Leaver) -> None:
    entry = HistoryEntry.objects.filter(pk=leaver.did.pk)
    assert "only ever added to" in refused(lambda: entry.update(reason=""))
    with as_eraser():
        assert entry.update(reason="") == 1
        assert "permission denied" in refused(lambda: entry.update(verb="booked"))
        assert "permission denied" in refused(lambda: entry.update(reason="", at=NOW))
        assert "permission denied" in refused(lambda: HistoryEntry.objects.filter(pk=leaver.did.pk).delete())


def test_in_a_closed_term_it_replaces_the_note_and_the_app_s_role_nothing(leaver: Leaver) -> None:
    Term.objects.update(closed_at=NOW)
    given = Contribution.objects.filter(pk=leaver.given.pk)
    assert "is closed" in refused(lambda: given.update(note=""))
    with as_eraser():
        assert given.update(note="") == 1
        assert "permission denied" in refused(lambda: given.update(hours=3))
        assert "permission denied" in refused(lambda: given.update(date=F("date") + dt.timedelta(days=1)))
        assert "permission denied" in refused(lambda: Booking.objects.filter(pk=leaver.booking.pk).update(shadow=True))
    assert "is closed" in refused(lambda: given.update(hours=3))
    assert given.get().hours == 2


def test_it_reads_no_name_and_writes_nowhere_else(leaver: Leaver) -> None:
    def asked(query: str) -> Callable[[], object]:
        return lambda: connection.cursor().execute(query)

    elsewhere = [model for model in apps.get_models() if model not in identity()]
    with as_eraser():
        for query in (
            "SELECT name FROM accounts_person",
            "DELETE FROM accounts_person",
            "INSERT INTO accounts_person (name) VALUES ('x')",
            "UPDATE accounts_person SET roles = '{manager}'",
            "SELECT * FROM nursery_recorded",
            "CREATE TABLE x (y int)",
        ):
            assert "permission denied" in refused(asked(query)), query
        for model in elsewhere:
            assert "permission denied" in refused(asked(f"SELECT 1 FROM {model._meta.db_table}")), model


def test_stepping_out_of_it_is_the_app_again(leaver: Leaver) -> None:
    with as_eraser():
        pass
    assert Person.objects.get(pk=leaver.person.pk).name == "Zebulon Quartermain"
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("turnabout_app",)


def test_without_the_role_nobody_is_erased_and_it_says_so(house: House, monkeypatch) -> None:
    monkeypatch.setattr("nursery.erasing.ERASER", "turnabout_nobody")
    with pytest.raises(EraserMissingError, match="Nobody is erased"), as_eraser():
        pass
