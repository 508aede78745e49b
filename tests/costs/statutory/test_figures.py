"""Figures of the law, built in as dated data."""

import datetime as dt
from decimal import Decimal

import pytest

from costs.statutory import ON_COSTS, StatutoryKind, newer_than, statutory_figures, statutory_on
from rota.exact import rounded

WAGE = StatutoryKind.LIVING_WAGE


@pytest.mark.parametrize(
    ("day", "wage"),
    [("2025-04-01", "12.21"), ("2026-03-31", "12.21"), ("2026-04-01", "12.71"), ("2027-01-01", "12.71")],
)
def test_the_living_wage_is_that_of_the_day(day: str, wage: str):
    assert statutory_on("GB-ENG", dt.date.fromisoformat(day))[WAGE].value == Decimal(wage)


def test_before_the_first_day_that_is_built_in_nothing_is_offered():
    assert WAGE not in statutory_on("GB-ENG", dt.date(2025, 3, 31))
    assert StatutoryKind.NI not in statutory_on("GB-ENG", dt.date(2025, 4, 5))


def test_on_costs_are_those_of_the_law():
    on = statutory_on("GB-ENG", dt.date(2026, 4, 1))
    assert [on[kind].value for kind in ON_COSTS] == [Decimal("0.1207"), Decimal("0.15"), Decimal("0.03")]
    assert on[StatutoryKind.NI].above == 5000


def test_holiday_is_5_6_weeks_of_the_weeks_that_are_worked():
    holiday = statutory_on("GB-ENG", dt.date(2026, 4, 1))[StatutoryKind.HOLIDAY].value
    assert holiday == rounded(Decimal("5.6") / (52 - Decimal("5.6")), 4)


def test_every_figure_has_a_source_that_fits_into_a_rate_with_the_others():
    for day in {figure.begins for figure in statutory_figures("GB")}:
        sources = [figure.source for figure in statutory_on("GB-ENG", day).values()]
        assert all(sources)
        assert len("; ".join(sources)) <= 500


def test_the_same_law_holds_in_every_part_of_the_kingdom_and_no_other_is_built_in():
    assert statutory_figures("GB-SCT") == statutory_figures("GB-ENG")
    assert statutory_figures("DE") == statutory_figures("NZ-AUK") == statutory_figures("../gb") == ()


def test_a_wage_of_last_year_rests_on_a_figure_that_a_newer_one_has_followed():
    found = newer_than("GB-ENG", WAGE, Decimal("12.21"), dt.date(2026, 4, 1))
    assert found is not None
    assert [each.value for each in found] == [Decimal("12.21"), Decimal("12.71")]


@pytest.mark.parametrize(
    ("wage", "day"),
    [("12.21", "2026-03-31"), ("12.71", "2026-04-01"), ("13.25", "2026-04-01"), ("12.21", "2024-01-01")],
)
def test_nothing_newer_is_said_before_its_day_nor_of_a_wage_of_ones_own(wage: str, day: str):
    assert newer_than("GB-ENG", WAGE, Decimal(wage), dt.date.fromisoformat(day)) is None
