"""Who stood where: bookings on patterns' shifts and on one-off ones, with the time really there and breaks."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from portability.checks import Check, terms_of
from portability.extras import standings, stands_as_paid
from portability.parts.part import Outgoing, Part
from portability.parts.standing import LONG_AGO, take_in_bookings
from portability.pattern_shifts import NAMES_SHIFT, ShiftFacts, all_shifts, shift_named
from portability.shape import Entry
from portability.values import say_local, say_moment, without_blanks
from rota.models import LIVE, Booking, BookingStatus, PlaceKind


# --- check -----------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Seen:
    """A booking as the checks see it."""

    at: int
    entry: Entry
    shift: ShiftFacts
    starts: str
    ends: str


def check_bookings(check: Check) -> None:
    shifts = all_shifts(check)
    seen: list[_Seen] = []
    for at, booking in check.entries("bookings"):
        here = ("bookings", at)
        check.refers(booking, "person", "people", *here)
        check.refers(booking, "covers", "people", *here)
        shift = shift_named(check, booking, shifts, *here)
        if shift is None:
            continue
        one = _Seen(at, booking, shift, booking.get("from", shift.starts), booking.get("to", shift.ends))
        _check_times(check, one)
        if booking.get("confirmed") and booking["status"] != BookingStatus.WORKED:
            check.fault("only what was worked is confirmed", *here, "confirmed")
        if booking.get("shadow") and "covers" in booking:
            check.fault("a shadow stands beside nobody", *here, "covers")
        gone = booking["status"] in {BookingStatus.CANCELLED, BookingStatus.CANCELLED_LATE}
        if not booking.get("shadow") and not gone and not _places(shift, booking["place"]):
            check.fault(f"the shift has no {booking['place']} place", *here, "place")
            continue
        if booking["status"] in LIVE:
            _check_open(check, one)
        seen.append(one)
    _check_overlaps(check, [one for one in seen if one.entry["status"] in LIVE])
    _check_standings(check, [one for one in seen if not one.entry.get("shadow")])


def _places(shift: ShiftFacts, kind: str) -> int:
    return shift.paid_places if kind == PlaceKind.PAID else shift.parent_places


def _check_times(check: Check, one: _Seen) -> None:
    here = ("bookings", one.at)
    if one.ends <= one.starts:
        check.fault(f"must be after {one.starts}, not {one.ends}", *here, "to" if "to" in one.entry else "from")
    pauses = one.entry.get("breaks", [])
    for n, pause in enumerate(pauses):
        if not one.starts <= pause["from"] < pause["to"] <= one.ends:
            check.fault(f"is not inside {one.starts}–{one.ends}", *here, "breaks", n)
        elif any(pause["from"] < before["to"] and before["from"] < pause["to"] for before in pauses[:n]):
            check.fault("overlaps another break", *here, "breaks", n)


def _check_open(check: Check, one: _Seen) -> None:
    if one.shift.cancelled:
        check.fault("the shift is cancelled", "bookings", one.at)
    for key, _starts, _ends, closures in terms_of(check):
        if any(first <= one.shift.date <= last for first, last in closures):
            sentence = f"the nursery is closed on {one.shift.date} (in the term '{key}')"
            check.fault(sentence, "bookings", one.at, "shift" if "shift" in one.entry else "date")


def _check_overlaps(check: Check, live: list[_Seen]) -> None:
    """Nobody is in two places at once."""
    by_person: dict[tuple[str, dt.date], list[_Seen]] = defaultdict(list)
    for one in live:
        by_person[one.entry["person"], one.shift.date].append(one)
    for (person, date), mine in by_person.items():
        mine.sort(key=lambda one: (one.starts, one.ends, one.at))
        longest = mine[0]
        for one in mine[1:]:
            if one.starts < longest.ends:
                first, last = sorted((longest.at, one.at))
                check.fault(f"'{person}' is in bookings[{first}] on {date} at that time", "bookings", last)
            if one.ends > longest.ends:
                longest = one


def _check_standings(check: Check, seen: list[_Seen]) -> None:
    """A shift holds more live bookings than places only as paid cover, one beside each parent."""
    people = check.keys("people")
    by_places: dict[tuple[Any, ...], list[_Seen]] = defaultdict(list)
    for one in seen:
        by_places[one.shift.name, one.entry["place"]].append(one)

    def is_paid(person: str) -> bool:
        return stands_as_paid(set(people[person]["roles"]) if person in people else set())

    for (_name, kind), together in by_places.items():
        if any(one.entry["person"] not in people for one in together):
            continue
        room = _places(together[0].shift, kind)
        for n, field, sentence in standings([one.entry for one in together], kind, room, is_paid).faults:
            if field is None:
                check.fault(sentence, "bookings", together[n].at)
            elif (named := together[n].entry[field]) in people and not check.may_be_broken("bookings", "person", named):
                check.fault(sentence, "bookings", together[n].at, field)


# --- give out --------------------------------------------------------------------------------------------------
def give_out_bookings(out: Outgoing) -> list[Entry]:
    bookings = (
        Booking.objects.select_related("shift__pattern", "person", "covers__person")
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
        where = out.exceptions.keys.get(shift.pk) or (shift.pattern.key if shift.pattern else "")
        rows.append(((shift.date, shift.starts, where, booking.kind, booking.person.key, order), booking))
    return [_give_out(booking, out) for _place, booking in sorted(rows, key=lambda row: row[0])]


def _give_out(booking: Booking, out: Outgoing) -> Entry:
    zone = out.nursery.zone
    return (
        out.say_shift(booking.shift)
        | {"person": booking.person.key, "place": booking.kind, "status": booking.status}
        | without_blanks(
            from_=say_local(booking.there_from, zone),
            to=say_local(booking.there_to, zone),
            confirmed=None if booking.confirmed == (booking.status == BookingStatus.WORKED) else booking.confirmed,
            shadow=booking.shadow or None,
            breaks=[
                {"from": say_local(pause.starts_at, zone), "to": say_local(pause.ends_at, zone)}
                for pause in sorted(booking.breaks.all(), key=lambda pause: pause.starts_at)
            ],
            covers=booking.covers.person.key if booking.covers else None,
            booked_at=None if booking.booked_at == LONG_AGO else say_moment(booking.booked_at),
            will_come_at=say_moment(booking.will_come_at) if booking.will_come_at else None,
        )
    )


PARTS = [
    Part(
        "bookings",
        check_bookings,
        take_in_bookings,
        give_out_bookings,
        refers=NAMES_SHIFT | {"person": "people", "covers": "people"},
    )
]
