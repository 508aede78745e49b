"""Contributions, day marks, absences, deputies and reserves."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.models import Deputy
from nursery.money import plain
from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.pattern_shifts import NAMES_SHIFT, all_shifts, shift_named
from portability.shape import Entry
from portability.sync import Book, Values, on, sync
from portability.values import WEEKDAYS, number, the_day, weekday, without_blanks
from rota.models import Absence, Contribution, DayMark, Reserve


def check_contributions(check: Check) -> None:
    for at, given in check.entries("contributions"):
        here = ("contributions", at)
        check.refers(given, "person", "people", *here)
        check.refers(given, "duty", "duties", *here)
        check.decimal(given, "hours", *here, most=Decimal(1000), places=4)
        if Decimal(given["hours"]) == 0:
            check.fault("must be more than nothing", *here, "hours")


def take_in_contributions(book: Book) -> None:
    if not book.has("contributions"):
        return
    wanted: list[Values] = [
        {
            "date": the_day(e, "date"),
            "person": book.row("people", e["person"]),
            "duty": book.row("duties", e["duty"]),
            "hours": number(e, "hours"),
            "confirmed": e.get("confirmed", False),
        }
        for e in book.entries("contributions")
    ]
    sync(book, Contribution, wanted, part="contributions", days_of=lambda given: on(given.date))


def give_out_contributions(out: Outgoing) -> list[Entry]:
    given = Contribution.objects.select_related("person", "duty")
    return [
        {
            "date": c.date.isoformat(),
            "person": c.person.key,
            "duty": c.duty.key,
            "hours": plain(c.hours),
            "confirmed": c.confirmed,
        }
        for c in given.order_by("date", "person__key", "duty__key", "hours", "confirmed")
    ]


def may_hold(broken_family: Any, child: str) -> bool:
    """Whether a family of the wrong shape may have this child; one that cannot be read may have any."""
    children = broken_family.get("children", []) if isinstance(broken_family, dict) else None
    return not isinstance(children, list) or any(
        not isinstance(one, dict) or not isinstance(one.get("key"), str) or one["key"] == child for one in children
    )


def check_day_marks(check: Check) -> None:
    children = {child["key"] for family in check.keys("families").values() for child in family.get("children", [])}
    others = check.broken("families").values()
    for at, mark in check.entries("day_marks"):
        here = ("day_marks", at)
        if mark["child"] not in children and not any(may_hold(family, mark["child"]) for family in others):
            check.fault(f"no child has the key '{mark['child']}'", *here, "child")
        check.refers(mark, "session", "sessions", *here)


def take_in_day_marks(book: Book) -> None:
    if not book.has("day_marks"):
        return
    wanted: list[Values] = [
        {
            "child": book.row("children", e["child"]),
            "date": the_day(e, "date"),
            "mark": e["mark"],
            "session": book.row("sessions", e["session"]) if "session" in e else None,
        }
        for e in book.entries("day_marks")
    ]
    sync(book, DayMark, wanted, part="day_marks", days_of=lambda mark: on(mark.date))


def give_out_day_marks(out: Outgoing) -> list[Entry]:
    marks = DayMark.objects.select_related("child", "session")
    return [
        {"child": m.child.key, "date": m.date.isoformat(), "mark": m.mark}
        | without_blanks(session=m.session.key if m.session else None)
        for m in marks.order_by("date", "child__key", "mark", "session__key")
    ]


@dataclass(frozen=True, slots=True)
class SpanOfDays:
    """A list of who is away, or stands in, for a span of days; `part` names it, `model` keeps it."""

    part: str
    model: type[Absence] | type[Deputy]

    def check(self, check: Check) -> None:
        for at, entry in check.entries(self.part):
            check.refers(entry, "person", "people", self.part, at)
            check.in_order(entry, "starts", "ends", self.part, at)

    def take_in(self, book: Book) -> None:
        if not book.has(self.part):
            return
        wanted: list[Values] = [
            {"person": book.row("people", e["person"]), "starts": the_day(e, "starts"), "ends": the_day(e, "ends")}
            for e in book.entries(self.part)
        ]
        sync(book, self.model, wanted, part=self.part)

    def give_out(self, out: Outgoing) -> list[Entry]:
        rows = self.model.objects.select_related("person").order_by("starts", "ends", "person__key")
        return [
            {"person": row.person.key, "starts": row.starts.isoformat(), "ends": row.ends.isoformat()} for row in rows
        ]

    def as_part(self) -> Part:
        return Part(self.part, self.check, self.take_in, self.give_out, refers={"person": "people"})


def check_reserves(check: Check) -> None:
    shifts = all_shifts(check)
    for at, reserve in check.entries("reserves"):
        check.refers(reserve, "person", "people", "reserves", at)
        if "weekday" not in reserve:
            shift_named(check, reserve, shifts, "reserves", at)


def take_in_reserves(book: Book) -> None:
    if not book.has("reserves"):
        return
    wanted: list[Values] = [
        {
            "person": book.row("people", e["person"]),
            "weekday": weekday(e) if "weekday" in e else None,
            "shift": None if "weekday" in e else book.shift_of(e),
        }
        for e in book.entries("reserves")
    ]
    sync(book, Reserve, wanted, part="reserves")


def give_out_reserves(out: Outgoing) -> list[Entry]:
    entries: list[Entry] = [
        {"person": r.person.key}
        | ({"weekday": WEEKDAYS[r.weekday or 0]} if r.shift is None else out.say_shift(r.shift))
        for r in Reserve.objects.select_related("person", "shift__pattern")
    ]
    return sorted(entries, key=_reserve_order)


def _reserve_order(entry: Entry) -> tuple[str | int, ...]:
    day = WEEKDAYS.index(entry["weekday"]) if "weekday" in entry else len(WEEKDAYS)
    return (entry["person"], day, entry.get("shift", ""), entry.get("pattern", ""), entry.get("date", ""))


PARTS = [
    Part(
        "contributions",
        check_contributions,
        take_in_contributions,
        give_out_contributions,
        refers={"person": "people", "duty": "duties"},
    ),
    Part("day_marks", check_day_marks, take_in_day_marks, give_out_day_marks, refers={"session": "sessions"}),
    SpanOfDays("absences", Absence).as_part(),
    SpanOfDays("deputies", Deputy).as_part(),
    Part("reserves", check_reserves, take_in_reserves, give_out_reserves, refers=NAMES_SHIFT | {"person": "people"}),
]
