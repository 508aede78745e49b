"""The dated rates as the treasurer keeps them: what holds today, what held before, what is to come."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from costs.models import ProgrammeEntry, Rate, Scenario
from costs.queries.facts import rate_fact
from costs.rules.rates import Days, settled_rate_refusal, span_from
from costs.savings import RateBook, hourly_value
from costs.savings import Scenario as Estimated
from costs.statutory import Statutory, StatutoryKind, newer_than
from nursery.dates import DAY
from nursery.models import Nursery, Term
from rota.models import Duty, Pricing

_BY_KIND = {
    StatutoryKind.LIVING_WAGE: "wage",
    StatutoryKind.HOLIDAY: "holiday",
    StatutoryKind.NI: "ni",
    StatutoryKind.PENSION: "pension",
}


@dataclass(frozen=True, slots=True)
class RateKey:
    """What a rate is kept for: a duty, or a task of the programme's own (`pricing` is then empty)."""

    key: str
    name: str
    pricing: str = ""

    @property
    def is_duty(self) -> bool:
        return bool(self.pricing)


@dataclass(frozen=True, slots=True)
class Newer:
    """A figure of the law that a rate rests on, the one that has begun since, and from when a new rate may hold."""

    kind: StatutoryKind
    rests_on: Statutory
    now: Statutory
    free_from: dt.date


@dataclass(frozen=True, slots=True)
class KeptRate:
    """`an_hour` is V; `bought` is s in hundredths, None for the programme's own; `until` is the last day it holds
    (None: no end is known). `settled`: a closed term's figures stand on it."""

    rate: Rate
    an_hour: Decimal
    bought: Decimal | None
    until: dt.date | None
    settled: bool
    newer: tuple[Newer, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimateRates:
    """The rates of one key and estimate; `before` and `to_come` the nearest first."""

    scenario: str
    name: str
    now: KeptRate | None
    before: list[KeptRate]
    to_come: list[KeptRate]


@dataclass(frozen=True, slots=True)
class RateGroup:
    """`lacking` names the estimates that nothing holds for today; `out_of_order` says that low, most likely and high
    do not follow each other."""

    of: RateKey
    estimates: list[EstimateRates]
    lacking: list[str]
    out_of_order: bool

    @property
    def now(self) -> list[tuple[str, KeptRate]]:
        """With each estimate's name; so too `before` and `to_come`."""
        return [(each.name, each.now) for each in self.estimates if each.now is not None]

    @property
    def before(self) -> list[tuple[str, KeptRate]]:
        return [(each.name, kept) for each in self.estimates for kept in each.before]

    @property
    def to_come(self) -> list[tuple[str, KeptRate]]:
        return [(each.name, kept) for each in self.estimates for kept in each.to_come]


def estimate_names() -> dict[str, str]:
    return {
        Scenario.LOW.value: _("Low"),
        Scenario.CENTRAL.value: _("Most likely"),
        Scenario.HIGH.value: _("High"),
        Scenario.ALL.value: _("All three estimates"),
    }


def key_name(key: str) -> str:
    """Of the programme's own rates, which have no name beside their key."""
    text = key.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def rate_keys(rates: Iterable[Rate] | None = None) -> list[RateKey]:
    """Duties that are priced (and those others for which there is a rate), care first; then the programme's own."""
    used = {rate.key for rate in rates} if rates is not None else set(Rate.objects.values_list("key", flat=True))
    order = list(Pricing.values)
    duties = sorted(Duty.objects.all(), key=lambda duty: (order.index(duty.pricing), duty.name))
    own = used | set(ProgrammeEntry.objects.exclude(rate="").values_list("rate", flat=True))
    return [
        *(
            RateKey(duty.key, duty.name, duty.pricing)
            for duty in duties
            if duty.pricing != Pricing.NONE or duty.key in used
        ),
        *(RateKey(key, key_name(key)) for key in sorted(own - {duty.key for duty in duties})),
    ]


def rate_groups(nursery: Nursery, today: dt.date) -> list[RateGroup]:
    """Every key with its rates, in a fixed number of queries."""
    rates = list(Rate.objects.order_by("key", "scenario", "starts"))
    closed = list(Term.objects.filter(closed_at__isnull=False).order_by("starts"))
    of_key: dict[str, list[Rate]] = defaultdict(list)
    for rate in rates:
        of_key[rate.key].append(rate)
    return [_group(nursery, of, of_key[of.key], closed, today) for of in rate_keys(rates)]


def _group(nursery: Nursery, of: RateKey, rates: list[Rate], closed: Sequence[Term], today: dt.date) -> RateGroup:
    names = estimate_names()
    book = RateBook(rate_fact(rate) for rate in rates)
    held = {scenario: book.on(of.key, scenario, today) for scenario in Estimated}
    worth = [hourly_value(rate) * _part(of, rate.bought) for rate in held.values() if rate is not None]
    return RateGroup(
        of=of,
        estimates=[
            _estimate(nursery, of, scenario, name, mine, closed, today)
            for scenario, name in names.items()
            if (mine := [rate for rate in rates if rate.scenario == scenario])
        ],
        lacking=[names[scenario] for scenario, rate in held.items() if rate is None],
        out_of_order=worth != sorted(worth),
    )


def _estimate(
    nursery: Nursery,
    of: RateKey,
    scenario: str,
    name: str,
    rates: list[Rate],
    closed: Sequence[Term],
    today: dt.date,
) -> EstimateRates:
    spans = {rate.starts: span_from(rate.starts, [each.starts for each in rates]) for rate in rates}
    kept = {rate.starts: _kept(nursery, of, rate, spans[rate.starts], closed, today) for rate in rates}
    begun = sorted((day for day in kept if day <= today), reverse=True)
    return EstimateRates(
        scenario=scenario,
        name=name,
        now=kept[begun[0]] if begun else None,
        before=[kept[day] for day in begun[1:]],
        to_come=[kept[day] for day in sorted(kept) if day > today],
    )


def _kept(nursery: Nursery, of: RateKey, rate: Rate, span: Days, closed: Sequence[Term], today: dt.date) -> KeptRate:
    holds_today = span[0] <= today <= span[1]
    return KeptRate(
        rate=rate,
        an_hour=hourly_value(rate_fact(rate)),
        bought=_part(of, rate.bought) * 100 if of.is_duty else None,
        until=None if span[1] == dt.date.max else span[1],
        settled=settled_rate_refusal([span], closed) is not None,
        newer=_newer(nursery, rate, closed, today) if holds_today and span[1] == dt.date.max else (),
    )


def _newer(nursery: Nursery, rate: Rate, closed: Sequence[Term], today: dt.date) -> tuple[Newer, ...]:
    after_closed = max((term.ends + DAY for term in closed), default=dt.date.min)
    found = []
    for kind, name in _BY_KIND.items():
        if pair := newer_than(nursery.country, kind, getattr(rate, name), today):
            found.append(Newer(kind, *pair, free_from=max(pair[1].begins, after_closed, rate.starts + DAY)))
    return tuple(found)


def _part(of: RateKey, bought: Decimal | None) -> Decimal:
    """s of a key's hours."""
    if bought is not None:
        return bought
    return Decimal(0) if of.pricing == Pricing.TASK else Decimal(1)
