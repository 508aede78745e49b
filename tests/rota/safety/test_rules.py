"""Which rules hold when, and that a country is a file."""

import datetime as dt

import pytest

from rota.safety import NoRuleSetError, RuleBook, built_in_rule_sets, evaluate_day, own_rule_sets
from tests.engines.day import WEDNESDAY, Days, staff


def ratio_at_two(day: str) -> int | None:
    rules = RuleBook("GB-ENG").on(dt.date.fromisoformat(day))
    return rules.bands[1].children_per_adult


@pytest.mark.parametrize(("day", "ratio"), [("2023-09-03", 4), ("2023-09-04", 5), ("2025-09-01", 5), ("2030-01-01", 5)])
def test_england_lets_an_adult_have_five_two_year_olds_from_4_september_2023(day, ratio):
    assert ratio_at_two(day) == ratio


@pytest.mark.parametrize(("day", "needs_pfa"), [("2025-08-31", False), ("2025-09-01", True)])
def test_england_asks_volunteers_for_first_aid_from_1_september_2025(day, needs_pfa):
    rules = RuleBook("GB-ENG").on(dt.date.fromisoformat(day))
    assert ("pfa" in rules.parent_needs) == needs_pfa
    assert rules.first_aider_at_meals == needs_pfa


def test_england_today_is_named_as_the_nursery_file_names_it():
    assert RuleBook("GB-ENG").on(dt.date(2026, 9, 30)).id == "GB-ENG-2025-09"


def test_scotland_and_new_zealand_are_data():
    scotland = RuleBook("GB-SCT").on(dt.date(2026, 9, 30))
    assert [band.children_per_adult for band in scotland.bands] == [3, 5, 8]
    new_zealand = RuleBook("NZ").on(dt.date(2026, 9, 30))
    assert new_zealand.bands[1].steps[:3] == ((6, 1), (20, 2), (30, 3))


@pytest.mark.parametrize(
    ("country", "required"),
    [("GB-ENG", 5), ("GB-SCT", 5), ("NZ", 3)],  # 2 under two, 6 of two, 9 of three and over
)
def test_a_day_in_another_country_is_counted_by_its_own_rules(country, required):
    days = Days().came(2, 6, 9).stood(staff("a", 0, "pfa")).stood(staff("b", 0))
    (room_day,) = evaluate_day(days.rota(country=country), WEDNESDAY)
    (piece,) = room_day.slices
    assert (room_day.rules.country, piece.required, sum(piece.children)) == (country, required, 17)
    assert ("no_level_3" in piece.alerts) == (country == "GB-ENG")


def test_every_built_in_set_says_its_source():
    assert len(built_in_rule_sets()) >= 5
    assert all(len(rules.source) > 40 for rules in built_in_rule_sets())


def test_the_sets_of_one_country_never_hold_on_the_same_day():
    for rules in built_in_rule_sets():
        for edge in (rules.begins, rules.ends):
            if edge:
                assert sum(each.holds_on(edge) for each in built_in_rule_sets() if each.country == rules.country) == 1


OWN = {
    "id": "ours",
    "from": "2026-09-01",
    "until": "2026-12-31",
    "bands": [{"from_months": 0, "children_per_adult": 4}],
}


def test_a_nursery_s_own_rules_come_before_the_country_s_while_they_hold():
    book = RuleBook("GB-ENG", own_rule_sets([OWN], "GB-ENG"))
    assert book.on(dt.date(2026, 12, 31)).id == "ours"
    assert book.on(dt.date(2027, 1, 1)).id == "GB-ENG-2025-09"


def test_of_two_own_sets_the_later_one_holds():
    later = OWN | {"id": "later", "from": "2026-10-01"}
    book = RuleBook("GB-ENG", own_rule_sets([later, OWN], "GB-ENG"))
    assert [book.on(dt.date(2026, month, 1)).id for month in (9, 10)] == ["ours", "later"]


def test_fields_that_own_rules_leave_out_are_as_in_england_from_september_2025():
    ours = own_rule_sets([OWN | {"share_level_2": "0.25"}], "DE")[0]
    england = RuleBook("GB-ENG").on(dt.date(2026, 9, 30))
    assert float(ours.share_level_2) == 0.25
    assert (ours.min_level_3, ours.first_aiders, ours.first_aider_at_meals) == (1, 1, True)
    assert (ours.parent_needs, ours.staff_needs) == (england.parent_needs, england.staff_needs)


def test_bands_are_put_in_order_of_age():
    bands = [{"from_months": 24, "children_per_adult": 5}, {"from_months": 0, "to_months": 24, "children_per_adult": 3}]
    ours = own_rule_sets([OWN | {"bands": bands}], "GB-ENG")[0]
    assert [band.name for band in ours.bands] == ["0-24", "24+"]


def test_a_country_without_rules_says_so():
    with pytest.raises(NoRuleSetError, match="no ratio rules for AT on 2026-09-30"):
        RuleBook("AT").on(dt.date(2026, 9, 30))


def test_a_child_born_in_march_2024_is_two_from_the_first_of_march_2026():
    rules = RuleBook("GB-ENG").on(dt.date(2026, 3, 1))
    born = dt.date(2024, 3, 1)
    assert rules.bands[rules.band_of(born, dt.date(2026, 2, 28))].name == "0-24"
    assert rules.bands[rules.band_of(born, dt.date(2026, 3, 1))].name == "24-36"
    assert rules.bands[rules.band_of(born, dt.date(2027, 3, 1))].name == "36+"


def test_only_the_month_of_a_birthday_is_looked_at():
    rules = RuleBook("GB-ENG").on(dt.date(2026, 3, 1))
    assert rules.bands[rules.band_of(dt.date(2024, 3, 31), dt.date(2026, 3, 1))].name == "24-36"


def test_a_child_whom_no_band_takes_in_is_given_the_younger_one():
    bands = [
        {"from_months": 6, "to_months": 24, "children_per_adult": 3},
        {"from_months": 30, "to_months": 60, "children_per_adult": 8},
    ]
    rules = own_rule_sets([OWN | {"bands": bands}], "GB-ENG")[0]
    ages = [(2026, 8), (2024, 5), (2020, 1)]  # one month, 28 months, more than six years
    assert [rules.band_of(dt.date(*age, 1), dt.date(2026, 9, 30)) for age in ages] == [0, 0, 1]
