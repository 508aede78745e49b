"""Shifts: those that the patterns make, the one-off ones, and those that were moved, changed or cancelled."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from portability.checks import Check
from portability.instants import instants
from portability.parts.exceptions import exceptions, keys_of
from portability.parts.part import Outgoing, Part
from portability.parts.patterns import MOST_PLACES
from portability.pattern_shifts import made_by_patterns, occasions_of
from portability.shape import Entry
from portability.sync import BATCH, Book, Values, on, sync
from portability.values import clock, say_clock, say_day, the_day, without_blanks
from rota.models import LIVE, Booking, BookingStatus, Place, PlaceKind, Pricing, Shift, ShiftStatus

_SHAPING = ("terms", "shift_patterns", "shifts")  # the parts that say which shifts there are


# --- check ---------------------------------------------------------------------------------------------------------
def check_shifts(check: Check) -> None:
    check.unique_keys("shifts")
    for at, shift in check.entries("shifts"):
        here = ("shifts", at)
        check.longer_than_nothing(shift, *here)
        duty = check.refers(shift, "duty", "duties", *here)
        check.refers(shift, "room", "rooms", *here)
        check.refers(shift, "lead", "people", *here)
        if duty is not None and duty["pricing"] == Pricing.CARE and "room" not in shift:
            check.fault("care is given in a room", *here, "room")
        for name in ("paid_places", "parent_places"):
            if shift.get(name, 0) > MOST_PLACES:
                check.fault(f"must be at most {MOST_PLACES}", *here, name)
        if shift.get("by_plan") and shift.get("status") != ShiftStatus.CANCELLED:
            check.fault("only what is cancelled is so by the plan", *here, "by_plan")
        if "pattern" in shift:
            check.refers(shift, "pattern", "shift_patterns", *here)
            continue
        if shift.get("status") == ShiftStatus.MOVED:
            check.fault("only a pattern's shift is moved; name its pattern", *here, "status")
        if "occasion" in shift:
            check.fault("only a pattern's shift has an occasion", *here, "occasion")
    _check_occasions(check)


def _check_occasions(check: Check) -> None:
    """No two entries stand for one shift of a pattern."""
    occasions = occasions_of(check)
    first: dict[Any, int] = {}
    for at, shift in check.entries("shifts"):
        occasion = occasions.get(shift["key"])
        if occasion is None or check.keys("shifts")[shift["key"]] is not shift:
            continue
        if occasion in first:
            check.fault(f"stands for the same shift as shifts[{first[occasion]}]", "shifts", at)
        first.setdefault(occasion, at)


# --- take in -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Wanted:
    """A shift as it shall be: as its own entry says, or else as the pattern's."""

    entry: Entry
    here: tuple[str | int, ...]
    date: dt.date
    key: str = ""
    pattern: str | None = None
    occasion: dt.date | None = None


def take_in_shifts(book: Book) -> None:
    if any(book.has(part) for part in _SHAPING):
        stored = list(Shift.objects.select_related("pattern").order_by("pk"))
        rows = _take_in(book, stored)
        _set_places(book, rows)
        if not (book.has("bookings") or book.faults):
            _put_back(book)
    _remember(book)


def _take_in(book: Book, stored: list[Shift]) -> list[tuple[_Wanted, Shift]]:
    wanted = _wanted(book)
    if book.has("shifts"):
        _settle_keys(book, wanted, stored)
    else:
        stored = [s for s in stored if s.pattern_id is not None and s.pk not in book.exceptions]
    done: list[tuple[_Wanted, Shift]] = []
    for of_pattern in (False, True):
        mine = [one for one in wanted if (one.pattern is not None) == of_pattern]
        values = [_values(book, one) for one in mine]
        if book.faults:
            return []
        synced = sync(
            book,
            Shift,
            values,
            part="shift_patterns" if of_pattern else "shifts",
            places=[one.here for one in mine],
            match=("pattern", "occasion") if of_pattern else ("key",),
            existing=[s for s in stored if (s.pattern_id is not None) == of_pattern],
            days_of=lambda shift: on(shift.date),
            before_change=lambda rows: _set_aside(book, rows),
        )
        done += zip(mine, synced.rows, strict=True)
    return done


def _wanted(book: Book) -> list[_Wanted]:
    """All that the patterns make and `shifts` lists. Where the file leaves `shifts` out, the exceptions that are
    stored are left alone."""
    made = dict(made_by_patterns(book.check))
    found = []
    if book.has("shifts"):
        occasions = occasions_of(book.check)
        for at, entry in enumerate(book.entries("shifts")):
            date, occasion = the_day(entry, "date"), occasions.get(entry["key"])
            made.pop(occasion, None)  # type: ignore[arg-type]  # None for a one-off shift
            pattern, day = occasion or (None, None)
            found.append(_Wanted(entry, ("shifts", at), date, entry["key"], pattern, day))
    else:
        for shift in book.exceptions.values():
            if shift.pattern and shift.occasion:
                made.pop((shift.pattern.key, shift.occasion), None)
    by_date = sorted(made.items(), key=lambda item: (item[0][1], item[1]["starts"], item[0][0]))
    found += [_Wanted(entry, ("shift_patterns",), day, "", key, day) for (key, day), entry in by_date]
    return found


