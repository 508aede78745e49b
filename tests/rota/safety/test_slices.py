"""Where slices begin and end, and which children are in them."""

import datetime as dt
from dataclasses import replace

import pytest

from rota.safety import (
    Clearance,
    DateSpan,
    DayMark,
    Enrolment,
    Mark,
    Shift,
    Status,
    TimeSpan,
    child_session_count,
    coverage_document,
    evaluate_day,
    evaluate_room,
    evaluate_span,
)
from tests.engines.day import LONDON, TERM, WEDNESDAY, Days, at, parent, staff


def spans(days: Days, room: str = "main", day: dt.date = WEDNESDAY, **changes):
    """(from, to, children, present) of each slice."""
    room_day = evaluate_room(days.rota(**changes), day, room)
    return [
        (
            f"{each.starts.astimezone(LONDON):%H:%M}",
            f"{each.ends.astimezone(LONDON):%H:%M}",
            sum(each.children),
            each.present,
        )
        for each in (room_day.slices if room_day else ())
    ]


def test_a_slice_begins_and_ends_whenever_anybody_arrives_or_leaves():
    days = Days().came(0, 0, 3)
    days.came(0, 0, 2, session=days.session(starts="10:00", ends="12:00"))
    days.stood(staff("a")).stood(staff("b"), starts="08:30", ends="11:00")
    assert spans(days) == [
        ("08:30", "09:00", 0, 1),
        ("09:00", "10:00", 3, 2),
        ("10:00", "11:00", 5, 2),
        ("11:00", "12:00", 5, 1),
        ("12:00", "13:00", 3, 1),
    ]


def test_the_time_really_there_comes_before_the_shift_s():
    days = Days().came(0, 0, 3).stood(staff("a"), there_from=at("09:20"), there_to=at("12:50"))
    assert spans(days) == [("09:00", "09:20", 3, 0), ("09:20", "12:50", 3, 1), ("12:50", "13:00", 3, 0)]


def test_breaks_may_overlap_and_reach_outside():
    breaks = tuple(
        TimeSpan(at(starts), at(ends))
        for starts, ends in [("12:45", "13:30"), ("10:15", "10:45"), ("10:00", "10:30"), ("08:00", "09:10")]
    )
    days = Days().came(0, 0, 3).stood(staff("a"), breaks=breaks)
    assert spans(days) == [
        ("09:00", "09:10", 3, 0),
        ("09:10", "10:00", 3, 1),
        ("10:00", "10:45", 3, 0),
        ("10:45", "12:45", 3, 1),
        ("12:45", "13:00", 3, 0),
    ]


def test_nothing_happens_at_an_edge_that_changes_nothing():
    days = Days()
    days.came(0, 0, 3).stood(staff("a")).stood(staff("b"))
    days.stood(staff("c"), room="acorn", starts="10:00", ends="12:00")  # no first-aider: nothing to the main room
    assert spans(days) == [("09:00", "13:00", 3, 2)]


def test_people_who_take_turns_are_two_slices_that_print_as_one():
    days = Days().came(0, 0, 3).stood(staff("a")).stood(staff("b"), ends="11:00").stood(staff("c"), starts="11:00")
    assert [span[:2] for span in spans(days)] == [("09:00", "11:00"), ("11:00", "13:00")]
    (printed,) = coverage_document(evaluate_day(days.rota(), WEDNESDAY), LONDON)["slices"]
    assert (printed["from"], printed["to"]) == ("09:00", "13:00")


def test_slices_that_do_not_touch_are_never_one():
    days = Days().came(0, 0, 3, session=Days().session())
    for starts, ends in (("09:00", "10:00"), ("11:00", "12:00")):
        days.came(0, 0, 1, session=days.session(starts=starts, ends=ends))
    days.children = days.children[3:]
    printed = coverage_document(evaluate_day(days.rota(), WEDNESDAY), LONDON)["slices"]
    assert [(each["from"], each["to"]) for each in printed] == [("09:00", "10:00"), ("11:00", "12:00")]


