"""What the shares are told beside the rota (see `rota.safety.facts` for keys, dates and the rest)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from rota.exact import ONE


@dataclass(frozen=True, slots=True)
class DatedShare:
    begins: dt.date
    share: Decimal


@dataclass(frozen=True, slots=True)
class Relief:
    """What a family owes is lifted from `first` to `last`, both included; `lifted` is the part, 1 for all of it."""

    first: dt.date
    last: dt.date
    lifted: Decimal


@dataclass(frozen=True, slots=True)
class Family:
    """`share` is the family's standing share, `shares` what replaced it from a day on. Its children and its people
    name it by `key`."""

    key: str
    share: Decimal = ONE
    shares: tuple[DatedShare, ...] = ()
    reliefs: tuple[Relief, ...] = ()

    def share_on(self, day: dt.date) -> Decimal:
        begun = [dated for dated in self.shares if dated.begins <= day]
        return max(begun, key=lambda dated: dated.begins).share if begun else self.share

    def lifted_on(self, day: dt.date) -> Decimal:
        """The part lifted on a day. Reliefs on one day lift at most all of it (domain 02)."""
        return min(
            ONE, sum((relief.lifted for relief in self.reliefs if relief.first <= day <= relief.last), Decimal(0))
        )


@dataclass(frozen=True, slots=True)
class Contribution:
    """Hours given outside the rota, logged by the giver; they count once somebody has confirmed them."""

    key: str
    day: dt.date
    person: str
    duty: str
    hours: Decimal
    confirmed: bool = False
