"""What holds for a what-if about any nursery."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from costs.savings import Rate, SavingsFacts, Scenario, savings_document, work_out_savings
from costs.savings.what_if import (
    Answer,
    Base,
    CannotSayError,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    as_it_was,
    what_if,
)
from costs.savings.what_if.draft import Draft
from costs.savings.what_if.places import move_places
from rota.shares import Family
from tests.engines.day import SINCE, TERM
from tests.engines.strategies import DUTIES, LAST, money, savings_facts

FAMILIES = (Family("ash"), Family("birch"))


def base_of(facts: SavingsFacts) -> Base:
    return Base.of(facts, TERM.key, FAMILIES, LAST)


def document(answer: Answer) -> dict:
    return savings_document(answer.savings, "random", "GBP")


def with_places(facts: SavingsFacts) -> SavingsFacts:
    """Every shift has at least one parent place, as one has on which a parent stands."""
    shifts = tuple(replace(shift, parent_places=max(1, shift.parent_places)) for shift in facts.rota.shifts)
    return replace(facts, rota=replace(facts.rota, shifts=shifts))


@given(savings_facts())
def test_no_change_is_the_base_to_the_penny(facts):
    base = base_of(facts)
    found = what_if(base, [])
    assert document(found) == document(as_it_was(base))
    expected = work_out_savings(facts, base.first, base.last)
    assert document(found) == savings_document(expected, "random", "GBP")


@given(savings_facts(), st.lists(st.sampled_from([duty.key for duty in DUTIES]), max_size=2))
def test_days_left_as_they_were_are_evaluated_as_they_would_be_anew(facts, duties):
    base = base_of(with_places(facts))
    found = what_if(base, [Places(duty, 1) for duty in duties if base.filled(duty, None).places])
    anew = work_out_savings(found_facts(base, duties), base.first, base.last)
    assert document(found) == savings_document(anew, "random", "GBP")


def found_facts(base: Base, duties: list[str]) -> SavingsFacts:
    draft = Draft(base)
    for duty in duties:
        if base.filled(duty, None).places:
            move_places(draft, Places(duty, 1))
    return draft.as_facts()


@given(savings_facts(), money, st.booleans())
def test_fee_relief_changes_what_comes_back_and_never_net(facts, amount, each):
    base = base_of(facts)
    before, after = as_it_was(base).savings, what_if(base, [Relief(amount, each)]).savings
    times = Decimal(before.child_sessions if each else 1)
    assert after.fee_relief == amount * times
    for scenario in Scenario:
        was, would_be = before.scenarios[scenario], after.scenarios[scenario]
        assert would_be.net == was.net
        if would_be.net is not None:
            assert would_be.retained == would_be.net - amount * times


@given(savings_facts(), money, money)
def test_a_higher_central_rate_never_lowers_the_central_value(facts, one, other):
    own = replace(facts, rates=(*facts.rates, *(Rate(duty.key, SINCE, Decimal(9)) for duty in DUTIES)))
    own = replace(own, rates=tuple({(r.key, r.scenario, r.begins): r for r in own.rates}.values()))
    base = base_of(own)
    less, more = sorted((one, other))
    values = [
        what_if(base, [MoveRate(duty.key, Scenario.CENTRAL, wage=wage) for duty in DUTIES]).savings.central.value
        for wage in (less, more)
    ]
    assert values[0] is not None
    assert values[1] is not None
    assert values[0] <= values[1]


@given(savings_facts())
def test_without_any_parent_place_net_is_what_cover_and_the_programme_cost(facts):
    base = base_of(replace(with_places(facts), contributions=()))
    most = {duty.key: max((s.parent_places for s in base.shifts_of(duty.key, None)), default=0) for duty in DUTIES}
    found = what_if(base, [Places(duty, -places) for duty, places in most.items() if places]).savings
    assert found.hours.parent == 0
    for each in found.scenarios.values():
        if each.premium_total is not None and each.programme_total is not None:
            assert each.net == -each.premium_total - each.programme_total


@given(savings_facts())
def test_paid_people_work_the_same_hours_however_many_places_parents_have(facts):
    base = base_of(with_places(facts))
    for by in (-1, 1):
        moves = [Places(duty.key, by) for duty in DUTIES if base.filled(duty.key, None).places]
        assert what_if(base, moves).savings.hours.paid == as_it_was(base).savings.hours.paid


@given(savings_facts(), st.data())
def test_a_session_dropped_and_added_again_is_the_base(facts, data):
    base = base_of(facts)
    assume(base.running)
    key = data.draw(st.sampled_from(sorted(base.running)))
    session = {each.key: each for each in base.facts.rota.sessions}[key]
    try:
        found = what_if(base, [SessionDropped(key), SessionAdded(key, session.weekday)])
    except CannotSayError:
        assume(False)
    # A child's mark for a whole day is about every session, so it moves no child here either.
    assert document(found) == document(as_it_was(base))
    assert found.safety == as_it_was(base).safety


@given(savings_facts(), st.randoms(use_true_random=False))
def test_the_order_of_moves_that_touch_different_things_does_not_matter(facts, random):
    base = base_of(with_places(facts))
    wanted = zip([duty.key for duty in DUTIES], (1, -1, 1, -1, 1), strict=True)
    moves: list[Move] = [Places(duty, by) for duty, by in wanted if base.filled(duty, None).places]
    moves += [Relief(Decimal(2), True), PayRise(Decimal("0.05"))]
    mixed = random.sample(moves, len(moves))
    assert document(what_if(base, mixed)) == document(what_if(base, moves))


def with_food(facts: SavingsFacts) -> SavingsFacts:
    """As `with_places`, and at least one shift is a food shift, where there is any."""
    facts = with_places(facts)
    shifts = facts.rota.shifts
    if not shifts or any(shift.duty == "food" for shift in shifts):
        return facts
    food = replace(shifts[0], duty="food", room=None)
    return replace(facts, rota=replace(facts.rota, shifts=(food, *shifts[1:])))


@given(savings_facts().map(with_food), st.integers(1, 3))
def test_turns_added_are_the_part_of_those_offered_that_was_given_to_the_nearest_one(facts, by):
    base = base_of(facts)
    filled = base.filled("food", None)
    assume(filled.places)
    found, before = (
        each.savings.hours.parts["task"] for each in (what_if(base, [Places("food", by)]), as_it_was(base))
    )
    expected = by * filled.part * len(base.shifts_of("food", None))
    assert abs(len(found) - len(before) - expected) <= Decimal("0.5")
