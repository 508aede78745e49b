"""Facts as bytes and back: the same facts give the same bytes, whatever order and zone they came in."""

import datetime as dt
import random
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.savings import SavingsFacts, savings_document, work_out_savings
from costs.savings.canonical import canonical, canonical_bytes, plain, read_canonical
from rota.safety import Band, RuleSet, rule_set_from
from tests.engines.day import LONDON
from tests.engines.strategies import FIRST, LAST, savings_facts

LISBON, TOKYO = ZoneInfo("Europe/Lisbon"), ZoneInfo("Asia/Tokyo")


def written_otherwise(value: Any, chance: random.Random) -> Any:
    """The same facts: every list of them in another order, instants in other zones, decimals with other zeros."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal("0.00000001"))
    if isinstance(value, dt.datetime):
        return value.astimezone(chance.choice([dt.UTC, TOKYO, LISBON]))
    if isinstance(value, tuple):
        each = [written_otherwise(one, chance) for one in value]
        if each and is_dataclass(each[0]) and not isinstance(each[0], Band | RuleSet):
            chance.shuffle(each)
        return tuple(each)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: written_otherwise(getattr(value, f.name), chance) for f in fields(value)})
    return value


@given(savings_facts())
def test_facts_come_back_as_they_went(facts):
    assert read_canonical(canonical_bytes(facts), SavingsFacts) == canonical(facts)


@given(savings_facts(), st.randoms(use_true_random=False))
def test_the_same_facts_written_otherwise_are_the_same_bytes(facts, chance):
    assert canonical_bytes(written_otherwise(facts, chance)) == canonical_bytes(facts)


@given(savings_facts())
def test_what_is_read_back_comes_to_the_same_figures(facts):
    again = read_canonical(canonical_bytes(facts), SavingsFacts)
    was, now = (savings_document(work_out_savings(each, FIRST, LAST), "any", "GBP") for each in (facts, again))
    assert was == now


@given(savings_facts(), savings_facts())
def test_other_facts_are_other_bytes(facts, others):
    assert (canonical_bytes(facts) == canonical_bytes(others)) == (canonical(facts) == canonical(others))


def test_rules_of_a_nurserys_own_come_back_with_their_fractions():
    rules = rule_set_from(
        {
            "id": "own", "from": "2026-09-01", "source": "ours", "min_level_3": 1, "share_level_2": "1/2",
            "first_aiders": 1, "first_aider_at_meals": True, "parent_needs": ["dbs"], "staff_needs": [],
            "bands": [{"from_months": 0, "to_months": 24, "children_per_adult": 3},
                      {"from_months": 24, "steps": [[8, 1], [16, 2]]}],
        },
        "GB-ENG",
    )  # fmt: skip
    again = read_canonical(canonical_bytes(rules), RuleSet)
    assert again == rules
    assert again.share_level_2 == Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "said"),
    [("17.520000", "17.52"), ("100", "100"), ("1E+2", "100"), ("0.00", "0"), ("-0", "0"), ("-2.50", "-2.5")],
)
def test_a_decimal_is_plain(value, said):
    assert str(plain(Decimal(value))) == said


def test_the_zone_is_its_name_and_an_instant_in_utc():
    moment = dt.datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1)
    assert canonical_bytes((moment,)) == b'["2026-10-25T01:30:00Z"]'
    assert canonical_bytes((LONDON,)) == b'["Europe/London"]'
