"""What a change does to every slice it touches."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rota.safety import (
    NO_CHANGE,
    Board,
    Booking,
    Change,
    DateSpan,
    NoRuleSetError,
    PlaceKind,
    Status,
    TimeSpan,
    evaluate_day,
)
from tests.engines.day import FOOD, LONDON, TERM, WEDNESDAY, Days, at, cleared, parent, staff
from tests.engines.strategies import FIRST, LAST, rotas


def session_of_the_page() -> Days:
    """Three paid and one cleared parent for 2, 6 and 9 children: one short all morning."""
    days = Days().came(2, 6, 9).stood(staff("a", 3, "pfa")).stood(staff("b", 3)).stood(staff("c", 2))
    days.stood(parent("p"))
    days.people["q"] = parent("q")
    return days


def board(days: Days, **changes) -> Board:
    return Board(days.rota(**changes), WEDNESDAY, WEDNESDAY)


def coming(days: Days, person: str, **fields) -> Booking:
    shift = fields.pop("shift", next(iter(days.shifts)))
    return Booking("new", shift, person, PlaceKind.PARENT, Status.BOOKED, **fields)


def said(touched) -> list[tuple]:
    return [
        (
            f"{each.starts.astimezone(LONDON):%H:%M}–{each.ends.astimezone(LONDON):%H:%M}",
            f"{each.after.counted} of {each.after.required}, was {each.before.counted} of {each.before.required}",
            [str(alert) for alert in each.after.alerts],
        )
        for each in touched
    ]


def test_somebody_who_counts_ends_a_shortage():
    days = session_of_the_page()
    touched = board(days).effect_of(Change(coming=(coming(days, "q"),)), WEDNESDAY)
    assert said(touched) == [("09:00–13:00", "5 of 5, was 4 of 5", [])]
    assert touched[0].before.short_by == 1


def test_only_the_slices_in_which_something_differs_or_somebody_moves_are_touched():
    days = session_of_the_page()
    days.stood(parent("early"), starts="09:00", ends="10:00")
    touched = board(days).effect_of(Change(leaving=frozenset({days.bookings[-1].key})), WEDNESDAY)
    assert said(touched) == [("09:00–10:00", "4 of 5, was 5 of 5", ["short"])]


def test_one_for_another_who_counts_alike_changes_nothing_and_is_said_so():
    days = session_of_the_page()
    change = Change(frozenset({days.bookings[3].key}), (coming(days, "q"),))
    (touched,) = board(days).effect_of(change, WEDNESDAY)
    assert not touched.differs
    assert touched.after.short_by == 1  # and what is amiss stays in sight


def test_somebody_who_does_not_count_is_there_without_counting():
    days = session_of_the_page()
    days.people["q"] = parent("q", without=["induction"])
    (touched,) = board(days).effect_of(Change(coming=(coming(days, "q"),)), WEDNESDAY)
    assert (touched.before.counted, touched.after.counted) == (4, 4)
    assert (touched.before.present, touched.after.present) == (4, 5)


def test_taking_the_only_first_aider_away_is_felt_in_every_room():
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(staff("b", 2))
    days.came(0, 0, 3, session=days.session("acorn")).stood(staff("c", 3), room="acorn").stood(staff("d"), room="acorn")
    touched = board(days).effect_of(Change(leaving=frozenset({days.bookings[0].key})), WEDNESDAY)
    assert [each.room for each in touched] == ["acorn", "main"]
    assert all(each.before.first_aid and not each.after.first_aid for each in touched)


def test_a_clearance_that_is_given_lets_those_who_stand_already_count():
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(parent("p", without=["competence"]))
    (touched,) = board(days).effect_of(Change(people=(parent("p"),)), WEDNESDAY)
    assert (touched.before.counted, touched.after.counted) == (1, 2)


def test_a_level_6_who_leaves_raises_what_is_required():
    days = Days().came(0, 0, 39).stood(staff("a", 6, "pfa")).stood(staff("b", 3)).stood(staff("c", 3))
    (touched,) = board(days).effect_of(Change(leaving=frozenset({"booking-0"})), WEDNESDAY)
    assert (touched.before.required, touched.after.required) == (3, 5)


def test_a_shift_that_is_no_care_shift_touches_no_slice():
    days = session_of_the_page()
    days.stood(parent("cook"), duty=FOOD)
    assert board(days).effect_of(Change(leaving=frozenset({days.bookings[-1].key})), WEDNESDAY) == ()


def test_time_without_children_is_not_spoken_of():
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(staff("b"), starts="08:00", ends="14:00")
    touched = board(days).effect_of(Change(leaving=frozenset({"booking-1"})), WEDNESDAY)
    assert [each[0] for each in said(touched)] == ["09:00–13:00"]


def test_a_break_of_whoever_leaves_is_no_slice_in_which_they_are_missed():
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(staff("b"))
    days.stood(staff("c"), breaks=(TimeSpan(at("12:00"), at("12:30")),))
    touched = board(days).effect_of(Change(leaving=frozenset({"booking-2"})), WEDNESDAY)
    assert [each[0] for each in said(touched)] == ["09:00–12:00", "12:30–13:00"]


def test_a_day_without_rules_says_so():
    days = session_of_the_page()
    with pytest.raises(NoRuleSetError):
        board(days, country="AT").effect_of(NO_CHANGE, WEDNESDAY)


def test_a_closed_day_has_nothing_to_touch():
    closed = replace(TERM, closures=(DateSpan(WEDNESDAY, WEDNESDAY),))
    assert board(Days(terms=(closed,)).came(0, 0, 3)).effect_of(NO_CHANGE, WEDNESDAY) == ()


@given(rotas(), st.data())
def test_a_day_as_it_would_be_is_the_day_of_the_facts_changed(rota, data):
    """The board's shortcut against the facts themselves changed and evaluated anew."""
    care = [shift for shift in rota.shifts if shift.room]
    leaving = (
        frozenset(data.draw(st.sets(st.sampled_from([b.key for b in rota.bookings])))) if rota.bookings else frozenset()
    )
    new: tuple[Booking, ...] = ()
    if care:
        shift = data.draw(st.sampled_from(care))
        person = data.draw(st.sampled_from(rota.people))
        new = (Booking("new", shift.key, person.key, PlaceKind.PARENT, Status.BOOKED),)
    other = replace(data.draw(st.sampled_from(rota.people)), clearances=cleared("dbs", "references"))
    found = Board(rota, FIRST, LAST)
    changed = replace(
        rota,
        bookings=(*(b for b in rota.bookings if b.key not in leaving), *new),
        people=tuple(other if each.key == other.key else each for each in rota.people),
    )
    change = Change(leaving, new, (other,))
    for day in (FIRST, LAST):
        assert found.day(day, change) == list(evaluate_day(changed, day))


@given(rotas())
def test_no_change_touches_nothing(rota):
    board = Board(rota, FIRST, LAST)
    assert all(board.effect_of(NO_CHANGE, day) == () for day in (FIRST, LAST))
