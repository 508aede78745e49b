"""Net opened: every line of the sum, how they add up, and the hours that have no price."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costs.periods import Period
from costs.programme_kinds import say_programme_kind
from costs.queries.facts import savings_facts
from costs.queries.opened.figures import Figure, Ledger, hours_of
from costs.queries.opened.names import Names, names_of_figures
from costs.queries.opened.refs import NOT_PRICED, Kind
from costs.queries.opened.words import say_figure
from costs.savings import FaultKind, Savings, Scenario, ScenarioSavings
from nursery.models import Nursery
from rota.exact import ZERO


@dataclass(frozen=True, slots=True)
class NamedFigure:
    figure: Figure
    name: str

    @property
    def said(self) -> str:
        """As it is called where it stands alone."""
        return say_figure(self.figure.ref.kind, self.name)

    @property
    def through(self) -> str:
        """What lies between the report and it: Net, or all hours."""
        return "hours" if self.figure.ref.kind in {Kind.PARENTS, Kind.PAID} else "net"


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one kind. `total` is what they come to in money, None where a rate is missing or there is no price."""

    kind: Kind
    figures: tuple[NamedFigure, ...]
    total: Decimal | None = None

    @property
    def hours(self) -> Decimal:
        return hours_of(named.figure for named in self.figures)


@dataclass(frozen=True, slots=True)
class MissingRate:
    """A rate of the programme that is missing, so that an entry has no amount."""

    key: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class NetOpened:
    """`found` holds the totals: value - premium - programme = net, of which fee relief is a use."""

    savings: Savings
    found: ScenarioSavings
    value: Group
    premium: Group
    programme: Group
    no_premium: Group
    not_priced: tuple[Group, ...]
    missing_rates: tuple[MissingRate, ...]
    relief: Figure | None

    @property
    def priced_hours(self) -> Decimal:
        return self.value.hours

    @property
    def unpriced_hours(self) -> Decimal:
        return sum((group.hours for group in self.not_priced), ZERO)


def ledger_of(nursery: Nursery, period: Period, today: dt.date) -> Ledger:
    """A period's ledger, of its days up to and with today: eight queries. Raises NoRuleSetError."""
    last = min(period.last, today)
    return Ledger.of(savings_facts(nursery, period.first, last), period.first, last)


def net_opened(nursery: Nursery, period: Period, scenario: Scenario, today: dt.date) -> NetOpened:
    """Raises NoRuleSetError where no ratio rules are known for the period's days."""
    return open_net(ledger_of(nursery, period, today), scenario, names_of_figures())


def open_net(ledger: Ledger, scenario: Scenario, names: Names) -> NetOpened:
    found = ledger.savings.scenarios[scenario]
    figures = ledger.figures(scenario)
    return NetOpened(
        savings=ledger.savings,
        found=found,
        value=_group(Kind.VALUE, figures, names, found.value),
        premium=_group(Kind.PREMIUM, figures, names, found.premium_total),
        programme=_group(Kind.PROGRAMME, figures, names, found.programme_total),
        no_premium=_group(Kind.NO_PREMIUM, figures, names),
        not_priced=tuple(group for kind in NOT_PRICED if (group := _group(kind, figures, names)).figures),
        missing_rates=tuple(
            MissingRate(fault.key, fault.day)
            for fault in found.faults
            if fault.kind == FaultKind.MISSING_RATE and not fault.parts
        ),
        relief=next((each for each in figures if each.ref.kind == Kind.RELIEF), None),
    )


def named(figures: Iterable[Figure], names: Names) -> tuple[NamedFigure, ...]:
    return tuple(NamedFigure(figure, name_of(figure, names)) for figure in figures)


def name_of(figure: Figure, names: Names) -> str:
    if figure.ref.kind == Kind.PROGRAMME:
        return say_programme_kind(figure.ref.of)
    return names.duty(figure.ref.of) if figure.ref.of else ""


def _group(kind: Kind, figures: Sequence[Figure], names: Names, total: Decimal | None = None) -> Group:
    return Group(kind, named((each for each in figures if each.ref.kind == kind), names), total)
