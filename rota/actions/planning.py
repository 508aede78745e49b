"""Making a term's shifts from its patterns, again and again without doubles."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from nursery.models import Closure, Nursery, Term
from rota.calendar import pattern_days
from rota.models import Place, PlaceKind, Shift, ShiftPattern


@dataclass(frozen=True, slots=True)
class Made:
    """How many shifts, and places on them, came into being."""

    shifts: int
    places: int


def missing_shifts(nursery: Nursery, terms: Iterable[Term]) -> list[Shift]:
    """The shifts that the patterns would make and that are not there yet, unsaved, in order: three queries.

    A shift that was moved or cancelled is there: its occasion keeps it from being made again.
    """
    terms = list(terms)
    closures: dict[int, list[tuple[dt.date, dt.date]]] = {term.pk: [] for term in terms}
    for closure in Closure.objects.filter(term__in=terms):
        closures[closure.term_id].append((closure.starts, closure.ends))
    patterns = list(ShiftPattern.objects.select_related("duty", "room").order_by("starts", "key"))
    there = set(Shift.objects.filter(pattern__isnull=False).values_list("pattern_id", "occasion"))
    wanted = [
        (day, pattern)
        for term in terms
        for pattern in patterns
        for day in pattern_days(
            pattern.weekday,
            (term.starts, term.ends),
            closures[term.pk],
            pattern.starts_on,
            pattern.ends_on,
        )
        if (pattern.pk, day) not in there
    ]
    return [
        Shift(
            nursery=nursery,
            pattern=pattern,
            occasion=day,
            duty=pattern.duty,
            room=pattern.room,
            date=day,
            starts=pattern.starts,
            ends=pattern.ends,
        ).set_instants(nursery.zone)
        for day, pattern in sorted(wanted, key=lambda pair: (pair[0], pair[1].starts, pair[1].key))
    ]


@transaction.atomic
def make_shifts(nursery: Nursery, terms: Iterable[Term]) -> Made:
    """Make what is missing, each shift with its places. Two calls at once make nothing twice."""
    # One planner at a time: the second finds everything there.
    Nursery.objects.select_for_update(no_key=True).get(pk=nursery.pk)
    shifts = Shift.objects.bulk_create(missing_shifts(nursery, terms), batch_size=1000)
    places = [place for shift in shifts for place in _places_of(shift)]
    Place.objects.bulk_create(places, batch_size=2000)
    return Made(len(shifts), len(places))


def _places_of(shift: Shift) -> list[Place]:
    pattern = shift.pattern
    if pattern is None:
        return []
    return [
        Place(nursery=shift.nursery, shift=shift, kind=kind, number=number)
        for kind, count in (
            (PlaceKind.PAID, pattern.paid_places),
            (PlaceKind.PARENT, pattern.parent_places),
        )
        for number in range(1, count + 1)
    ]
