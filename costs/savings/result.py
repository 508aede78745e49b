"""What the engine finds: every figure with what it was made of, so that a page can open it down to the shift.

Money is rounded to the penny, hours are unrounded. What one paid person costs is nobody's to see beside a shift
(domain 01): a page that opens a premium line shows its shifts and their hours, and leaves out its hourly cost.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from costs.savings.care import CareSlice
from costs.savings.facts import ProgrammeEntry, Rate, Scenario
from rota.exact import hours, ratio
from rota.safety import RoomDay


@dataclass(frozen=True, slots=True)
class Part:
    """Hours of one booking (or of one contribution) that a figure stands on; of care, in one slice."""

    day: dt.date
    duty: str
    seconds: Decimal
    shift: str | None = None
    booking: str | None = None
    contribution: str | None = None
    care: CareSlice | None = None

    @property
    def hours(self) -> Decimal:
        return hours(self.seconds)


@dataclass(frozen=True, slots=True)
class Line:
    """One duty at one rate and one s: `value` = round2(hours x s x rate). `rates` are those dated rates, with their
    sources, that come to `rate` an hour."""

    duty: str
    rate: Decimal
    bought: Decimal
    hours: Decimal
    value: Decimal
    rates: tuple[Rate, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PremiumLine:
    """What paid cover of one duty at one hourly cost cost beyond what the same hours are valued at. May be negative.

    `value` is `more` by the hour, rounded: `more` = seconds x (hourly cost - round2(s x V)), summed over the parts.
    """

    duty: str
    hourly_cost: Decimal
    hours: Decimal
    value: Decimal
    more: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """The programme's cost of one kind; its entries, each with its value."""

    kind: str
    value: Decimal
    entries: tuple[tuple[ProgrammeEntry, Decimal], ...]


class FaultKind(StrEnum):
    MISSING_RATE = "missing_rate"
    MISSING_PAY = "missing_pay"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not known for hours that were worked, so that a figure is missing or is incomplete.

    `key` is a duty's or a programme rate's key (a rate is missing, in `scenario`), or a person's (their pay is, in
    every scenario). `hours` is how many stand on it that day, `parts` which. A programme entry has no parts.
    """

    kind: FaultKind
    key: str
    day: dt.date
    scenario: Scenario | None
    hours: Decimal
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class ScenarioSavings:
    """One scenario. A total is None where a rate that it stands on is missing (`faults` says which), and so is
    whatever is made of it. `returned` is None too where net is not above nought."""

    scenario: Scenario
    lines: tuple[Line, ...]
    premium: tuple[PremiumLine, ...]
    programme: tuple[ProgrammeLine, ...]
    value: Decimal | None
    premium_total: Decimal | None
    programme_total: Decimal | None
    net: Decimal | None
    fee_relief: Decimal
    faults: tuple[Fault, ...]

    @property
    def retained(self) -> Decimal | None:
        return None if self.net is None else self.net - self.fee_relief

    @property
    def returned(self) -> Decimal | None:
        return ratio(self.fee_relief, self.net) if self.net is not None and self.net > 0 else None


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the period. Those of parents: `parent` = `priced` + `care_enriching` + all of `unpriced`.

    `priced` = displaced care + confirmed tasks, whatever s. `unpriced` is by duty, with the hours not confirmed, and
    shadow hours under `shadow`. `paid`: worked by paid people on shifts, cover included. Of each, `parts` names the
    bookings: `displaced`, `enriching`, `task`, `unpriced`, `paid`, `cover`.
    """

    parent: Decimal
    care_displaced: Decimal
    care_enriching: Decimal
    priced: Decimal
    unpriced_seconds: Mapping[str, Decimal]
    confirmed_seconds: Decimal
    paid: Decimal
    parts: Mapping[str, tuple[Part, ...]]

    @property
    def unpriced(self) -> Mapping[str, Decimal]:
        return {duty: hours(seconds) for duty, seconds in self.unpriced_seconds.items()}

    @property
    def confirmed(self) -> Decimal:
        return hours(self.confirmed_seconds)

    @property
    def confirmed_share(self) -> Decimal | None:
        return ratio(self.confirmed, self.parent)


@dataclass(frozen=True, slots=True)
class Savings:
    """The savings of a period. `room_days` and `care` are the slices that the care hours were found in."""

    first: dt.date
    last: dt.date
    scenarios: Mapping[Scenario, ScenarioSavings]
    hours: Hours
    child_sessions: int
    fee_relief: Decimal
    room_days: tuple[RoomDay, ...]
    care: tuple[CareSlice, ...]

    @property
    def central(self) -> ScenarioSavings:
        return self.scenarios[Scenario.CENTRAL]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Each fault once, those of all scenarios together."""
        return tuple(dict.fromkeys(fault for each in self.scenarios.values() for fault in each.faults))

    @property
    def net_per_parent_hour(self) -> Decimal | None:
        """Of the central scenario, over all hours that parents gave. In aggregate only, never for one family."""
        return None if self.central.net is None else ratio(self.central.net, self.hours.parent)

    @property
    def relief_per_parent_hour(self) -> Decimal | None:
        return ratio(self.fee_relief, self.hours.parent)

    @property
    def net_per_child_session(self) -> Decimal | None:
        """Of the central scenario: what it takes off fees."""
        return None if self.central.net is None else ratio(self.central.net, Decimal(self.child_sessions))

    @property
    def relief_per_child_session(self) -> Decimal | None:
        return ratio(self.fee_relief, Decimal(self.child_sessions))

    @property
    def parent_hours_per_child_session(self) -> Decimal | None:
        return ratio(self.hours.parent, Decimal(self.child_sessions))
