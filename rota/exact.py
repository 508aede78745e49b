"""Exact arithmetic for hours, money and shares: no float, and one place where anything is rounded.

Lengths of time are seconds as `Decimal` (microseconds are kept). Quantities are carried in `EXACT`, 50 significant
digits, and each is worked out with a single division at its end, so that a figure that is exactly half a penny is
seen as half a penny. Only `rounded` rounds; it is called for rates, lines and entries of money (domain 03 says
which) and otherwise where a figure is printed.
"""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext

EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
ZERO = Decimal(0)
ONE = Decimal(1)
HOUR = Decimal(3600)  # in seconds
PENNY = 2  # places

_MICROSECOND = dt.timedelta(microseconds=1)


def rounded(value: Decimal, places: int = PENNY) -> Decimal:
    """`value` to `places` decimals, a half going away from zero (domain 03). Never minus nought."""
    with localcontext(EXACT):
        return value.quantize(ONE.scaleb(-places), rounding=ROUND_HALF_UP) + ZERO


def text(value: Decimal | None, places: int = PENNY) -> str | None:
    """`value` as the commands print it (domain 04): a string of `places` decimals, or None for what is not known."""
    return None if value is None else f"{rounded(value, places):f}"


def seconds_between(starts: dt.datetime, ends: dt.datetime) -> Decimal:
    """Elapsed seconds between two instants, both in UTC (aware times of one zone would be subtracted by the wall
    clock, and a shift across a clock change would be an hour wrong)."""
    elapsed = ends - starts
    if elapsed.microseconds:
        return Decimal(elapsed // _MICROSECOND).scaleb(-6, EXACT)
    return Decimal(elapsed.days * 86400 + elapsed.seconds)


def hours(seconds: Decimal) -> Decimal:
    """Seconds as hours, unrounded."""
    return EXACT.divide(seconds, HOUR)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum, whatever the caller's own context."""
    found = ZERO
    for value in values:
        found = EXACT.add(found, value)
    return found


def ratio(above: Decimal, below: Decimal) -> Decimal | None:
    """`above / below`, or None where there is nothing to divide by."""
    return EXACT.divide(above, below) if below else None
