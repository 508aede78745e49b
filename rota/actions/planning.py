"""Making a term's shifts from its patterns, again and again without doubles."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from nursery.models import Nursery, Term
from rota.models import Place, PlaceKind, Shift
from rota.queries.missing import missing_shifts


@dataclass(frozen=True, slots=True)
class Made:
    """How many shifts, and places on them, came into being."""

    shifts: int
    places: int


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
