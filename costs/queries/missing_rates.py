"""Hours that were worked, and for which no rate is known: never a silent nought."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min, Q

from costs.models import ProgrammeEntry, Rate
from costs.queries.facts import savings_of
from costs.queries.rates import RateKey, estimate_names
from costs.savings import Fault, FaultKind, Scenario
from nursery.models import Nursery, Term
from rota.models import Booking, BookingStatus, Contribution, Pricing


@dataclass(frozen=True, slots=True)
class MissingRate:
    """`scenario` is what a rate must be added for ("": all three), `first` the first of the `days` that lack it."""

    of: RateKey
    scenario: str
    estimate: str
    first: dt.date
    days: int
    hours: Decimal


def missing_rates(nursery: Nursery, keys: Iterable[RateKey], today: dt.date) -> list[MissingRate]:
    """What the savings engine lists as faults, on days up to today that lie in no closed term.

    A rate that has begun never ends, so only what lies before a key's first rate can lack one: where nobody worked
    then, the engine is not asked. Raises what the engine raises.
    """
    closed = list(Term.objects.filter(closed_at__isnull=False))
    span = _days_that_may_lack_one(closed, today)
    if span is None:
        return []
    names = {each.key: each for each in keys}
    faults: dict[str, dict[Scenario, list[Fault]]] = defaultdict(lambda: defaultdict(list))
    for fault in savings_of(nursery, *span).faults:
        settled = any(term.holds(fault.day) for term in closed)
        if fault.kind == FaultKind.MISSING_RATE and fault.scenario is not None and not settled:
            faults[fault.key][fault.scenario].append(fault)
    return [missing for key in sorted(faults, key=list(names).index) for missing in _of_key(names[key], faults[key])]


def _of_key(of: RateKey, faults: dict[Scenario, list[Fault]]) -> list[MissingRate]:
    """One for all estimates where each lacks the same, else one for each."""
    spoken = estimate_names()
    found = []
    for scenario in Scenario:
        if listed := faults.get(scenario):
            days = {fault.day for fault in listed}
            hours = sum((fault.hours for fault in listed), Decimal(0))
            found.append(MissingRate(of, scenario, spoken[scenario], min(days), len(days), hours))
    lacking = {(each.first, each.days, each.hours) for each in found}
    if len(found) == len(Scenario) and len(lacking) == 1:
        one = found[0]
        return [MissingRate(of, "", spoken[""], one.first, one.days, one.hours)]
    return found


def _days_that_may_lack_one(closed: list[Term], today: dt.date) -> tuple[dt.date, dt.date] | None:
    """From the first to the last day that hours of a key may lack a rate on."""
    begun: dict[tuple[str, str], dt.date] = {
        (key, scenario): first
        for key, scenario, first in Rate.objects.values_list("key", "scenario").annotate(first=Min("starts"))
    }
    spans = []
    for key, first in _first_days(closed, today).items():
        starts = [begun.get((key, ""), dt.date.max)] * len(Scenario)
        own = [begun.get((key, scenario), dt.date.max) for scenario in Scenario]
        known = max(min(pair) for pair in zip(starts, own, strict=True))
        if first < known:
            spans.append((first, min(known, today)))
    if not spans:
        return None
    return min(first for first, _last in spans), max(last for _first, last in spans)


def _first_days(closed: list[Term], today: dt.date) -> dict[str, dt.date]:
    """Of every key that hours may be priced by: the first day, in no closed term, with any."""
    worked = Booking.objects.filter(
        _outside(closed, "shift__date"), status=BookingStatus.WORKED, shift__date__lte=today
    ).exclude(shift__duty__pricing=Pricing.NONE)
    given = Contribution.objects.filter(
        _outside(closed, "date"), confirmed=True, date__lte=today, duty__pricing=Pricing.TASK
    )
    entered = ProgrammeEntry.objects.filter(_outside(closed, "date"), date__lte=today, hours__gt=0).exclude(rate="")
    found: dict[str, dt.date] = {}
    for rows, key, day in (
        (worked, "shift__duty__key", "shift__date"),
        (given, "duty__key", "date"),
        (entered, "rate", "date"),
    ):
        for name, first in rows.order_by().values_list(key).annotate(first=Min(day)):
            found[name] = min(first, found.get(name, first))
    return found


def _outside(closed: list[Term], day: str) -> Q:
    query = Q()
    for term in closed:
        query &= ~Q(**{f"{day}__range": (term.starts, term.ends)})
    return query
