"""What happened on the rota. History is only ever added to: an import adds what is not there, and removes nothing."""

import datetime as dt
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Child, Family
from portability.checks import Check
from portability.parts.giving import may_hold
from portability.parts.part import Outgoing, Part
from portability.pattern_shifts import NAMES_SHIFT, all_shifts, shift_named
from portability.shape import Entry
from portability.sync import BATCH, Book, on
from portability.values import say_moment, the_day, the_moment, without_blanks
from rota.models import Booking, HistoryEntry, Shift

_Content = tuple[
    dt.datetime, str, int | None, int | None, int | None, int | None, int | None, str, int | None, str, str, bool
]


def check_history(check: Check) -> None:
    shifts = all_shifts(check)
    children = {child["key"] for family in check.keys("families").values() for child in family.get("children", [])}
    others = check.broken("families").values()
    for at, entry in check.entries("history"):
        here = ("history", at)
        child = entry.get("child")
        if child is not None and child not in children and not any(may_hold(family, child) for family in others):
            check.fault(f"no child has the key '{child}'", *here, "child")
        check.refers(entry, "actor", "people", *here)
        check.refers(entry, "subject", "people", *here)
        check.refers(entry, "booking_of", "people", *here)
        check.refers(entry, "family", "families", *here)
        check.text_fits(entry, *here)
        if "shift" in entry or "pattern" in entry:
            shift_named(check, entry, shifts, *here)
        elif "booking_of" in entry:
            check.fault("must say on which shift", *here, "booking_of")


@dataclass(slots=True)
class _Bookings:
    """Each booking by its shift, its person and how many-th of that person it is there, and the other way round."""

    by_order: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    order: dict[int, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def stored(cls) -> "_Bookings":
        found = cls()
        rows = Booking.objects.order_by("pk").values_list("pk", "shift", "person", "person__key")
        for pk, shift, person, key in rows:
            found.by_order[shift, person].append(pk)
            found.order[pk] = (key, len(found.by_order[shift, person]))
        return found


def take_in_history(book: Book) -> None:
    if not book.has("history"):
        return
    bookings = _Bookings.stored()
    there_still = _ThereStill.now(bookings)
    there = Counter(_content(entry, there_still) for entry in HistoryEntry.objects.all())
    new: list[HistoryEntry] = []
    for at, entry in enumerate(book.entries("history")):
        made = _made(book, entry, at, bookings)
        content = _content(made, there_still)
        there[content] -= 1
        if there[content] < 0:
            if made.shift is not None:
                book.refuse_if_closed(on(made.shift.date), "history", at)
            elif "date" in (facts := made.after or made.before or {}):
                book.refuse_if_closed(on(the_day(facts, "date")), "history", at)
            new.append(made)
    if not book.faults:
        HistoryEntry.objects.bulk_create(new, batch_size=BATCH)


@dataclass(frozen=True, slots=True)
class _ThereStill:
    """The ids of what history may speak of and that is not gone."""

    shifts: set[int]
    bookings: set[int]
    families: set[int]
    children: set[int]

    @classmethod
    def now(cls, bookings: _Bookings) -> "_ThereStill":
        return cls(
            set(Shift.objects.values_list("pk", flat=True)),
            set(bookings.order),
            set(Family.objects.values_list("pk", flat=True)),
            set(Child.objects.values_list("pk", flat=True)),
        )


def _content(entry: HistoryEntry, there: _ThereStill) -> _Content:
    """All that an entry says; of what is gone it says nothing."""
    return (
        entry.at,
        entry.verb,
        entry.actor_id,
        entry.subject_id,
        entry.shift_id if entry.shift_id in there.shifts else None,
        entry.booking_id if entry.booking_id in there.bookings else None,
        entry.family_id if entry.family_id in there.families else None,
        entry.clearance,
        entry.child_id if entry.child_id in there.children else None,
        json.dumps([entry.before, entry.after], sort_keys=True),
        entry.reason,
        entry.by_link,
    )


def _made(book: Book, entry: Entry, at: int, bookings: _Bookings) -> HistoryEntry:
    def person(name: str) -> Any:
        return book.row("people", entry[name]) if name in entry else None

    shift = book.shift_of(entry) if "shift" in entry or "pattern" in entry else None
    booking = None
    if shift is not None and (whose := person("booking_of")) is not None:
        mine = bookings.by_order[shift.pk, whose.pk]
        order = entry.get("order", 1)
        if len(mine) < order:
            book.faults.add(f"'{entry['booking_of']}' has no such booking on this shift", "history", at, "booking_of")
        else:
            booking = mine[order - 1]
    return HistoryEntry(
        nursery=book.nursery,
        at=the_moment(entry, "at"),
        verb=entry["verb"],
        actor=person("actor"),
        subject=person("subject"),
        shift=shift,
        booking_id=booking,
        clearance=entry.get("clearance", ""),
        family=book.row("families", entry["family"]) if "family" in entry else None,
        child=book.row("children", entry["child"]) if "child" in entry else None,
        before=_facts(entry.get("before")),
        after=_facts(entry.get("after")),
        reason=entry.get("reason", ""),
        by_link=entry.get("by_link", False),
        deed=None,  # no deed of this database’s
    )


def _facts(said: Entry | None) -> Entry | None:
    """What a mark was or became, with its moments in one form."""
    if said is None:
        return None
    facts = said | {name: say_moment(the_moment(said, name)) for name in ("from", "to") if name in said}
    breaks = [{name: say_moment(the_moment(span, name)) for name in ("from", "to")} for span in said.get("breaks", [])]
    return facts | ({"breaks": sorted(breaks, key=lambda span: span["from"])} if breaks else {})


@dataclass(frozen=True, slots=True)
class _Keys:
    """What those whom history may speak of are called, by id."""

    families: dict[int, str]
    children: dict[int, str]


def give_out_history(out: Outgoing) -> list[Entry]:
    bookings = _Bookings.stored()
    shifts = {shift.pk: shift for shift in Shift.objects.select_related("pattern")}
    names = _Keys(
        dict(Family.objects.values_list("pk", "key")),
        dict(Child.objects.values_list("pk", "key")),
    )
    entries = HistoryEntry.objects.select_related("actor", "subject").order_by("at", "pk")
    return [_give_out(entry, shifts.get(entry.shift_id or 0), bookings, names, out) for entry in entries]


def _give_out(entry: HistoryEntry, shift: Shift | None, bookings: _Bookings, names: _Keys, out: Outgoing) -> Entry:
    whose, order = bookings.order.get(entry.booking_id or 0, (None, 1)) if shift is not None else (None, 1)
    return {"at": say_moment(entry.at), "verb": entry.verb} | without_blanks(
        actor=entry.actor.key if entry.actor else None,
        subject=entry.subject.key if entry.subject else None,
        **(out.say_shift(shift) if shift is not None else {}),
        booking_of=whose,
        order=order if order > 1 else None,
        clearance=entry.clearance,
        family=names.families.get(entry.family_id or 0),
        child=names.children.get(entry.child_id or 0),
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        by_link=entry.by_link or None,
    )


_PEOPLE = {"actor": "people", "subject": "people", "booking_of": "people", "family": "families"}
PARTS = [Part("history", check_history, take_in_history, give_out_history, refers=NAMES_SHIFT | _PEOPLE)]
