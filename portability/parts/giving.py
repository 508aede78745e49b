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
from portability.values import WEEKDAYS, moment_of, number, say_moment, the_day, weekday, without_blanks
from rota.models import Absence, Contribution, DayMark, Reserve


def check_contributions(check: Check) -> None:
    for at, given in check.entries("contributions"):
        here = ("contributions", at)
        check.refers(given, "person", "people", *here)
        check.refers(given, "duty", "duties", *here)
        check.decimal(given, "hours", *here, most=Decimal(1000), places=4)
        check.text_fits(given, *here)
        if Decimal(given["hours"]) == 0:
            check.fault("must be more than nothing", *here, "hours")
        _check_decision(check, given, *here)


def _check_decision(check: Check, given: Entry, *here: str | int) -> None:
    """Somebody else confirms, or declines, and says when; never both."""
    for name in ("confirmed_by", "declined_by"):
        check.refers(given, name, "people", *here)
        if given.get(name) is not None and given[name] == given["person"]:
            check.fault("hours are confirmed or declined by somebody else", *here, name)
    for name in ("confirmed_by", "confirmed_at"):
        if name in given and not given.get("confirmed", False):
            check.fault("goes with what is confirmed", *here, name)
    if "declined_by" in given and "declined_at" not in given:
        check.fault("must say when", *here, "declined_at")
    if "declined_at" in given and given.get("confirmed", False):
        check.fault("goes with what is not confirmed", *here, "declined_at")


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
            "confirmed_by": book.row("people", e["confirmed_by"]) if "confirmed_by" in e else None,
            "confirmed_at": moment_of(e, "confirmed_at"),
            "declined_by": book.row("people", e["declined_by"]) if "declined_by" in e else None,
            "declined_at": moment_of(e, "declined_at"),
            "note": e.get("note", ""),
        }
        for e in book.entries("contributions")
    ]
    sync(book, Contribution, wanted, part="contributions", days_of=lambda given: on(given.date))


def give_out_contributions(out: Outgoing) -> list[Entry]:
    given = Contribution.objects.select_related("person", "duty", "confirmed_by", "declined_by")
    entries = [
        {
            "date": c.date.isoformat(),
            "person": c.person.key,
            "duty": c.duty.key,
            "hours": plain(c.hours),
            "confirmed": c.confirmed,
        }
        | without_blanks(
            confirmed_by=c.confirmed_by.key if c.confirmed_by else None,
            confirmed_at=say_moment(c.confirmed_at) if c.confirmed_at else None,
            declined_by=c.declined_by.key if c.declined_by else None,
            declined_at=say_moment(c.declined_at) if c.declined_at else None,
            note=c.note,
        )
        for c in given
    ]
    return sorted(entries, key=_contribution_order)


def _contribution_order(entry: Entry) -> tuple[str | bool | Decimal, ...]:
    decided = tuple(entry.get(name, "") for name in ("confirmed_at", "declined_at", "note", "confirmed_by"))
    whose = (entry["date"], entry["person"], entry["duty"], Decimal(entry["hours"]), entry["confirmed"])
    return (*whose, *decided, entry.get("declined_by", ""))


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
        refers={"person": "people", "duty": "duties", "confirmed_by": "people", "declined_by": "people"},
    ),
    Part("day_marks", check_day_marks, take_in_day_marks, give_out_day_marks, refers={"session": "sessions"}),
    SpanOfDays("absences", Absence).as_part(),
    SpanOfDays("deputies", Deputy).as_part(),
    Part("reserves", check_reserves, take_in_reserves, give_out_reserves, refers=NAMES_SHIFT | {"person": "people"}),
]
