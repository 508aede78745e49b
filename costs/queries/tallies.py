"""What closed terms have kept to be added up, and the rows of the days that none of them holds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import msgspec
from django.db.models import Model, Q

from costs import models
from costs.queries.facts import facts_of_rows, money_facts
from costs.savings import SavingsFacts, Tally
from nursery.dates import DAY
from nursery.models import Nursery, Term
from rota.models import Contribution, Shift
from rota.safety import Rota

_ENCODER = msgspec.json.Encoder(decimal_format="string")
_DECODER = msgspec.json.Decoder(Tally)


@dataclass(frozen=True, slots=True)
class KeptTally:
    """The tally of a closed term, families called by their ids; both days are included."""

    term: str
    first: dt.date
    last: dt.date
    tally: Tally

    def lies_in(self, first: dt.date, last: dt.date) -> bool:
        return first <= self.first and self.last <= last


def tally_bytes(tally: Tally) -> bytes:
    return _ENCODER.encode(tally)


def kept_tallies(first: dt.date, last: dt.date) -> list[KeptTally]:
    """Of the closed terms that lie wholly between these days: one query. One that came with a nursery file has none,
    since the ids that were kept with it are another database's."""
    rows = models.Closing.objects.filter(
        closed_at__isnull=False, tally__isnull=False, term__starts__gte=first, term__ends__lte=last
    ).order_by("term__starts")
    return [
        KeptTally(key, starts, ends, _DECODER.decode(tally))
        for key, starts, ends, tally in rows.values_list("term__key", "term__starts", "term__ends", "tally")
        if tally is not None
    ]


def facts_beside(nursery: Nursery, first: dt.date, last: dt.date, kept: Sequence[KeptTally]) -> SavingsFacts:
    """The facts of the days from `first` to `last` that none of `kept` holds.

    Holidays between closed terms are mostly empty, or hold no more than an entry of money: the rota is read where
    somebody gave hours on such a day, or a term is open. Three queries, and those of `facts_of_rows` or of its money.
    """
    between = _between(first, last, kept)
    closed = {each.term for each in kept}
    open_terms = Term.objects.filter(starts__lte=last, ends__gte=first).exclude(key__in=closed)
    working = set(chain.from_iterable(_days(max(first, t.starts), min(last, t.ends)) for t in open_terms))
    working |= _dated(between, Shift, Contribution)
    money = _dated(between, models.ProgrammeEntry, models.FeeRelief)
    if working:
        facts = facts_of_rows(nursery, first, last, working | money)
        terms = tuple(term for term in facts.rota.terms if term.key not in closed)
        return replace(facts, rota=replace(facts.rota, terms=terms))
    if money:
        return money_facts(nursery, first, last, money)
    return SavingsFacts(Rota(country=nursery.country, zone=nursery.zone))


def _between(first: dt.date, last: dt.date, kept: Sequence[KeptTally]) -> list[tuple[dt.date, dt.date]]:
    """The spans that are left over; both ends are included."""
    begins = [first, *(each.last + DAY for each in kept)]
    ends = [*(each.first - DAY for each in kept), last]
    return [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin <= end]


def _dated(spans: Sequence[tuple[dt.date, dt.date]], *tables: type[Model]) -> set[dt.date]:
    """The days of these spans on which there is a row of any of the tables: one query."""
    there = Q(pk__in=[])
    for span in spans:
        there |= Q(date__range=span)
    one, *others = (table._default_manager.filter(there).order_by().values_list("date") for table in tables)
    return {day for (day,) in one.union(*others)}


def _days(first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + n * DAY for n in range((last - first).days + 1)]
