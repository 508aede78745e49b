"""Making a term's shifts from its patterns, again and again without doubles."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Person
from nursery.models import Nursery, Term, Weekday
from rota.actions.booking import refuse
from rota.actions.history import record
from rota.models import Place, PlaceKind, Shift, ShiftPattern, Verb
from rota.queries.missing import missing_shifts
from rota.rules.planning import making_refusal, pattern_refusal


@dataclass(frozen=True, slots=True)
class Made:
    """How many shifts, and places on them, came into being."""

    shifts: int
    places: int


def _one_planner(nursery: Nursery) -> None:
    """One planner at a time: the second finds everything there."""
    Nursery.objects.select_for_update(no_key=True).get(pk=nursery.pk)


@transaction.atomic
def plan_term(term: Term, manager: Person, *, nursery: Nursery, now: dt.datetime) -> Made:
    """Make what is missing in one term, and remember who did. Raises Refused."""
    _one_planner(nursery)
    term = Term.objects.get(pk=term.pk)
    refuse(making_refusal(term))
    made = make_shifts(nursery, [term])
    if made.shifts:
        record(Verb.PLANNED, nursery=nursery, actor=manager, now=now)
    return made


@transaction.atomic
def make_shifts(nursery: Nursery, terms: Iterable[Term]) -> Made:
    """Make what is missing, each shift with its places. Two calls at once make nothing twice."""
    _one_planner(nursery)
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


@transaction.atomic
def add_pattern(pattern: ShiftPattern, *, nursery: Nursery) -> ShiftPattern:
    """Write a new pattern, with a key that says what it is; its shifts are made by `plan_term`. Raises Refused."""
    _one_planner(nursery)
    refuse(pattern_refusal(pattern, ShiftPattern.objects.filter(duty=pattern.duty)))
    pattern.nursery = nursery
    pattern.key = _free_key(pattern)
    pattern.save(force_insert=True)
    return pattern


def _free_key(pattern: ShiftPattern) -> str:
    """ "food-mon", as a nursery file would call it; "food-mon-2" where that is taken."""
    stem = slugify(f"{pattern.duty.key[:60]} {Weekday(pattern.weekday).name[:3]}")
    taken = set(ShiftPattern.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
