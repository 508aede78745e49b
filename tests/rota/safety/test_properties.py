"""What holds for every nursery."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from rota.safety import (
    Booking,
    Child,
    Enrolment,
    Mark,
    PlaceKind,
    RoomDay,
    Rota,
    Slice,
    Status,
    coverage_document,
    evaluate_day,
    evaluate_span,
    merge_alike,
)
from tests.engines.day import LONDON, parent, staff
from tests.engines.strategies import FIRST, LAST, rotas


def moments(room_days: Sequence[RoomDay]) -> list[tuple[RoomDay, Slice, dt.datetime]]:
    return [(room_day, piece, piece.starts) for room_day in room_days for piece in room_day.slices]


def at_moment(room_days: Sequence[RoomDay], room_day: RoomDay, moment: dt.datetime) -> Slice:
    (same,) = [each for each in room_days if (each.day, each.room) == (room_day.day, room_day.room)]
    (piece,) = [each for each in same.slices if each.starts <= moment < each.ends]
    return piece


@given(rotas(), st.sampled_from([staff("new", 0), staff("new", 6), parent("new", 3)]), st.data())
def test_a_cleared_adult_more_never_raises_a_shortage(rota, person, data):
    care = [shift for shift in rota.shifts if shift.room]
    if not care:
        return
    shift = data.draw(st.sampled_from(care))
    place = PlaceKind.PAID if person.paid else PlaceKind.PARENT
    booking = Booking("new", shift.key, person.key, place, Status.BOOKED)
    more = replace(rota, people=(*rota.people, person), bookings=(*rota.bookings, booking))
    before, after = evaluate_span(rota, FIRST, LAST), evaluate_span(more, FIRST, LAST)
    for room_day, piece, moment in moments(before):
        assert at_moment(after, room_day, moment).short_by <= piece.short_by


@given(rotas(), st.integers(2022, 2026), st.data())
def test_a_child_more_never_lowers_what_is_required(rota, born, data):
    if not rota.sessions:
        return
    session = data.draw(st.sampled_from(rota.sessions))
    child = Child("new", dt.date(born, 3, 1), (Enrolment(session.key),))
    before = evaluate_span(rota, FIRST, LAST)
    after = evaluate_span(replace(rota, children=(*rota.children, child)), FIRST, LAST)
    for room_day, piece, moment in moments(before):
        assert at_moment(after, room_day, moment).required >= piece.required


@given(rotas())
def test_slices_are_in_order_apart_and_never_alike_with_their_neighbour(rota):
    for room_day in evaluate_span(rota, FIRST, LAST):
        for before, after in zip(room_day.slices, room_day.slices[1:], strict=False):
            assert before.starts < before.ends <= after.starts < after.ends
            assert before.ends < after.starts or replace(before, starts=after.starts, ends=after.ends) != after


def cut(pieces: Sequence[Slice], cuts: Sequence[int]) -> list[Slice]:
    """Each slice cut in two at so many hundredths of its length."""
    halves = []
    for number, piece in enumerate(pieces):
        middle = piece.starts + (piece.ends - piece.starts) * cuts[number % len(cuts)] / 100
        halves += [replace(piece, ends=middle), replace(piece, starts=middle)]
    return halves


@given(rotas(), st.lists(st.integers(1, 99), min_size=1, max_size=5))
def test_merging_slices_that_are_alike_changes_nothing(rota, cuts):
    room_days = evaluate_span(rota, FIRST, LAST)
    split = [replace(room_day, slices=tuple(cut(room_day.slices, cuts))) for room_day in room_days]
    assert [merge_alike(room_day.slices) for room_day in split] == [room_day.slices for room_day in room_days]
    assert coverage_document(split, LONDON) == coverage_document(room_days, LONDON)


@given(rotas(), st.randoms(use_true_random=False))
def test_the_order_of_the_facts_changes_nothing(rota, random):
    def mixed(facts):
        return tuple(random.sample(facts, len(facts)))

    names = ("sessions", "children", "people", "shifts", "bookings", "day_marks", "meals")
    turned = replace(rota, **{name: mixed(getattr(rota, name)) for name in names})
    assert evaluate_span(turned, FIRST, LAST) == evaluate_span(rota, FIRST, LAST)


@given(rotas())
def test_a_slice_s_figures_agree_with_a_count_at_its_middle(rota):
    """An independent reading, moment by moment, without any slices."""
    for room_day in evaluate_span(rota, FIRST, LAST):
        for piece in room_day.slices:
            moment = piece.starts + (piece.ends - piece.starts) / 2
            there = [booking for booking in rota.bookings if is_there(rota, booking, room_day.room, moment)]
            assert piece.present == len(there)
            assert sum(piece.children) == len(children_at(rota, room_day, moment))


def is_there(rota: Rota, booking: Booking, room: str, moment: dt.datetime) -> bool:
    shift = next(each for each in rota.shifts if each.key == booking.shift)
    return (
        booking.status in ("booked", "worked")
        and shift.room == room
        and (booking.there_from or shift.starts).astimezone(dt.UTC) <= moment
        and moment < (booking.there_to or shift.ends).astimezone(dt.UTC)
        and not any(
            pause.starts.astimezone(dt.UTC) <= moment < pause.ends.astimezone(dt.UTC) for pause in booking.breaks
        )
    )


def children_at(rota: Rota, room_day: RoomDay, moment: dt.datetime) -> set[str]:
    here = set()
    for child in rota.children:
        marks = [mark for mark in rota.day_marks if (mark.child, mark.day) == (child.key, room_day.day)]
        own = {session.key: session for session in rota.sessions}
        own_rooms = {own[enrolment.session].room for enrolment in child.enrolments}
        for session in rota.sessions:
            of_day = session.weekday == room_day.day.weekday()
            named = {mark.mark for mark in marks if mark.session == session.key}
            whole = {mark.mark for mark in marks if mark.session is None}
            booked = of_day and any(each.session == session.key for each in child.enrolments)
            extra = Mark.EXTRA in named or (Mark.EXTRA in whole and of_day and session.room in own_rooms)
            gone = {Mark.AWAY, Mark.SETTLING_IN}
            starts, ends = (
                dt.datetime.combine(room_day.day, clock, tzinfo=LONDON).astimezone(dt.UTC)
                for clock in (session.starts, session.ends)
            )
            if (
                session.room == room_day.room
                and not named & gone
                and ((booked and not whole & gone) or extra)
                and starts <= moment < ends
            ):
                here.add(child.key)
    return here


@given(rotas())
def test_a_day_is_the_same_alone_and_within_a_span(rota):
    of_span = evaluate_span(rota, FIRST, LAST)
    assert [each for each in of_span if each.day == FIRST] == list(evaluate_day(rota, FIRST))
