"""What PostgreSQL itself keeps of a closed term: asked by raw SQL, as the app's role and as the owner of the tables."""

import datetime as dt
import json
import threading
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg2
import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.models import Child
from costs.models import FeeRelief, ProgrammeEntry
from nursery.models import Term
from nursery.scope import nursery_scope
from nursery.settled import is_settled, settle_alone
from rota.models import Booking, Break, Contribution, DayMark, HistoryEntry
from tests.builders import NOW, House
from tests.databases import APP, OWNER, address

pytestmark = pytest.mark.django_db(transaction=True)

DAY = dt.date(2026, 9, 23)
CLOSED = dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)


def lived_in(house: House) -> House:
    """A row of every kind in the autumn term, and a spring term after it."""
    nursery = house.nursery
    Term.objects.create(
        nursery=nursery, key="spring", name="Spring term", starts=dt.date(2027, 1, 4), ends=dt.date(2027, 3, 26)
    )
    family = house.family()
    parent = house.parent(family=family)
    booking = house.booking(house.place(house.shift(DAY)), parent, status="worked", confirmed=True)
    house.shift(dt.date(2027, 1, 6))
    Break.objects.create(
        nursery=nursery,
        booking=booking,
        starts_at=booking.shift.starts_at + dt.timedelta(hours=1),
        ends_at=booking.shift.starts_at + dt.timedelta(hours=2),
    )
    Contribution.objects.create(nursery=nursery, date=DAY, person=parent, duty=house.food, hours=Decimal(2))
    child = Child.objects.create(nursery=nursery, family=family, key="kofi", name="Kofi", born=dt.date(2024, 3, 1))
    DayMark.objects.create(nursery=nursery, child=child, date=DAY, mark="away")
    ProgrammeEntry.objects.create(nursery=nursery, date=DAY, kind="software", amount=Decimal(60))
    FeeRelief.objects.create(nursery=nursery, date=DAY, amount=Decimal(100))
    return house


class Sql:
    """Raw SQL under one role, taken back at the end; the app's is inside the nursery's scope."""

    def __init__(self, role: str, house: House) -> None:
        self.link = psycopg2.connect(address(connection.settings_dict["NAME"], role))
        self._cursor = self.link.cursor()
        self.run("SELECT set_config('turnabout.nursery', %s, false)", str(house.nursery.pk))

    def run(self, statement: str, *values: Any) -> int:
        self._cursor.execute(statement, values or None)
        rows: int = self._cursor.rowcount
        return rows

    def refusal(self, statement: str, *values: Any) -> psycopg2.Error | None:
        self.run("SAVEPOINT asked")
        try:
            self.run(statement, *values)
        except psycopg2.Error as error:
            return error
        finally:
            self.run("ROLLBACK TO SAVEPOINT asked")
        return None


@pytest.fixture
def house() -> House:
    built = House()
    with nursery_scope(built.nursery):
        return lived_in(built)


def close(house: House) -> None:
    with nursery_scope(house.nursery):
        Term.objects.filter(key="autumn").update(closed_at=CLOSED)


@pytest.fixture(params=[APP, OWNER])
def sql(request: pytest.FixtureRequest, house: House) -> Iterator[Sql]:
    under = Sql(request.param, house)
    yield under
    under.link.rollback()
    under.link.close()


# Each leaves a row of the kind as it would not have been.
CHANGES = {
    "rota_shift": "UPDATE rota_shift SET lead_id = (SELECT min(id) FROM accounts_person)",
    "rota_place": "UPDATE rota_place SET number = number + 100",
    "rota_booking": "UPDATE rota_booking SET status = 'missed', confirmed = false",
    "rota_break": "UPDATE rota_break SET ends_at = ends_at + interval '1 minute'",
    "rota_contribution": "UPDATE rota_contribution SET hours = 3",
    "rota_daymark": "UPDATE rota_daymark SET mark = 'extra'",
    "costs_programmeentry": "UPDATE costs_programmeentry SET amount = 61",
    "costs_feerelief": "UPDATE costs_feerelief SET amount = 101",
    "nursery_closure": "UPDATE nursery_closure SET ends = ends - 1",
    "nursery_term": "UPDATE nursery_term SET ends = ends + 1 WHERE key = 'autumn'",
}
# What a copy of a row must say otherwise, for its own table to take it.
COPIES = {
    "rota_shift": {"key": ""},
    "rota_place": {"number": 50},
    "rota_booking": {"status": "missed"},
    "rota_break": {},
    "rota_contribution": {},
    "rota_daymark": {},
    "costs_programmeentry": {},
    "costs_feerelief": {},
    "nursery_closure": {},
}


