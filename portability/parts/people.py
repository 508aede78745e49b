"""Families with their children, people with their clearances and levels."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from accounts.models import (
    Child,
    ChildSession,
    Clearance,
    Decision,
    Family,
    FamilyShare,
    Person,
    PersonLevel,
    RoleKind,
)
from costs.models import Pay
from nursery.models import ClearanceKind
from nursery.money import plain
from portability.checks import Check
from portability.parts.part import Outgoing, Part
from portability.parts.wishes import check_wishes, give_out_wishes, take_in_wishes
from portability.shape import FIRST_YEAR, LAST_YEAR, Entry
from portability.sync import Book, Values, sync
from portability.values import day, moment_of, month, number, say_day, say_moment, the_day, without_blanks
from rota.models import Relief

ONE = Decimal(1)
_MOST_SHARE = Decimal(100)
_ROLE_ORDER = list(RoleKind.values)


# --- families -------------------------------------------------------------------------------------------------
def check_families(check: Check) -> None:
    check.unique_keys("families")
    children: dict[str, int] = {}
    for at, family in check.entries("families"):
        here = ("families", at)
        check.text_fits(family, *here)
        check.decimal(family, "share", *here, most=_MOST_SHARE, places=4)
        check.one_a_day(family.get("shares", []), *here, "shares")
        for n, share in enumerate(family.get("shares", [])):
            check.decimal(share, "share", *here, "shares", n, most=_MOST_SHARE, places=4)
        for n, child in enumerate(family.get("children", [])):
            if child["key"] in children:
                check.fault(f"'{child['key']}' is another child's key already", *here, "children", n, "key")
            children[child["key"]] = at
            _check_child(check, child, *here, "children", n)
        for n, relief in enumerate(family.get("reliefs", [])):
            where = (*here, "reliefs", n)
            check.in_order(relief, "starts", "ends", *where)
            check.decimal(relief, "lifted", *where, most=ONE, places=4)
            if "approved_by" not in relief:
                check.fault("a relief names the trustee who approved it", *where, "approved_by")
            check.refers(relief, "approved_by", "people", *where)


def _check_child(check: Check, child: Entry, *here: Any) -> None:
    if len(child["name"]) > 100:
        check.fault("must be at most 100 characters", *here, "name")
    if not child["name"].strip():
        check.fault("must not be empty", *here, "name")
    if not FIRST_YEAR <= int(child["born"][:4]) <= LAST_YEAR:
        check.fault(f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}: '{child['born']}'", *here, "born")
    check.in_order(child, "joined", "left", *here)
    _check_child_sessions(check, child, *here)


def _check_child_sessions(check: Check, child: Entry, *here: Any) -> None:
    spans: dict[str, list[tuple[Entry, int]]] = defaultdict(list)
    for n, session in enumerate(child["sessions"]):
        where = (*here, "sessions", n)
        if isinstance(session, str):
            if session not in check.keys("sessions") and not check.may_be_broken("sessions", "key", session):
                check.fault(f"nothing in sessions has the key '{session}'", *where)
        else:
            check.refers(session, "session", "sessions", *where)
            check.in_order(session, "from", "until", *where)
        span = {"session": session} if isinstance(session, str) else session
        spans[span["session"]].append((span, n))
    for mine in spans.values():
        check.not_overlapping(mine, "holds this session at that time already", *here, "sessions")


def take_in_families(book: Book) -> None:
    """Families, children and their sessions; reliefs wait for the people who approve them."""
    rows = list(Family.objects.all())
    if book.has("families"):
        entries = book.entries("families")
        wanted: list[Values] = [{"key": e["key"], "name": e["name"], "share": number(e, "share", "1")} for e in entries]
        rows = sync(book, Family, wanted, part="families", match=("key",), existing=rows).rows
        pairs = list(zip(rows, entries, strict=True))
        shares = [
            {"family": family, "starts": the_day(s, "from"), "share": number(s, "share")}
            for family, entry in pairs
            for s in entry.get("shares", [])
        ]
        sync(book, FamilyShare, shares, part="families", match=("family", "starts"))
        _take_in_children(book, pairs)
    else:
        book.remember_keys("children", Child.objects.all())
    book.remember_keys("families", rows)


def _take_in_children(book: Book, pairs: list[tuple[Family, Entry]]) -> None:
    entries = [(family, child) for family, entry in pairs for child in entry.get("children", [])]
    wanted: list[Values] = [
        {
            "key": child["key"],
            "family": family,
            "name": child["name"],
            "born": month(child, "born"),
            "joined": day(child, "joined"),
            "left": day(child, "left"),
        }
        for family, child in entries
    ]
    children = sync(book, Child, wanted, part="families", match=("key",)).rows
    book.remember_keys("children", children)
    sessions: list[Values] = []
    for child, (_family, entry) in zip(children, entries, strict=True):
        for item in entry["sessions"]:
            session = {"session": item} if isinstance(item, str) else item
            sessions.append(
                {
                    "child": child,
                    "session": book.row("sessions", session["session"]),
                    "starts": day(session, "from"),
                    "ends": day(session, "until"),
                }
            )
    sync(book, ChildSession, sessions, part="families")


def give_out_families(out: Outgoing) -> list[Entry]:
    families = Family.objects.prefetch_related(
        "shares", "children__sessions__session", "reliefs__approved_by"
    ).order_by("key")
    return [
        {
            "key": family.key,
            "name": family.name,
            "share": plain(family.share),
        }
        | without_blanks(
            shares=[
                {"from": s.starts.isoformat(), "share": plain(s.share)}
                for s in sorted(family.shares.all(), key=lambda s: s.starts)
            ],
            children=[_give_out_child(c) for c in sorted(family.children.all(), key=lambda c: c.key)],
            reliefs=[
                {
                    "starts": r.starts.isoformat(),
                    "ends": r.ends.isoformat(),
                    "lifted": plain(r.lifted),
                    "approved_by": r.approved_by.key,
                }
                for r in sorted(family.reliefs.all(), key=lambda r: (r.starts, r.ends, r.lifted, r.approved_by.key))
            ],
        )
        for family in families
    ]


def _give_out_child(child: Child) -> Entry:
    sessions = sorted(
        child.sessions.all(), key=lambda s: (s.session.key, s.starts or dt.date.min, s.ends or dt.date.max)
    )
    return {
        "key": child.key,
        "name": child.name,
        "born": f"{child.born:%Y-%m}",
        "sessions": [
            s.session.key
            if s.starts is None and s.ends is None
            else {"session": s.session.key} | without_blanks(from_=say_day(s.starts), until=say_day(s.ends))
            for s in sessions
        ],
    } | without_blanks(joined=say_day(child.joined), left=say_day(child.left))


# --- people ---------------------------------------------------------------------------------------------------
def check_people(check: Check) -> None:
    check.unique_keys("people")
    for at, person in check.entries("people"):
        here = ("people", at)
        check.text_fits(person, *here)
        check.refers(person, "family", "families", *here)
        check.in_order(person, "joined", "left", *here)
        if len(person.get("email", "")) > 254:
            check.fault("must be at most 254 characters", *here, "email")
        for n, clearance in enumerate(person.get("clearances", [])):
            check.in_order(clearance, "from", "until", *here, "clearances", n)
            check.text_fits(clearance | {"kind": ""}, *here, "clearances", n)
            check.refers(clearance, "checked_by", "people", *here, "clearances", n)
            if "level" in clearance and clearance["kind"] != ClearanceKind.DBS:
                check.fault("only a DBS check has a level", *here, "clearances", n, "level")
        for part in ("pay", "levels"):
            check.one_a_day(person.get(part, []), *here, part)
        for n, pay in enumerate(person.get("pay", [])):
            check.decimal(pay, "hourly_cost", *here, "pay", n)
        check_wishes(check, person, *here)


def take_in_people(book: Book) -> None:
    rows = list(Person.objects.all())
    if book.has("people"):
        entries = book.entries("people")
        chosen = {person.key: person.language for person in rows}  # theirs, where the file says nothing of it
        wanted: list[Values] = [
            {
                "key": e["key"],
                "name": e["name"],
                "email": e.get("email", ""),
                "phone": e.get("phone", ""),
                "language": e.get("language", chosen.get(e["key"], "")),
                "family": book.row("families", e["family"]) if "family" in e else None,
                "roles": sorted(set(e["roles"]), key=_ROLE_ORDER.index),
                "level": e.get("level", 0),
                "adult": e.get("adult", True),
                "joined": day(e, "joined"),
                "left": day(e, "left"),
            }
            for e in entries
        ]
        rows = sync(book, Person, wanted, part="people", match=("key",), existing=rows).rows
        pairs = list(zip(rows, entries, strict=True))
        levels = [
            {"person": person, "starts": the_day(item, "from"), "level": item["level"]}
            for person, entry in pairs
            for item in entry.get("levels", [])
        ]
        sync(book, PersonLevel, levels, part="people", match=("person", "starts"))
        book.remember_keys("people", rows)
        clearances = [
            {
                "person": person,
                "kind": item["kind"],
                "starts": the_day(item, "from"),
                "ends": day(item, "until"),
                "reference": item.get("reference", ""),
                "issued": day(item, "issued"),
                "level": item.get("level", ""),
                "checked_by": book.row("people", item["checked_by"]) if "checked_by" in item else None,
                "decision": item.get("decision", Decision.ACCEPTED),
                "recorded_at": moment_of(item, "recorded_at"),
                "replaced_at": moment_of(item, "replaced_at"),
            }
            for person, entry in pairs
            for item in entry.get("clearances", [])
        ]
        sync(book, Clearance, clearances, part="people")
        pay = [
            {"person": person, "starts": the_day(item, "from"), "hourly_cost": number(item, "hourly_cost")}
            for person, entry in pairs
            for item in entry.get("pay", [])
        ]
        sync(book, Pay, pay, part="people", match=("person", "starts"))
        take_in_wishes(book, pairs)
    book.remember_keys("people", rows)
    _take_in_reliefs(book)


def _take_in_reliefs(book: Book) -> None:
    if not book.has("families"):
        return
    reliefs: list[Values] = [
        {
            "family": book.row("families", entry["key"]),
            "starts": the_day(relief, "starts"),
            "ends": the_day(relief, "ends"),
            "lifted": number(relief, "lifted"),
            "approved_by": book.row("people", relief["approved_by"]),
        }
        for entry in book.entries("families")
        for relief in entry.get("reliefs", [])
    ]
    places = [
        ("families", at, "reliefs", n)
        for at, entry in enumerate(book.entries("families"))
        for n in range(len(entry.get("reliefs", [])))
    ]
    sync(
        book,
        Relief,
        reliefs,
        part="families",
        places=places,
        days_of=lambda relief: (relief.starts, relief.ends),
    )


def give_out_people(out: Outgoing) -> list[Entry]:
    people = (
        Person.objects.select_related("family", "reach")
        .prefetch_related("levels", "clearances__checked_by", "pay", "preferences")
        .order_by("key")
    )
    return [
        {
            "key": person.key,
            "name": person.name,
        }
        | without_blanks(
            email=person.email,
            phone=person.phone,
            language=person.language,
            family=person.family.key if person.family else None,
        )
        | {"roles": sorted(person.roles, key=_ROLE_ORDER.index), "level": person.level, "adult": person.adult}
        | without_blanks(
            joined=say_day(person.joined),
            left=say_day(person.left),
            levels=[
                {"from": item.starts.isoformat(), "level": item.level}
                for item in sorted(person.levels.all(), key=lambda item: item.starts)
            ],
            clearances=[_give_out_clearance(c) for c in sorted(person.clearances.all(), key=_clearance_order)],
            pay=[
                {"from": p.starts.isoformat(), "hourly_cost": plain(p.hourly_cost, 2)}
                for p in sorted(person.pay.all(), key=lambda p: p.starts)
            ],
            reminders=give_out_wishes(person) or None,
        )
        for person in people
    ]


def _clearance_order(c: Clearance) -> tuple[Any, ...]:
    """By all that an entry says, so that the order is always the same."""
    return (
        c.kind,
        c.starts,
        c.ends or dt.date.max,
        c.reference,
        c.issued or dt.date.max,
        c.level,
        c.checked_by.key if c.checked_by else "",
        c.decision,
        *(say_moment(moment) if moment else "~" for moment in (c.recorded_at, c.replaced_at)),
    )


def _give_out_clearance(c: Clearance) -> Entry:
    return {"kind": c.kind, "from": c.starts.isoformat()} | without_blanks(
        until=say_day(c.ends),
        reference=c.reference,
        issued=say_day(c.issued),
        level=c.level,
        checked_by=c.checked_by.key if c.checked_by else None,
        decision=c.decision if c.decision != Decision.ACCEPTED else None,
        recorded_at=say_moment(c.recorded_at) if c.recorded_at else None,
        replaced_at=say_moment(c.replaced_at) if c.replaced_at else None,
    )


PARTS = [
    Part("families", check_families, take_in_families, give_out_families, has_keys=True),
    Part("people", check_people, take_in_people, give_out_people, has_keys=True, refers={"family": "families"}),
]