def test_slices_without_a_child_are_not_printed():
    days = Days().came(0, 0, 3).stood(staff("a"), starts="08:00", ends="14:00")
    printed = coverage_document(evaluate_day(days.rota(), WEDNESDAY), LONDON)["slices"]
    assert [(each["from"], each["to"]) for each in printed] == [("09:00", "13:00")]


def test_a_printed_slice_names_every_band():
    days = Days().came(0, 0, 3).stood(staff("a", 3, "pfa")).stood(staff("b", 2))
    assert coverage_document(evaluate_day(days.rota(), WEDNESDAY), LONDON) == {
        "slices": [
            {
                "date": "2026-09-30",
                "room": "main",
                "from": "09:00",
                "to": "13:00",
                "children": {"0-24": 0, "24-36": 0, "36+": 3},
                "required": 2,
                "present": 2,
                "counted": 2,
                "qualified": 2,
                "alerts": [],
            }
        ]
    }


def test_rooms_and_days_are_in_order():
    days = Days()
    for room in ("main", "acorn"):
        days.came(0, 0, 1, session=days.session(room))
    found = evaluate_span(days.rota(), TERM.days.first, TERM.days.last)
    assert [(each.day, each.room) for each in found] == sorted((each.day, each.room) for each in found)
    assert len(found) == 2 * 14


def test_nobody_comes_on_a_closure_or_outside_a_term():
    closed = replace(TERM, closures=(DateSpan(WEDNESDAY, WEDNESDAY),))
    assert spans(Days(terms=(closed,)).came(0, 0, 3)) == []
    assert spans(Days(terms=()).came(0, 0, 3)) == []


@pytest.mark.parametrize(
    ("joined", "left", "here"), [(0, 0, 1), (1, None, 0), (None, -1, 0), (None, 0, 1), (0, None, 1)]
)
def test_a_child_is_here_from_the_day_they_join_to_the_day_they_leave(joined, left, here):
    days = Days().came(0, 0, 1)
    day = dt.timedelta(days=1)
    days.children = [
        replace(
            days.children[0],
            joined=None if joined is None else WEDNESDAY + joined * day,
            left=None if left is None else WEDNESDAY + left * day,
        )
    ]
    assert len(spans(days)) == here


def test_a_dated_enrolment_holds_on_its_first_and_last_day():
    days = Days().came(0, 0, 1)
    week = dt.timedelta(days=7)
    key = days.session()
    days.children = [replace(days.children[0], enrolments=(Enrolment(key, WEDNESDAY, WEDNESDAY + week),))]
    assert child_session_count(days.rota(), TERM.days.first, TERM.days.last) == 2
    assert [len(spans(days, day=WEDNESDAY + offset * week)) for offset in (-1, 0, 1, 2)] == [0, 1, 1, 0]


def test_a_child_booked_twice_into_a_session_is_one_child():
    days = Days().came(0, 0, 1)
    key = days.session()
    days.children = [replace(days.children[0], enrolments=(Enrolment(key), Enrolment(key, WEDNESDAY)))]
    assert spans(days) == [("09:00", "13:00", 1, 0)]
    assert child_session_count(days.rota(), TERM.days.first, TERM.days.last) == 14


def test_a_child_in_two_sessions_that_overlap_is_one_child():
    days = Days().came(0, 0, 1)
    other = days.session(starts="12:00", ends="15:00")
    days.children = [replace(days.children[0], enrolments=(*days.children[0].enrolments, Enrolment(other)))]
    assert spans(days) == [("09:00", "15:00", 1, 0)]


def marked(mark: Mark, session: str | None = None, child: str = "child-0") -> tuple[DayMark, ...]:
    return (DayMark(child, WEDNESDAY, mark, session),)


@pytest.mark.parametrize("mark", [Mark.AWAY, Mark.SETTLING_IN])
def test_a_child_away_or_settling_in_with_their_own_parent_is_not_counted(mark):
    days = Days().came(0, 0, 2)
    assert spans(days, day_marks=marked(mark)) == [("09:00", "13:00", 1, 0)]
    assert spans(days, day_marks=marked(mark, days.session())) == [("09:00", "13:00", 1, 0)]
    assert spans(days, day_marks=marked(mark, days.session("acorn"))) == [("09:00", "13:00", 2, 0)]


