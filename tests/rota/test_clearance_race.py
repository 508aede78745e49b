"""A clearance ends while somebody is being booked: no turn slips past the list (real transactions)."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from nursery.scope import nursery_scope
from rota.actions.booking import lock_shift, lock_time_of, write_booking
from rota.actions.clearances import end_clearance
from rota.queries.facts import question_about
from rota.queries.uncleared import turns_ahead
from rota.rules.booking import booking_refusal
from tests.builders import NOW, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

YESTERDAY = dt.date(2026, 9, 29)


class _Story:
    """Amara asks for a place while cleared; the manager ends her DBS check; she is booked."""

    def __init__(self) -> None:
        self.house = House()
        with nursery_scope(self.house.nursery):
            self.place = self.house.place(self.house.shift())
            self.parent, self.manager = self.house.parent(), self.house.manager()
            self.dbs = self.parent.clearances.get(kind="dbs")
        self.asked = threading.Event()
        self.listed = threading.Event()

    def end_and_list(self) -> list[int]:
        self.asked.wait(10)
        with nursery_scope(self.house.nursery):
            end_clearance(self.dbs, YESTERDAY, self.manager, nursery=self.house.nursery, now=NOW)
        with nursery_scope(self.house.nursery):
            found = [turn.booking for turn in turns_ahead(NOW, [self.parent.pk])]
        self.listed.set()
        return found


def _wait_until_somebody_waits() -> None:
    with connection.cursor() as cursor:
        for _try in range(100_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
    raise AssertionError("nobody waits for the lock")


def test_without_the_lock_a_turn_is_booked_after_the_list_was_made():
    """The race: the rule was asked before the check ended, and the row is written after the manager's list."""
    story = _Story()

    def book_without_lock() -> int:
        with nursery_scope(story.house.nursery):
            assert booking_refusal(question_about(story.place, story.parent, story.house.nursery, NOW)) is None
            story.asked.set()
            assert story.listed.wait(10)
            return story.house.booking(story.place, story.parent).pk

    booking, listed = at_once(book_without_lock, story.end_and_list)
    assert isinstance(booking, int)
    assert listed == []


def test_with_the_lock_the_list_waits_for_whoever_is_being_booked():
    story = _Story()

    def book() -> int:
        with nursery_scope(story.house.nursery), transaction.atomic():
            lock_shift(story.place.shift_id)
            lock_time_of(story.parent)
            assert booking_refusal(question_about(story.place, story.parent, story.house.nursery, NOW)) is None
            story.asked.set()
            _wait_until_somebody_waits()
            return write_booking(story.place, story.parent, nursery=story.house.nursery, now=NOW).pk

    booking, listed = at_once(book, story.end_and_list)
    assert listed == [booking]
