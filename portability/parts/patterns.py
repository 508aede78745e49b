"""Shift patterns and standing turns."""

from typing import Any

from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import Book, Values, sync
from portability.values import WEEKDAYS, clock, day, say_clock, say_day, weekday, without_blanks
from rota.models import PlaceKind, Pricing, ShiftPattern, StandingTurn

MOST_PLACES = 200  # on one shift; more is a slip of the pen


# --- patterns ------------------------------------------------------------------------------------------------------
def check_patterns(check: Check) -> None:
    check.unique_keys("shift_patterns")
    for at, pattern in check.entries("shift_patterns"):
        here = ("shift_patterns", at)
        check.longer_than_nothing(pattern, *here)
        check.in_order(pattern, "from", "until", *here)
        check_places_and_room(check, pattern, *here)


def check_places_and_room(check: Check, entry: Entry, *here: Any) -> None:
    """What a pattern and a shift have in common."""
    duty = check.refers(entry, "duty", "duties", *here)
    check.refers(entry, "room", "rooms", *here)
    if duty is not None:
        if duty["pricing"] == Pricing.CARE and "room" not in entry:
            check.fault("care is given in a room", *here, "room")
        if duty["pricing"] != Pricing.CARE and "room" in entry:
            check.fault(f"'{entry['duty']}' is not care, so it has no room", *here, "room")
    for name in ("paid_places", "parent_places"):
        if entry.get(name, 0) > MOST_PLACES:
            check.fault(f"must be at most {MOST_PLACES}", *here, name)


def take_in_patterns(book: Book) -> None:
    rows = list(ShiftPattern.objects.all())
    if book.has("shift_patterns"):
        wanted: list[Values] = [
            {
                "key": e["key"],
                "duty": book.row("duties", e["duty"]),
                "room": book.row("rooms", e["room"]) if "room" in e else None,
                "weekday": weekday(e),
                "starts": clock(e, "starts"),
                "ends": clock(e, "ends"),
                "paid_places": e.get("paid_places", 0),
                "parent_places": e.get("parent_places", 0),
                "starts_on": day(e, "from"),
                "ends_on": day(e, "until"),
            }
            for e in book.entries("shift_patterns")
        ]
        rows = sync(book, ShiftPattern, wanted, part="shift_patterns", match=("key",), existing=rows).rows
    book.remember_keys("shift_patterns", rows)


def give_out_patterns(out: Outgoing) -> list[Entry]:
    return [
        {"key": pattern.key, "duty": pattern.duty.key}
        | without_blanks(room=pattern.room.key if pattern.room else None)
        | {
            "weekday": WEEKDAYS[pattern.weekday],
            "starts": say_clock(pattern.starts),
            "ends": say_clock(pattern.ends),
            "paid_places": pattern.paid_places,
            "parent_places": pattern.parent_places,
        }
        | without_blanks(from_=say_day(pattern.starts_on), until=say_day(pattern.ends_on))
        for pattern in ShiftPattern.objects.select_related("duty", "room").order_by("key")
    ]


# --- standing turns ---------------------------------------------------------------------------------------------------
def check_standing_turns(check: Check) -> None:
    for at, turn in check.entries("standing_turns"):
        here = ("standing_turns", at)
        pattern = check.refers(turn, "pattern", "shift_patterns", *here)
        check.refers(turn, "person", "people", *here)
        check.in_order(turn, "from", "until", *here)
        if turn.get("every", 1) > 1 and "from" not in turn:
            check.fault("every second week is counted from a day: say 'from'", *here, "every")
        if pattern is not None and not pattern.get(f"{turn['place']}_places", 0):
            check.fault(f"'{turn['pattern']}' has no {turn['place']} place", *here, "place")


def take_in_standing_turns(book: Book) -> None:
    if not book.has("standing_turns"):
        return
    wanted: list[Values] = [
        {
            "pattern": book.row("shift_patterns", e["pattern"]),
            "kind": PlaceKind(e["place"]),
            "person": book.row("people", e["person"]),
            "starts": day(e, "from"),
            "ends": day(e, "until"),
            "every": e.get("every", 1),
        }
        for e in book.entries("standing_turns")
    ]
    sync(book, StandingTurn, wanted, part="standing_turns")


def give_out_standing_turns(out: Outgoing) -> list[Entry]:
    turns = StandingTurn.objects.select_related("pattern", "person")
    return [
        {"pattern": turn.pattern.key, "place": turn.kind, "person": turn.person.key}
        | without_blanks(
            from_=say_day(turn.starts), until=say_day(turn.ends), every=turn.every if turn.every > 1 else None
        )
        for turn in turns.order_by("pattern__key", "kind", "person__key", "starts", "ends", "every")
    ]


PARTS = [
    Part(
        "shift_patterns",
        check_patterns,
        take_in_patterns,
        give_out_patterns,
        has_keys=True,
        refers={"duty": "duties", "room": "rooms"},
    ),
    Part(
        "standing_turns",
        check_standing_turns,
        take_in_standing_turns,
        give_out_standing_turns,
        refers={"pattern": "shift_patterns", "person": "people"},
    ),
]
