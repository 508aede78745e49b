"""Which shifts a file must list by key: the one-off ones, and a pattern's that are not as the pattern makes them."""

from collections import Counter
from collections.abc import Iterable

from nursery.models import Nursery
from portability.checks import Check
from portability.faults import Faults
from portability.parts.ground import give_out_terms
from portability.parts.part import Exceptions, Outgoing
from portability.parts.patterns import give_out_patterns
from portability.pattern_shifts import Occasion, made_by_patterns
from rota.models import Place, PlaceKind, Shift, ShiftStatus

_LONGEST_KEY = 80


def exceptions(nursery: Nursery) -> Exceptions:
    """A pattern's shift is one when it was moved, cancelled, changed by hand, given more or fewer places or a lead, or
    when the pattern does not make it any longer."""
    out = Outgoing(nursery)
    document = {"terms": give_out_terms(out), "shift_patterns": give_out_patterns(out)}
    made = frozenset(made_by_patterns(Check(document, Faults())))
    places: Counter[tuple[int, str]] = Counter(Place.objects.values_list("shift_id", "kind"))
    shifts = {
        shift.pk: shift
        for shift in Shift.objects.select_related("pattern", "duty", "room", "lead").order_by("pk")
        if shift.key or not _as_its_pattern_says(shift, made, places)
    }
    return Exceptions(made, places, shifts, keys_of(shifts.values()))


def _as_its_pattern_says(shift: Shift, made: frozenset[Occasion], places: Counter[tuple[int, str]]) -> bool:
    pattern = shift.pattern
    return (
        pattern is not None
        and shift.status == ShiftStatus.PLANNED
        and shift.lead_id is None
        and shift.date == shift.occasion
        and (pattern.key, shift.occasion) in made
        and (shift.duty_id, shift.room_id, shift.starts, shift.ends)
        == (pattern.duty_id, pattern.room_id, pattern.starts, pattern.ends)
        and places[shift.pk, PlaceKind.PAID] == pattern.paid_places
        and places[shift.pk, PlaceKind.PARENT] == pattern.parent_places
    )


def keys_of(shifts: Iterable[Shift]) -> dict[int, str]:
    """Each shift's key; one that has none yet is called by its pattern and day, or else by its public id."""
    shifts = list(shifts)
    keys = {shift.pk: shift.key for shift in shifts if shift.key}
    taken = set(keys.values())
    for shift in shifts:
        if shift.pk not in keys:
            name = f"{shift.pattern.key}-{shift.occasion}" if shift.pattern else shift.public_id
            keys[shift.pk] = shift.public_id if len(name) > _LONGEST_KEY or name in taken else name
            taken.add(keys[shift.pk])
    return keys
