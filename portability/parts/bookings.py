"""Who stood where: bookings on patterns' shifts and on one-off ones, with the time really there and breaks."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from accounts.models import PAID_ROLES, RoleKind
from nursery.dates import local_instant
from nursery.models import Nursery
from portability.checks import Check
from portability.parts.part import Part
from portability.parts.standing import Standing, stand
from portability.pattern_shifts import ShiftFacts, facts_of, pattern_shifts, why_no_shift
from portability.shape import Entry
from portability.sync import BATCH, Book, Values, sync
from portability.values import clock, say_clock, the_day, without_blanks
from rota.models import LIVE, Booking, BookingStatus, Break, CoverRequest, Offer, PlaceKind, Shift

BOOKED_BEFORE = dt.timedelta(days=14)  # the file does not say when a booking was made


# --- check -----------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Live:
    """A live booking as the checks see it."""

    at: int
    entry: Entry
    shift: ShiftFacts
    key: tuple[Any, ...]
    starts: str
    ends: str


def check_bookings(check: Check) -> None:
    made = pattern_shifts(check)
    live: list[_Live] = []
    for at, booking in check.entries("bookings"):
        here = ("bookings", at)
        check.refers(booking, "person", "people", *here)
        check.refers(booking, "covers", "people", *here)
        found = _shift_of(check, booking, at, made)
        if found is None:
            continue
        key, shift = found
        starts, ends = booking.get("from", shift.starts), booking.get("to", shift.ends)
        if ends <= starts:
            check.fault(f"must be after {starts}, not {ends}", *here, "to")
        for n, pause in enumerate(booking.get("breaks", [])):
            if not starts <= pause["from"] < pause["to"] <= ends:
                check.fault(f"is not inside {starts}–{ends}", *here, "breaks", n)
        if booking.get("confirmed") and booking["status"] != BookingStatus.WORKED:
            check.fault("only what was worked is confirmed", *here, "confirmed")
        if not booking.get("shadow") and not _places(shift, booking["place"]):
            check.fault(f"the shift has no {booking['place']} place", *here, "place")
        if booking["status"] in LIVE:
            if shift.cancelled:
                check.fault("the shift is cancelled", *here)
            live.append(_Live(at, booking, shift, key, starts, ends))
    _check_overlaps(check, live)
    _check_numbers(check, live)


def _places(shift: ShiftFacts, kind: str) -> int:
    return shift.paid_places if kind == PlaceKind.PAID else shift.parent_places


def _shift_of(
    check: Check, booking: Entry, at: int, made: dict[tuple[str, dt.date], ShiftFacts]
) -> tuple[tuple[Any, ...], ShiftFacts] | None:
    if "shift" in booking:
        shift = check.refers(booking, "shift", "shifts", "bookings", at)
        return None if shift is None else ((booking["shift"],), facts_of(shift, the_day(shift, "date")))
    if check.refers(booking, "pattern", "shift_patterns", "bookings", at) is None:
        return None
    key = (booking["pattern"], the_day(booking, "date"))
    if key not in made:
        check.fault(why_no_shift(check, *key), "bookings", at, "date")
        return None
    return key, made[key]


def _check_overlaps(check: Check, live: list[_Live]) -> None:
    """Nobody is in two places at once."""
    by_person: dict[tuple[str, dt.date], list[_Live]] = defaultdict(list)
    for one in live:
        by_person[one.entry["person"], one.shift.date].append(one)
    for (person, date), mine in by_person.items():
        mine.sort(key=lambda one: (one.starts, one.ends))
        for before, after in pairwise(mine):
            if after.starts < before.ends:
                check.fault(f"'{person}' is in bookings[{before.at}] on {date} at that time", "bookings", after.at)


def _check_numbers(check: Check, live: list[_Live]) -> None:
    """A shift holds more live bookings than places only as paid cover, one beside each parent."""
    by_shift: dict[tuple[Any, ...], list[_Live]] = defaultdict(list)
    for one in live:
        if not one.entry.get("shadow"):
            by_shift[one.key].append(one)
    people = check.keys("people")
    for standing in by_shift.values():
        for kind in PlaceKind.values:
            mine = [one for one in standing if one.entry["place"] == kind]
            room = _places(standing[0].shift, kind)
            for one in mine[room:]:
                if kind == PlaceKind.PARENT and any(_is_paid(people, other.entry) for other in mine):
                    continue
                check.fault(f"the shift has only {room} {kind} place{'' if room == 1 else 's'}", "bookings", one.at)
            parents = [one for one in mine if not _is_paid(people, one.entry)]
            if kind == PlaceKind.PARENT and len(parents) > room > 0:
                check.fault(f"the shift has only {room} parent places", "bookings", parents[room].at)


def _is_paid(people: dict[str, Any], entry: Entry) -> bool:
    person = people.get(entry["person"])
    roles = set(person["roles"]) if person else set()
    return not PAID_ROLES.isdisjoint(roles) and RoleKind.PARENT not in roles


# --- take in ---------------------------------------------------------------------------------------------------
def take_in_bookings(book: Book) -> None:
    if not book.has("bookings"):
        return
    zone = book.nursery.zone
    entries = book.entries("bookings")
    wanted: list[tuple[Shift, Entry]] = [(_row_of_shift(book, entry), entry) for entry in entries]
    existing = list(Booking.objects.select_related("shift").order_by("pk"))
    standings = stand(book, wanted, existing)
    matched = {s.row.pk for s in standings if s.row is not None}
    gone = [row for row in existing if row.pk not in matched]
    changed: list[Booking] = []
    new: list[Standing] = []
    for standing in standings:
        values = _values(standing, zone)
        if standing.row is None:
            book.refuse_if_closed(standing.shift.date, "bookings", "a new booking")
            standing.row = Booking(nursery=book.nursery, shift=standing.shift, person=standing.person, **values)
            new.append(standing)
        elif any(getattr(standing.row, name) != value for name, value in values.items()):
            book.refuse_if_closed(standing.shift.date, "bookings", "a booking")
            for name, value in values.items():
                setattr(standing.row, name, value)
            changed.append(standing.row)
    for row in gone:
        book.refuse_if_closed(row.shift.date, "bookings", "a booking")
    if book.faults:
        return
    _remove(gone)
    _write(standings, new, changed)
    _take_in_breaks(book, standings)


def _row_of_shift(book: Book, entry: Entry) -> Shift:
    if "shift" in entry:
        shift: Shift = book.row("shifts", entry["shift"])
    else:
        shift = book.occasions[entry["pattern"], the_day(entry, "date")]
    return shift


def _values(standing: Standing, zone: Any) -> Values:
    entry, shift = standing.entry, standing.shift
    values: Values = {
        "place_id": standing.place.pk if standing.place else None,
        "kind": PlaceKind(entry["place"]),
        "status": BookingStatus(entry["status"]),
        "shadow": entry.get("shadow", False),
        "confirmed": entry.get("confirmed", entry["status"] == BookingStatus.WORKED),
        "there_from": local_instant(shift.date, clock(entry, "from"), zone) if "from" in entry else None,
        "there_to": local_instant(shift.date, clock(entry, "to"), zone) if "to" in entry else None,
    }
    if standing.row is None:
        values["booked_at"] = shift.starts_at - BOOKED_BEFORE
    return values


def _remove(gone: list[Booking]) -> None:
    """With what was asked and offered around them; those that others stand beside go last."""
    ids = [row.pk for row in gone]
    if not ids:
        return
    Offer.objects.filter(request__booking__in=ids).delete()
    CoverRequest.objects.filter(booking__in=ids).delete()
    Booking.objects.filter(covers__in=ids).update(covers=None, status=BookingStatus.CANCELLED)
    Booking.objects.filter(pk__in=ids).delete()


def _write(standings: list[Standing], new: list[Standing], changed: list[Booking]) -> None:
    """In an order in which no place is ever held twice: leave first, then change, then come, extras last."""
    leaving = [row for row in changed if row.status not in LIVE]
    Booking.objects.filter(pk__in=[row.pk for row in leaving]).update(status=BookingStatus.CANCELLED)
    fields = ["place", "kind", "status", "shadow", "confirmed", "there_from", "there_to"]
    Booking.objects.bulk_update(changed, fields, batch_size=BATCH)
    Booking.objects.bulk_create([s.row for s in new if s.row and s.beside is None], batch_size=BATCH)
    for standing in new:
        if standing.beside is not None and standing.row is not None:
            standing.row.covers = standing.beside.row
    Booking.objects.bulk_create([s.row for s in new if s.row and s.beside is not None], batch_size=BATCH)
    moved = []
    for standing in standings:
        beside = standing.beside.row.pk if standing.beside and standing.beside.row else None
        if standing.row is not None and standing.row.covers_id != beside:
            standing.row.covers_id = beside
            moved.append(standing.row)
    Booking.objects.bulk_update(moved, ["covers"], batch_size=BATCH)


def _take_in_breaks(book: Book, standings: list[Standing]) -> None:
    zone = book.nursery.zone
    wanted: list[Values] = [
        {
            "booking": standing.row,
            "starts_at": local_instant(standing.shift.date, clock(pause, "from"), zone),
            "ends_at": local_instant(standing.shift.date, clock(pause, "to"), zone),
        }
        for standing in standings
        for pause in standing.entry.get("breaks", [])
    ]
    sync(
        book, Break, wanted, part="bookings",
        existing=Break.objects.select_related("booking__shift"), day_of=lambda pause: pause.booking.shift.date,
    )  # fmt: skip


# --- give out --------------------------------------------------------------------------------------------------
def give_out_bookings(nursery: Nursery) -> list[Entry]:
    bookings = (
        Booking.objects.select_related("shift__pattern", "person", "covers__person", "place")
        .prefetch_related("breaks")
        .order_by("pk")
    )
    numbered: dict[tuple[int, int], int] = defaultdict(int)
    rows = []
    for booking in bookings:
        who = (booking.shift_id, booking.person_id)
        order = numbered[who]
        numbered[who] += 1
        shift = booking.shift
        where = shift.key or (shift.pattern.key if shift.pattern else "")
        rows.append(((shift.date, shift.starts, where, booking.kind, booking.person.key, order), booking))
    return [_give_out(booking, nursery) for _place, booking in sorted(rows, key=lambda row: row[0])]


def _give_out(booking: Booking, nursery: Nursery) -> Entry:
    shift = booking.shift
    local = nursery.zone
    if shift.key:
        where: Entry = {"shift": shift.key}
    else:
        pattern, occasion = shift.pattern, shift.occasion
        where = {"pattern": pattern.key if pattern else "", "date": occasion.isoformat() if occasion else ""}
    confirmed = booking.confirmed if booking.confirmed != (booking.status == BookingStatus.WORKED) else None
    return (
        where
        | {"person": booking.person.key, "place": booking.kind, "status": booking.status}
        | without_blanks(
            from_=say_clock(booking.there_from.astimezone(local).time()) if booking.there_from else None,
            to=say_clock(booking.there_to.astimezone(local).time()) if booking.there_to else None,
            confirmed=confirmed,
            shadow=booking.shadow or None,
            breaks=[
                {
                    "from": say_clock(pause.starts_at.astimezone(local).time()),
                    "to": say_clock(pause.ends_at.astimezone(local).time()),
                }
                for pause in sorted(booking.breaks.all(), key=lambda pause: pause.starts_at)
            ],
            covers=booking.covers.person.key if booking.covers else None,
        )
    )


PARTS = [Part("bookings", check_bookings, take_in_bookings, give_out_bookings)]
