"""National Insurance is due above an amount a year: as a part of the whole wage it is less than its own percentage."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.statutory import Statutory, StatutoryKind, statutory_on
from costs.statutory.threshold import effective_part

NI = statutory_on("GB-ENG", dt.date(2026, 4, 1))[StatutoryKind.NI]


def test_it_is_worked_out_from_a_years_pay():
    found = effective_part(NI, Decimal("12.71"), Decimal(10))
    assert (found.annual, found.liable, found.due) == (Decimal("6609.20"), Decimal("1609.20"), Decimal("241.38"))
    assert found.part == Decimal("0.0365")


def test_below_the_threshold_nothing_is_due():
    found = effective_part(NI, Decimal("12.71"), Decimal(4))
    assert [found.liable, found.due, found.part] == [0, 0, 0]


def test_without_a_threshold_it_is_the_figure_itself():
    flat = Statutory(StatutoryKind.PENSION, NI.begins, Decimal("0.03"), None, "A test")
    assert effective_part(flat, Decimal(20), Decimal("37.5")).part == Decimal("0.03")


@pytest.mark.parametrize(("wage", "hours"), [("0", "10"), ("12.71", "0"), ("12.71", "169"), ("-1", "10")])
def test_no_pay_has_no_part(wage: str, hours: str):
    with pytest.raises(ValueError, match="no pay"):
        effective_part(NI, Decimal(wage), Decimal(hours))


@given(
    st.decimals(min_value="0.01", max_value=500, places=2),
    st.decimals(min_value="0.25", max_value=168, places=2),
    st.decimals(min_value="0.25", max_value=168, places=2),
)
def test_it_is_never_below_nought_nor_above_its_percentage_and_grows_with_the_hours(
    wage: Decimal, fewer: Decimal, more: Decimal
):
    fewer, more = sorted((fewer, more))
    first, second = effective_part(NI, wage, fewer), effective_part(NI, wage, more)
    assert 0 <= first.part <= second.part <= NI.value
