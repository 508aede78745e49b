"""A nursery's rows as the facts that the engines look at (`rota.safety.facts`, `rota.shares.facts`).

They come in three queries, each one row in which a column is a whole table's part as JSON: a page asks for them
beside its own reads, and sixteen round trips would cost it more than the engine does. The SQL is put together from
the models once and kept: Django took twenty times as long to compile it as the engine to evaluate a day. No part
joins another table or asks it: keys are put together here, and what a query needs of the one before is handed to it
as ids. So each part is one scan at worst, also right after an import, when PostgreSQL knows nothing of the new rows
yet and joins them badly (a day took seven seconds).
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

from accounts import models as accounts
from accounts.models import PAID_ROLES, RoleKind
from nursery import models as ground
from nursery.models import Nursery
from rota import models
from rota.safety import (
    Booking,
    Child,
    Clearance,
    DatedLevel,
    DateSpan,
    DayMark,
    Duty,
    Enrolment,
    Mark,
    Meal,
    Person,
    PlaceKind,
    Pricing,
    Rota,
    Rounding,
    RuleBook,
    SafetyPolicy,
    Session,
    Shift,
    Status,
    Term,
    TimeSpan,
    own_rule_sets,
)
from rota.shares import Contribution, DatedShare, Family, Relief

Key = TypeVar("Key")
_Parts = dict[str, list[list[Any]]]


def rota_facts(nursery: Nursery, first: dt.date, last: dt.date, days: Collection[dt.date] | None = None) -> Rota:
    """Everything about the days from `first` to `last`, in three queries; what is dated, of these `days` alone.

    Keys of rooms, duties, sessions, families and terms are the nursery file's; those of people, children, shifts and
    bookings are their rows' (`str(pk)`).
    """
    parts = _read(nursery, _DAYS, first=first, last=last, days=None if days is None else sorted(days))
    parts |= _read(nursery, _STANDING, shifts=[shift[0] for shift in parts["shifts"]])
    parts |= _read(nursery, _PEOPLE, people=None, bookings=[booking[0] for booking in parts["bookings"]])
    return _rota(nursery, parts)


def care_facts(
    nursery: Nursery, days: Collection[dt.date], besides: Collection[int] = ()
) -> tuple[Rota, dict[str, str]]:
    """What the safety engine looks at on these days, and the rooms' names by key, in three queries.

    As `rota_facts`, but of bookings only those on care shifts, and of people only those who stand on one, and those
    whose ids are `besides`: they may come.
    """
    parts = _read(nursery, _DAYS, first=min(days), last=max(days), days=sorted(days))
    care = {pk for pk, _key, pricing, _counts in parts["duties"] if pricing == models.Pricing.CARE}
    parts |= _read(nursery, _STANDING, shifts=[shift[0] for shift in parts["shifts"] if shift[1] in care])
    people = {booking[2] for booking in parts["bookings"]}.union(besides)
    bookings = [booking[0] for booking in parts["bookings"]]
    parts |= _read(nursery, _PEOPLE, people=sorted(people), bookings=bookings)
    return _rota(nursery, parts), {key: name for _pk, key, name in parts["rooms"]}


def family_facts() -> tuple[Family, ...]:
    """Every family with its shares and reliefs: three queries."""
    shares = _grouped(accounts.FamilyShare.objects.values_list("family", "starts", "share"))
    reliefs = _grouped(models.Relief.objects.values_list("family", "starts", "ends", "lifted"))
    return tuple(
        Family(
            key,
            share,
            tuple(DatedShare(*row) for row in shares[pk]),
            tuple(Relief(*row) for row in reliefs[pk]),
        )
        for pk, key, share in accounts.Family.objects.order_by("key").values_list("pk", "key", "share")
    )


def contribution_facts(first: dt.date, last: dt.date) -> tuple[Contribution, ...]:
    """Hours given outside the rota, what was declined left out: one query."""
    return tuple(
        Contribution(str(pk), day, str(person), duty, hours, confirmed)
        for pk, day, person, duty, hours, confirmed in models.Contribution.objects.filter(
            date__range=(first, last), declined_at=None
        ).values_list("pk", "date", "person", "duty__key", "hours", "confirmed")
    )


def person_facts(person: accounts.Person, clearances: Iterable[accounts.Clearance]) -> Person:
    """All that decides whether somebody counts, without a query; dated levels and the family are left out."""
    return Person(
        key=str(person.pk),
        paid=not PAID_ROLES.isdisjoint(person.roles),
        parent=RoleKind.PARENT in person.roles,
        level=person.level,
        of_age=person.adult,
        clearances=tuple(Clearance(row.kind, row.starts, row.ends) for row in clearances if row.in_force),
    )


def rule_book(nursery: Nursery) -> RuleBook:
    """The ratio rules that hold in a nursery: one query."""
    rows = models.RatioRule.objects.order_by("starts", "key").values_list("key", "starts", "ends", "body")
    parts = {"rules": [[key, starts.isoformat(), ends and ends.isoformat(), body] for key, starts, ends, body in rows]}
    return RuleBook(nursery.country, own_rule_sets(_own_rules(parts), nursery.country))


def safety_policy(nursery: Nursery) -> SafetyPolicy:
    policy = nursery.policy
    return SafetyPolicy(Rounding(policy.ratio_rounding), policy.min_adults, policy.parents_count)


def _grouped(rows: Iterable[Iterable[Any]]) -> dict[Any, list[tuple[Any, ...]]]:
    """By their first column, in the order they come."""
    groups: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        groups[key].append(tuple(rest))
    return groups


@dataclass(frozen=True, slots=True)
class _Part:
    """The nursery's rows of one table: which fields, which rows (SQL, on columns of the table itself), which order."""

    name: str
    model: type[Model]
    fields: tuple[str, ...]
    where: str = ""
    order: str = ""

    def sql(self) -> str:
        """A column of the answer: the rows as one JSON array of arrays."""
        columns = {field: self._column(field) for field in (*self.fields, *self.order.split())}
        line = ", ".join(columns[field] for field in self.fields)
        order = ", ".join(columns[field] for field in self.order.split())
        rows = f"json_agg(json_build_array({line}){f' ORDER BY {order}' if order else ''})"
        where = f"nursery_id = %(nursery)s{f' AND {self.where}' if self.where else ''}"
        # Names of our own tables and columns; every value is a parameter.
        return f"(SELECT COALESCE({rows}, '[]')::text FROM \"{self.model._meta.db_table}\" WHERE {where})"  # noqa: S608

    def _column(self, field: str) -> str:
        found = self.model._meta.pk if field == "pk" else self.model._meta.get_field(field)
        return f'"{found.column}"'  # type: ignore[union-attr]


