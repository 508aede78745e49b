"""Changes take effect on shifts already booked: what no longer counts, what now does, and what it does to slices."""

import datetime as dt

import pytest

from accounts.models import Clearance, Person
from rota.queries.clearance_effects import ClearanceEffects, before_change, clearance_effects
from rota.safety import Alert
from tests.builders import NOW, House
from tests.rota.children import with_children

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = (dt.date(2026, 10, 7), dt.date(2026, 10, 14), dt.date(2026, 10, 21))


def booked(house: House, person: Person, *days: dt.date, **fields) -> None:
    for day in days:
        house.booking(house.place(house.shift(day, **fields)), person)


def ended(house: House, person: Person, kind: str, last: dt.date | None, now: dt.datetime = NOW) -> ClearanceEffects:
    """What it does that a clearance without an end ends on `last` (None: is gone)."""
    before = list(person.clearances.all())
    after = [c for c in person.clearances.all() if c.kind != kind or last is not None]
    for row in after:
        if row.kind == kind:
            row.ends = last
    return clearance_effects(person, before, after, house.nursery, now, saved=False)


def days(changes) -> list[dt.date]:
    return [change.booking.shift.date for change in changes]


def test_turns_after_the_last_day_no_longer_count_the_soonest_first(house: House):
    parent = house.parent()
    booked(house, parent, THIRD, FIRST, SECOND)
    effects = ended(house, parent, "pfa", FIRST)
    assert days(effects.lost) == [SECOND, THIRD]
    assert effects.lost[0].after.lacking == ["pfa"]
    assert effects.gained == []


def test_on_its_last_day_it_still_counts(house: House):
    parent = house.parent()
    booked(house, parent, FIRST)
    assert ended(house, parent, "pfa", FIRST).nothing
    assert days(ended(house, parent, "pfa", FIRST - dt.timedelta(days=1)).lost) == [FIRST]


def test_a_duty_that_asks_for_it_may_no_longer_be_stood_on(house: House):
    parent = house.parent()
    booked(house, parent, FIRST, duty=house.food)
    (change,) = ended(house, parent, "induction", None).lost
    assert change.may_not_stand
    assert change.after.lacking == ["induction"]


def test_what_neither_the_ratio_nor_the_duty_asks_for_changes_nothing(house: House):
    staff = house.staff()
    house.booking(house.place(house.shift(FIRST, paid=1), "paid"), staff)
    assert ended(house, staff, "competence", None).nothing


def test_turns_that_are_over_or_given_back_or_cancelled_are_left_alone(house: House):
    parent = house.parent()
    booked(house, parent, dt.date(2026, 9, 29))
    house.booking(house.place(house.shift(FIRST)), parent, status="cancelled")
    booked(house, parent, SECOND, status="cancelled")
    assert ended(house, parent, "pfa", None).nothing


def test_what_is_there_again_is_cleared_again(house: House):
    parent = house.parent(cleared=("dbs", "references", "induction", "competence"))
    booked(house, parent, FIRST, SECOND)
    pfa = Clearance(nursery=house.nursery, person=parent, kind="pfa", starts=dt.date(2026, 9, 1), ends=FIRST)
    before = list(parent.clearances.all())
    effects = clearance_effects(parent, before, [*before, pfa], house.nursery, NOW, saved=False)
    assert days(effects.gained) == [FIRST]
    assert effects.gained[0].counts
    assert effects.lost == []


def test_one_of_two_that_are_missing_clears_nothing_yet(house: House):
    parent = house.parent(cleared=("references", "induction", "competence"))
    booked(house, parent, FIRST)
    before = list(parent.clearances.all())
    pfa = Clearance(nursery=house.nursery, person=parent, kind="pfa", starts=dt.date(2026, 9, 1))
    assert clearance_effects(parent, before, [*before, pfa], house.nursery, NOW, saved=False).nothing


def test_it_says_which_slices_are_short_by_it(house: House):
    with_children(house, 16)  # two adults
    shift = house.shift(FIRST, paid=1)
    house.booking(house.place(shift, "paid"), house.staff())
    parent = house.parent()
    house.booking(house.place(shift), parent)
    (change,) = ended(house, parent, "pfa", None).lost
    (span,) = change.effect.spans
    assert (span.before.counted, span.after.counted, span.after.required) == (2, 1, 2)
    assert Alert.SHORT in span.new
    assert (span.starts, span.ends) == (dt.time(9), dt.time(13))


def test_once_it_is_saved_it_says_the_same(house: House):
    with_children(house, 16)
    shift = house.shift(FIRST, paid=1)
    house.booking(house.place(shift, "paid"), house.staff())
    parent = house.parent()
    house.booking(house.place(shift), parent)
    before = list(parent.clearances.all())
    Clearance.objects.filter(person=parent, kind="pfa").update(ends=dt.date(2026, 10, 6))
    after = list(parent.clearances.all())
    (change,) = clearance_effects(parent, before, after, house.nursery, NOW, saved=True).lost
    (span,) = change.effect.spans
    assert (span.before.counted, span.after.counted) == (2, 1)
    assert Alert.SHORT in span.new


def test_where_there_are_enough_without_them_no_alert_is_new(house: House):
    with_children(house, 8)
    shift = house.shift(FIRST, paid=2)
    for number, name in ((1, "Marta Zielińska"), (2, "Deborah Asante")):
        house.booking(house.place(shift, "paid", number), house.staff(name))
    parent = house.parent()
    house.booking(house.place(shift), parent)
    (change,) = ended(house, parent, "pfa", None).lost
    assert change.effect.new == []


def test_the_only_first_aider_is_missed_in_the_slice_where_nobody_else_is_one(house: House):
    """The colleague with a pfa leaves at 11:00: from then on there is no first-aider."""
    with_children(house, 8)
    early, late = house.shift(FIRST, "09:00", "11:00", paid=1, parents=0), house.shift(FIRST, paid=1, parents=1)
    house.booking(house.place(early, "paid"), house.staff("Deborah Asante"))
    house.booking(house.place(late, "paid"), house.staff("Marta Zielińska", cleared=("dbs", "references")))
    parent = house.parent()
    house.booking(house.place(late), parent)
    (change,) = ended(house, parent, "pfa", None).lost
    missed = [span for span in change.effect.spans if Alert.NO_FIRST_AIDER in span.new]
    assert [(span.starts, span.ends) for span in missed] == [(dt.time(11), dt.time(13))]


def test_what_was_on_record_before_a_correction_is_found_again(house: House):
    parent = house.parent(cleared=("dbs",))
    now_says = parent.clearances.get()
    now_says.recorded_at = NOW
    kept = Clearance(person=parent, kind="dbs", starts=dt.date(2025, 1, 1), replaced_at=NOW)
    older = Clearance(person=parent, kind="dbs", starts=dt.date(2024, 1, 1), replaced_at=NOW - dt.timedelta(days=9))
    before = before_change(now_says, [kept, older, now_says])
    assert [(row.starts.year, row.in_force) for row in before] == [(2025, True), (2024, False)]


def test_the_number_of_queries_does_not_grow_with_the_turns(house: House, django_assert_num_queries):
    parent = house.parent()
    booked(house, parent, FIRST)
    with django_assert_num_queries(4 + 5):
        ended(house, parent, "pfa", None)
    booked(house, parent, SECOND, THIRD)
    with django_assert_num_queries(4 + 5):
        ended(house, parent, "pfa", None)