def copying(table: str) -> str:
    return (
        f"INSERT INTO {table} SELECT (jsonb_populate_record(r, "
        "jsonb_build_object('id', r.id + 100000, 'public_id', left(md5(random()::text), 12)) || %s::jsonb)).*"
        f" FROM {table} r"
    )


def ways_of_changing(table: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield CHANGES[table], ()
    yield f"DELETE FROM {table}", ()
    yield f"TRUNCATE {table} CASCADE", ()
    if table in COPIES:
        yield copying(table), (json.dumps(COPIES[table]),)


def test_while_a_term_is_open_every_one_of_these_changes_is_taken(sql: Sql):
    """So that the refusals of a closed one are the guard's."""
    assert {
        statement: refusal
        for table in CHANGES
        for statement, values in ways_of_changing(table)
        if (refusal := sql.refusal(statement, *values))
    } == {}


def test_in_a_closed_term_nothing_that_happened_is_added_changed_removed_or_emptied_out(sql: Sql, house: House):
    close(house)
    for table in CHANGES:
        for statement, values in ways_of_changing(table):
            refusal = sql.refusal(statement, *values)
            assert refusal is not None, statement
            assert refusal.diag.sqlstate == "23T01", statement
            assert refusal.diag.constraint_name == "closed_term_is_settled"
            assert 'the term "autumn" is closed' in str(refusal)


def test_a_closed_term_is_not_opened_again_renamed_moved_or_removed(sql: Sql, house: House):
    close(house)
    for change in ("closed_at = NULL", "closed_at = now()", "name = 'Fall'", "key = 'fall'", "starts = starts - 7"):
        refusal = sql.refusal(f"UPDATE nursery_term SET {change} WHERE key = 'autumn'")
        assert refusal is not None, change
        assert refusal.diag.constraint_name == "closed_term_is_settled"


def test_nothing_moves_into_a_closed_term_nor_out_of_it(sql: Sql, house: House):
    close(house)
    for table, change in {
        "rota_shift": "UPDATE rota_shift SET date = '2026-10-08' WHERE date > '2027-01-01'",
        "rota_shift out": "UPDATE rota_shift SET date = '2027-01-13' WHERE date < '2027-01-01'",
        "costs_feerelief": "UPDATE costs_feerelief SET date = '2027-01-13'",
        "rota_place": "UPDATE rota_place SET shift_id = (SELECT min(id) FROM rota_shift), number = 9"
        " WHERE shift_id = (SELECT max(id) FROM rota_shift)",
        "nursery_closure": "UPDATE nursery_closure SET term_id = (SELECT id FROM nursery_term WHERE key = 'spring')",
    }.items():
        refusal = sql.refusal(change)
        assert refusal is not None, table
        assert refusal.diag.constraint_name == "closed_term_is_settled", table


def test_the_next_term_goes_on(sql: Sql, house: House):
    close(house)
    spring = "(SELECT id FROM rota_shift WHERE date > '2027-01-01')"
    assert sql.run("UPDATE rota_shift SET starts_at = starts_at - interval '1 hour' WHERE date > '2027-01-01'") == 1
    assert sql.run(f"UPDATE rota_place SET number = 2 WHERE shift_id = {spring}") == 1
    assert sql.run("UPDATE nursery_term SET ends = ends + 7 WHERE key = 'spring'") == 1
    sql.run(
        "INSERT INTO costs_feerelief (public_id, nursery_id, date, amount, note)"
        " SELECT 'abcdefghijkl', id, '2027-01-20', 5, '' FROM nursery_nursery"
    )
    assert sql.run(f"DELETE FROM rota_place WHERE shift_id = {spring}") == 1
    assert sql.run("DELETE FROM rota_shift WHERE date > '2027-01-01'") == 1


def test_an_update_that_changes_nothing_is_none(sql: Sql, house: House):
    close(house)
    for table in CHANGES:
        assert sql.run(f"UPDATE {table} SET id = id") > 0
    assert sql.run("UPDATE rota_shift SET key = 'renamed-' || id") == 2  # what a nursery file calls it by


def test_what_goes_on_about_a_closed_term_is_written(house: House):
    close(house)
    with nursery_scope(house.nursery):
        booking = Booking.objects.get()
        HistoryEntry.objects.create(
            nursery=house.nursery, at=NOW, verb="marked_worked", shift=booking.shift, booking=booking
        )
        booking.cover_requests.create(nursery=house.nursery, asked_at=NOW, status="withdrawn")


def test_django_says_that_it_was_the_closed_term(house: House):
    close(house)
    with nursery_scope(house.nursery), pytest.raises(IntegrityError) as caught, transaction.atomic():
        Booking.objects.update(status="missed")
    assert is_settled(caught.value)


# --- closing while somebody writes -----------------------------------------------------------------------------------
class Writer:
    """Somebody who marks a booking as missed, in a transaction of their own that waits before it commits."""

    def __init__(self, house: House, *, isolation: str = "read committed") -> None:
        self.house, self.isolation = house, isolation
        self.has_read, self.may_write = threading.Event(), threading.Event()
        self.has_written, self.may_commit = threading.Event(), threading.Event()
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {self.isolation}")
                with nursery_scope(self.house.nursery):
                    assert not Term.objects.filter(closed_at__isnull=False).exists()  # the rule's answer: it is open
                    self.has_read.set()
                    assert self.may_write.wait(20)
                    Booking.objects.update(status="missed", confirmed=False)
                    self.has_written.set()
                    assert self.may_commit.wait(20)
        except Exception as error:  # noqa: BLE001 - the test looks at whatever came
            self.error = error
        finally:
            self.has_written.set()
            connections.close_all()

    def ends(self) -> Exception | None:
        self.may_write.set()
        self.may_commit.set()
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.error


def statuses() -> list[str]:
    return list(Booking.objects.order_by("pk").values_list("status", flat=True))


def guard(state: str) -> None:
    """The trigger on bookings, by its owner."""
    link = psycopg2.connect(address(connection.settings_dict["NAME"], OWNER))
    with link, link.cursor() as cursor:
        cursor.execute(f"ALTER TABLE rota_booking {state} TRIGGER rota_booking_settled_update")
    link.close()


@pytest.fixture
def without_the_guard() -> Iterator[None]:
    guard("DISABLE")
    yield
    guard("ENABLE")


def test_without_the_lock_what_is_frozen_is_not_what_is_there(house: House, without_the_guard: None):
    """The race: the mark was allowed while the term was open, and arrives after its figures were read."""
    writer = Writer(house)
    assert writer.has_read.wait(20)
    with nursery_scope(house.nursery):
        frozen = statuses()
        Term.objects.filter(key="autumn").update(closed_at=CLOSED)
    assert writer.ends() is None
    with nursery_scope(house.nursery):
        assert (frozen, statuses()) == (["worked"], ["missed"])


def test_who_writes_after_the_closing_is_refused_though_it_was_open_when_they_asked(house: House):
    """The cure, for whoever comes second."""
    writer = Writer(house)
    assert writer.has_read.wait(20)
    with nursery_scope(house.nursery):
        settle_alone(house.nursery)
        frozen = statuses()
        writer.may_write.set()
        assert not writer.has_written.wait(0.3)  # it waits for the closing
        Term.objects.filter(key="autumn").update(closed_at=CLOSED)
    error = writer.ends()
    assert isinstance(error, IntegrityError)
    assert is_settled(error)
    with nursery_scope(house.nursery):
        assert statuses() == frozen == ["worked"]


def test_closing_waits_for_who_is_writing_and_freezes_what_they_wrote(house: House):
    """The cure, for whoever comes first."""
    writer = Writer(house)
    writer.may_write.set()
    assert writer.has_written.wait(20)
    frozen: list[list[str]] = []

    def closing() -> None:
        with nursery_scope(house.nursery):
            settle_alone(house.nursery)
            frozen.append(statuses())
            Term.objects.filter(key="autumn").update(closed_at=CLOSED)
        connections.close_all()

    thread = threading.Thread(target=closing)
    thread.start()
    thread.join(0.3)
    assert frozen == []
    assert writer.ends() is None
    thread.join(20)
    with nursery_scope(house.nursery):
        assert frozen == [["missed"]] == [statuses()]


def test_a_stricter_isolation_sees_an_old_term_and_is_refused_all_the_same(house: House):
    writer = Writer(house, isolation="repeatable read")
    assert writer.has_read.wait(20)
    close(house)
    error = writer.ends()
    assert "could not serialize access" in str(error)
    with nursery_scope(house.nursery):
        assert statuses() == ["worked"]


def test_setting_a_term_closed_waits_by_itself_whoever_sets_it(house: House):
    """Raw SQL that forgets the lock cannot slip in between a mark and its commit."""
    writer = Writer(house)
    writer.may_write.set()
    assert writer.has_written.wait(20)
    owner = Sql(OWNER, house)
    owner.run("SET lock_timeout = '200ms'")
    with pytest.raises(psycopg2.errors.LockNotAvailable):
        owner.run("UPDATE nursery_term SET closed_at = now() WHERE key = 'autumn'")
    owner.link.close()
    assert writer.ends() is None


def test_marking_an_open_term_and_another_nursery_is_in_nobodys_way(house: House, other_house: House):
    """Two markings do not wait for each other, and closing here stops nobody there."""
    writer = Writer(house)
    writer.may_write.set()
    assert writer.has_written.wait(20)
    with nursery_scope(other_house.nursery):
        settle_alone(other_house.nursery)
        Term.objects.update(closed_at=CLOSED)
    assert writer.ends() is None