_ON_DAYS = "date BETWEEN %(first)s AND %(last)s AND (%(days)s::date[] IS NULL OR date = ANY(%(days)s::date[]))"
_LIVE = f"status IN ({', '.join(repr(str(status.value)) for status in models.LIVE)})"
_OF_PEOPLE = "(%(people)s::bigint[] IS NULL OR {} = ANY(%(people)s::bigint[]))"

# What is planned, and which children come.
_DAYS = (
    _Part("rules", models.RatioRule, ("key", "starts", "ends", "body"), order="starts key"),
    _Part("terms", ground.Term, ("pk", "key", "starts", "ends"), order="starts"),
    _Part("closures", ground.Closure, ("term", "starts", "ends"), order="starts pk"),
    _Part("rooms", ground.Room, ("pk", "key", "name"), order="pk"),
    _Part("sessions", ground.Session, ("pk", "key", "room", "weekday", "starts", "ends"), order="pk"),
    _Part("meals", models.Meal, ("room", "weekday", "starts", "ends"), order="pk"),
    _Part("families", accounts.Family, ("pk", "key"), order="pk"),
    _Part("children", accounts.Child, ("pk", "born", "joined", "left", "family"), order="pk"),
    _Part("enrolments", accounts.ChildSession, ("child", "session", "starts", "ends"), order="pk"),
    _Part("day_marks", models.DayMark, ("child", "date", "mark", "session"), where=_ON_DAYS, order="pk"),
    _Part("duties", models.Duty, ("pk", "key", "pricing", "counts_towards_share"), order="pk"),
    _Part(
        "shifts",
        models.Shift,
        ("pk", "duty", "date", "starts_at", "ends_at", "room", "status"),
        where=_ON_DAYS,
        order="starts_at pk",
    ),
)
# Who stands on these shifts.
_STANDING = (
    _Part("places", models.Place, ("shift", "kind"), where="shift_id = ANY(%(shifts)s::bigint[])", order="pk"),
    _Part(
        "bookings",
        models.Booking,
        ("pk", "shift", "person", "kind", "status", "there_from", "there_to", "confirmed", "shadow"),
        where=f"shift_id = ANY(%(shifts)s::bigint[]) AND {_LIVE}",
        order="pk",
    ),
)
# These people (None: everybody) with what they hold, and the breaks in these bookings.
_PEOPLE = (
    _Part("people", accounts.Person, ("pk", "roles", "level", "adult", "family"), _OF_PEOPLE.format("id"), "pk"),
    _Part(
        "clearances",
        accounts.Clearance,
        ("person", "kind", "starts", "ends"),
        where=f"{_OF_PEOPLE.format('person_id')} AND decision = '{accounts.Decision.ACCEPTED.value}'"
        " AND replaced_at IS NULL",
        order="pk",
    ),
    _Part("levels", accounts.PersonLevel, ("person", "starts", "level"), _OF_PEOPLE.format("person_id"), "pk"),
    _Part(
        "breaks",
        models.Break,
        ("booking", "starts_at", "ends_at"),
        where="booking_id = ANY(%(bookings)s::bigint[])",
        order="pk",
    ),
)


