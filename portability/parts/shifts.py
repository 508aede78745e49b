"""Shifts: those that the patterns make, the one-off ones, and those that were moved or cancelled."""

from collections import defaultdict

from nursery.models import Nursery
from portability.checks import Check
from portability.pattern_shifts import pattern_shifts
from portability.shape import Entry
from portability.sync import BATCH, Book, Values, sync
from portability.values import clock, day, say_clock, the_day, without_blanks
from rota.actions.planning import make_shifts
from rota.models import Place, PlaceKind, Pricing, Shift, ShiftStatus
from rota.queries.missing import missing_shifts

MOST_PLACES = 200
_FOLLOWS = ("duty", "room", "starts", "ends")


def check_shifts(check: Check) -> None:
    check.unique_keys("shifts")
    occasions: dict[tuple[str, str], int] = {}
    for at, shift in check.entries("shifts"):
        here = ("shifts", at)
        check.longer_than_nothing(shift, *here)
        duty = check.refers(shift, "duty", "duties", *here)
        check.refers(shift, "room", "rooms", *here)
        if duty is not None and duty["pricing"] == Pricing.CARE and "room" not in shift:
            check.fault("care is given in a room", *here, "room")
        for name in ("paid_places", "parent_places"):
            if shift.get(name, 0) > MOST_PLACES:
                check.fault(f"must be at most {MOST_PLACES}", *here, name)
        if "pattern" not in shift:
            if shift.get("status") == ShiftStatus.MOVED:
                check.fault("only a pattern's shift is moved; name its pattern", *here, "status")
            if "occasion" in shift:
                check.fault("only a pattern's shift has an occasion", *here, "occasion")
            continue
        check.refers(shift, "pattern", "shift_patterns", *here)
        occasion = (str(shift["pattern"]), str(shift.get("occasion", shift["date"])))
        if occasion in occasions:
            check.fault(f"stands for the same shift as shifts[{occasions[occasion]}]", *here)
        occasions.setdefault(occasion, at)


def take_in_shifts(book: Book) -> None:
    """Make what the patterns make, let planned shifts follow their pattern, then the listed ones."""
    terms = list(book.keyed["terms"].values())
    for shift in missing_shifts(book.nursery, terms):
        book.refuse_if_closed(shift.date, "shift_patterns", "a new shift")
    make_shifts(book.nursery, terms)
    shifts = list(Shift.objects.select_related("pattern"))
    listed: list[Values] = []
    if book.has("shifts"):
        listed = [_values(book, entry) for entry in book.entries("shifts")]
        keyed = sync(
            book,
            Shift,
            [v for v in listed if v["pattern"] is None],
            part="shifts",
            match=("key",),
            existing=[s for s in shifts if s.pattern_id is None],
            day_of=lambda shift: shift.date,
        ).rows
        keyed += _take_in_exceptions(book, [v for v in listed if v["pattern"] is not None], shifts)
    else:
        keyed = [shift for shift in shifts if shift.key]
    book.forget_keys("shifts", keyed)
    pattern_made = [s for s in Shift.objects.select_related("pattern") if s.pattern_id is not None]
    book.occasions = {(s.pattern.key, s.occasion): s for s in pattern_made if s.pattern and s.occasion}
    _follow_patterns(book, [s for s in pattern_made if not s.key])
    _drop_unmade(book, [s for s in pattern_made if not s.key])
    if book.has("shifts"):
        places = {e["key"]: (e.get("paid_places", 0), e.get("parent_places", 0)) for e in book.entries("shifts")}
        _set_places(book, [(shift, *places[shift.key]) for shift in keyed])


def _values(book: Book, entry: Entry) -> Values:
    pattern = book.row("shift_patterns", entry["pattern"]) if "pattern" in entry else None
    shift = Shift(date=the_day(entry, "date"), starts=clock(entry, "starts"), ends=clock(entry, "ends"))
    shift.set_instants(book.nursery.zone)
    return {
        "key": entry["key"],
        "pattern": pattern,
        "occasion": (day(entry, "occasion") or shift.date) if pattern else None,
        "duty": book.row("duties", entry["duty"]),
        "room": book.row("rooms", entry["room"]) if "room" in entry else None,
        "date": shift.date,
        "starts": shift.starts,
        "ends": shift.ends,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
        "status": entry.get("status", ShiftStatus.PLANNED),
    }


