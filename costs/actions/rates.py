"""Keeping dated rates. Closing a term waits for a change under way, and a change under way for a closing."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.models import Person
from costs.actions.changes import Written, record_change
from costs.actions.settling import closed_terms_locked, lock_row
from costs.models import ChangeVerb, Rate
from costs.rules.rates import same_day_refusal, settled_rate_refusal, span_from
from nursery.models import Nursery, Term
from nursery.money import plain
from nursery.refusal import Refusal, refuse


@dataclass(frozen=True, slots=True)
class RateEntry:
    """What a rate says; `scenario` "" is for all estimates, parts are of 1 (0.1207 is 12.07 %)."""

    key: str
    scenario: str
    starts: dt.date
    wage: Decimal
    holiday: Decimal
    ni: Decimal
    pension: Decimal
    bought: Decimal | None
    source: str
    evidence: str
    note: str

    @property
    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


def entry_of(rate: Rate) -> RateEntry:
    return RateEntry(**{name: getattr(rate, name) for name in RateEntry.__slots__})


def rate_entry_refusal(entry: RateEntry | None, rate: Rate | None = None) -> Refusal | None:
    """May `entry` be kept (None: may `rate` go), in the place of `rate` (None: it is new)? Two queries."""
    same = Rate.objects.all()
    spans = []
    if rate is not None:
        others = same.filter(key=rate.key, scenario=rate.scenario).values_list("starts", flat=True)
        spans.append(span_from(rate.starts, others))
    if entry is not None:
        beside = same.filter(key=entry.key, scenario=entry.scenario).exclude(pk=rate.pk if rate else 0)
        starts = list(beside.values_list("starts", flat=True))
        if refusal := same_day_refusal(entry.starts, starts):
            return refusal
        spans.append(span_from(entry.starts, starts))
    return settled_rate_refusal(spans, Term.objects.filter(closed_at__isnull=False).order_by("starts"))


def add_rate(entry: RateEntry, treasurer: Person, *, nursery: Nursery, now: dt.datetime) -> Rate:
    """Raises Refused."""
    with transaction.atomic():
        closed_terms_locked(nursery)
        refuse(rate_entry_refusal(entry))
        rate = Rate.objects.create(nursery=nursery, **entry.values)
        record_change(ChangeVerb.ADDED, rate, nursery=nursery, actor=treasurer, now=now, after=_written(entry))
    return rate


def change_rate(rate: Rate, entry: RateEntry, treasurer: Person, *, nursery: Nursery, now: dt.datetime) -> Rate:
    """What is as it was is no change. Raises Refused, where it has gone meanwhile too."""
    with transaction.atomic():
        closed_terms_locked(nursery)
        stored = lock_row(rate)
        before = entry_of(stored)
        if entry == before:
            return stored
        refuse(rate_entry_refusal(entry, stored))
        for name, value in entry.values.items():
            setattr(stored, name, value)
        stored.save()
        was, now_so = _written(before), _written(entry)
        record_change(ChangeVerb.CHANGED, stored, nursery=nursery, actor=treasurer, now=now, before=was, after=now_so)
    return stored


def remove_rate(rate: Rate, treasurer: Person, *, nursery: Nursery, now: dt.datetime) -> None:
    """As if it had not been; the record of changes alone remembers. Raises Refused."""
    with transaction.atomic():
        closed_terms_locked(nursery)
        stored = lock_row(rate)
        refuse(rate_entry_refusal(None, stored))
        before = _written(entry_of(stored))
        record_change(ChangeVerb.REMOVED, stored, nursery=nursery, actor=treasurer, now=now, before=before)
        stored.delete()


def _written(entry: RateEntry) -> Written:
    """As the nursery file writes it, without the note: what people write may hold names."""
    parts = {name: plain(getattr(entry, name)) for name in ("holiday", "ni", "pension") if getattr(entry, name)}
    texts = {name: getattr(entry, name) for name in ("scenario", "source", "evidence") if getattr(entry, name)}
    bought = {} if entry.bought is None else {"bought": plain(entry.bought)}
    return {
        "key": entry.key,
        "from": entry.starts.isoformat(),
        "wage": plain(entry.wage, 2),
        **parts,
        **bought,
        **texts,
    }
