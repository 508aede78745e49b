"""The nursery itself, its policy, terms, rooms and sessions."""

import datetime as dt
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError

from costs.models import Budget
from nursery.models import Closure, Nursery, Policy, Room, Session, Term, validate_slug_free, validate_zone
from portability.checks import Check
from portability.parts.budgets import check_budget, say_budget, take_in_budgets
from portability.parts.part import Outgoing, Part
from portability.shape import LAST_YEAR, Entry
from portability.sync import Book, Steps, Values, sync
from portability.values import WEEKDAYS, clock, moment_of, say_clock, say_moment, the_day, weekday, without_blanks
from rota.models import Shift

NURSERY_FIELDS = ("name", "country", "timezone", "language", "currency")
POLICY_FIELDS = (
    "ratio_rounding",
    "min_adults",
    "parents_count",
    "cancel_notice_hours",
    "cover_needs_manager",
    "booking_opens_days",
    "family_limit_percent",
    "open_to_all_days",
    "call_out_wave_size",
    "call_out_wave_minutes",
    "year_starts",
    "keep_child_years",
    "keep_account_years",
    "keep_message_months",
)
_LARGEST = {
    "min_adults": 100,
    "cancel_notice_hours": 366 * 24,
    "booking_opens_days": 3660,
    "open_to_all_days": 3660,
    "family_limit_percent": 10_000,
    "call_out_wave_size": 1000,
    "call_out_wave_minutes": 7 * 24 * 60,
    "year_starts": 12,
    "keep_child_years": 30,
    "keep_account_years": 30,
    "keep_message_months": 60,
}
_LONGEST_TERM = dt.timedelta(days=3 * 366)  # a longer one is a slip of the pen, and would make shifts for ever


def default(model: Any, name: str) -> Any:
    found = model._meta.get_field(name)
    return found.get_default()


# --- nursery, policy ------------------------------------------------------------------------------------------
def check_nursery(check: Check) -> None:
    entry = check.document.get("nursery")
    if entry is None:
        return
    check.text_fits(entry, "nursery")
    for validate, name in ((validate_slug_free, "slug"), (validate_zone, "timezone")):
        try:
            validate(entry.get(name) or default(Nursery, name))
        except ValidationError as error:
            check.fault(error.messages[0], "nursery", name)
    for name in ("country", "language"):
        if len(entry.get(name, "")) > 20:
            check.fault("must be at most 20 characters", "nursery", name)


def take_in_nursery(book: Book) -> None:
    entry = book.document["nursery"]
    different = {
        name: entry.get(name, default(Nursery, name))
        for name in NURSERY_FIELDS
        if getattr(book.nursery, name) != entry.get(name, default(Nursery, name))
    }
    if "timezone" in different and not (book.has("shifts") and book.has("bookings")) and Shift.objects.exists():
        book.faults.add("changes only in a file that holds shifts and bookings, too", "nursery", "timezone")
    if different:
        for name, value in different.items():
            setattr(book.nursery, name, value)
        book.nursery.save(update_fields=list(different))


def give_out_nursery(out: Outgoing) -> dict[str, Any]:
    return {"slug": out.nursery.slug} | {name: getattr(out.nursery, name) for name in NURSERY_FIELDS}


def check_policy(check: Check) -> None:
    entry = check.document["policy"]
    for name, most in _LARGEST.items():
        if (entry.get(name) or 0) > most:
            check.fault(f"must be at most {most}", "policy", name)


def take_in_policy(book: Book) -> None:
    entry = book.document.get("policy")
    stored = Policy.objects.filter(nursery=book.nursery).first()
    if entry is None:
        if stored is None:
            Policy.objects.create(nursery=book.nursery)
        return
    wanted = {name: entry.get(name, default(Policy, name)) for name in POLICY_FIELDS}
    if stored is None:
        Policy.objects.create(nursery=book.nursery, **wanted)
    elif different := {name: value for name, value in wanted.items() if getattr(stored, name) != value}:
        for name, value in different.items():
            setattr(stored, name, value)
        stored.save(update_fields=list(different))


def give_out_policy(out: Outgoing) -> dict[str, Any]:
    policy = Policy.objects.get(nursery=out.nursery)
    fields = {name: getattr(policy, name) for name in POLICY_FIELDS}
    return {name: value for name, value in fields.items() if value is not None}


# --- terms ----------------------------------------------------------------------------------------------------
def check_terms(check: Check) -> None:
    check.unique_keys("terms")
    spans: list[tuple[str, str, str]] = []
    for number, term in check.entries("terms"):
        check.text_fits(term, "terms", number)
        sound = check.in_order(term, "starts", "ends", "terms", number)
        check_budget(check, term, "terms", number)
        for at, closure in enumerate(term.get("closures", [])):
            here = ("terms", number, "closures", at)
            check.text_fits(closure, *here)
            check.in_order(closure, "starts", "ends", *here)
            if closure["ends"] < term["starts"] or term["ends"] < closure["starts"]:
                check.fault("lies outside its term", *here)
        if not sound:
            continue
        if the_day(term, "ends") - the_day(term, "starts") > _LONGEST_TERM:
            check.fault(f"is more than 3 years after {term['starts']}", "terms", number, "ends")
        for key, starts, ends in spans:
            if starts <= term["ends"] and term["starts"] <= ends:
                check.fault(f"overlaps the term '{key}'", "terms", number)
        spans.append((term["key"], term["starts"], term["ends"]))


