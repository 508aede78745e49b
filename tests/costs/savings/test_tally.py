"""What savings are made of adds up over days, and gives the savings back."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from costs.savings import (
    Savings,
    SavingsFacts,
    Tally,
    added,
    savings_document,
    savings_from,
    tally_of,
    work_out_savings,
)
from rota.shares import Family, SharesTally, shares_of, shares_tally
from tests.costs.savings.worked_example import FIRST as TERM_FIRST
from tests.costs.savings.worked_example import LAST as TERM_LAST
from tests.costs.savings.worked_example import example
from tests.engines.strategies import DAYS, FIRST, LAST, savings_facts

DAY = dt.timedelta(days=1)
FAMILIES = (Family("ash"), Family("birch"))


def shares(facts: SavingsFacts, first: dt.date, last: dt.date) -> SharesTally:
    return shares_tally(facts.rota, first, last, FAMILIES, facts.contributions)


def tally(facts: SavingsFacts, first: dt.date, last: dt.date) -> Tally:
    return tally_of(work_out_savings(facts, first, last), shares(facts, first, last))


def document(found: Savings) -> dict:
    return savings_document(found, "random", "GBP")


def without_what_it_stands_on(found: Savings) -> dict:
    """What a report looks at, beside the document."""
    return {
        scenario: ([(line.rates, line.hours) for line in of.lines], {replace(fault, parts=()) for fault in of.faults})
        for scenario, of in found.scenarios.items()
    }


@given(savings_facts(), st.sampled_from(DAYS[:-1]))
def test_the_tallies_of_two_spans_are_that_of_both(facts, last_of_one):
    one, other = tally(facts, FIRST, last_of_one), tally(facts, last_of_one + DAY, LAST)
    assert added([one, other]) == added([other, one]) == tally(facts, FIRST, LAST)


@given(savings_facts())
def test_a_span_s_savings_follow_from_the_tallies_of_its_days(facts):
    whole = work_out_savings(facts, FIRST, LAST)
    again = savings_from(added(tally(facts, day, day) for day in DAYS), FIRST, LAST)
    assert document(again) == document(whole)
    assert without_what_it_stands_on(again) == without_what_it_stands_on(whole)
    assert (again.net_per_child_session, again.hours.parent) == (whole.net_per_child_session, whole.hours.parent)


@given(savings_facts())
def test_a_span_s_shares_follow_from_the_tallies_of_its_days(facts):
    whole = shares(facts, FIRST, LAST)
    assert shares_of("span", added(tally(facts, day, day) for day in DAYS).shares) == shares_of("span", whole)


def test_the_worked_example_follows_from_the_tallies_of_its_days():
    facts = example()
    days = [TERM_FIRST + n * DAY for n in range((TERM_LAST - TERM_FIRST).days + 1)]
    again = savings_from(added(tally(facts, day, day) for day in days), TERM_FIRST, TERM_LAST)
    assert document(again) == document(work_out_savings(facts, TERM_FIRST, TERM_LAST))


def test_no_days_at_all_make_nothing():
    nothing = savings_from(added([]), FIRST, LAST)
    assert not any((nothing.central.net, nothing.hours.parent, nothing.child_sessions))
    assert nothing.central.net is not None
