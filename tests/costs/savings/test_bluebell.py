"""A whole nursery's savings, as they are expected."""

import datetime as dt
import time

import pytest

from costs.savings import Savings, savings_document, work_out_savings
from tests.engines.nursery_file import read, savings_facts_of

FIRST, LAST = dt.date(2026, 9, 7), dt.date(2026, 12, 11)


@pytest.fixture(scope="module")
def savings() -> Savings:
    return work_out_savings(savings_facts_of(read("bluebell.json")), FIRST, LAST)


def test_the_savings_of_bluebell_s_term_are_as_expected(savings):
    assert savings_document(savings, "bluebell", "GBP") == read("bluebell.expected.json")["savings"]


def test_every_line_opens_down_to_its_shifts_and_slices(savings):
    care, food = savings.central.lines
    assert sum(part.seconds for part in care.parts) == 216 * 3600
    assert {part.care.slice.day for part in care.parts if part.care} == {part.day for part in care.parts}
    assert len({part.shift for part in care.parts}) == 54
    assert len({part.booking for part in food.parts}) == 57
    assert [rate.source for rate in care.rates] == ["Bluebell pay scale 2026-27, adopted by the trustees 2026-03-18"]


def test_a_term_of_bluebell_is_worked_out_within_150_ms():
    facts = savings_facts_of(read("bluebell.json"))
    taken = []
    for _attempt in range(3):
        begun = time.process_time()
        work_out_savings(facts, FIRST, LAST)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.15