def _values(book: Book, wanted: _Wanted) -> Values:
    entry = wanted.entry
    starts_at, ends_at = instants(book, wanted.date, entry["starts"], entry["ends"], *wanted.here)
    return {
        "key": wanted.key,
        "pattern": book.row("shift_patterns", wanted.pattern) if wanted.pattern is not None else None,
        "occasion": wanted.occasion,
        "duty": book.row("duties", entry["duty"]),
        "room": book.row("rooms", entry["room"]) if "room" in entry else None,
        "date": wanted.date,
        "starts": clock(entry, "starts"),
        "ends": clock(entry, "ends"),
        "starts_at": starts_at,
        "ends_at": ends_at,
        "status": entry.get("status", ShiftStatus.PLANNED),
        "cancelled_by_plan": entry.get("by_plan", False),
        "lead": book.row("people", entry["lead"]) if "lead" in entry else None,
    }


def _settle_keys(book: Book, wanted: list[_Wanted], stored: list[Shift]) -> None:
    """A one-off shift without a key takes the one by which it is given out; a key that passes to another shift is
    free before that one takes it."""
    keys = keys_of(s for s in stored if s.pattern_id is None)
    owners: dict[str, Hashable] = {one.key: one.occasion and (one.pattern, one.occasion) for one in wanted if one.key}
    changed = []
    for shift in stored:
        me = (shift.pattern.key, shift.occasion) if shift.pattern else None
        key = keys.get(shift.pk, shift.key)
        if key in owners and owners[key] != me:
            key = ""
        if key != shift.key:
            shift.key = key
            changed.append(shift)
    Shift.objects.bulk_update(changed, ["key"], batch_size=BATCH)


def _set_aside(book: Book, shifts: list[Shift]) -> None:
    """Bookings on shifts that change their times stand in nobody's way until all of them have changed."""
    live = Booking.objects.filter(shift__in=[shift.pk for shift in shifts], status__in=LIVE)
    now_aside = dict(live.values_list("pk", "status"))
    Booking.objects.filter(pk__in=now_aside).update(status=BookingStatus.CANCELLED)
    book.set_aside |= now_aside


def _put_back(book: Book) -> None:
    for status in LIVE:
        aside = [pk for pk, before in book.set_aside.items() if before == status]
        if aside:
            Booking.objects.filter(pk__in=aside).update(status=status)


def _remember(book: Book) -> None:
    """What bookings and reserves call the shifts by."""
    shifts = {shift.pk: shift for shift in Shift.objects.select_related("pattern").order_by("pk")}
    listed = [s for s in shifts.values() if s.key] if book.has("shifts") else exceptions(book.nursery).shifts.values()
    book.keyed["shifts"] = {key: shifts[pk] for pk, key in keys_of(listed).items()}
    for shift in shifts.values():
        if shift.pattern and shift.occasion:
            book.occasions[shift.pattern.key, shift.occasion] = shift
            if shift.date != shift.occasion:
                book.moved_to[shift.pattern.key, shift.date] = shift


# --- places ----------------------------------------------------------------------------------------------------------
def _set_places(book: Book, rows: list[tuple[_Wanted, Shift]]) -> None:
    """Add what is missing; the highest numbers go where there are too many."""
    places: dict[tuple[int, str], dict[int, Place]] = defaultdict(dict)
    for place in Place.objects.filter(shift__in=[shift.pk for _wanted, shift in rows]):
        places[place.shift_id, place.kind][place.number] = place
    new: list[Place] = []
    for wanted, shift in rows:
        for kind in PlaceKind.values:
            count = wanted.entry.get(f"{kind}_places", 0)
            there = places[shift.pk, kind]
            missing = [n for n in range(1, count + 1) if n not in there]
            surplus = [place for n, place in there.items() if n > count]
            if missing or surplus:
                book.refuse_if_closed(on(shift.date), *wanted.here)
            new += [Place(nursery=book.nursery, shift=shift, kind=kind, number=n) for n in missing]
            book.surplus_places |= {place.pk for place in surplus}
            book.remove_later(wanted.here, surplus)
    if book.faults:
        return
    Place.objects.bulk_create(new, batch_size=BATCH)


# --- give out --------------------------------------------------------------------------------------------------------
def give_out_shifts(out: Outgoing) -> list[Entry]:
    keys, places = out.exceptions.keys, out.exceptions.places
    return [
        {"key": keys[shift.pk], "duty": shift.duty.key}
        | without_blanks(room=shift.room.key if shift.room else None)
        | {
            "date": shift.date.isoformat(),
            "starts": say_clock(shift.starts),
            "ends": say_clock(shift.ends),
            "paid_places": places[shift.pk, PlaceKind.PAID],
            "parent_places": places[shift.pk, PlaceKind.PARENT],
        }
        | without_blanks(
            pattern=shift.pattern.key if shift.pattern else None,
            occasion=say_day(_occasion_to_say(shift, out)),
            status=shift.status if shift.status != ShiftStatus.PLANNED else None,
            by_plan=shift.cancelled_by_plan or None,
            lead=shift.lead.key if shift.lead else None,
        )
        for shift in sorted(out.exceptions.shifts.values(), key=lambda shift: keys[shift.pk])
    ]


def _occasion_to_say(shift: Shift, out: Outgoing) -> dt.date | None:
    """Unless it goes without saying: on its day, and the pattern makes it then."""
    said = shift.pattern is None or (shift.pattern.key, shift.date) in out.exceptions.made
    return None if said and shift.occasion in (None, shift.date) else shift.occasion


PARTS = [
    Part(
        "shifts",
        check_shifts,
        take_in_shifts,
        give_out_shifts,
        has_keys=True,
        refers={"duty": "duties", "room": "rooms", "pattern": "shift_patterns", "lead": "people"},
    )
]
