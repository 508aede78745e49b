"""What the savings engine is told beside the rota: rates, pay, the programme's cost and fee relief.

Keys and dates are as in `rota.safety.facts`. Money and hours are `Decimal`, in the nursery's one currency. Facts may
stand in any order and may reach beyond the days asked about: rates and pay must reach back to what held then.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from rota.exact import ZERO
from rota.safety import Rota
from rota.shares import Contribution


class Scenario(StrEnum):
    """How the work would have been paid: at least, most likely, at most."""

    LOW = "low"
    CENTRAL = "central"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour would have cost, from a day on. `key` is a duty's key, or the programme's own.

    `holiday`, `ni` and `pension` are parts of the wage (0.1207 is 12.07 %). `bought` is s, the part of a duty's hours
    that the nursery would have bought; None is 1 for care and 0 for a task (no evidence). `scenario` None: all.
    """

    key: str
    begins: dt.date
    wage: Decimal
    holiday: Decimal = ZERO
    ni: Decimal = ZERO
    pension: Decimal = ZERO
    bought: Decimal | None = None
    scenario: Scenario | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """What an hour of a paid person costs the nursery, from a day on."""

    person: str
    begins: dt.date
    hourly_cost: Decimal


@dataclass(frozen=True, slots=True)
class ProgrammeEntry:
    """What it cost to run parent duty: `hours` at the `rate` of that key, or an `amount`."""

    key: str
    day: dt.date
    kind: str
    hours: Decimal | None = None
    rate: str | None = None
    amount: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.hours is None or self.rate is None):
            raise ValueError("a programme entry is either hours at a rate, or an amount")


@dataclass(frozen=True, slots=True)
class FeeRelief:
    """What families together paid less because of the rota; never one family's."""

    day: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SavingsFacts:
    """Everything the engine looks at. The rota holds all of the period, its child-sessions too."""

    rota: Rota
    contributions: tuple[Contribution, ...] = ()
    rates: tuple[Rate, ...] = ()
    pay: tuple[Pay, ...] = ()
    programme: tuple[ProgrammeEntry, ...] = ()
    fee_relief: tuple[FeeRelief, ...] = ()