def _take_in_exceptions(book: Book, wanted: list[Values], shifts: list[Shift]) -> list[Shift]:
    """A pattern's shifts that were moved or cancelled; one that is listed no longer follows its pattern again."""
    existing = [s for s in shifts if s.pattern_id is not None]
    done = sync(
        book, Shift, wanted, part="shifts", match=("pattern", "occasion"), existing=existing,
        day_of=lambda shift: shift.date, keep_others=True,
    )  # fmt: skip
    listed = {shift.pk for shift in done.rows}
    again = [s for s in existing if s.key and s.pk not in listed]
    for shift in again:
        book.refuse_if_closed(shift.date, "shifts", "a shift")
        shift.key, shift.status = "", ShiftStatus.PLANNED
        shift.date = shift.occasion or shift.date
    Shift.objects.bulk_update(again, ["key", "status", "date"], batch_size=BATCH)
    return done.rows


def _follow_patterns(book: Book, shifts: list[Shift]) -> None:
    changed = []
    for shift in shifts:
        pattern = shift.pattern
        if pattern is None:
            continue
        before = (shift.duty_id, shift.room_id, shift.starts, shift.ends, shift.starts_at, shift.ends_at)
        shift.duty_id, shift.room_id = pattern.duty_id, pattern.room_id
        shift.starts, shift.ends = pattern.starts, pattern.ends
        shift.set_instants(book.nursery.zone)
        if before != (shift.duty_id, shift.room_id, shift.starts, shift.ends, shift.starts_at, shift.ends_at):
            book.refuse_if_closed(shift.date, "shift_patterns", "a shift")
            changed.append(shift)
    Shift.objects.bulk_update(changed, [*_FOLLOWS, "starts_at", "ends_at"], batch_size=BATCH)
    _set_places(book, [(s, s.pattern.paid_places, s.pattern.parent_places) for s in shifts if s.pattern])


def _drop_unmade(book: Book, shifts: list[Shift]) -> None:
    """Shifts that no pattern makes any longer (a weekday moved, a closure came) go, after their bookings."""
    made = pattern_shifts(book.check)
    gone = [s for s in shifts if s.pattern and (s.pattern.key, s.occasion) not in made]
    for shift in gone:
        book.refuse_if_closed(shift.date, "shift_patterns", "a shift")
    book.remove_later("shift_patterns", gone)


def _set_places(book: Book, wanted: list[tuple[Shift, int, int]]) -> None:
    """Add what is missing; take away the highest numbers that nobody ever stood in."""
    places: dict[tuple[int, str], dict[int, Place]] = defaultdict(dict)
    for place in Place.objects.filter(shift__in=[shift.pk for shift, *_counts in wanted]):
        places[place.shift_id, place.kind][place.number] = place
    new, gone = [], []
    for shift, paid, parents in wanted:
        for kind, count in ((PlaceKind.PAID, paid), (PlaceKind.PARENT, parents)):
            there = places[shift.pk, kind]
            new += [
                Place(nursery=book.nursery, shift=shift, kind=kind, number=n)
                for n in range(1, count + 1)
                if n not in there
            ]
            gone += [place for n, place in there.items() if n > count]
    Place.objects.bulk_create(new, batch_size=BATCH)
    book.remove_later("shifts", gone)


def give_out_shifts(nursery: Nursery) -> list[Entry]:
    shifts = Shift.objects.exclude(key="").select_related("duty", "room", "pattern").prefetch_related("places")
    return [_give_out(shift) for shift in shifts.order_by("key")]


def _give_out(shift: Shift) -> Entry:
    kinds = [place.kind for place in shift.places.all()]
    return (
        {"key": shift.key, "duty": shift.duty.key}
        | without_blanks(room=shift.room.key if shift.room else None)
        | {
            "date": shift.date.isoformat(),
            "starts": say_clock(shift.starts),
            "ends": say_clock(shift.ends),
            "paid_places": kinds.count(PlaceKind.PAID),
            "parent_places": kinds.count(PlaceKind.PARENT),
        }
        | without_blanks(
            pattern=shift.pattern.key if shift.pattern else None,
            occasion=shift.occasion.isoformat() if shift.occasion and shift.occasion != shift.date else None,
            status=shift.status if shift.status != ShiftStatus.PLANNED else None,
        )
    )
