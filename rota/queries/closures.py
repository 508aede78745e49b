"""What closing, opening again and moving the ends of a term would do; and the bank holidays that could be closed."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from nursery.bank_holidays import BankHoliday, UnknownCountry, bank_holidays
from nursery.models import Closure, Nursery, Term
from rota.planning import Season, Span, World
from rota.queries.proposal import Proposal, propose
from rota.queries.situation import world_as_it_is

_WORKING_DAYS = 5


def closure_change(
    term: Term, was: Span | None, becomes: Span | None, *, nursery: Nursery, now: dt.datetime
) -> Proposal:
    """A closure of `term` that comes (`was` None), moves, or goes (`becomes` None)."""
    before = world_as_it_is()

    def changed(season: Season) -> Season:
        closures = list(season.closures)
        if was is not None:
            closures.remove(was)
        if becomes is not None:
            closures.append(becomes)
        return replace(season, closures=tuple(sorted(closures)))

    spans = [span for span in (was, becomes) if span is not None]
    return propose(nursery, now, before, _with(before, term, changed), _dated(spans))


def term_change(term: Term, starts: dt.date, ends: dt.date, *, nursery: Nursery, now: dt.datetime) -> Proposal:
    """A term with other dates; what of its closures lies outside them goes."""
    before = world_as_it_is()

    def changed(season: Season) -> Season:
        return replace(season, starts=starts, ends=ends, closures=tuple(_inside(season.closures, starts, ends)))

    return propose(
        nursery, now, before, _with(before, term, changed), _dated([(term.starts, term.ends), (starts, ends)])
    )


def _inside(closures: Iterable[Span], starts: dt.date, ends: dt.date) -> list[Span]:
    cut = [(max(first, starts), min(last, ends)) for first, last in closures]
    return [(first, last) for first, last in cut if first <= last]


def _with(world: World, term: Term, changed: Callable[[Season], Season]) -> World:
    seasons = tuple(changed(season) if season.term == term.pk else season for season in world.seasons)
    return replace(world, seasons=seasons)


def _dated(spans: Iterable[Span]) -> Q:
    """Shifts on these days, and those that a pattern made for one of them."""
    found = Q()
    for span in spans:
        found |= Q(date__range=span) | Q(occasion__range=span)
    return found


def term_that_holds(day: dt.date) -> Term | None:
    return Term.objects.filter(starts__lte=day, ends__gte=day).first()


@dataclass(frozen=True, slots=True)
class HolidaysOfTerm:
    """Bank holidays on working days of a term that are not closed yet; None where the country has no list."""

    country: str
    days: list[BankHoliday] | None


def holidays_to_close(term: Term, closures: Iterable[Closure], nursery: Nursery, today: dt.date) -> HolidaysOfTerm:
    """No query."""
    try:
        every = bank_holidays(nursery.country, max(term.starts, today + dt.timedelta(days=1)), term.ends)
    except UnknownCountry:
        return HolidaysOfTerm(nursery.country, None)
    spans = [(closure.starts, closure.ends) for closure in closures]
    return HolidaysOfTerm(
        nursery.country,
        [
            holiday
            for holiday in every
            if holiday.date.weekday() < _WORKING_DAYS
            and not any(first <= holiday.date <= last for first, last in spans)
        ],
    )
