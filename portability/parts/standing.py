"""Who gets which numbered place: the file names the kind of a place, never its number."""

from collections import defaultdict
from dataclasses import dataclass

from accounts.models import Person
from portability.shape import Entry
from portability.sync import Book
from rota.models import LIVE, Booking, Place, PlaceKind, Shift


@dataclass(slots=True)
class Standing:
    """One booking of the file on its way into the table; `beside` is whose place an extra shares."""

    entry: Entry
    shift: Shift
    person: Person
    row: Booking | None = None
    place: Place | None = None
    beside: "Standing | None" = None

    @property
    def live(self) -> bool:
        return self.entry["status"] in LIVE

    @property
    def shadow(self) -> bool:
        return bool(self.entry.get("shadow"))

    @property
    def kind(self) -> str:
        return str(self.entry["place"])


def stand(book: Book, wanted: list[tuple[Shift, Entry]], existing: list[Booking]) -> list[Standing]:
    """Match each entry with the row it was before (shift, person, order) and give it a place.

    A row keeps the place it has; who is new takes the lowest free number; what did not come about (cancelled,
    missed) keeps a place of its kind for the record. Deterministic, so that the same file changes nothing.
    """
    before: dict[tuple[int, int], list[Booking]] = defaultdict(list)
    for row in existing:
        before[row.shift_id, row.person_id].append(row)
    standings = []
    for shift, entry in wanted:
        person: Person = book.row("people", entry["person"])
        rows = before[shift.pk, person.pk]
        standings.append(Standing(entry, shift, person, rows.pop(0) if rows else None))
    places: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for place in Place.objects.filter(shift__in={shift.pk for shift, _entry in wanted}).order_by("number"):
        places[place.shift_id, place.kind].append(place)
    together: dict[tuple[int, str], list[Standing]] = defaultdict(list)
    for standing in standings:
        if not standing.shadow:
            together[standing.shift.pk, standing.kind].append(standing)
    for key, group in together.items():
        _give_places(group, places[key])
    return standings


def _give_places(group: list[Standing], places: list[Place]) -> None:
    holders = [s for s in group if s.live]
    extras = _extras(holders, len(places))
    holders = [s for s in holders if s not in extras]
    free = {place.pk: place for place in places}
    for standing in holders:
        kept = standing.row.place_id if standing.row and standing.row.covers_id is None else None
        if kept in free:
            standing.place = free.pop(kept)
    for standing in holders:
        if standing.place is None:
            standing.place = free.pop(min(free, key=lambda pk: free[pk].number))
    taken: set[int] = set()
    for standing in extras:
        standing.beside = _beside(standing, holders, taken)
        taken.add(id(standing.beside))
        standing.place = standing.beside.place
    known = {place.pk: place for place in places}
    for number, standing in enumerate(s for s in group if not s.live):
        kept = standing.row.place_id if standing.row else None
        standing.place = known.get(kept or 0) or places[number % len(places)]


def _extras(holders: list[Standing], room: int) -> list[Standing]:
    """Paid cover beside a parent: those that say so, then, while there are too many, the last paid people."""
    extras = [s for s in holders if "covers" in s.entry]
    for standing in reversed(holders):
        if len(holders) - len(extras) <= room:
            break
        if standing not in extras and standing.kind == PlaceKind.PARENT and not standing.person.is_parent:
            extras.append(standing)
    return [s for s in holders if s in extras]


def _beside(extra: Standing, holders: list[Standing], taken: set[int]) -> Standing:
    named = extra.entry.get("covers")
    for standing in holders:
        if id(standing) in taken:
            continue
        if standing.person.key == named or (named is None and standing.person.is_parent):
            return standing
    return next((s for s in holders if id(s) not in taken), holders[0])
