"""Duties, ratio rules, meals, patterns and shifts."""

import datetime as dt
from typing import Any

from nursery.models import ClearanceKind, Nursery
from portability.checks import Check
from portability.parts.part import Part
from portability.parts.shifts import check_shifts, give_out_shifts, take_in_shifts
from portability.shape import Entry
from portability.sync import Book, Values, sync
from portability.values import WEEKDAYS, clock, day, say_clock, the_day, weekday, without_blanks
from rota.models import Duty, Meal, PlaceKind, Pricing, RatioRule, ShiftPattern, StandingTurn

_KINDS = list(ClearanceKind.values)
MOST_PLACES = 200  # on one shift; more is a slip of the pen


def _iso(value: dt.date | None) -> str | None:
    return value.isoformat() if value else None


# --- duties ----------------------------------------------------------------------------------------------------
def check_duties(check: Check) -> None:
    check.unique_keys("duties")
    for at, duty in check.entries("duties"):
        check.text_fits(duty, "duties", at)


def take_in_duties(book: Book) -> None:
    rows = list(Duty.objects.all())
    if book.has("duties"):
        wanted: list[Values] = [
            {
                "key": e["key"],
                "name": e["name"],
                "pricing": e["pricing"],
                "counts_towards_share": e.get("counts_towards_share", True),
                "needs": sorted(set(e.get("needs", [])), key=_KINDS.index),
            }
            for e in book.entries("duties")
        ]
        rows = sync(book, Duty, wanted, part="duties", match=("key",), existing=rows).rows
    book.forget_keys("duties", rows)


def give_out_duties(nursery: Nursery) -> list[Entry]:
    return [
        {
            "key": duty.key,
            "name": duty.name,
            "pricing": duty.pricing,
            "counts_towards_share": duty.counts_towards_share,
            "needs": sorted(duty.needs, key=_KINDS.index),
        }
        for duty in Duty.objects.order_by("key")
    ]


# --- ratio rules -------------------------------------------------------------------------------------------------
def check_ratio_rules(check: Check) -> None:
    seen: set[str] = set()
    for at, rule in check.entries("ratio_rules"):
        here = ("ratio_rules", at)
        if rule["id"] in seen:
            check.fault(f"'{rule['id']}' is another rule's id already", *here, "id")
        seen.add(rule["id"])
        check.in_order(rule, "from", "until", *here)
        if "share_level_2" in rule:
            check.decimal(rule, "share_level_2", *here)
        for n, band in enumerate(rule["bands"]):
            until = band.get("to_months")
            if until is not None and until <= band["from_months"]:
                check.fault("must be more than from_months", *here, "bands", n, "to_months")


def take_in_ratio_rules(book: Book) -> None:
    if not book.has("ratio_rules"):
        return
    wanted: list[Values] = [
        {
            "key": e["id"],
            "starts": the_day(e, "from"),
            "ends": day(e, "until"),
            "body": {name: value for name, value in e.items() if name not in {"id", "from", "until"}},
        }
        for e in book.entries("ratio_rules")
    ]
    sync(book, RatioRule, wanted, part="ratio_rules", match=("key",))


def give_out_ratio_rules(nursery: Nursery) -> list[Entry]:
    return [
        {"id": rule.key, "from": rule.starts.isoformat()} | without_blanks(until=_iso(rule.ends)) | rule.body
        for rule in RatioRule.objects.order_by("starts", "key")
    ]


# --- meals --------------------------------------------------------------------------------------------------------
def check_meals(check: Check) -> None:
    for at, meal in check.entries("meals"):
        check.refers(meal, "room", "rooms", "meals", at)
        check.longer_than_nothing(meal, "meals", at)


def take_in_meals(book: Book) -> None:
    if not book.has("meals"):
        return
    wanted: list[Values] = [
        {
            "room": book.row("rooms", e["room"]),
            "weekday": weekday(e),
            "starts": clock(e, "starts"),
            "ends": clock(e, "ends"),
        }
        for e in book.entries("meals")
    ]
    sync(book, Meal, wanted, part="meals")


def give_out_meals(nursery: Nursery) -> list[Entry]:
    return [
        {
            "room": meal.room.key,
            "weekday": WEEKDAYS[meal.weekday],
            "starts": say_clock(meal.starts),
            "ends": say_clock(meal.ends),
        }
        for meal in Meal.objects.select_related("room").order_by("room__key", "weekday", "starts", "ends")
    ]


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
    book.forget_keys("shift_patterns", rows)


def give_out_patterns(nursery: Nursery) -> list[Entry]:
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
        | without_blanks(from_=_iso(pattern.starts_on), until=_iso(pattern.ends_on))
        for pattern in ShiftPattern.objects.select_related("duty", "room").order_by("key")
    ]


# --- standing turns ---------------------------------------------------------------------------------------------------
def check_standing_turns(check: Check) -> None:
    for at, turn in check.entries("standing_turns"):
        here = ("standing_turns", at)
        pattern = check.refers(turn, "pattern", "shift_patterns", *here)
        check.refers(turn, "person", "people", *here)
        check.in_order(turn, "from", "until", *here)
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
        }
        for e in book.entries("standing_turns")
    ]
    sync(book, StandingTurn, wanted, part="standing_turns")


def give_out_standing_turns(nursery: Nursery) -> list[Entry]:
    turns = StandingTurn.objects.select_related("pattern", "person")
    return [
        {"pattern": turn.pattern.key, "place": turn.kind, "person": turn.person.key}
        | without_blanks(from_=_iso(turn.starts), until=_iso(turn.ends))
        for turn in turns.order_by("pattern__key", "kind", "person__key", "starts", "ends")
    ]


PARTS = [
    Part("duties", check_duties, take_in_duties, give_out_duties),
    Part("ratio_rules", check_ratio_rules, take_in_ratio_rules, give_out_ratio_rules),
    Part("meals", check_meals, take_in_meals, give_out_meals),
    Part("shift_patterns", check_patterns, take_in_patterns, give_out_patterns),
    Part("standing_turns", check_standing_turns, take_in_standing_turns, give_out_standing_turns),
    Part("shifts", check_shifts, take_in_shifts, give_out_shifts),
]
