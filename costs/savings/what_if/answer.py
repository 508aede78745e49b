"""What a what-if says: the engine's savings and shares, and how safe the hours would have been."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from costs.savings.result import Savings
from rota.exact import EXACT, HOUR, ZERO, hours, ratio
from rota.safety import Alert, RoomDay
from rota.shares import TermShares

# A clearance that runs out soon is no matter of what might have been.
_LOOKED_AT = tuple(alert for alert in Alert if alert != Alert.EXPIRING)


@dataclass(frozen=True, slots=True)
class Safety:
    """Hours with children in a room in which something is missing.

    `short` is by how many adults, times how long: the hours that somebody would have had to stand in for. `hours` is
    how long each alert lasts, `days` the days on which it does.
    """

    short: Decimal
    hours: Mapping[Alert, Decimal]
    days: Mapping[Alert, frozenset[dt.date]]

    def hours_of(self, alert: Alert) -> Decimal:
        return self.hours.get(alert, ZERO)

    def days_of(self, alert: Alert) -> frozenset[dt.date]:
        return self.days.get(alert, frozenset())

    def worse_than(self, base: "Safety") -> tuple[Alert, ...]:
        """The alerts that last longer than they did."""
        return tuple(alert for alert in _LOOKED_AT if self.hours_of(alert) > base.hours_of(alert))


@dataclass(frozen=True, slots=True)
class Answer:
    """`families` have a child in the term; `last` is its last day, which more weeks put off."""

    savings: Savings
    shares: TermShares
    families: int
    safety: Safety
    last: dt.date

    @property
    def hours_per_family(self) -> Decimal | None:
        return ratio(self.savings.hours.parent, Decimal(self.families))


def safety_of(room_days: Iterable[RoomDay]) -> Safety:
    short = ZERO
    seconds: dict[Alert, Decimal] = defaultdict(lambda: ZERO)
    days: dict[Alert, set[dt.date]] = defaultdict(set)
    for room_day in room_days:
        for piece in room_day.slices:
            if not piece.has_children:
                continue
            short += EXACT.multiply(Decimal(piece.short_by), piece.seconds)
            for alert in piece.alerts:
                if alert in _LOOKED_AT:
                    seconds[alert] += piece.seconds
                    days[alert].add(room_day.day)
    return Safety(
        EXACT.divide(short, HOUR),
        {alert: hours(each) for alert, each in seconds.items()},
        {alert: frozenset(each) for alert, each in days.items()},
    )
