"""One term otherwise: the worked example and Bluebell's autumn with places, sessions, pay and relief moved."""

import datetime as dt
import time
from dataclasses import replace
from decimal import Decimal

import pytest

from costs.savings import Scenario, savings_document
from costs.savings.facts import SavingsFacts
from costs.savings.what_if import (
    Base,
    CannotSayError,
    Children,
    Move,
    MoveRate,
    PayRise,
    Places,
    Relief,
    SessionAdded,
    SessionDropped,
    Unanswerable,
    Weeks,
    as_it_was,
    what_if,
)
from rota.safety import Alert, Status
from rota.shares import Family
from tests.costs.savings.worked_example import FIRST, LAST, example
from tests.engines.day import FOOD, TERM, Days, parent, staff
from tests.engines.nursery_file import families_of, read, savings_facts_of

FRIDAY, SATURDAY = 4, 5
MONDAYS = [dt.date(2026, 9, 14) + dt.timedelta(days=7 * number) for number in range(4)]


@pytest.fixture(scope="module")
def bluebell() -> Base:
    file = read("bluebell.json")
    return Base.of(savings_facts_of(file), "autumn-2026", families_of(file), dt.date(2027, 1, 4))


def test_the_base_is_the_report_of_the_term(bluebell: Base):
    found = savings_document(as_it_was(bluebell).savings, "bluebell", "GBP")
    assert found == read("bluebell.expected.json")["savings"]


def test_one_parent_fewer_on_fridays_leaves_those_days_an_adult_short(bluebell: Base):
    before, after = as_it_was(bluebell), what_if(bluebell, [Places("care", -1, FRIDAY)])
    assert after.safety.worse_than(before.safety) == (Alert.SHORT,)
    assert after.safety.short - before.safety.short == 44
    assert {day.weekday() for day in after.safety.days_of(Alert.SHORT)} == {FRIDAY}
    assert len(after.safety.days_of(Alert.SHORT)) == 11  # on the twelfth, paid cover stood and stays
    # What those hours were valued at is what paying for them would take: 44 h at 17.52.
    assert before.savings.central.net == Decimal("4361.56")
    assert after.savings.central.net == Decimal("4361.56") - Decimal("770.88")
    assert after.savings.hours.parent == before.savings.hours.parent - 48


def test_one_parent_more_gives_hours_and_no_money_where_nobody_more_is_required(bluebell: Base):
    before, after = as_it_was(bluebell), what_if(bluebell, [Places("care", 1, FRIDAY)])
    assert after.savings.central.net == before.savings.central.net
    assert after.savings.hours.care_enriching == before.savings.hours.care_enriching + 48
    assert after.shares.parent_hours == before.shares.parent_hours + 48
    assert after.safety == before.safety


def test_without_any_place_the_worked_example_s_net_is_what_it_cost(bluebell: Base):
    found = what_if(bluebell, [Places("care", -1), Places("food", -1)]).savings.central
    assert found.value == 0
    assert found.net == Decimal("-51.78") - Decimal("1287.32")


def test_a_session_dropped_takes_its_children_and_the_work_that_served_it(bluebell: Base):
    before, after = as_it_was(bluebell), what_if(bluebell, [SessionDropped("main-fri")])
    assert before.savings.child_sessions - after.savings.child_sessions == 227
    assert before.savings.hours.paid - after.savings.hours.paid == 148  # 12 days of three at care, two lunches of staff
    assert after.savings.hours.unpriced == before.savings.hours.unpriced
    assert after.safety == before.safety


def test_a_session_on_saturday_is_like_the_one_it_is_copied_from(bluebell: Base):
    before, after = as_it_was(bluebell), what_if(bluebell, [SessionAdded("main-thu", SATURDAY)])
    saturdays = {part.day for part in after.savings.hours.parts["displaced"] if part.day.weekday() == SATURDAY}
    assert len(saturdays) == 12
    assert after.savings.hours.care_displaced == before.savings.hours.care_displaced + 48
    assert after.safety == before.safety


