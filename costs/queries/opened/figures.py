"""Every figure of a period that can be opened, with the hours or entries that it is made of: pure.

It sorts what the savings engine found (`costs.savings.result`) under the names that pages open, and reckons nothing
anew but sums of its parts.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from costs.queries.opened.refs import OF_PAID_PEOPLE, Kind, Ref
from costs.savings import (
    FaultKind,
    FeeRelief,
    Line,
    Part,
    ProgrammeEntry,
    Savings,
    SavingsFacts,
    Scenario,
    ScenarioSavings,
    work_out_savings,
)
from rota.exact import EXACT, HOUR, ZERO, hours, total
from rota.safety import Booking, Duty, Shift
from rota.shares import Contribution

_OF_PARENTS = ("displaced", "enriching", "task", "unpriced")
_WorkKey = tuple[str | None, str | None]  # a shift's key, or a contribution's


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: of work, made of `parts`, or of money, made of `entries`. `amount` is None where it has no price.

    `line` is the engine's, of a value line.
    """

    ref: Ref
    amount: Decimal | None = None
    parts: tuple[Part, ...] = ()
    entries: tuple[tuple[ProgrammeEntry, Decimal], ...] = ()
    line: Line | None = None

    @property
    def hours(self) -> Decimal:
        return hours(seconds_of(self.parts))

    @property
    def shifts(self) -> int:
        """On how many shifts its hours were given."""
        return len({part.shift for part in self.parts if part.shift})

    @property
    def contributions(self) -> int:
        return len({part.contribution for part in self.parts if part.contribution})


@dataclass(frozen=True, slots=True)
class WorkHours:
    """What one shift (or one contribution) adds to a figure: `counted` hours, of those `given` on it by the same
    people, be they parents or paid."""

    day: dt.date
    duty: str
    shift: str | None
    contribution: str | None
    counted: Decimal
    given: Decimal