def take_in_terms(book: Book) -> None:
    stored = list(Term.objects.all())
    book.closed = [copy(term) for term in stored if term.closed_at is not None]
    if book.has("terms"):
        entries = book.entries("terms")
        # A file that does not say leaves it as it is; what it closes is closed at the last, its rows being there.
        closed_at = {term.key: term.closed_at for term in book.closed}
        book.closing = {e["key"]: moment_of(e, "closed_at") for e in entries if e["key"] not in closed_at}
        wanted = [
            {
                "key": e["key"],
                "name": e["name"],
                "starts": the_day(e, "starts"),
                "ends": the_day(e, "ends"),
                "closed_at": (moment_of(e, "closed_at") or closed_at[e["key"]]) if e["key"] in closed_at else None,
            }
            for e in entries
        ]
        stored = sync(
            book,
            Term,
            wanted,
            part="terms",
            match=("key",),
            existing=stored,
            days_of=lambda term: (term.starts, term.ends),
            remove_first=True,
            before_change=_set_aside,
        ).rows
        _take_in_closures(book, stored, entries)
        take_in_budgets(book, stored, entries)
    book.remember_keys("terms", stored)


def close_terms(book: Book) -> None:
    """What the file says is closed and was not yet. The last thing of all: from here on PostgreSQL lets nothing in it
    change."""
    for key, moment in book.closing.items():
        if moment is not None:
            Term.objects.filter(key=key).update(closed_at=moment)


def _set_aside(terms: list[Term]) -> None:
    """Terms that change places with each other never overlap on the way: first each goes where none is."""
    for number, term in enumerate(terms):
        nowhere = dt.date(LAST_YEAR + 1, 1, 1) + dt.timedelta(days=number)
        Term.objects.filter(pk=term.pk).update(starts=nowhere, ends=nowhere)


def _take_in_closures(book: Book, terms: list[Term], entries: list[Entry]) -> None:
    wanted: list[Values] = []
    places: list[Steps] = []
    for at, (term, entry) in enumerate(zip(terms, entries, strict=True)):
        for n, closure in enumerate(entry.get("closures", [])):
            wanted.append(
                {
                    "term": term,
                    "starts": the_day(closure, "starts"),
                    "ends": the_day(closure, "ends"),
                    "name": closure.get("name", ""),
                }
            )
            places.append(("terms", at, "closures", n))
    sync(
        book,
        Closure,
        wanted,
        part="terms",
        places=places,
        existing=Closure.objects.select_related("term"),
        days_of=lambda closure: (closure.term.starts, closure.term.ends),
    )


def give_out_terms(out: Outgoing) -> list[dict[str, Any]]:
    terms = Term.objects.prefetch_related("closures").order_by("key")
    budgets = {budget.term_id: budget for budget in Budget.objects.all()}
    return [
        {
            "key": term.key,
            "name": term.name,
            "starts": term.starts.isoformat(),
            "ends": term.ends.isoformat(),
        }
        | without_blanks(
            closed_at=say_moment(term.closed_at) if term.closed_at else None,
            closures=[
                {"starts": c.starts.isoformat(), "ends": c.ends.isoformat()} | without_blanks(name=c.name)
                for c in sorted(term.closures.all(), key=lambda c: (c.starts, c.ends, c.name))
            ],
            budget=say_budget(budgets.get(term.pk)),
        )
        for term in terms
    ]


# --- rooms, sessions -------------------------------------------------------------------------------------------
def check_rooms(check: Check) -> None:
    check.unique_keys("rooms")
    for number, room in check.entries("rooms"):
        check.text_fits(room, "rooms", number)


def take_in_rooms(book: Book) -> None:
    rows = list(Room.objects.all())
    if book.has("rooms"):
        wanted = [{"key": e["key"], "name": e["name"]} for e in book.entries("rooms")]
        rows = sync(book, Room, wanted, part="rooms", match=("key",), existing=rows).rows
    book.remember_keys("rooms", rows)


def give_out_rooms(out: Outgoing) -> list[dict[str, Any]]:
    return [{"key": room.key, "name": room.name} for room in Room.objects.order_by("key")]


def check_sessions(check: Check) -> None:
    check.unique_keys("sessions")
    for number, session in check.entries("sessions"):
        check.refers(session, "room", "rooms", "sessions", number)
        check.longer_than_nothing(session, "sessions", number)


def take_in_sessions(book: Book) -> None:
    rows = list(Session.objects.all())
    if book.has("sessions"):
        wanted = [
            {
                "key": e["key"],
                "room": book.row("rooms", e["room"]),
                "weekday": weekday(e),
                "starts": clock(e, "starts"),
                "ends": clock(e, "ends"),
            }
            for e in book.entries("sessions")
        ]
        rows = sync(book, Session, wanted, part="sessions", match=("key",), existing=rows).rows
    book.remember_keys("sessions", rows)


def give_out_sessions(out: Outgoing) -> list[dict[str, Any]]:
    return [
        {
            "key": session.key,
            "room": session.room.key,
            "weekday": WEEKDAYS[session.weekday],
            "starts": say_clock(session.starts),
            "ends": say_clock(session.ends),
        }
        for session in Session.objects.select_related("room").order_by("key")
    ]


PARTS = [
    Part("nursery", check_nursery, take_in_nursery, give_out_nursery),
    Part("policy", check_policy, take_in_policy, give_out_policy),
    Part("terms", check_terms, take_in_terms, give_out_terms, has_keys=True),
    Part("rooms", check_rooms, take_in_rooms, give_out_rooms, has_keys=True),
    Part("sessions", check_sessions, take_in_sessions, give_out_sessions, has_keys=True, refers={"room": "rooms"}),
]