@pytest.mark.parametrize(("by", "child_sessions"), [(-1, -95), (1, 95), (2, 190)])
def test_weeks_go_and_come_whole(bluebell: Base, by: int, child_sessions: int):
    before, after = as_it_was(bluebell), what_if(bluebell, [Weeks(by)])
    assert after.savings.child_sessions == before.savings.child_sessions + child_sessions
    assert after.shares.parent_hours == before.shares.parent_hours + by * 30
    assert after.last == bluebell.last + dt.timedelta(days=2 + 7 * by if by > 0 else 0)


def test_fewer_children_need_fewer_parents(bluebell: Base):
    before, after = as_it_was(bluebell), what_if(bluebell, [Children("main-fri", -3)])
    assert after.savings.child_sessions == before.savings.child_sessions - 36
    assert after.savings.hours.care_displaced == before.savings.hours.care_displaced - 16
    assert after.savings.hours.parent == before.savings.hours.parent


def test_more_children_may_need_more_adults_than_were_there(bluebell: Base):
    after = what_if(bluebell, [Children("main-fri", 12)])
    assert Alert.SHORT in after.safety.worse_than(as_it_was(bluebell).safety)


def test_a_rise_of_pay_lifts_rates_cover_and_the_programme_s_hours():
    base = Base.of(example(), "autumn", (), LAST)
    found = what_if(base, [PayRise(Decimal("0.10"))]).savings.central
    care, food = found.lines
    assert (care.rate, food.rate) == (Decimal("19.27"), Decimal("18.49"))
    assert [line.hourly_cost for line in found.premium] == [Decimal("21.450"), Decimal("19.272")]
    assert {line.kind: line.value for line in found.programme} == {
        "coordination": Decimal("593.52"),
        "dbs": Decimal("110.00"),
        "first_aid": Decimal("375.00"),
        "induction": Decimal("289.05"),
    }


def test_another_wage_in_one_estimate_leaves_the_others_and_its_on_costs():
    base = Base.of(example(), "autumn", (), LAST)
    before = as_it_was(base).savings
    found = what_if(base, [MoveRate("care", Scenario.CENTRAL, wage=Decimal("15"))]).savings
    assert found.central.lines[0].rate == Decimal("19.84")  # 15 x 1.1207 x 1.18
    for scenario in (Scenario.LOW, Scenario.HIGH):
        assert found.scenarios[scenario].net == before.scenarios[scenario].net


def test_another_part_bought_is_taken_in_every_estimate():
    base = Base.of(example(), "autumn", (), LAST)
    found = what_if(base, [MoveRate("food", bought=Decimal("0.5"))]).savings
    assert {each.lines[1].bought for each in found.scenarios.values()} == {Decimal("0.5")}
    assert found.central.lines[1].value == Decimal("958.17")


def test_relief_for_each_child_session_is_over_those_that_there_would_be(bluebell: Base):
    found = what_if(bluebell, [Relief(Decimal("2"), per_child_session=True), SessionDropped("main-fri")]).savings
    assert found.fee_relief == 2 * found.child_sessions


def two_places(came: list[int], *, status: Status = Status.WORKED) -> Base:
    """A Monday shift at food with two parent places for each of `came`, which says how many parents were there."""
    days = Days()
    for monday, number in zip(MONDAYS, came, strict=False):
        for each in range(number):
            days.stood(parent(f"p-{each}"), duty=FOOD, day=monday, status=status)
        if not number:
            days.stood(parent("p-0"), duty=FOOD, day=monday, status=Status.MISSED)
    rota = days.rota()
    rota = replace(rota, shifts=tuple(replace(shift, parent_places=2) for shift in rota.shifts))
    return Base.of(SavingsFacts(rota=rota), TERM.key, (Family("ash"),), TERM.days.last)


@pytest.mark.parametrize(
    ("came", "left"), [([2, 2, 2, 2], 4), ([1, 1, 1, 1], 2), ([0, 0, 0, 0], 0), ([2, 1, 0, 0], 1), ([1], 0)]
)
def test_a_place_taken_away_takes_hours_in_the_part_in_which_such_places_were_filled(came: list[int], left: int):
    found = what_if(two_places(came), [Places(FOOD.key, -1)])
    assert found.savings.hours.parent == left * 4


