"""Each refusal has its own sentence and says what to do about it (domain 02, Booking)."""

import datetime as dt

import pytest

from nursery.models import Closure
from nursery.refusal import Refusal
from rota.models import ShiftStatus
from rota.queries.facts import question_about
from rota.rules.booking import BOOKING_RULES, booking_refusal
from tests.builders import NOW, House

pytestmark = pytest.mark.django_db


def asked(house: House, place, person, now=NOW) -> Refusal | None:
    return booking_refusal(question_about(place, person, house.nursery, now))


def test_a_cleared_parent_may_book_an_open_place(house: House):
    assert asked(house, house.place(house.shift()), house.parent()) is None


def test_a_place_that_somebody_holds_is_just_taken(house: House):
    place = house.place(house.shift())
    house.booking(place, house.parent("Tomasz Nowak"))
    refusal = asked(house, place, house.parent())
    assert refusal is not None
    assert refusal.sentence == "Just taken by Tomasz N., thank you."
    assert refusal.way_on


def test_a_place_given_back_is_open_again(house: House):
    place = house.place(house.shift())
    house.booking(place, house.parent("Tomasz Nowak"), status="cancelled")
    assert asked(house, place, house.parent()) is None


def test_a_shift_that_has_begun_is_refused(house: House):
    shift = house.shift()
    refusal = asked(house, house.place(shift), house.parent(), now=shift.starts_at)
    assert refusal is not None
    assert refusal.code == "begun"


def test_a_shift_that_is_over_is_refused(house: House):
    shift = house.shift()
    refusal = asked(house, house.place(shift), house.parent(), now=shift.ends_at)
    assert refusal is not None
    assert refusal.sentence == "This shift is over."


def test_an_overlap_names_my_other_shift(house: House):
    parent = house.parent()
    house.booking(house.place(house.shift(starts="12:00", ends="14:00", duty=house.food)), parent)
    refusal = asked(house, house.place(house.shift(starts="09:00", ends="13:00")), parent)
    assert refusal is not None
    assert refusal.sentence == "You are already booked for food on Wed 7 Oct, 12:00–14:00."
    assert not refusal.override


def test_a_shift_that_begins_when_mine_ends_is_no_overlap(house: House):
    parent = house.parent()
    house.booking(house.place(house.shift(starts="09:00", ends="11:00")), parent)
    assert asked(house, house.place(house.shift(starts="11:00", ends="13:00")), parent) is None


def test_a_second_place_on_the_same_shift_is_refused(house: House):
    parent = house.parent()
    shift = house.shift(parents=2)
    house.booking(house.place(shift, number=1), parent)
    refusal = asked(house, house.place(shift, number=2), parent)
    assert refusal is not None
    assert refusal.sentence == "You already have a place on this shift."


def test_a_cancelled_shift_is_refused(house: House):
    refusal = asked(house, house.place(house.shift(status=ShiftStatus.CANCELLED)), house.parent())
    assert refusal is not None
    assert refusal.code == "cancelled"


def test_a_day_on_which_the_nursery_is_closed_is_refused(house: House):
    Closure.objects.create(
        nursery=house.nursery,
        term=house.term,
        starts=dt.date(2026, 10, 7),
        ends=dt.date(2026, 10, 7),
        name="Training day",
    )
    refusal = asked(house, house.place(house.shift()), house.parent())
    assert refusal is not None
    assert refusal.sentence == "The nursery is closed that day: Training day."


def test_a_clearance_that_was_never_recorded_is_named(house: House):
    refusal = asked(house, house.place(house.shift()), house.parent(cleared=("dbs",)))
    assert refusal is not None
    assert "care needs references" in refusal.sentence


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        (dt.date(2026, 9, 3), "your DBS check ended on Thu 3 Sep"),
        (dt.date(2026, 10, 6), "your DBS check ends on Tue 6 Oct, before this shift"),
    ],
)
def test_a_clearance_that_runs_out_says_when(house: House, ends: dt.date, says: str):
    parent = house.parent()
    parent.clearances.filter(kind="dbs").update(ends=ends)
    refusal = asked(house, house.place(house.shift()), parent)
    assert refusal is not None
    assert says in refusal.sentence


def test_a_clearance_counts_on_its_last_day(house: House):
    parent = house.parent()
    parent.clearances.filter(kind="dbs").update(ends=dt.date(2026, 10, 7))
    assert asked(house, house.place(house.shift()), parent) is None


@pytest.mark.parametrize(("opens", "refused"), [(6, True), (7, False), (None, False)])
def test_booking_opens_so_many_days_before(house: House, opens: int | None, refused: bool):
    house.nursery.policy.booking_opens_days = opens
    refusal = asked(house, house.place(house.shift()), house.parent())
    assert (refusal is not None) == refused


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (dt.datetime(2026, 10, 24, 22, 59, 59, tzinfo=dt.UTC), True),  # 23:59:59 in London, summer time
        (dt.datetime(2026, 10, 24, 23, 0, tzinfo=dt.UTC), False),  # midnight there, and not yet that of UTC
    ],
)
def test_booking_opens_at_midnight_in_the_nurserys_zone(house: House, now: dt.datetime, refused: bool):
    house.nursery.policy.booking_opens_days = 10
    refusal = asked(house, house.place(house.shift(dt.date(2026, 11, 4))), house.parent(), now)
    assert (refusal is not None) == refused
    if refusal is not None:
        assert refusal.sentence == "Booking for this shift opens on Sun 25 Oct."


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (dt.datetime(2026, 10, 25, 11, 59, 59, tzinfo=dt.UTC), True),
        (dt.datetime(2026, 10, 25, 12, 0, tzinfo=dt.UTC), False),
    ],
)
def test_booking_opens_by_the_clock_of_a_nursery_far_away(house: House, now: dt.datetime, refused: bool):
    """Midnight in New Zealand, where 26 October begins at eleven or twelve in London."""
    house.nursery.timezone = "Pacific/Auckland"
    house.nursery.policy.booking_opens_days = 9
    moment = now - dt.timedelta(hours=1)  # summer time there: thirteen hours before London's winter time
    assert (asked(house, house.place(house.shift(dt.date(2026, 11, 4))), house.parent(), moment) is not None) == refused


def test_every_rule_gives_a_way_on(house: House):
    """A refusal that leaves somebody standing is not finished."""
    shift = house.shift(status=ShiftStatus.CANCELLED)
    question = question_about(house.place(shift), house.parent(cleared=()), house.nursery, shift.ends_at)
    refusals = [rule(question) for rule in BOOKING_RULES]
    assert sum(r is not None for r in refusals) >= 3
    assert all(r.sentence and r.way_on for r in refusals if r is not None)
