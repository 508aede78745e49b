"""What a draft would become, in words and counts."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from accounts.models import RoleKind
from nursery.dates import say_day
from portability.values import WEEKDAYS
from rota.calendar import pattern_days

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing that will be there; `count` in words, and `names` or days of what is counted."""

    count: str
    names: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """`remembers`: the file holds bookings, of which people are reminded from then on."""

    name: str
    lines: tuple[Line, ...]
    remembers: bool


def look_at(document: Document) -> Look:
    """Of a nursery file without a fault."""
    bookings = document.get("bookings", [])
    return Look(document["nursery"]["name"], tuple(_lines(document)), remembers=bool(bookings))


def _lines(document: Document) -> Iterator[Line]:
    if rooms := document.get("rooms"):
        yield Line(ngettext("%(n)d room", "%(n)d rooms", len(rooms)) % {"n": len(rooms)}, _names(rooms))
    if sessions := document.get("sessions"):
        yield Line(ngettext("%(n)d session a week", "%(n)d sessions a week", len(sessions)) % {"n": len(sessions)})
    if terms := document.get("terms"):
        yield Line(
            ngettext("%(n)d term", "%(n)d terms", len(terms)) % {"n": len(terms)},
            ", ".join(f"{term['name']} ({_span(term)})" for term in terms[-3:]),
        )
    shifts, places = made(document)
    if shifts:
        said = ngettext("%(n)d shift", "%(n)d shifts", shifts) % {"n": shifts}
        yield Line(said, ngettext("with %(n)d place", "with %(n)d places", places) % {"n": places})
    if families := document.get("families"):
        children = sum(len(family.get("children", [])) for family in families)
        yield Line(
            ngettext("%(n)d family", "%(n)d families", len(families)) % {"n": len(families)},
            ngettext("with %(n)d child", "with %(n)d children", children) % {"n": children},
        )
    if people := document.get("people"):
        yield Line(ngettext("%(n)d person", "%(n)d people", len(people)) % {"n": len(people)}, _roles(people))
    if bookings := document.get("bookings"):
        yield Line(ngettext("%(n)d booking", "%(n)d bookings", len(bookings)) % {"n": len(bookings)})


def made(document: Document) -> tuple[int, int]:
    """How many shifts the patterns make, those that happen once besides, and how many places they have."""
    shifts = places = 0
    spans = [
        (_day(term["starts"]), _day(term["ends"]), [(_day(c["starts"]), _day(c["ends"])) for c in _closures(term)])
        for term in document.get("terms", [])
    ]
    for pattern in document.get("shift_patterns", []):
        own = [_day(pattern[name]) if name in pattern else None for name in ("from", "until")]
        weekday = WEEKDAYS.index(pattern["weekday"])
        times = sum(len(list(pattern_days(weekday, (s, e), closures, *own))) for s, e, closures in spans)
        shifts += times
        places += times * _places(pattern)
    once = [shift for shift in document.get("shifts", []) if "pattern" not in shift]
    return shifts + len(once), places + sum(map(_places, once))


def _places(entry: dict[str, Any]) -> int:
    return int(entry.get("paid_places", 0)) + int(entry.get("parent_places", 0))


def _closures(term: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = term.get("closures", [])
    return found


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _span(term: dict[str, str]) -> str:
    return f"{say_day(_day(term['starts']))} – {say_day(_day(term['ends']), year=True)}"


def _names(entries: list[dict[str, str]]) -> str:
    return ", ".join(entry["name"] for entry in entries[:6]) + (" …" if len(entries) > 6 else "")


def _roles(people: list[dict[str, Any]]) -> str:
    counts = Counter(role for person in people for role in person["roles"])
    return ", ".join(f"{RoleKind(role).label} {counts[role]}" for role in RoleKind.values if counts[role])
