"""The page's check of the three roundings, and what holds for every number of children."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rota.safety import Band, Rounding, RuleBook, own_rule_sets, required_adults, room_below_level_2
from rota.safety.ratio import others_at_level_2
from rota.safety.rules import RuleSet
from tests.engines.day import WEDNESDAY

ENGLAND = RuleBook("GB-ENG").on(WEDNESDAY)
NEW_ZEALAND = RuleBook("NZ").on(WEDNESDAY)
CHECK = (2, 6, 9)  # under two, two, three and over


def adults(children, rounding="per_band", *, rules=ENGLAND, level_6=False, min_adults=0):
    return required_adults(rules, children, level_6=level_6, rounding=Rounding(rounding), min_adults=min_adults)


@pytest.mark.parametrize(("rounding", "required"), [("per_band", 5), ("substitute", 4), ("pooled", 3)])
def test_the_check_of_the_page_is_rounded_in_three_ways(rounding, required):
    assert adults(CHECK, rounding) == required


def test_the_check_of_the_page_with_a_level_6_needs_one_adult_less():
    assert adults(CHECK, level_6=True) == 4


def test_a_room_with_any_child_needs_min_adults():
    assert adults((0, 0, 1), min_adults=2) == 2


def test_a_room_without_children_needs_nobody():
    assert adults((0, 0, 0), min_adults=2) == 0


@pytest.mark.parametrize(
    ("children", "required"), [(1, 1), (6, 1), (7, 2), (20, 2), (21, 3), (30, 3), (150, 15), (151, 16), (161, 17)]
)
def test_a_step_table_says_adults_and_goes_on_past_its_end(children, required):
    assert adults((0, children), rules=NEW_ZEALAND) == required


@pytest.mark.parametrize(("children", "required"), [(20, 1), (21, 3), (40, 3), (41, 5)])
def test_a_step_table_may_jump_by_two_adults(children, required):
    rules = own({"from_months": 0, "steps": [[20, 1], [40, 3]]})
    assert adults((children,), rules=rules) == required


SCOTLAND = RuleBook("GB-SCT").on(WEDNESDAY)


@pytest.mark.parametrize(
    ("children", "required"),
    [((3, 0, 0), 1), ((4, 0, 0), 2), ((0, 5, 0), 1), ((0, 6, 0), 2), ((0, 0, 8), 1), ((0, 0, 9), 2), ((3, 5, 8), 3)],
)
def test_scotland_lets_an_adult_have_three_five_or_eight(children, required):
    assert adults(children, rules=SCOTLAND) == required


def test_scotland_knows_no_level_6_and_no_share_of_qualified_adults():
    assert adults((0, 0, 13), rules=SCOTLAND, level_6=True) == 2
    assert [others_at_level_2(SCOTLAND, required) for required in (1, 2, 5)] == [0, 0, 0]


@pytest.mark.parametrize(("children", "required"), [(1, 1), (5, 1), (6, 2), (25, 5), (26, 6)])
def test_new_zealand_has_steps_of_its_own_under_two(children, required):
    assert adults((children, 0), rules=NEW_ZEALAND) == required


def test_spare_room_is_handed_on_past_a_band_that_has_no_child():
    # One under two leaves two places; nobody is two; the two of three and over take them.
    assert adults((1, 0, 2), "substitute") == 1


def test_spare_room_that_was_taken_is_not_handed_on_again():
    # Two places are left by the one under two; a two-year-old and one of three take them, eight of three remain.
    assert adults((1, 1, 9), "substitute") == 2
    assert adults((1, 1, 10), "substitute") == 3


def test_steps_too_hand_their_spare_room_on():
    # Four places are left by the one under two; six of the ten remain, which is one adult and not two.
    assert adults((1, 10), "substitute", rules=NEW_ZEALAND) == 2


@pytest.mark.parametrize(
    ("required", "others", "below"), [(0, 0, 0), (1, 0, 0), (2, 1, 0), (3, 1, 1), (4, 2, 1), (5, 2, 2)]
)
def test_half_of_the_other_adults_hold_level_2(required, others, below):
    assert others_at_level_2(ENGLAND, required) == others
    assert room_below_level_2(ENGLAND, required) == below


def test_a_share_of_a_third_is_taken_exactly():
    rules = own({"from_months": 0, "children_per_adult": 1}, share_level_2="0.2")
    assert others_at_level_2(rules, 11) == 2  # 10 x 0.2 is 2, not a hair above


def own(*bands: dict, **fields) -> RuleSet:
    return own_rule_sets([{"id": "own", "from": "2020-01-01", "bands": list(bands), **fields}], "GB-ENG")[0]


ratios = st.lists(st.integers(1, 15), min_size=1, max_size=4).map(sorted)
rule_sets = st.one_of(
    st.sampled_from(
        [ENGLAND, NEW_ZEALAND, RuleBook("GB-SCT").on(WEDNESDAY), RuleBook("GB-ENG").on(dt.date(2023, 1, 9))]
    ),
    ratios.map(lambda each: own(*({"from_months": 12 * n, "children_per_adult": r} for n, r in enumerate(each)))),
)


@st.composite
def rooms(draw):
    rules = draw(rule_sets)
    return rules, draw(st.tuples(*(st.integers(0, 40) for _band in rules.bands))), draw(st.booleans())


@given(rooms())
def test_per_band_is_never_below_substitute_and_that_never_below_pooled(room):
    rules, children, level_6 = room
    per_band, substitute, pooled = (
        adults(children, rounding, rules=rules, level_6=level_6) for rounding in ("per_band", "substitute", "pooled")
    )
    assert per_band >= substitute >= pooled


@given(rooms(), st.sampled_from(Rounding), st.integers(0, 3), st.data())
def test_one_child_more_never_lowers_what_is_required(room, rounding, min_adults, data):
    rules, children, level_6 = room
    band = data.draw(st.integers(0, len(children) - 1))
    more = tuple(count + (place == band) for place, count in enumerate(children))
    before = adults(children, rounding, rules=rules, level_6=level_6, min_adults=min_adults)
    assert adults(more, rounding, rules=rules, level_6=level_6, min_adults=min_adults) >= before


def test_a_band_has_either_a_ratio_or_steps():
    with pytest.raises(ValueError, match="either"):
        Band(0, 24)
    with pytest.raises(ValueError, match="either"):
        Band(0, 24, children_per_adult=3, steps=((5, 1),))


def test_a_step_that_takes_fewer_children_for_more_adults_is_refused():
    with pytest.raises(ValueError, match="each step"):
        Band(0, 24, steps=((5, 2), (10, 1)))
