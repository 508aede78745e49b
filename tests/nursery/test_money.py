"""Money and hours as people read them."""

from decimal import Decimal

import pytest

from nursery.money import say_hours, say_money, say_part


@pytest.mark.parametrize(
    ("amount", "said"), [("1361.56", "£1,361.56"), ("-47.5", "−£47.50"), ("0.005", "£0.01"), ("-0.004", "£0.00")]
)
def test_money_is_said_to_the_penny_half_a_penny_up(amount: str, said: str):
    assert say_money(Decimal(amount)) == said


@pytest.mark.parametrize(("amount", "said"), [("2412.50", "£2,413"), ("-0.5", "−£1"), ("-0.49", "£0")])
def test_round_money_leaves_out_the_pence_half_a_pound_up(amount: str, said: str):
    assert say_money(Decimal(amount), pence=False) == said


@pytest.mark.parametrize(("currency", "said"), [("EUR", "€5.00"), ("CHF", "CHF 5.00")])
def test_a_currency_is_said_by_its_sign_or_its_letters(currency: str, said: str):
    assert say_money(Decimal(5), currency) == said


@pytest.mark.parametrize(("hours", "said"), [("4.00", "4"), ("2.50", "2.5"), ("0.445", "0.45"), ("1183", "1,183")])
def test_hours_are_said_without_needless_noughts(hours: str, said: str):
    assert say_hours(Decimal(hours)) == said


@pytest.mark.parametrize(("part", "said"), [("0.120700", "12.07"), ("0.03", "3"), ("1", "100"), ("0", "0")])
def test_a_part_is_said_in_percent_with_its_sign_beside_it(part: str, said: str):
    assert say_part(Decimal(part)) == f"{said}\u00a0%"
