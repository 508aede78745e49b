"""One scenario: value lines, premium lines, programme lines, and Net (domain 03).

Money is rounded here and in `rates.hourly_value`, always by `rota.exact.rounded`: a rate, then each line and each
entry of the programme; totals add rounded lines.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from costs.savings.facts import ProgrammeEntry, Rate, Scenario
from costs.savings.rates import PayBook, RateBook, part_bought
from costs.savings.result import (
    Fault,
    FaultKind,
    Hours,
    Line,
    Part,
    PremiumLine,
    ProgrammeLine,
    ScenarioSavings,
)
from rota.exact import HOUR, ONE, ZERO, hours, rounded
from rota.safety import Duty, Pricing

LineKind = TypeVar("LineKind", Line, PremiumLine, ProgrammeLine)


@dataclass(frozen=True, slots=True)
class Books:
    """Where a scenario looks up what it needs. `persons` says who stands behind a booking."""

    rates: RateBook
    pay: PayBook
    duties: Mapping[str, Duty]
    persons: Mapping[str, str]


def scenario_savings(
    scenario: Scenario, books: Books, worked: Hours, programme: Sequence[ProgrammeEntry], fee_relief: Decimal
) -> ScenarioSavings:
    value = _lines(scenario, books, [*worked.parts["displaced"], *worked.parts["task"]])
    premium = _premium(scenario, books, worked.parts["cover"])
    entries = _programme(scenario, books, programme)
    totals = (value.total, premium.total, entries.total)
    return ScenarioSavings(
        scenario=scenario,
        lines=value.lines,
        premium=premium.lines,
        programme=entries.lines,
        value=value.total,
        premium_total=premium.total,
        programme_total=entries.total,
        net=net_of(*totals),
        fee_relief=fee_relief,
        faults=tuple(dict.fromkeys((*value.faults, *premium.faults, *entries.faults))),
    )


def net_of(value: Decimal | None, premium: Decimal | None, programme: Decimal | None) -> Decimal | None:
    """Net = value - premium - programme; None where one of them is not known."""
    return None if value is None or premium is None or programme is None else value - premium - programme


@dataclass(frozen=True, slots=True)
class _Found(Generic[LineKind]):
    """Lines of one kind, what they come to (None if a rate is missing), and what was missing."""

    lines: tuple[LineKind, ...]
    total: Decimal | None
    faults: tuple[Fault, ...]


def _lines(scenario: Scenario, books: Books, parts: Iterable[Part]) -> _Found[Line]:
    """A line for each duty, rate and s. Hours without a rate are a fault, and then the whole has no value."""
    groups: dict[tuple[str, Decimal, Decimal], list[Part]] = defaultdict(list)
    rates: dict[tuple[str, Decimal, Decimal], dict[Rate, None]] = defaultdict(dict)
    missing: list[Part] = []
    of_day: dict[tuple[str, dt.date], list[Part]] = defaultdict(list)
    for part in parts:
        of_day[part.duty, part.day].append(part)
    for (duty, day), made_of in of_day.items():
        worth = books.rates.worth(duty, scenario, day)
        if worth is None:
            missing += made_of
            continue
        line = (duty, worth.hourly, part_bought(worth.rate, books.duties[duty].pricing))
        groups[line] += made_of
        rates[line][worth.rate] = None
    lines = []
    for (duty, value, bought), made_of in sorted(groups.items(), key=lambda item: item[0]):
        seconds = _seconds(made_of)
        if seconds:
            amount = rounded(seconds * bought * value / HOUR)
            used = tuple(sorted(rates[duty, value, bought], key=lambda rate: rate.begins))
            lines.append(Line(duty, value, bought, hours(seconds), amount, used, tuple(made_of)))
    faults = _faults(FaultKind.MISSING_RATE, missing, scenario)
    return _Found(tuple(lines), None if faults else _sum(lines), faults)


def _premium(scenario: Scenario, books: Books, cover: Iterable[Part]) -> _Found[PremiumLine]:
    """A line for each duty and hourly cost; s is 1 for care and 0 for an unpriced duty.

    A rate that changes within a line is taken hour by hour, and the line is rounded once. No pay known, no premium:
    a fault, and the rest is added up.
    """
    groups: dict[tuple[str, Decimal], list[tuple[Part, Decimal]]] = defaultdict(list)
    unpaid: list[Part] = []
    unrated: list[Part] = []
    for part in cover:
        cost = books.pay.on(_person(books, part), part.day)
        if cost is None:
            unpaid.append(part)
            continue
        worth = _worth_of_cover(scenario, books, part)
        if worth is None:
            unrated.append(part)
            continue
        groups[part.duty, cost].append((part, worth))
    lines = []
    for (duty, cost), made_of in sorted(groups.items(), key=lambda item: item[0]):
        seconds = _seconds(part for part, _worth in made_of)
        if seconds:
            more = sum((part.seconds * (cost - worth) for part, worth in made_of), ZERO)
            parts = tuple(part for part, _worth in made_of)
            lines.append(PremiumLine(duty, cost, hours(seconds), rounded(more / HOUR), more, parts))
    no_rate = _faults(FaultKind.MISSING_RATE, unrated, scenario)
    no_pay = _faults(FaultKind.MISSING_PAY, unpaid, None, books)
    return _Found(tuple(lines), None if no_rate else _sum(lines), (*no_rate, *no_pay))


def _worth_of_cover(scenario: Scenario, books: Books, part: Part) -> Decimal | None:
    """round2(s x V) for an hour of paid cover; None where there is no rate for it."""
    pricing = books.duties[part.duty].pricing
    if pricing == Pricing.NONE:
        return ZERO
    worth = books.rates.worth(part.duty, scenario, part.day)
    if worth is None:
        return None
    return rounded((ONE if pricing == Pricing.CARE else part_bought(worth.rate, pricing)) * worth.hourly)


def _programme(scenario: Scenario, books: Books, entries: Iterable[ProgrammeEntry]) -> _Found[ProgrammeLine]:
    """Entries are rounded, then summed by kind, in alphabetical order."""
    kinds: dict[str, list[tuple[ProgrammeEntry, Decimal]]] = defaultdict(list)
    faults = []
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.key)):
        if entry.amount is not None:
            kinds[entry.kind].append((entry, rounded(entry.amount)))
        elif entry.rate is not None and entry.hours is not None:
            worth = books.rates.worth(entry.rate, scenario, entry.day)
            if worth is not None:
                kinds[entry.kind].append((entry, rounded(entry.hours * worth.hourly)))
            elif entry.hours:
                faults.append(Fault(FaultKind.MISSING_RATE, entry.rate, entry.day, scenario, entry.hours))
    lines = [
        ProgrammeLine(kind, sum((value for _entry, value in made_of), ZERO), tuple(made_of))
        for kind, made_of in sorted(kinds.items())
    ]
    return _Found(tuple(lines), None if faults else _sum(lines), tuple(faults))


def _person(books: Books, part: Part) -> str:
    return books.persons[part.booking or ""]


def _faults(
    kind: FaultKind, parts: Iterable[Part], scenario: Scenario | None, books: Books | None = None
) -> tuple[Fault, ...]:
    """One for each duty (or, with `books`, each person) and day. Parts without any time are none."""
    groups: dict[tuple[dt.date, str], list[Part]] = defaultdict(list)
    for part in parts:
        if part.seconds:
            groups[part.day, _person(books, part) if books else part.duty].append(part)
    return tuple(
        Fault(kind, key, day, scenario, hours(_seconds(made_of)), tuple(made_of))
        for (day, key), made_of in sorted(groups.items(), key=lambda item: item[0])
    )


def _seconds(parts: Iterable[Part]) -> Decimal:
    return sum((part.seconds for part in parts), ZERO)


def _sum(lines: Iterable[Line] | Iterable[PremiumLine] | Iterable[ProgrammeLine]) -> Decimal:
    return sum((line.value for line in lines), ZERO)
