"""To how many places a report says things."""

from decimal import Decimal

from rota.exact import ONE, rounded

_SHARE = 4
_HOURS = 8


def money(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value)


def share(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, _SHARE)


def exact(value: Decimal) -> Decimal:
    """Hours to eight places, without needless zeros and never as 1E+2."""
    found = rounded(value, _HOURS)
    whole = found.to_integral_value()
    return whole.quantize(ONE) if found == whole else found.normalize()
