"""Everything that a report shows, as plain figures: the page, the PDF, the workbook, the CSV and the JSON are each
drawn from a `Report` and from nothing else, so that they cannot differ, and a closed term's can be kept as it was.

Money is to the penny, in the nursery's currency. Hours are to eight places without needless zeros (a third of an
hour times a rate must still come to the penny), and are shown to two. Shares, attainments and indices are to four
places; 0.05 is 5 %. None is what cannot be said: it is shown as "none yet". Nothing here is one person's or one
family's: hourly costs, names and keys of people stay out (domain 01).
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from costs.periods import PeriodKind
from costs.savings import Alarm

FORMAT = "report/1"


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """`first` and `last` are both included. `key` is empty for a span of any days."""

    kind: PeriodKind
    key: str
    name: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class LineFigures:
    """One duty at one rate an hour and one part bought: value = round2(hours x bought x rate)."""

    duty: str
    name: str
    rate: Decimal
    bought: Decimal
    hours: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class PremiumFigures:
    """What paid cover of a duty cost beyond what the same hours are valued at; its lines by hourly cost, summed."""

    duty: str
    name: str
    hours: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """What running parent duty took, of one kind ("coordination", "first_aid", or a word of the nursery's own)."""

    kind: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """One estimate: net = value - premium_total - programme_total. `returned` is none where net is not above nought."""

    lines: tuple[LineFigures, ...]
    premium: tuple[PremiumFigures, ...]
    programme: tuple[ProgrammeFigures, ...]
    value: Decimal | None
    premium_total: Decimal | None
    programme_total: Decimal | None
    net: Decimal | None
    fee_relief: Decimal
    retained: Decimal | None
    returned: Decimal | None


@dataclass(frozen=True, slots=True)
class Scenarios:
    low: ScenarioFigures
    central: ScenarioFigures
    high: ScenarioFigures

    @property
    def each(self) -> tuple[tuple[str, ScenarioFigures], ...]:
        return (("low", self.low), ("central", self.central), ("high", self.high))


@dataclass(frozen=True, slots=True)
class HoursFigures:
    """parent = priced + care_enriching + unpriced. `learning` and `unconfirmed` are parts of `unpriced`."""

    parent: Decimal
    priced: Decimal
    care_displaced: Decimal
    care_enriching: Decimal
    unpriced: Decimal
    unconfirmed: Decimal
    learning: Decimal
    confirmed_share: Decimal | None
    paid: Decimal
    cover: Decimal


@dataclass(frozen=True, slots=True)
class DutyFigures:
    """A duty on which anybody worked. `given` by parents = `counted` + `enriching` + `unconfirmed` + `learning`, and
    of a duty that is never priced all of it stands in `never_priced`. `nothing_bought`: there is no evidence that the
    nursery would have bought any of it."""

    key: str
    name: str
    pricing: str
    given: Decimal
    counted: Decimal
    enriching: Decimal
    unconfirmed: Decimal
    learning: Decimal
    never_priced: Decimal
    paid: Decimal
    cover: Decimal
    nothing_bought: bool


@dataclass(frozen=True, slots=True)
class MonthDutyFigures:
    duty: str
    given: Decimal
    counted: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """`month` is "2026-09". `duties` are those of that month, in the order of the report's."""

    month: str
    given: Decimal
    counted: Decimal
    paid: Decimal
    duties: tuple[MonthDutyFigures, ...]


@dataclass(frozen=True, slots=True)
class SharingFigures:
    """How the shares lie on families, never which. `needed` is what the period needs of parents on duties that count
    towards the share, `done` what they did of it. `attainments` are done / due, the least first, of the `attained`
    families with anything due; `under_half` of them are below a half (None while the period is not over)."""

    families: int
    needed: Decimal
    done: Decimal
    solidarity: Decimal
    coverage: Decimal | None
    attained: int
    attainments: tuple[Decimal, ...]
    under_half: int | None
    jain: Decimal | None
    gini: Decimal | None


@dataclass(frozen=True, slots=True)
class PerFigures:
    """Net and fee relief of the central estimate, and hours, by what they are spread over. In aggregate only."""

    net_per_child_session: Decimal | None
    relief_per_child_session: Decimal | None
    net_per_parent_hour: Decimal | None
    relief_per_parent_hour: Decimal | None
    parent_hours_per_child_session: Decimal | None


@dataclass(frozen=True, slots=True)
class RateFigures:
    """A dated rate that a line stands on. `estimate` is low, central or high, or empty for all three; `an_hour` is the
    wage with its on-costs, `bought` the part of the hours that the nursery would have bought."""

    duty: str
    name: str
    estimate: str
    starts: dt.date
    wage: Decimal
    holiday: Decimal
    ni: Decimal
    pension: Decimal
    an_hour: Decimal
    bought: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class FaultFigures:
    """Something that is not known for hours that were worked. `key` is a duty's or a programme rate's; of pay that is
    not known it is empty, since it would name a person. `estimates` are those that it concerns."""

    kind: str
    key: str
    name: str
    estimates: tuple[str, ...]
    first: dt.date
    days: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class BeforeFigures:
    """The period before, where anybody worked in it and its rules are known."""

    period: PeriodFigures
    net_low: Decimal | None
    net_central: Decimal | None
    net_high: Decimal | None
    fee_relief: Decimal
    returned: Decimal | None
    parent_hours: Decimal
    paid_hours: Decimal
    child_sessions: int
    parent_hours_per_child_session: Decimal | None


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """Changes on the period before, as parts of it (0.05 is up by 5 %), and what should alarm a trustee (domain 03)."""

    parent_hours: Decimal | None
    parent_hours_per_child_session: Decimal | None
    paid_hours: Decimal | None
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, slots=True)
class BudgetFigures:
    """What was planned for the term; None where it was not said."""

    net: Decimal | None
    programme: Decimal | None
    fee_relief: Decimal | None
    parent_hours: Decimal | None
    paid_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class AdjustmentFigures:
    """What was put right, in this period, about a term that was closed before. `net_low` to `net_high` are by how much
    each estimate's net changes, `fee_relief` by how much more came back to families. `kind` is hours (of a duty),
    programme or fee_relief. Who entered and who confirmed it are people's public ids, as every id here."""

    id: str
    about: str
    about_name: str
    date: dt.date
    kind: str
    duty: str
    duty_name: str
    hours: Decimal | None
    net_low: Decimal
    net_central: Decimal
    net_high: Decimal
    fee_relief: Decimal
    reason: str
    entered_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class AdjustedFigures:
    """Net of each estimate and fee relief, with the period's adjustments; None where the net itself is."""

    net_low: Decimal | None
    net_central: Decimal | None
    net_high: Decimal | None
    fee_relief: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """A period's report. `last_day` is the day that the savings reach to: today, while the period is not over
    (`so_far`); how the shares lie is said of the whole of it. `adjusted` is there where there are
    adjustments; every other figure is without them."""

    format: str
    nursery: str
    nursery_name: str
    currency: str
    period: PeriodFigures
    last_day: dt.date
    so_far: bool
    scenarios: Scenarios
    hours: HoursFigures
    child_sessions: int
    per: PerFigures
    duties: tuple[DutyFigures, ...]
    months: tuple[MonthFigures, ...]
    sharing: SharingFigures
    rates: tuple[RateFigures, ...]
    faults: tuple[FaultFigures, ...]
    before: BeforeFigures | None
    changes: ChangeFigures | None
    budget: BudgetFigures | None = None
    closed_on: dt.date | None = None
    inputs_digest: str = ""
    adjustments: tuple[AdjustmentFigures, ...] = ()
    adjusted: AdjustedFigures | None = None

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The least and the most that was saved, of all estimates; None while a figure is missing or no parent's hour
        is recorded."""
        nets = [found.net for _name, found in self.scenarios.each if found.net is not None]
        if len(nets) < len(self.scenarios.each) or not self.hours.parent:
            return None
        return min(nets), max(nets)
