"""One figure opened: what it is reckoned from, and its shifts by day, a month at a time; or its entries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costs import models
from costs.queries.opened.figures import Figure, Ledger, WorkHours, exact_value
from costs.queries.opened.names import Names, local_times, names_of_figures, shift_ids
from costs.queries.opened.net import NamedFigure, name_of
from costs.queries.opened.refs import OF_PAID_PEOPLE, Kind, Ref
from costs.savings import Line, Rate, Scenario, part_bought
from rota.exact import rounded, total
from rota.safety import Pricing


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is its first day; `work` how many shifts and contributions."""

    first: dt.date
    work: int
    counted: Decimal

    @property
    def key(self) -> str:
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A shift (or a contribution, which has no times and no page) and what it adds."""

    work: WorkHours
    duty: str
    room: str
    times: tuple[dt.time, dt.time] | None
    public_id: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry of the programme or of fee relief. Hours at a rate are shown as the amount alone: what one person's
    hour costs is nobody's to see here."""

    day: dt.date
    note: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ValueSum:
    """hours x part bought x rate = value. `exact` is the value before it is rounded to the penny. `says_part`: a rate
    names the part bought; without, it is the rule's own (care 1, a task 0). `rates` are those it stands on, each with
    the evidence of its part and a note, where the treasurer wrote any."""

    line: Line
    exact: Decimal
    says_part: bool
    rates: tuple[tuple[Rate, str, str], ...]

    @property
    def is_rounded(self) -> bool:
        return self.exact != self.line.value

    @property
    def evidence(self) -> tuple[str, ...]:
        """What shows that the nursery would have bought it, each once."""
        return tuple(dict.fromkeys(evidence for _rate, evidence, _note in self.rates if evidence))


@dataclass(frozen=True, slots=True)
class LineOpened:
    """Where it is `of_one_person`, hours stand here and no pounds. `months` hold all of its work, `rows` those of the
    month `shown`. `siblings` are the same figure in the other estimates, None where it is none there, or several."""

    named: NamedFigure
    of_one_person: bool
    pricing: Pricing | None
    sum: ValueSum | None
    months: tuple[Month, ...]
    shown: Month | None
    rows: tuple[WorkRow, ...]
    entries: tuple[EntryRow, ...]
    siblings: Mapping[Scenario, Ref | None]

    @property
    def figure(self) -> Figure:
        return self.named.figure

    @property
    def said(self) -> str:
        return self.named.said

    @property
    def through(self) -> str:
        return self.named.through

    @property
    def of_paid_people(self) -> bool:
        return self.figure.ref.kind in OF_PAID_PEOPLE

    @property
    def has_pounds(self) -> bool:
        return self.figure.amount is not None and not self.of_one_person

    @property
    def has_fractions(self) -> bool:
        """Some hours are shown rounded, so that what is shown may not add up to what is shown."""
        return any(row.work.counted != rounded(row.work.counted) for row in self.rows)


def find_figures(ledger: Ledger, scenario: Scenario, asked: Ref) -> list[Figure]:
    """Those that an address may mean: one, or none, or several of one duty."""
    figures = {figure.ref: figure for figure in ledger.figures(scenario)}
    return [figures[ref] for ref in asked.found_in(figures)]


def line_opened(ledger: Ledger, scenario: Scenario, figure: Figure, month: str) -> LineOpened:
    """`month` ("2026-10") is shown where the figure has work in it, else its first: five queries at most."""
    names = names_of_figures()
    work = ledger.work_of(figure)
    months = months_of(work)
    shown = next((each for each in months if each.key == month), months[0] if months else None)
    return LineOpened(
        named=NamedFigure(figure, name_of(figure, names)),
        of_one_person=ledger.is_of_one_person(figure),
        pricing=ledger.duties[figure.ref.of].pricing if figure.parts else None,
        sum=_sum(ledger, figure.line) if figure.line else None,
        months=months,
        shown=shown,
        rows=_rows(ledger, names, [row for row in work if shown and _month(row) == shown.first]),
        entries=_entries(ledger, figure),
        siblings={other: _sibling(ledger, other, figure.ref) for other in Scenario},
    )


def months_of(work: Sequence[WorkHours]) -> tuple[Month, ...]:
    """They add up to the work."""
    found: dict[dt.date, list[WorkHours]] = defaultdict(list)
    for row in work:
        found[_month(row)].append(row)
    return tuple(Month(first, len(rows), total([row.counted for row in rows])) for first, rows in sorted(found.items()))


def _month(row: WorkHours) -> dt.date:
    return row.day.replace(day=1)


def _sum(ledger: Ledger, line: Line) -> ValueSum:
    pricing = ledger.duties[line.duty].pricing
    kept = {
        (scenario, starts): (evidence, note)
        for scenario, starts, evidence, note in models.Rate.objects.filter(key=line.duty).values_list(
            "scenario", "starts", "evidence", "note"
        )
    }
    return ValueSum(
        line=line,
        exact=exact_value(line),
        says_part=any(rate.bought is not None and part_bought(rate, pricing) == line.bought for rate in line.rates),
        rates=tuple((rate, *kept.get((rate.scenario or "", rate.begins), ("", ""))) for rate in line.rates),
    )


def _sibling(ledger: Ledger, scenario: Scenario, ref: Ref) -> Ref | None:
    """A value line's rate is its estimate's own, so in another one it is looked for by its duty."""
    found = find_figures(ledger, scenario, Ref(ref.kind, ref.of))
    return found[0].ref if len(found) == 1 else None


def _rows(ledger: Ledger, names: Names, work: Sequence[WorkHours]) -> tuple[WorkRow, ...]:
    ids = shift_ids({row.shift for row in work if row.shift}) if any(row.shift for row in work) else {}
    zone = ledger.facts.rota.zone
    rows = []
    for row in work:
        shift = ledger.shifts[row.shift] if row.shift else None
        rows.append(
            WorkRow(
                work=row,
                duty=names.duty(row.duty),
                room=names.room(shift.room) if shift else "",
                times=local_times(shift.starts, shift.ends, zone) if shift else None,
                public_id=ids.get(shift.key, "") if shift else "",
            )
        )
    return tuple(rows)


def _entries(ledger: Ledger, figure: Figure) -> tuple[EntryRow, ...]:
    if figure.ref.kind == Kind.PROGRAMME:
        keys = [int(entry.key) for entry, _amount in figure.entries]
        notes = dict(models.ProgrammeEntry.objects.filter(pk__in=keys).values_list("pk", "note"))
        return tuple(EntryRow(entry.day, notes.get(int(entry.key), ""), amount) for entry, amount in figure.entries)
    if figure.ref.kind == Kind.RELIEF:
        return _relief(ledger)
    return ()


def _relief(ledger: Ledger) -> tuple[EntryRow, ...]:
    """The engine's facts of fee relief have no key, so that a note is found by its day and amount."""
    kept: dict[tuple[dt.date, Decimal], list[str]] = defaultdict(list)
    days = (ledger.savings.first, ledger.savings.last)
    for day, amount, note in models.FeeRelief.objects.filter(date__range=days).values_list("date", "amount", "note"):
        kept[day, amount].append(note)
    return tuple(
        EntryRow(each.day, notes.pop(0) if (notes := kept[each.day, each.amount]) else "", rounded(each.amount))
        for each in ledger.relief_entries()
    )
