"""What the savings of a span of days are made of, in sums that add up: seconds, and money before it is rounded.

Figures do not add up, for each line is rounded once (domain 03). Their tallies do: those of spans that have no day in
common make the tally of both, and the savings that follow from it are, to the penny, those worked out from all of
the rows. So a closed term keeps its own, and five years need not be worked out anew.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from costs.savings.facts import Rate, Scenario
from costs.savings.result import (
    Fault,
    FaultKind,
    Line,
    Part,
    PremiumLine,
    ProgrammeLine,
    Savings,
    ScenarioSavings,
)
from costs.savings.scenario import net_of
from costs.savings.worked import KINDS, hours_of
from rota.exact import EXACT, HOUR, ZERO, hours, rounded
from rota.shares import SharesTally, added_shares

_TOTALS = ("value", "premium", "programme")


@dataclass(frozen=True, slots=True)
class WorkedSum:
    """`kind` is one of `Hours.parts`; `month` is "2026-09"."""

    kind: str
    month: str
    duty: str
    seconds: Decimal


@dataclass(frozen=True, slots=True)
class ValueSum:
    """A line before it is rounded."""

    scenario: Scenario
    duty: str
    rate: Decimal
    bought: Decimal
    seconds: Decimal
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class PremiumSum:
    """A premium line before it is rounded; `more` as there."""

    scenario: Scenario
    duty: str
    hourly_cost: Decimal
    seconds: Decimal
    more: Decimal


@dataclass(frozen=True, slots=True)
class ProgrammeSum:
    """Entries are rounded each, so their values add up."""

    scenario: Scenario
    kind: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class FaultSum:
    """A fault without what stands on it. `found_in` is the scenario that it was found in, `scenario` whether it is
    that one's alone."""

    found_in: Scenario
    kind: FaultKind
    key: str
    day: dt.date
    scenario: Scenario | None
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Missing:
    """A total that cannot be said in a scenario: `value`, `premium` or `programme`."""

    scenario: Scenario
    total: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Every list in the order of what names its sums, so that equal tallies are equal."""

    worked: tuple[WorkedSum, ...]
    unpriced: Mapping[str, Decimal]
    confirmed: Decimal
    values: tuple[ValueSum, ...]
    premium: tuple[PremiumSum, ...]
    programme: tuple[ProgrammeSum, ...]
    missing: tuple[Missing, ...]
    faults: tuple[FaultSum, ...]
    fee_relief: Decimal
    child_sessions: int
    shares: SharesTally


def tally_of(savings: Savings, shares: SharesTally) -> Tally:
    """Of savings worked out from rows, and what the shares of the same days are made of."""
    with localcontext(EXACT):
        each = savings.scenarios.items()
        return added(
            [
                Tally(
                    worked=tuple(
                        WorkedSum(kind, f"{part.day:%Y-%m}", part.duty, part.seconds)
                        for kind in KINDS
                        for part in savings.hours.parts[kind]
                    ),
                    unpriced=savings.hours.unpriced_seconds,
                    confirmed=savings.hours.confirmed_seconds,
                    values=tuple(
                        ValueSum(scenario, line.duty, line.rate, line.bought, _seconds(line.parts), line.rates)
                        for scenario, found in each
                        for line in found.lines
                    ),
                    premium=tuple(
                        PremiumSum(scenario, line.duty, line.hourly_cost, _seconds(line.parts), line.more)
                        for scenario, found in each
                        for line in found.premium
                    ),
                    programme=tuple(
                        ProgrammeSum(scenario, line.kind, line.value)
                        for scenario, found in each
                        for line in found.programme
                    ),
                    missing=tuple(
                        Missing(scenario, name)
                        for scenario, found in each
                        for name, total in zip(_TOTALS, _totals(found), strict=True)
                        if total is None
                    ),
                    faults=tuple(
                        FaultSum(scenario, fault.kind, fault.key, fault.day, fault.scenario, fault.hours)
                        for scenario, found in each
                        for fault in found.faults
                    ),
                    fee_relief=savings.fee_relief,
                    child_sessions=savings.child_sessions,
                    shares=shares,
                )
            ]
        )


def added(tallies: Iterable[Tally]) -> Tally:
    """The tally of all of their days; no two may have a day in common."""
    with localcontext(EXACT):
        all_of = tuple(tallies)
        worked: dict[tuple[str, str, str], Decimal] = defaultdict(lambda: ZERO)
        unpriced: dict[str, Decimal] = defaultdict(lambda: ZERO)
        values: dict[tuple[Scenario, str, Decimal, Decimal], Decimal] = defaultdict(lambda: ZERO)
        rates: dict[tuple[Scenario, str, Decimal, Decimal], dict[Rate, None]] = defaultdict(dict)
        premium: dict[tuple[Scenario, str, Decimal], tuple[Decimal, Decimal]] = {}
        programme: dict[tuple[Scenario, str], Decimal] = defaultdict(lambda: ZERO)
        for tally in all_of:
            for sum_ in tally.worked:
                worked[sum_.kind, sum_.month, sum_.duty] += sum_.seconds
            for duty, seconds in tally.unpriced.items():
                unpriced[duty] += seconds
            for line in tally.values:
                key = (line.scenario, line.duty, line.rate, line.bought)
                values[key] += line.seconds
                rates[key].update(dict.fromkeys(line.rates))
            for cover in tally.premium:
                seconds, more = premium.get((cover.scenario, cover.duty, cover.hourly_cost), (ZERO, ZERO))
                premium[cover.scenario, cover.duty, cover.hourly_cost] = (seconds + cover.seconds, more + cover.more)
            for entry in tally.programme:
                programme[entry.scenario, entry.kind] += entry.value
        faults = [fault for tally in all_of for fault in tally.faults]
        return Tally(
            worked=tuple(WorkedSum(*key, seconds) for key, seconds in sorted(worked.items())),
            unpriced=dict(sorted(unpriced.items())),
            confirmed=sum((tally.confirmed for tally in all_of), ZERO),
            values=tuple(
                ValueSum(*key, seconds, tuple(sorted(rates[key], key=lambda rate: rate.begins)))
                for key, seconds in sorted(values.items())
            ),
            premium=tuple(PremiumSum(*key, *sums) for key, sums in sorted(premium.items())),
            programme=tuple(ProgrammeSum(*key, value) for key, value in sorted(programme.items())),
            missing=tuple(
                sorted(
                    {each for tally in all_of for each in tally.missing}, key=lambda each: (each.scenario, each.total)
                )
            ),
            faults=tuple(sorted(faults, key=lambda fault: (fault.found_in, fault.kind, fault.day, fault.key))),
            fee_relief=sum((tally.fee_relief for tally in all_of), ZERO),
            child_sessions=sum(tally.child_sessions for tally in all_of),
            shares=added_shares(tally.shares for tally in all_of),
        )


def savings_from(tally: Tally, first: dt.date, last: dt.date) -> Savings:
    """The savings of the days that `tally` holds, from `first` to `last`. Their parts are sums by month and duty, dated
    by the month's first day; lines open no further, and there are no slices."""
    with localcontext(EXACT):
        parts: dict[str, list[Part]] = {kind: [] for kind in KINDS}
        for each in tally.worked:
            parts[each.kind].append(Part(dt.date.fromisoformat(f"{each.month}-01"), each.duty, each.seconds))
        return Savings(
            first=first,
            last=last,
            scenarios={scenario: _scenario(tally, scenario) for scenario in Scenario},
            hours=hours_of(parts, tally.unpriced, tally.confirmed),
            child_sessions=tally.child_sessions,
            fee_relief=tally.fee_relief,
            room_days=(),
            care=(),
        )