@cache
def _statement(parts: tuple[_Part, ...]) -> str:
    return f"SELECT {', '.join(part.sql() for part in parts)}"


def _read(nursery: Nursery, parts: tuple[_Part, ...], **asked: Any) -> _Parts:
    """Every part by name, each row a list of JSON values: one query, inside the nursery's scope as every other."""
    if get_scope().get("nursery") != nursery:
        raise ScopeError(f"The facts of {nursery} are read inside its scope.")
    with connection.cursor() as cursor:
        cursor.execute(_statement(parts), {"nursery": nursery.pk, **asked})
        row = cursor.fetchone()
    return {part.name: json.loads(text) for part, text in zip(parts, row, strict=True)}


def _rota(nursery: Nursery, parts: _Parts) -> Rota:
    rooms, sessions = _keys(parts["rooms"]), _keys(parts["sessions"])
    return Rota(
        country=nursery.country,
        zone=nursery.zone,
        policy=safety_policy(nursery),
        own_rules=own_rule_sets(_own_rules(parts), nursery.country),
        terms=tuple(_terms(parts)),
        sessions=tuple(
            Session(key, rooms[room], weekday, _clock(starts), _clock(ends))
            for _pk, key, room, weekday, starts, ends in parts["sessions"]
        ),
        children=tuple(_children(parts)),
        people=tuple(_persons(parts)),
        duties=tuple(Duty(key, Pricing(pricing), counts) for _pk, key, pricing, counts in parts["duties"]),
        shifts=tuple(_shifts(parts)),
        bookings=tuple(_bookings(parts)),
        day_marks=tuple(
            DayMark(str(child), _day(day), Mark(mark), sessions[session])
            for child, day, mark, session in parts["day_marks"]
        ),
        meals=tuple(
            Meal(rooms[room], weekday, _clock(starts), _clock(ends)) for room, weekday, starts, ends in parts["meals"]
        ),
    )


