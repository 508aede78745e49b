"""Which rate holds for a key on a day in a scenario, and what an hour is worth by it; what a person cost on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from costs.savings.facts import Pay, Rate, Scenario
from rota.exact import EXACT, ONE, ZERO, rounded
from rota.safety import Pricing


def hourly_value(rate: Rate) -> Decimal:
    """V = round2(wage x (1 + holiday) x (1 + ni + pension))."""
    with localcontext(EXACT):
        return rounded(rate.wage * (ONE + rate.holiday) * (ONE + rate.ni + rate.pension))


def part_bought(rate: Rate, pricing: Pricing) -> Decimal:
    """s of a duty's hours: what the rate says, else 1 for care and 0 for a task."""
    if rate.bought is not None:
        return rate.bought
    return ONE if pricing == Pricing.CARE else ZERO


@dataclass(frozen=True, slots=True)
class DatedValue:
    """The rate that holds on a day, and V, what an hour is worth by it."""

    rate: Rate
    hourly: Decimal


class RateBook:
    """Dated rates. A scenario's own rate goes before one for all, whichever began later."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._dated: dict[tuple[str, Scenario | None], list[Rate]] = defaultdict(list)
        for rate in rates:
            self._dated[rate.key, rate.scenario].append(rate)
        for dated in self._dated.values():
            dated.sort(key=lambda rate: rate.begins, reverse=True)
        self._found: dict[tuple[str, Scenario, dt.date], DatedValue | None] = {}

    def on(self, key: str, scenario: Scenario, day: dt.date) -> Rate | None:
        """None where no rate is known: the caller lists it as a fault."""
        found = self.worth(key, scenario, day)
        return None if found is None else found.rate

    def worth(self, key: str, scenario: Scenario, day: dt.date) -> DatedValue | None:
        """The rate and what it comes to, worked out once; None as above."""
        asked = (key, scenario, day)
        if asked not in self._found:
            begun = (
                rate for whose in (scenario, None) for rate in self._dated.get((key, whose), ()) if rate.begins <= day
            )
            rate = next(begun, None)
            self._found[asked] = None if rate is None else DatedValue(rate, hourly_value(rate))
        return self._found[asked]


class PayBook:
    """Dated hourly costs of paid people."""

    def __init__(self, pay: Iterable[Pay]) -> None:
        self._dated: dict[str, list[Pay]] = defaultdict(list)
        for each in pay:
            self._dated[each.person].append(each)
        for dated in self._dated.values():
            dated.sort(key=lambda each: each.begins, reverse=True)

    def on(self, person: str, day: dt.date) -> Decimal | None:
        return next((each.hourly_cost for each in self._dated.get(person, ()) if each.begins <= day), None)
