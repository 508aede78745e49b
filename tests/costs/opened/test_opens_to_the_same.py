"""What a figure is opened to adds up to the figure: on Bluebell's term, and on any small nursery."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given, settings

from costs.queries.opened.burden import open_burden
from costs.queries.opened.fates import Fate, open_shift
from costs.queries.opened.figures import Figure, Ledger, exact_value
from costs.queries.opened.line import find_figures, months_of
from costs.queries.opened.names import Names
from costs.queries.opened.net import open_net
from costs.queries.opened.refs import Kind, Ref
from costs.savings import Scenario
from rota.exact import rounded, text
from rota.safety import Pricing
from tests.engines.nursery_file import read, savings_facts_of
from tests.engines.strategies import FIRST, LAST, savings_facts

TERM = dt.date(2026, 9, 7), dt.date(2026, 12, 11)
NOTHING = Decimal("1e-30")
ZERO = Decimal(0)
NO_NAMES = Names({}, {})
few = settings(max_examples=40)  # each example is a nursery, and each nursery is opened in three estimates
OF_SHIFTS = frozenset(Kind) - {Kind.PARENTS, Kind.PROGRAMME, Kind.RELIEF}


@pytest.fixture(scope="module")
def bluebell() -> Ledger:
    return Ledger.of(savings_facts_of(read("bluebell.json")), *TERM)


def figures(ledger: Ledger, scenario: Scenario, kind: Kind) -> list[Figure]:
    return [figure for figure in ledger.figures(scenario) if figure.ref.kind == kind]


def added(ledger: Ledger, scenario: Scenario, shift: str) -> dict[Ref, Decimal]:
    """What a shift adds to which figure."""
    return {
        figure.ref: row.counted
        for figure in ledger.figures(scenario)
        if figure.ref.kind in OF_SHIFTS
        for row in ledger.work_of(figure)
        if row.shift == shift
    }


def close(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < NOTHING


@pytest.mark.parametrize("scenario", Scenario)
def test_every_line_of_bluebell_s_expected_file_opens(bluebell: Ledger, scenario: Scenario):
    expected = read("bluebell.expected.json")["savings"]["scenarios"][scenario]
    for line in expected["lines"]:
        (figure,) = find_figures(
            bluebell, scenario, Ref(Kind.VALUE, line["duty"], Decimal(line["rate"]), Decimal(line["bought"]))
        )
        work = bluebell.work_of(figure)
        assert text(sum((row.counted for row in work), ZERO)) == line["hours"]
        assert text(sum((month.counted for month in months_of(work)), ZERO)) == line["hours"]
        assert text(figure.amount) == line["value"]
    for line in expected["premium"]:
        (figure,) = find_figures(bluebell, scenario, Ref(Kind.PREMIUM, line["duty"]))
        assert text(sum((row.counted for row in bluebell.work_of(figure)), ZERO)) == line["hours"]
        assert text(figure.amount) == line["value"]
    for line in expected["programme"]:
        (figure,) = find_figures(bluebell, scenario, Ref(Kind.PROGRAMME, line["kind"]))
        assert text(sum((amount for _entry, amount in figure.entries), ZERO)) == line["value"]
    net = open_net(bluebell, scenario, NO_NAMES)
    assert text(net.found.net) == expected["net"]
    assert net.relief is not None
    assert text(net.relief.amount) == expected["fee_relief"]


def test_every_hour_of_bluebell_s_expected_file_opens(bluebell: Ledger):
    expected = read("bluebell.expected.json")["savings"]["hours"]
    unpriced = figures(bluebell, Scenario.CENTRAL, Kind.UNPRICED)
    assert {each.ref.of: text(each.hours) for each in unpriced} == expected["unpriced"]
    (enriching,) = figures(bluebell, Scenario.CENTRAL, Kind.ENRICHING)
    assert text(enriching.hours) == expected["care_enriching"]
    burden = open_burden(bluebell, NO_NAMES)
    assert text(burden.parents.hours) == expected["parent"]
    assert text(burden.paid.hours) == expected["paid"]
    assert burden.child_sessions == expected["child_sessions"]
    assert sum(count for _month, count in burden.month_totals) == expected["child_sessions"]


def test_bluebell_s_care_line_opens_to_fifty_four_shifts_of_four_hours(bluebell: Ledger):
    (care, _food) = figures(bluebell, Scenario.CENTRAL, Kind.VALUE)
    assert [(row.counted, row.given) for row in bluebell.work_of(care)] == [(Decimal(4), Decimal(4))] * 54


def test_what_the_shifts_of_bluebell_add_is_what_their_slices_say(bluebell: Ledger):
    found = [open_shift(bluebell, key) for key in bluebell.shifts if TERM[0] <= bluebell.shifts[key].day <= TERM[1]]
    slices = sum((each.displaced for shift in found for each in shift.slices), ZERO)
    assert text(slices) == "216.00"


@few
@given(savings_facts())
def test_figures_add_up_to_the_totals_above_them(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for scenario in Scenario:
        net = open_net(ledger, scenario, NO_NAMES)
        for group in (net.value, net.premium, net.programme):
            if group.total is not None:
                assert sum((named.figure.amount or ZERO for named in group.figures), ZERO) == group.total
        totals = [group.total for group in (net.value, net.premium, net.programme)]
        value, *taken_off = [total for total in totals if total is not None] or [ZERO]
        if net.found.net is not None:
            assert value - sum(taken_off, ZERO) == net.found.net
        assert close(net.priced_hours + net.unpriced_hours, ledger.savings.hours.parent)
    if net.relief:
        assert sum((rounded(each.amount) for each in ledger.relief_entries()), ZERO) == net.relief.amount


@few
@given(savings_facts())
def test_shifts_and_months_add_up_to_each_figure(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for scenario in Scenario:
        for figure in ledger.figures(scenario):
            work = ledger.work_of(figure)
            assert close(sum((row.counted for row in work), ZERO), figure.hours)
            assert close(sum((month.counted for month in months_of(work)), ZERO), figure.hours)
            assert sum(month.work for month in months_of(work)) == figure.shifts + figure.contributions == len(work)
            assert all(row.counted <= row.given + NOTHING for row in work)
            if figure.ref.kind == Kind.PROGRAMME:
                assert sum((amount for _entry, amount in figure.entries), ZERO) == figure.amount


@few
@given(savings_facts())
def test_the_sum_of_a_line_is_rounded_to_its_value(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for scenario in Scenario:
        for figure in figures(ledger, scenario, Kind.VALUE):
            assert figure.line is not None
            assert rounded(exact_value(figure.line)) == figure.amount
            assert close(figure.hours, figure.line.hours)


@few
@given(savings_facts())
def test_hours_that_are_not_priced_are_told_apart_as_the_engine_sums_them(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    by_duty: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for figure in ledger.figures(Scenario.CENTRAL):
        if figure.ref.kind == Kind.LEARNING:
            by_duty["shadow"] += figure.hours
        elif figure.ref.kind in {Kind.UNCONFIRMED, Kind.UNPRICED}:
            by_duty[figure.ref.of] += figure.hours
    assert by_duty.keys() == ledger.savings.hours.unpriced.keys()
    assert all(close(hours, by_duty[duty]) for duty, hours in ledger.savings.hours.unpriced.items())


@few
@given(savings_facts())
def test_what_became_of_each_hour_of_a_shift_adds_up_to_what_was_given(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    given_on: dict[str, Decimal] = defaultdict(lambda: ZERO)
    displaced_on: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for name, parts in ledger.savings.hours.parts.items():
        for part in parts:
            if part.booking and name != "cover":
                given_on[part.booking] += part.hours
            if part.booking and name == "displaced":
                displaced_on[part.booking] += part.hours
    for key in ledger.shifts:
        opened = open_shift(ledger, key)
        for each in opened.bookings:
            assert close(each.hours, given_on[each.booking.key])
            counted = sum((fate.hours for fate in each.fates if fate.fate == Fate.COUNTED), ZERO)
            assert close(counted, displaced_on[each.booking.key])
            assert all(fate.fate != Fate.OUTSIDE for fate in each.fates)
        slices = sum((each.displaced for each in opened.slices), ZERO)
        assert close(slices, sum((displaced_on[each.booking.key] for each in opened.bookings), ZERO))


@few
@given(savings_facts())
def test_a_shift_adds_to_the_lines_what_its_page_says(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for scenario in Scenario:
        on_lines: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for figure in figures(ledger, scenario, Kind.VALUE) + figures(ledger, scenario, Kind.NO_RATE):
            for row in ledger.work_of(figure):
                on_lines[row.shift or ""] += row.counted
        for key in ledger.shifts:
            fates = [fate for each in open_shift(ledger, key).bookings for fate in each.fates]
            counted = sum((fate.hours for fate in fates if fate.fate in {Fate.COUNTED, Fate.PRICED}), ZERO)
            assert close(counted, on_lines[key])


@few
@given(savings_facts())
def test_the_facts_of_a_day_alone_say_the_same_of_its_shifts(facts):
    """A shift's page reads its day, a line's page the whole period."""
    period = Ledger.of(facts, FIRST, LAST)
    for key, shift in period.shifts.items():
        of_day = Ledger.of(facts, shift.day, shift.day)
        assert open_shift(of_day, key) == open_shift(period, key)
        for scenario in Scenario:
            assert added(of_day, scenario, key) == added(period, scenario, key)


@few
@given(savings_facts())
def test_every_figure_is_found_again_by_its_address(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for scenario in Scenario:
        for figure in ledger.figures(scenario):
            assert Ref.asked(figure.ref.query) == figure.ref
            assert find_figures(ledger, scenario, figure.ref) == [figure]


@few
@given(savings_facts())
def test_only_care_has_slices(facts):
    ledger = Ledger.of(facts, FIRST, LAST)
    for key, shift in ledger.shifts.items():
        if ledger.duties[shift.duty].pricing != Pricing.CARE:
            assert open_shift(ledger, key).slices == ()
