"""Two planners at once, and a parent who books while the pattern changes (real transactions)."""

import datetime as dt
import threading

import pytest

from nursery.refusal import Refused
from nursery.scope import nursery_scope
from rota.actions.booking import book_place
from rota.actions.carrying_out import PlanChanged
from rota.actions.patterns import change_pattern
from rota.actions.planning import make_shifts
from rota.models import LIVE, Booking, Place, Shift, ShiftPattern
from rota.queries.patterns import pattern_change
from rota.queries.proposal import Proposal
from tests.builders import NOW, TODAY, House
from tests.rota.test_booking_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)

FROM = dt.date(2026, 10, 5)
FIRST = dt.date(2026, 10, 7)


def changed(pattern: ShiftPattern, **fields: object) -> ShiftPattern:
    """The pattern with other values, not written."""
    names = ("duty", "room", "weekday", "starts", "ends", "paid_places", "parent_places", "starts_on", "ends_on")
    return ShiftPattern(key=pattern.key, **({name: getattr(pattern, name) for name in names} | fields))


class Planned:
    """A nursery with a planned pattern, and a change of it that somebody has looked at."""

    def __init__(self, **fields: object) -> None:
        self.house = House()
        with nursery_scope(self.house.nursery):
            self.manager = self.house.manager()
            self.pattern = self.house.pattern(room=self.house.room)
            make_shifts(self.house.nursery, [self.house.term], self.manager, now=NOW)
            self.place = self.house.place(Shift.objects.get(date=FIRST))
            self.parent = self.house.parent()
        self.wanted = changed(self.pattern, **(fields or {"starts": dt.time(10), "ends": dt.time(14)}))

    def look(self) -> Proposal:
        with nursery_scope(self.house.nursery):
            return pattern_change(self.pattern, self.wanted, FROM, nursery=self.house.nursery, now=NOW)

    def change(self, digest: str) -> None:
        with nursery_scope(self.house.nursery):
            change_pattern(
                self.pattern,
                self.wanted,
                FROM,
                digest,
                self.manager,
                nursery=self.house.nursery,
                now=NOW,
                today=TODAY,
            )

    def book(self) -> Booking:
        with nursery_scope(self.house.nursery):
            place = Place.objects.select_related("shift__duty").get(pk=self.place.pk)
            self.read.wait(10)
            return book_place(place, self.parent, nursery=self.house.nursery, now=NOW)

    read = threading.Barrier(2)


@pytest.mark.parametrize("_try", range(3))
def test_a_parent_who_books_while_the_pattern_changes_is_told_or_seen(_try: int):
    """Either the booking came first, and the planner is shown the plan anew; or the change did, and it is booked at
    the new times. Never a booking that the planner has not seen, at times that the parent has not."""
    planned = Planned()
    planned.read = threading.Barrier(2)
    digest = planned.look().digest

    def change() -> None:
        planned.read.wait(10)
        planned.change(digest)

    booked, done = at_once(planned.book, change)
    assert isinstance(booked, Booking), booked
    with nursery_scope(planned.house.nursery):
        shift = Shift.objects.get(date=FIRST)
        booking = Booking.objects.get(status__in=LIVE)
        assert booking.during.lower == shift.starts_at
        if isinstance(done, PlanChanged):
            assert shift.starts == dt.time(9)
            assert done.proposal.plan.people == [planned.parent.pk]
        else:
            assert done is None, done
            assert shift.starts == dt.time(10)


def test_a_place_that_goes_while_somebody_books_it_is_refused_in_words():
    """The first to lock wins; the second reads a sentence, and no booking stands in a place that is not there."""
    planned = Planned(parent_places=0)
    planned.read = threading.Barrier(1)
    digest = planned.look().digest
    with nursery_scope(planned.house.nursery):
        stale = Place.objects.select_related("shift__duty").get(pk=planned.place.pk)
    planned.change(digest)
    with nursery_scope(planned.house.nursery), pytest.raises(Refused, match="no longer on the rota"):
        book_place(stale, planned.parent, nursery=planned.house.nursery, now=NOW)


def test_a_shift_that_is_cancelled_while_somebody_books_it_is_refused_in_words():
    """What was read before the lock says "planned"; what is read under it does not."""
    planned = Planned()
    with nursery_scope(planned.house.nursery):
        stale = Place.objects.select_related("shift__duty").get(pk=planned.place.pk)
        Shift.objects.filter(date=FIRST).update(status="cancelled")
        with pytest.raises(Refused, match="This shift has been cancelled"):
            book_place(stale, planned.parent, nursery=planned.house.nursery, now=NOW)


def test_of_two_planners_with_the_same_change_one_does_it_and_the_other_looks_again():
    planned = Planned()
    digest = planned.look().digest
    ready = threading.Barrier(2)

    def change() -> None:
        ready.wait(10)
        planned.change(digest)

    results = at_once(change, change)
    assert results.count(None) == 1
    assert sum(isinstance(result, (PlanChanged, Refused)) for result in results) == 1
    with nursery_scope(planned.house.nursery):
        assert ShiftPattern.objects.count() == 2
        assert set(Shift.objects.filter(date__gte=FROM).values_list("starts", flat=True)) == {dt.time(10)}


def test_two_planners_who_make_a_term_make_it_once():
    house = House()
    with nursery_scope(house.nursery):
        manager = house.manager()
        house.pattern(room=house.room)
    ready = threading.Barrier(2)

    def make() -> int:
        with nursery_scope(house.nursery):
            ready.wait(10)
            return make_shifts(house.nursery, [house.term], manager, now=NOW).made

    assert set(at_once(make, make)) == {0, 13}
    with nursery_scope(house.nursery):
        assert (Shift.objects.count(), Place.objects.count()) == (13, 26)
