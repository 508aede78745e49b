"""What always holds of a plan, whatever the patterns, the terms and the people."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rota.planning import Doing, Plan, State, World, changes, missing, occasions, plan
from tests.rota.planning.strategies import ZONE, carried_out, situations, worlds

Case = st.data()


def two_worlds(data: st.DataObject) -> tuple[World, World]:
    before, after = data.draw(worlds(), label="before"), data.draw(worlds(), label="after")
    settled = tuple(
        type(a)(a.term, a.starts, a.ends, a.closures, b.settled)
        for a, b in zip(after.seasons, before.seasons, strict=True)
    )
    return before, World(after.weeklies, settled)


@given(Case)
def test_where_nothing_is_different_nothing_is_done(data: st.DataObject):
    world = data.draw(worlds())
    there = data.draw(situations(world))
    cancelled_by_plan = [s for s in there.shifts if s.state == State.CANCELLED and s.by_plan]
    steps = changes(there, world, world).steps
    assert {step.doing for step in steps} <= {Doing.RESTORE}
    assert len(steps) <= len(cancelled_by_plan)  # what the plan cancelled and the plan makes: it comes back


@given(Case)
def test_planning_again_does_nothing_the_second_time(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    once = carried_out(there, plan(there, changes(there, before, after)))
    assert changes(once, after, after).steps == ()


@given(Case)
def test_making_again_makes_nothing_the_second_time(data: st.DataObject):
    world = data.draw(worlds())
    there = data.draw(situations(world))
    once = carried_out(there, plan(there, missing(there, world, [1, 2])))
    assert missing(once, world, [1, 2]).steps == ()
    assert set(occasions(world)) <= once.there


@given(Case)
def test_nothing_in_the_past_and_nothing_settled_changes(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    shifts = {shift.shift: shift for shift in there.shifts}
    found = plan(there, changes(there, before, after))
    for step in found.steps:
        for work in (step.was, step.becomes):
            assert work is None or work.instants(ZONE)[0] > there.now
        assert not after.settled_on(step.work.date)
        assert step.shift is None or not before.settled_on(shifts[step.shift].work.date)


@given(Case)
def test_everybody_on_a_shift_that_changes_is_named_once(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    found = plan(there, changes(there, before, after))
    touched = set(found.shifts)
    named = Counter(effect.booking for effect in found.effects)
    assert set(named) == {h.booking for h in there.holdings if h.shift in touched}
    assert set(named.values()) <= {1}


@given(Case)
def test_afterwards_nobody_is_in_two_places_and_nobody_without_a_place(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    once = carried_out(there, plan(there, changes(there, before, after)))
    places = {post.place for post in once.posts}
    assert all(holding.place in places for holding in once.holdings)
    by_start = sorted(once.busy, key=lambda busy: (busy.person, busy.starts_at))
    for one, other in pairwise(by_start):
        assert one.person != other.person or one.ends_at <= other.starts_at


@given(Case)
def test_every_shift_that_stays_has_the_places_that_were_promised(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    found = plan(there, changes(there, before, after))
    once = carried_out(there, found)
    for step in found.steps:
        if step.shift is not None and step.becomes is not None:
            for kind in ("paid", "parent"):
                count = sum(post.shift == step.shift and post.kind == kind for post in once.posts)
                assert count == step.becomes.places(kind)


@given(Case)
def test_what_somebody_moved_or_cancelled_by_hand_stays(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    steps = {step.shift: step for step in changes(there, before, after).steps}
    for shift in there.shifts:
        if shift.state == State.CANCELLED and not shift.by_plan:
            assert shift.shift not in steps
        if shift.state == State.MOVED and (step := steps.get(shift.shift)):
            assert step.doing == Doing.REMOVE  # the nursery closes on its day
            assert after.closed_on(shift.work.date)


@given(Case)
def test_the_same_plan_has_the_same_digest_and_another_has_another(data: st.DataObject):
    before, after = two_worlds(data)
    there = data.draw(situations(before))
    found = plan(there, changes(there, before, after))
    assert found.digest == plan(there, changes(there, before, after)).digest
    if found.steps:
        assert found.digest != Plan(found.steps[1:], found.effects, found.places_gone).digest
    if found.effects:
        assert found.digest != Plan(found.steps, found.effects[1:], found.places_gone).digest