def _keys(rows: Iterable[list[Any]]) -> dict[int | None, Any]:
    """The keys of rows by their ids; None has none."""
    return {None: None} | {row[0]: row[1] for row in rows}


_day = dt.date.fromisoformat
_clock = dt.time.fromisoformat
_instant = dt.datetime.fromisoformat
# Looked up, not made: there are two for every booking.
_PLACE_KINDS = {kind.value: kind for kind in PlaceKind}
_STATUSES = {status.value: status for status in Status}


def _maybe_day(text: str | None) -> dt.date | None:
    return None if text is None else _day(text)


def _maybe_instant(text: str | None) -> dt.datetime | None:
    return None if text is None else _instant(text)


def _own_rules(parts: _Parts) -> list[dict[str, Any]]:
    """As the nursery file writes them, which is what the engine reads."""
    return [
        {"id": key, "from": starts, **body} | ({"until": ends} if ends else {})
        for key, starts, ends, body in parts["rules"]
    ]


def _terms(parts: _Parts) -> Iterable[Term]:
    closures = _grouped(parts["closures"])
    for pk, key, starts, ends in parts["terms"]:
        closed = tuple(DateSpan(_day(first), _day(last)) for first, last in closures[pk])
        yield Term(key, DateSpan(_day(starts), _day(ends)), closed)


def _children(parts: _Parts) -> Iterable[Child]:
    enrolments = _grouped(parts["enrolments"])
    sessions, families = _keys(parts["sessions"]), _keys(parts["families"])
    for pk, born, joined, left, family in parts["children"]:
        yield Child(
            key=str(pk),
            born=_day(born),
            enrolments=tuple(
                Enrolment(sessions[session], _maybe_day(starts), _maybe_day(ends))
                for session, starts, ends in enrolments[pk]
            ),
            joined=_maybe_day(joined),
            left=_maybe_day(left),
            family=families[family],
        )


def _persons(parts: _Parts) -> Iterable[Person]:
    clearances = _grouped(parts["clearances"])
    levels = _grouped(parts["levels"])
    families = _keys(parts["families"])
    for pk, roles, level, adult, family in parts["people"]:
        yield Person(
            key=str(pk),
            paid=not PAID_ROLES.isdisjoint(roles),
            parent=RoleKind.PARENT in roles,
            level=level,
            levels=tuple(DatedLevel(_day(starts), of_then) for starts, of_then in levels[pk]),
            of_age=adult,
            clearances=tuple(Clearance(kind, _day(starts), _maybe_day(ends)) for kind, starts, ends in clearances[pk]),
            family=families[family],
        )


def _shifts(parts: _Parts) -> Iterable[Shift]:
    places: dict[tuple[int, str], int] = defaultdict(int)
    for shift, kind in parts["places"]:
        places[shift, kind] += 1
    duties, rooms = _keys(parts["duties"]), _keys(parts["rooms"])
    for pk, duty, day, starts_at, ends_at, room, status in parts["shifts"]:
        yield Shift(
            key=str(pk),
            duty=duties[duty],
            day=_day(day),
            starts=_instant(starts_at),
            ends=_instant(ends_at),
            room=rooms[room],
            paid_places=places[pk, models.PlaceKind.PAID],
            parent_places=places[pk, models.PlaceKind.PARENT],
            cancelled=status == models.ShiftStatus.CANCELLED,
        )


def _bookings(parts: _Parts) -> Iterable[Booking]:
    breaks = _grouped(parts["breaks"])
    for pk, shift, person, kind, status, there_from, there_to, confirmed, shadow in parts["bookings"]:
        yield Booking(
            key=str(pk),
            shift=str(shift),
            person=str(person),
            place=_PLACE_KINDS[kind],
            status=_STATUSES[status],
            there_from=_maybe_instant(there_from),
            there_to=_maybe_instant(there_to),
            breaks=tuple(TimeSpan(_instant(starts_at), _instant(ends_at)) for starts_at, ends_at in breaks[pk]),
            confirmed=confirmed,
            shadow=shadow,
        )