def _scenario(tally: Tally, scenario: Scenario) -> ScenarioSavings:
    lines = tuple(
        Line(
            line.duty,
            line.rate,
            line.bought,
            hours(line.seconds),
            rounded(line.seconds * line.bought * line.rate / HOUR),
            line.rates,
            (),
        )
        for line in tally.values
        if line.scenario == scenario
    )
    premium = tuple(
        PremiumLine(line.duty, line.hourly_cost, hours(line.seconds), rounded(line.more / HOUR), line.more, ())
        for line in tally.premium
        if line.scenario == scenario
    )
    programme = tuple(ProgrammeLine(each.kind, each.value, ()) for each in tally.programme if each.scenario == scenario)
    missing = {each.total for each in tally.missing if each.scenario == scenario}
    values = ([each.value for each in lines], [each.value for each in premium], [each.value for each in programme])
    totals = [None if name in missing else sum(of_lines, ZERO) for name, of_lines in zip(_TOTALS, values, strict=True)]
    return ScenarioSavings(
        scenario=scenario,
        lines=lines,
        premium=premium,
        programme=programme,
        value=totals[0],
        premium_total=totals[1],
        programme_total=totals[2],
        net=net_of(*totals),
        fee_relief=tally.fee_relief,
        faults=tuple(
            Fault(fault.kind, fault.key, fault.day, fault.scenario, fault.hours)
            for fault in tally.faults
            if fault.found_in == scenario
        ),
    )


def _totals(found: ScenarioSavings) -> tuple[Decimal | None, ...]:
    return found.value, found.premium_total, found.programme_total


def _seconds(parts: Iterable[Part]) -> Decimal:
    return sum((part.seconds for part in parts), ZERO)