class Ledger:
    """A period's facts, its savings, and what the pages look up in them by key."""

    def __init__(self, facts: SavingsFacts, savings: Savings) -> None:
        self.facts, self.savings = facts, savings
        self.bookings: Mapping[str, Booking] = {booking.key: booking for booking in facts.rota.bookings}
        self.shifts: Mapping[str, Shift] = {shift.key: shift for shift in facts.rota.shifts}
        self.duties: Mapping[str, Duty] = {duty.key: duty for duty in facts.rota.duties}
        self.contributions: Mapping[str, Contribution] = {each.key: each for each in facts.contributions}
        self._covering = {part.booking for part in savings.hours.parts["cover"]}

    @classmethod
    def of(cls, facts: SavingsFacts, first: dt.date, last: dt.date) -> "Ledger":
        """Raises what `work_out_savings` raises."""
        return cls(facts, work_out_savings(facts, first, last))

    def figures(self, scenario: Scenario) -> list[Figure]:
        """All that can be opened in one estimate, each kind by duty (or by kind of programme)."""
        found = self.savings.scenarios[scenario]
        worked = self.savings.hours.parts
        return [
            *(Figure(value_ref(line), line.value, _with_time(line.parts), line=line) for line in found.lines),
            *self._premium(found),
            *(Figure(Ref(Kind.PROGRAMME, line.kind), line.value, entries=line.entries) for line in found.programme),
            *([Figure(Ref(Kind.RELIEF), self.savings.fee_relief)] if self.savings.fee_relief else ()),
            *self._missing(found),
            *_by_duty(Kind.ENRICHING, worked["enriching"]),
            *self._unpriced(),
            *_by_duty(Kind.PARENTS, self.parts_of_parents()),
            *_by_duty(Kind.PAID, worked["paid"]),
        ]

    def parts_of_parents(self) -> list[Part]:
        """All hours that parents gave."""
        return [part for name in _OF_PARENTS for part in self.savings.hours.parts[name]]

    def work_of(self, figure: Figure) -> list[WorkHours]:
        """Shift by shift and contribution by contribution, by day and time: they add up to the figure."""
        paid = figure.ref.kind in OF_PAID_PEOPLE
        given = _by_work(self.savings.hours.parts["paid"] if paid else self.parts_of_parents())
        rows = [
            WorkHours(
                day=parts[0].day,
                duty=parts[0].duty,
                shift=shift,
                contribution=contribution,
                counted=hours(seconds_of(parts)),
                given=hours(seconds_of(given[shift, contribution])),
            )
            for (shift, contribution), parts in _by_work(figure.parts).items()
        ]
        return sorted(rows, key=self._in_order)

    def relief_entries(self) -> list[FeeRelief]:
        """What fee relief of the period is made of, by day."""
        first, last = self.savings.first, self.savings.last
        return sorted(
            (each for each in self.facts.fee_relief if first <= each.day <= last),
            key=lambda each: (each.day, each.amount),
        )

    def kind_of_unpriced(self, part: Part) -> Kind:
        """Why the engine put these hours under `unpriced`: the first that applies."""
        booking = self.bookings[part.booking] if part.booking else None
        if booking is not None and booking.shadow:
            return Kind.LEARNING
        given = booking or self.contributions[part.contribution or ""]
        return Kind.UNPRICED if given.confirmed else Kind.UNCONFIRMED

    def is_of_one_person(self, figure: Figure) -> bool:
        """Its hours are all one person's, so that its pounds may not stand beside its shifts (domain 01)."""
        people = {
            self.bookings[part.booking].person if part.booking else self.contributions[part.contribution or ""].person
            for part in figure.parts
        }
        return len(people) == 1

    def is_cover(self, booking: str | None) -> bool:
        return booking in self._covering

    def _premium(self, found: ScenarioSavings) -> Iterator[Figure]:
        parts: dict[str, list[Part]] = defaultdict(list)
        amounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for line in found.premium:
            parts[line.duty] += line.parts
            amounts[line.duty] += line.value
        for duty, made_of in sorted(parts.items()):
            yield Figure(Ref(Kind.PREMIUM, duty), amounts[duty], _with_time(made_of))

    def _missing(self, found: ScenarioSavings) -> Iterator[Figure]:
        parts = [(fault.kind, part) for fault in found.faults for part in fault.parts]
        yield from _by_duty(
            Kind.NO_RATE,
            (part for kind, part in parts if kind == FaultKind.MISSING_RATE and not self.is_cover(part.booking)),
        )
        yield from _by_duty(Kind.NO_PREMIUM, (part for _kind, part in parts if self.is_cover(part.booking)))

    def _unpriced(self) -> Iterator[Figure]:
        kinds: dict[Kind, list[Part]] = defaultdict(list)
        for part in self.savings.hours.parts["unpriced"]:
            kinds[self.kind_of_unpriced(part)].append(part)
        for kind in (Kind.UNCONFIRMED, Kind.LEARNING, Kind.UNPRICED):
            yield from _by_duty(kind, kinds[kind])

    def _in_order(self, row: WorkHours) -> tuple[object, ...]:
        shift = self.shifts[row.shift] if row.shift else None
        return (
            row.day,
            shift is None,
            shift.starts.astimezone(dt.UTC) if shift else row.day,
            row.shift or row.contribution,
        )


def value_ref(line: Line) -> Ref:
    return Ref(Kind.VALUE, line.duty, line.rate, line.bought)


def exact_value(line: Line) -> Decimal:
    """hours x part bought x rate, as it is before the engine rounds it to the penny."""
    return EXACT.divide(EXACT.multiply(EXACT.multiply(seconds_of(line.parts), line.bought), line.rate), HOUR)


def seconds_of(parts: Iterable[Part]) -> Decimal:
    return total(part.seconds for part in parts)


def hours_of(figures: Iterable[Figure]) -> Decimal:
    return hours(seconds_of(part for figure in figures for part in figure.parts))


def _by_work(parts: Iterable[Part]) -> dict[_WorkKey, list[Part]]:
    found: dict[_WorkKey, list[Part]] = defaultdict(list)
    for part in parts:
        found[part.shift, part.contribution].append(part)
    return found


def _by_duty(kind: Kind, parts: Iterable[Part]) -> Iterator[Figure]:
    duties: dict[str, list[Part]] = defaultdict(list)
    for part in _with_time(parts):
        duties[part.duty].append(part)
    for duty, made_of in sorted(duties.items()):
        yield Figure(Ref(kind, duty), parts=tuple(made_of))


def _with_time(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Without those of no time at all (somebody who left as they came), which would be shown as nought hours."""
    return tuple(part for part in parts if part.seconds)
