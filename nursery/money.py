"""Decimals as people and files write them. No float passes through here."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format

ZERO = Decimal(0)
ONE = Decimal(1)
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "NZD": "$", "CAD": "$", "AUD": "$"}


class ExactDecoder(json.JSONDecoder):
    """For JSON that PostgreSQL wrote: its numerics are decimals here too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "parse_float": Decimal})


def plain(value: Decimal, places: int = 0) -> str:
    """`value` without exponent or needless zeros, with at least `places` decimals: 12.7100 → "12.71"."""
    text = f"{value:f}"
    whole, _point, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def say_hours(hours: Decimal) -> str:
    """Hours as people read them: "4", "2.5", "7.75"."""
    return str(
        number_format(
            plain(hours.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)), use_l10n=True, force_grouping=True
        )
    )


def say_money(amount: Decimal, currency: str = "GBP", *, pence: bool = True) -> str:
    """ "£1,361.56", or "£1,362" without pence; a minus sign before the symbol."""
    rounded = abs(amount).quantize(Decimal("0.01") if pence else Decimal(1), rounding=ROUND_HALF_UP)
    text = number_format(rounded, decimal_pos=2 if pence else 0, use_l10n=True, force_grouping=True)
    symbol = SYMBOLS.get(currency, f"{currency} ")
    return f"{'−' if amount < 0 and rounded else ''}{symbol}{text}"


def say_part(part: Decimal) -> str:
    """A part of a whole as people read it, with all its places: "12.07 %", "3 %". The sign stays on its line."""
    return f"{number_format(plain(part * 100), use_l10n=True)}\u00a0%"
