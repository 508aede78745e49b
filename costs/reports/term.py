"""What parents' shifts saved in a term, and what they asked of families (domain 03, the trustee's report)."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from costs.queries import savings_facts
from costs.reports.waterfall import Bar, waterfall
from costs.savings import Fault, Rate, Savings, Scenario, work_out_savings
from nursery.models import Nursery, Term
from nursery.money import ZERO
from rota.models import Duty, Pricing
from rota.queries.engine_facts import family_facts
from rota.shares import TermShares, term_shares

_GIVEN = ("displaced", "enriching", "task", "unpriced")


@dataclass(frozen=True, slots=True)
class DutyHours:
    """One duty's hours: given by parents, of those counted in the savings, and worked by paid people."""

    name: str
    pricing: str
    parents: Decimal
    counted: Decimal
    paid: Decimal

    @property
    def beyond(self) -> Decimal:
        """Hours that parents gave and that are not counted."""
        return self.parents - self.counted


@dataclass(frozen=True, slots=True)
class NamedRate:
    name: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class TermReport:
    """`savings` holds every figure, `shares` how they lie on families (never which family)."""

    term: Term
    savings: Savings
    shares: TermShares
    duties: list[DutyHours]
    bars: list[Bar]
    rates: list[NamedRate]
    faults: list[tuple[str, Fault]]
    families: int  # with a child in the term
    under_half: int  # of those, how many have done less than half of what is theirs
    so_far: bool  # the term is not over

    @property
    def low(self) -> Decimal | None:
        return self.savings.scenarios[Scenario.LOW].net

    @property
    def central(self) -> Decimal | None:
        return self.savings.central.net

    @property
    def high(self) -> Decimal | None:
        return self.savings.scenarios[Scenario.HIGH].net

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None and bool(self.savings.hours.parent)


def term_report(nursery: Nursery, term: Term, today: dt.date) -> TermReport:
    """Worked out from raw rows, in a fixed number of queries."""
    facts = savings_facts(nursery, term.starts, term.ends)
    savings = work_out_savings(facts, term.starts, term.ends)
    dated = next(each for each in facts.rota.terms if each.key == term.key)
    shares = term_shares(facts.rota, dated, family_facts(), facts.contributions)
    names = {duty.key: duty for duty in Duty.objects.all()}
    attainments = [family.attainment for family in shares.families if family.attainment is not None]
    return TermReport(
        term=term,
        savings=savings,
        shares=shares,
        duties=_duty_hours(savings, names),
        bars=waterfall(savings, {key: duty.name for key, duty in names.items()}),
        rates=_rates(savings, names),
        faults=[(names[f.key].name if f.key in names else f.key, f) for f in _distinct(savings.faults)],
        families=sum(bool(family.units) for family in shares.families),
        under_half=sum(attainment < Decimal("0.5") for attainment in attainments),
        so_far=today <= term.ends,
    )


def _duty_hours(savings: Savings, duties: dict[str, Duty]) -> list[DutyHours]:
    parents: dict[str, Decimal] = defaultdict(lambda: ZERO)
    counted: dict[str, Decimal] = defaultdict(lambda: ZERO)
    paid: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for kind, parts in savings.hours.parts.items():
        for part in parts:
            if kind in _GIVEN:
                parents[part.duty] += part.hours
            if kind in {"displaced", "task"}:
                counted[part.duty] += part.hours
            if kind == "paid":
                paid[part.duty] += part.hours
    rows = [
        DutyHours(duty.name, duty.pricing, parents[key], counted[key], paid[key])
        for key, duty in duties.items()
        if parents[key] or paid[key]
    ]
    order = list(Pricing.values)
    return sorted(rows, key=lambda row: (order.index(row.pricing), -row.parents, row.name))


def _rates(savings: Savings, duties: dict[str, Duty]) -> list[NamedRate]:
    """The dated rates that the figures stand on, each once, the central scenario's first."""
    found: dict[Rate, str] = {}
    order = [Scenario.CENTRAL, Scenario.LOW, Scenario.HIGH]
    for scenario in order:
        for line in savings.scenarios[scenario].lines:
            for rate in line.rates:
                found.setdefault(rate, duties[line.duty].name)
    return [NamedRate(name, rate) for rate, name in found.items()]


def _distinct(faults: tuple[Fault, ...]) -> list[Fault]:
    """One of each kind and key, the first: a rate that is missing all term is one thing to mend."""
    first: dict[tuple[str, str], Fault] = {}
    for fault in faults:
        first.setdefault((fault.kind, fault.key), fault)
    return list(first.values())
