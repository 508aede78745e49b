"""Bookings come in: which row is which, who gets which numbered place, and in what order it is written.

The file names the kind of a place, never its number.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Person
from portability.extras import standings, stands_as_paid
from portability.instants import instants
from portability.shape import Entry
from portability.sync import BATCH, Book, Steps, Values, on, sync
from portability.values import moment_of
from rota.models import LIVE, Booking, BookingStatus, Break, CoverRequest, Offer, Place, PlaceKind, Shift, Swap

# A file need not say when a booking was made. Then it was long ago: nobody may undo it as made just now.
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_FIELDS = [
    "place",
    "kind",
    "status",
    "shadow",
    "confirmed",
    "there_from",
    "there_to",
    "booked_at",
    "will_come_at",
    "covers",
]


@dataclass(slots=True)
class Standing:
    """One booking of the file on its way into the table; `beside` is whose place an extra shares."""

    at: int
    entry: Entry
    shift: Shift
    person: Person
    row: Booking
    place: Place | None = None
    beside: "Standing | None" = None

    @property
    def is_new(self) -> bool:
        return self.row.pk is None

    @property
    def live(self) -> bool:
        return self.entry["status"] in LIVE


def take_in_bookings(book: Book) -> None:
    if not book.has("bookings"):
        return
    existing = list(Booking.objects.select_related("shift").order_by("pk"))
    for row in existing:
        row.status = book.set_aside.get(row.pk, row.status)
    found = _matched(book, existing)
    _give_places(book, found)
    matched = {standing.row.pk for standing in found}
    gone = [row for row in existing if row.pk not in matched]
    values = [_values(book, standing) for standing in found]
    changed = [(s, v) for s, v in zip(found, values, strict=True) if s.is_new or _differs(book, s, v)]
    for standing, _values_of in changed:
        book.refuse_if_closed(on(standing.shift.date), "bookings", standing.at)
    for row in gone:
        book.refuse_if_closed(on(row.shift.date), "bookings")
    if book.faults:
        return
    _write(changed, gone)
    _take_in_breaks(book, found)


# --- which row, which place ---------------------------------------------------------------------------------------
def _matched(book: Book, existing: list[Booking]) -> list[Standing]:
    """Each entry with the row it was before: by shift, person and order."""
    before: dict[tuple[int, int], list[Booking]] = defaultdict(list)
    for row in existing:
        before[row.shift_id, row.person_id].append(row)
    found = []
    for at, entry in enumerate(book.entries("bookings")):
        shift, person = book.shift_of(entry), book.row("people", entry["person"])
        rows = before[shift.pk, person.pk]
        row = rows.pop(0) if rows else Booking(nursery=book.nursery, shift=shift, person=person)
        found.append(Standing(at, entry, shift, person, row))
    return found


def _give_places(book: Book, found: list[Standing]) -> None:
    """A row keeps the place it has; who is new takes the lowest free number; what did not come about (cancelled,
    missed) keeps a place of its kind for the record. Deterministic, so that the same file changes nothing."""
    places: dict[tuple[int, str], list[Place]] = defaultdict(list)
    shifts = {standing.shift.pk for standing in found}
    for place in Place.objects.filter(shift__in=shifts).exclude(pk__in=book.surplus_places).order_by("number"):
        places[place.shift_id, place.kind].append(place)
    together: dict[tuple[int, str], list[Standing]] = defaultdict(list)
    for standing in found:
        if not standing.entry.get("shadow"):
            together[standing.shift.pk, standing.entry["place"]].append(standing)
    roles = {key: set(person.roles) for key, person in book.keyed["people"].items()}
    for (shift, kind), group in together.items():
        here = places[shift, kind]
        plan = standings([s.entry for s in group], kind, len(here), lambda person: stands_as_paid(roles[person]))
        _hold(group, [group[n] for n in plan.holders], here)
        for extra, beside in plan.beside.items():
            group[extra].beside = group[beside]
            group[extra].place = group[beside].place


def _hold(group: list[Standing], holders: list[Standing], places: list[Place]) -> None:
    free = {place.pk: place for place in places}
    for standing in holders:
        kept = standing.row.place_id if standing.row.covers_id is None and standing.row.status in LIVE else None
        if kept in free:
            standing.place = free.pop(kept)
    for standing in holders:
        if standing.place is None:
            standing.place = free.pop(min(free, key=lambda pk: free[pk].number))
    known = {place.pk: place for place in places}
    for number, standing in enumerate(s for s in group if not s.live):
        standing.place = known.get(standing.row.place_id or 0)
        if standing.place is None and places:  # else it was cancelled with its place
            standing.place = places[number % len(places)]


# --- what it says ----------------------------------------------------------------------------------------------------
def _values(book: Book, standing: Standing) -> Values:
    entry, shift = standing.entry, standing.shift
    there_from, there_to = instants(
        book, shift.date, entry.get("from"), entry.get("to"), "bookings", standing.at, whole=shift
    )
    booked_at = moment_of(entry, "booked_at") or (LONG_AGO if standing.is_new else standing.row.booked_at)
    return {
        "place_id": standing.place.pk if standing.place else None,
        "kind": PlaceKind(entry["place"]),
        "status": BookingStatus(entry["status"]),
        "shadow": entry.get("shadow", False),
        "confirmed": entry.get("confirmed", entry["status"] == BookingStatus.WORKED),
        "there_from": there_from,
        "there_to": there_to,
        "booked_at": booked_at,
        "will_come_at": moment_of(entry, "will_come_at"),
    }


def _differs(book: Book, standing: Standing, values: Values) -> bool:
    row = standing.row
    beside = standing.beside.row.pk if standing.beside else None
    return (
        row.pk in book.set_aside
        or row.covers_id != beside
        or (standing.beside is not None and standing.beside.is_new)
        or any(getattr(row, name) != value for name, value in values.items())
    )


# --- writing ---------------------------------------------------------------------------------------------------
def _write(changed: list[tuple[Standing, Values]], gone: list[Booking]) -> None:
    """In an order in which no place is ever held twice and nobody is ever in two: first everything that moves is put
    aside, then what is new comes, then what moved takes up what it is now."""
    aside = [standing.row.pk for standing, _values_of in changed if not standing.is_new]
    ids = [row.pk for row in gone]
    Booking.objects.filter(pk__in=[*aside, *ids]).update(covers=None, status=BookingStatus.CANCELLED)
    Booking.objects.filter(covers__in=ids).update(covers=None, status=BookingStatus.CANCELLED)
    Swap.objects.filter(Q(given__in=ids) | Q(wanted__in=ids)).delete()
    Offer.objects.filter(request__booking__in=ids).delete()
    CoverRequest.objects.filter(booking__in=ids).delete()
    Booking.objects.filter(pk__in=ids).delete()
    new = [(s, v) for s, v in changed if s.is_new]
    for standing, values in changed:
        _set(standing.row, values)
    # An extra shares a place, which it may only once it says beside whom: until then it is aside, too.
    extras = [s for s, _v in new if s.beside is not None]
    for standing in extras:
        standing.row.status = BookingStatus.CANCELLED
    Booking.objects.bulk_create([s.row for s, _v in new], batch_size=BATCH)
    were = set(aside)
    moved = [(s, v) for s, v in changed if s.row.pk in were or s.beside is not None]
    for standing, values in moved:
        _set(standing.row, values)
        standing.row.covers = standing.beside.row if standing.beside else None
    Booking.objects.bulk_update([s.row for s, _v in moved], _FIELDS, batch_size=BATCH)


def _set(row: Booking, values: Values) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _take_in_breaks(book: Book, found: list[Standing]) -> None:
    wanted: list[Values] = []
    places: list[Steps] = []
    for standing in found:
        for n, pause in enumerate(standing.entry.get("breaks", [])):
            here = ("bookings", standing.at, "breaks", n)
            starts_at, ends_at = instants(book, standing.shift.date, pause["from"], pause["to"], *here)
            wanted.append({"booking": standing.row, "starts_at": starts_at, "ends_at": ends_at})
            places.append(here)
    if book.faults:
        return
    sync(
        book, Break, wanted, part="bookings", places=places,
        existing=Break.objects.select_related("booking__shift"), days_of=lambda row: on(row.booking.shift.date),
    )  # fmt: skip