def test_a_mark_is_for_its_day_alone():
    days = Days().came(0, 0, 2)
    assert spans(days, day=WEDNESDAY + dt.timedelta(days=7), day_marks=marked(Mark.AWAY))[0][2] == 2


def test_a_child_here_for_an_extra_session_is_counted():
    days = Days().came(0, 0, 2)
    extra = days.session(starts="13:00", ends="15:00")
    assert spans(days, day_marks=marked(Mark.EXTRA, extra)) == [("09:00", "13:00", 2, 0), ("13:00", "15:00", 1, 0)]


def test_a_child_who_swaps_sessions_is_away_from_one_and_here_for_the_other():
    days = Days().came(0, 0, 1)
    extra = days.session(starts="13:00", ends="15:00")
    marks = (*marked(Mark.EXTRA, extra), *marked(Mark.AWAY))
    assert spans(days, day_marks=marks) == [("13:00", "15:00", 1, 0)]


def test_an_extra_mark_without_a_session_is_for_all_that_the_child_s_room_holds():
    days = Days().came(0, 0, 1)
    days.session(starts="13:00", ends="15:00")
    days.session("acorn")
    assert spans(days, day_marks=marked(Mark.EXTRA)) == [("09:00", "15:00", 1, 0)]
    assert spans(days, "acorn", day_marks=marked(Mark.EXTRA)) == []


def test_day_marks_change_no_child_session():
    days = Days().came(0, 0, 2)
    extra = days.session(starts="13:00", ends="15:00")
    marks = (*marked(Mark.AWAY), *marked(Mark.EXTRA, extra, "child-1"))
    assert child_session_count(days.rota(day_marks=marks), WEDNESDAY, WEDNESDAY) == 2


@pytest.mark.parametrize(("month", "day", "hours"), [(3, 29, 3), (10, 25, 5), (10, 24, 4)])
def test_a_slice_across_a_clock_change_is_as_long_as_time_really_was(month, day, hours):
    on = dt.date(2026, month, day)
    days = Days().stood(staff("a"), day=on, starts="00:30", ends="04:30")
    (room_day,) = evaluate_day(days.rota(), on)
    (piece,) = room_day.slices
    assert piece.seconds == hours * 3600
    assert [f"{moment.astimezone(LONDON):%H:%M}" for moment in (piece.starts, piece.ends)] == ["00:30", "04:30"]


def test_a_cancelled_shift_has_nobody_on_it():
    days = Days().came(0, 0, 1).stood(staff("a"))
    shift = next(iter(days.shifts.values()))
    assert spans(days, shifts=(replace(shift, cancelled=True),)) == [("09:00", "13:00", 1, 0)]


def test_those_booked_are_seen_as_those_who_worked():
    days = Days().came(0, 0, 3).stood(staff("a"), status=Status.BOOKED).stood(parent("p"), status=Status.WORKED)
    assert spans(days) == [("09:00", "13:00", 3, 2)]


def test_a_booking_of_somebody_unknown_is_an_error():
    days = Days().came(0, 0, 1).stood(staff("a"))
    with pytest.raises(KeyError, match="a"):
        evaluate_day(days.rota(people=()), WEDNESDAY)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="says no time zone"):
        Shift("s", "care", WEDNESDAY, dt.datetime(2026, 9, 30, 9), dt.datetime(2026, 9, 30, 13))  # noqa: DTZ001


def test_a_clearance_without_an_end_outlasts_one_with():
    held = (Clearance("dbs", WEDNESDAY), Clearance("dbs", WEDNESDAY, WEDNESDAY), Clearance("references", WEDNESDAY))
    days = Days().came(0, 0, 1).stood(replace(staff("a"), clearances=held)).stood(staff("b", 3, "pfa"))
    assert evaluate_day(days.rota(), WEDNESDAY)[0].alerts == ()
