"""What a contribution that is due above an amount a year alone comes to, as a part of the whole wage."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from costs.statutory import Statutory
from rota.exact import EXACT, ZERO, rounded

WEEKS = Decimal(52)  # holiday is paid, so a year's pay has all its weeks
_MOST_HOURS = Decimal(168)


@dataclass(frozen=True, slots=True)
class EffectivePart:
    """The working: pay `annual`, of which `liable` lies above the threshold, makes `due` a year, a `part` of the pay.

    Money to the penny, the part to four places (0.0365 is 3.65 %).
    """

    wage: Decimal
    hours: Decimal
    figure: Statutory
    annual: Decimal
    liable: Decimal
    due: Decimal
    part: Decimal


def effective_part(figure: Statutory, wage: Decimal, hours: Decimal) -> EffectivePart:
    """Of somebody who is paid `wage` for `hours` a week. Never below nought; the figure itself without a threshold.

    Raises ValueError for hours or a wage that make no pay.
    """
    if wage <= 0 or not 0 < hours <= _MOST_HOURS:
        raise ValueError("no pay, no part of it")
    annual = EXACT.multiply(EXACT.multiply(wage, hours), WEEKS)
    liable = max(ZERO, EXACT.subtract(annual, figure.above or ZERO))
    due = EXACT.multiply(liable, figure.value)
    part = EXACT.divide(due, annual).quantize(Decimal("0.0001"), rounding=ROUND_HALF_UP)
    return EffectivePart(wage, hours, figure, rounded(annual), rounded(liable), rounded(due), part)