@pytest.mark.parametrize(
    ("came", "added"), [([2, 2, 2, 2], 4), ([1, 1, 1, 1], 2), ([0, 0, 0, 0], 0), ([2, 1, 0, 0], 2)]
)
def test_a_place_added_is_filled_in_the_part_in_which_such_places_were(came: list[int], added: int):
    base = two_places(came)
    assert what_if(base, [Places(FOOD.key, 1)]).savings.hours.parent == (sum(came) + added) * 4


def test_everybody_leaves_in_turn_and_not_always_the_first():
    base = two_places([2, 2, 2, 2])
    found = what_if(base, [Places(FOOD.key, -1)]).savings.hours.parts["task"]
    persons = {booking.key: booking.person for booking in base.facts.rota.bookings}
    assert [persons[part.booking or ""] for part in found] == ["p-1", "p-0", "p-1", "p-0"]


def test_those_who_come_besides_count_as_parents_did():
    """One of two parents has no first aid, so one of two who come besides has none either."""
    days = Days()
    days.came(0, 8, 13, session=days.session(weekday=0), day=MONDAYS[0])
    for number, monday in enumerate(MONDAYS[:2]):
        for key in ("a", "b"):
            days.stood(staff(key, 3, "pfa"), day=monday)
        days.stood(parent("p", 2) if number else parent("q", 2, without=["pfa"]), day=monday)
    base = Base.of(SavingsFacts(rota=days.rota()), TERM.key, (), TERM.days.last)
    before, after = as_it_was(base).savings.hours, what_if(base, [Places("care", 1)]).savings.hours
    assert (before.care_displaced, before.care_enriching) == (Decimal(4), Decimal(4))
    assert (after.care_displaced, after.care_enriching) == (Decimal(8), Decimal(8))


def test_a_term_under_way_is_taken_as_far_as_it_has_gone():
    base = Base.of(example(), "autumn", (), FIRST + dt.timedelta(days=6))
    assert as_it_was(base).savings.hours.care_displaced == 20
    assert as_it_was(base).shares.parent_hours == 5 * 6


@pytest.mark.parametrize(
    ("move", "reason", "most"),
    [
        (Places("care", -2), Unanswerable.TOO_FEW_PLACES, 1),
        (Places("care", -1, SATURDAY), Unanswerable.TOO_FEW_PLACES, 0),
        (Places("gardening", 1), Unanswerable.NO_PLACES, 0),
        (SessionDropped("acorn-tue"), Unanswerable.NO_SUCH_SESSION, 0),
        (SessionAdded("main-thu", FRIDAY), Unanswerable.SESSION_THERE, 0),
        (Weeks(-13), Unanswerable.TOO_FEW_WEEKS, 10),
        (Children("main-fri", -40), Unanswerable.TOO_FEW_CHILDREN, 19),
        (MoveRate("training", bought=Decimal(1)), Unanswerable.NO_RATE, 0),
    ],
)
def test_what_cannot_be_known_is_refused_with_its_reason(bluebell: Base, move, reason: Unanswerable, most: int):
    with pytest.raises(CannotSayError) as caught:
        what_if(bluebell, [move])
    assert (caught.value.reason, caught.value.most) == (reason, most)


def test_a_base_and_three_what_ifs_are_worked_out_within_a_second():
    file = read("bluebell.json")
    facts, families = savings_facts_of(file), families_of(file)
    asked: tuple[list[Move], ...] = (
        [Places("care", -1, FRIDAY)],
        [Weeks(2), PayRise(Decimal("0.05"))],
        [SessionDropped("main-fri")],
    )
    begun = time.process_time()
    base = Base.of(facts, "autumn-2026", families, LAST)
    as_it_was(base)
    for moves in asked:
        what_if(base, moves)
    assert time.process_time() - begun < 1
