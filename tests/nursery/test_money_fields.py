"""Amounts and percentages as people type them."""

from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from nursery.forms import MoneyField, PercentField, read_as_part
from nursery.money import say_money


def money(text: str, **bounds: Decimal) -> Decimal | None:
    amount: Decimal | None = MoneyField(required=False, places=2, **bounds).clean(text)
    return amount


def percent(text: str) -> Decimal | None:
    part: Decimal | None = PercentField(required=False).clean(text)
    return part


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.71", "12.71"),
        ("£12.71", "12.71"),
        (" £ 1,200 ", "1200"),
        ("1,200.50", "1200.50"),
        ("1 200", "1200"),
        ("1\u00a0200", "1200"),
        ("12,71", "12.71"),
        ("GBP 5", "5"),
        (".5", "0.5"),
        ("50p", "0.50"),
        ("1,234,567", "1234567"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_people_type_it(text: str, amount: str):
    assert money(text) == Decimal(amount)


def test_an_empty_amount_is_none():
    assert money(" ") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("twelve", "We can’t read this as an amount"),
        ("12.7.1", "We can’t read this as an amount"),
        ("1,20,0", "We can’t read this as an amount"),
        ("1e3", "We can’t read this as an amount"),
        ("NaN", "We can’t read this as an amount"),
        ("Infinity", "We can’t read this as an amount"),
        ("£", "We can’t read this as an amount"),
        ("p", "We can’t read this as an amount"),
        ("-3", "less than nothing"),
        ("−£3", "less than nothing"),
        ("£-3", "less than nothing"),
        ("500.01", "Write at most £500."),
        ("12.715", "at most 2 places"),
        ("€5", "Amounts are kept in GBP here"),
    ],
)
def test_what_is_no_amount_is_said(text: str, sentence: str):
    with pytest.raises(ValidationError, match=sentence):
        money(text, most=Decimal(500))


def test_an_amount_may_be_below_nothing_where_the_field_says_so():
    assert money("−£3.50", least=Decimal(-10)) == Decimal("-3.50")


def test_a_nursery_elsewhere_writes_its_own_currency():
    field = MoneyField()
    field.currency = "EUR"
    assert field.clean("€ 12.50") == Decimal("12.50")


@given(st.decimals(min_value=0, max_value=10_000_000, places=2))
def test_an_amount_as_we_say_it_is_read_as_the_same(amount: Decimal):
    assert money(say_money(amount)) == amount
    assert money(MoneyField().prepare_value(amount)) == amount
    assert money(f"{amount:f}".replace(".", ",")) == amount


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("12.07", "0.1207"),
        ("12.07 %", "0.1207"),
        ("12,07%", "0.1207"),
        ("0.1207", "0.1207"),
        (".5", "0.5"),
        ("0.5 %", "0.005"),
        ("1 %", "0.01"),
        ("100", "1"),
        ("3 percent", "0.03"),
        ("3 per cent", "0.03"),
        ("0", "0"),
    ],
)
def test_a_percentage_is_read_as_people_type_it(text: str, part: str):
    assert percent(text) == Decimal(part)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("half", "We can’t read this as a percentage"),
        ("nan", "We can’t read this as a percentage"),
        ("%", "We can’t read this as a percentage"),
        ("-3", "less than nothing"),
        ("100.01", "Write at most 100 %"),
        ("1207", "Write at most 100 %"),
        ("1", "Is this 1 % or 100 %"),
        ("1.0", "Is this 1 % or 100 %"),
        ("12.07123", "at most 4 places"),
    ],
)
def test_what_is_no_percentage_is_said(text: str, sentence: str):
    with pytest.raises(ValidationError, match=sentence):
        percent(text)


def test_that_a_number_was_read_as_a_part_can_be_told():
    assert read_as_part("0.1207")
    assert not any(read_as_part(text) for text in ("12.07", "0.5 %", "0", "1", "half", ""))


@given(st.decimals(min_value=0, max_value=1, places=6))
def test_a_part_is_the_same_however_it_is_typed(part: Decimal):
    shown = PercentField().prepare_value(part)
    assert percent(shown) == part
    assert percent(shown.replace(".", ",")) == part
    assert percent(f"{part * 100:f} %") == part
    if 0 < part < 1:
        assert percent(f"{part:f}") == part


@given(st.text(max_size=12))
def test_whatever_is_typed_is_an_amount_within_bounds_or_refused(text: str):
    for field, most in ((MoneyField(required=False, most=Decimal(500)), 500), (PercentField(required=False), 1)):
        with suppress(ValidationError):
            found = field.clean(text)
            assert found is None or 0 <= found <= most
