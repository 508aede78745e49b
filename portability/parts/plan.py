"""Duties, ratio rules and meals."""

from decimal import Decimal
from itertools import pairwise

from nursery.models import ClearanceKind
from portability.checks import Check
from portability.faults import Step
from portability.parts.part import Outgoing, Part
from portability.shape import Entry
from portability.sync import Book, Values, sync
from portability.values import WEEKDAYS, clock, day, say_clock, say_day, the_day, weekday, without_blanks
from rota.models import Duty, Meal, RatioRule

_KINDS = list(ClearanceKind.values)


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
    book.remember_keys("duties", rows)


def give_out_duties(out: Outgoing) -> list[Entry]:
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
        check.text_fits(rule, *here)
        if "share_level_2" in rule:
            check.decimal(rule, "share_level_2", *here, most=Decimal(1))
        if not rule["bands"]:
            check.fault("must have a band at least", *here, "bands")
        for n, band in enumerate(rule["bands"]):
            _check_band(check, band, *here, "bands", n)


def _check_band(check: Check, band: Entry, *here: Step) -> None:
    until = band.get("to_months")
    if until is not None and until <= band["from_months"]:
        check.fault("must be more than from_months", *here, "to_months")
    steps = band.get("steps", [])
    for n, (before, after) in enumerate(pairwise(steps), start=1):
        if after[0] <= before[0]:
            check.fault("must be for more children than the step before", *here, "steps", n)


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


def give_out_ratio_rules(out: Outgoing) -> list[Entry]:
    return [
        {"id": rule.key, "from": rule.starts.isoformat()} | without_blanks(until=say_day(rule.ends)) | rule.body
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


def give_out_meals(out: Outgoing) -> list[Entry]:
    return [
        {
            "room": meal.room.key,
            "weekday": WEEKDAYS[meal.weekday],
            "starts": say_clock(meal.starts),
            "ends": say_clock(meal.ends),
        }
        for meal in Meal.objects.select_related("room").order_by("room__key", "weekday", "starts", "ends")
    ]


PARTS = [
    Part("duties", check_duties, take_in_duties, give_out_duties, has_keys=True),
    Part("ratio_rules", check_ratio_rules, take_in_ratio_rules, give_out_ratio_rules),
    Part("meals", check_meals, take_in_meals, give_out_meals, refers={"room": "rooms"}),
]
