"""A nursery's rows as the facts that the engines look at (`rota.safety.facts`, `rota.shares.facts`).

They come in three queries, each one row in which a column is a whole table's part as JSON: a page asks for them
beside its own reads, and sixteen round trips would cost it more than the engine does. No part joins another table or
asks it: keys are put together here, and what the second query needs of the first is handed to it as ids. So each part
is one scan at worst, also right after an import, when PostgreSQL knows nothing of the new rows yet and joins them
badly (a day took seven seconds).
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db.models import F, Func, Q, QuerySet, Subquery, TextField

from accounts import models as accounts
from accounts.models import IN_FORCE, PAID_ROLES, RoleKind
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


def rota_facts(nursery: Nursery, first: dt.date, last: dt.date) -> Rota:
    """Everything about the days from `first` to `last`, in three queries.

    Keys of rooms, duties, sessions, families and terms are the nursery file's; those of people, children, shifts and
    bookings are their rows' (`str(pk)`).
    """
    parts = _days(nursery, Q(date__range=(first, last)))
    parts |= _on_shifts(nursery, [shift[0] for shift in parts["shifts"]])
    parts |= _people(nursery, None, [booking[0] for booking in parts["bookings"]])
    return _rota(nursery, parts)


def care_facts(
    nursery: Nursery, days: Collection[dt.date], besides: Collection[int] = ()
) -> tuple[Rota, dict[str, str]]:
    """What the safety engine looks at on these days, and the rooms' names by key, in three queries.

    As `rota_facts`, but of bookings only those on care shifts, and of people only those who stand on one, and those
    whose ids are `besides`: they may come.
    """
    parts = _days(nursery, Q(date__in=list(days)))
    care = {pk for pk, _key, pricing, _counts in parts["duties"] if pricing == models.Pricing.CARE}
    parts |= _on_shifts(nursery, [shift[0] for shift in parts["shifts"] if shift[1] in care])
    people = {booking[2] for booking in parts["bookings"]}.union(besides)
    parts |= _people(nursery, people, [booking[0] for booking in parts["bookings"]])
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
    """Hours given outside the rota: one query."""
    return tuple(
        Contribution(str(pk), day, str(person), duty, hours, confirmed)
        for pk, day, person, duty, hours, confirmed in models.Contribution.objects.filter(
            date__range=(first, last)
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


class _Part(Subquery):
    """The rows of a query as one JSON array of arrays."""

    template = "(SELECT COALESCE(json_agg(part.line), '[]')::text FROM (%(subquery)s) AS part)"
    output_field = TextField()
    empty_result_set_value = "[]"  # where Django sees without asking that nothing can match


def _rows(rows: QuerySet[Any], *fields: str) -> _Part:
    line = Func(*(F(field) for field in fields), function="json_build_array", output_field=TextField())
    return _Part(rows.annotate(line=line).values("line"))


def _read(nursery: Nursery, **parts: _Part) -> _Parts:
    """Every part by name, each row a list of JSON values: one query."""
    row = Nursery.objects.filter(pk=nursery.pk).values_list(*parts.values()).get()
    return {name: json.loads(text) for name, text in zip(parts, row, strict=True)}


def _days(nursery: Nursery, on: Q) -> _Parts:
    """What is planned, and which children come. `on` picks days, by the field `date`."""
    shifts = models.Shift.objects.filter(on).order_by("starts_at", "pk")
    return _read(
        nursery,
        rules=_rows(models.RatioRule.objects.order_by("starts", "key"), "key", "starts", "ends", "body"),
        terms=_rows(ground.Term.objects.order_by("starts"), "pk", "key", "starts", "ends"),
        closures=_rows(ground.Closure.objects.order_by("starts"), "term_id", "starts", "ends"),
        rooms=_rows(ground.Room.objects.all(), "pk", "key", "name"),
        sessions=_rows(ground.Session.objects.all(), "pk", "key", "room_id", "weekday", "starts", "ends"),
        meals=_rows(models.Meal.objects.all(), "room_id", "weekday", "starts", "ends"),
        families=_rows(accounts.Family.objects.all(), "pk", "key"),
        children=_rows(accounts.Child.objects.all(), "pk", "born", "joined", "left", "family_id"),
        enrolments=_rows(accounts.ChildSession.objects.all(), "child_id", "session_id", "starts", "ends"),
        day_marks=_rows(models.DayMark.objects.filter(on), "child_id", "date", "mark", "session_id"),
        duties=_rows(models.Duty.objects.all(), "pk", "key", "pricing", "counts_towards_share"),
        shifts=_rows(shifts, "pk", "duty_id", "date", "starts_at", "ends_at", "room_id", "status"),
    )


def _on_shifts(nursery: Nursery, shifts: list[int]) -> _Parts:
    bookings = models.Booking.objects.filter(shift__in=shifts, status__in=models.LIVE).order_by("pk")
    there = ("there_from", "there_to", "confirmed", "shadow")
    return _read(
        nursery,
        places=_rows(models.Place.objects.filter(shift__in=shifts), "shift_id", "kind"),
        bookings=_rows(bookings, "pk", "shift_id", "person_id", "kind", "status", *there),
    )


def _people(nursery: Nursery, who: Collection[int] | None, bookings: list[int]) -> _Parts:
    """These people (None: everybody) with what they hold, and the breaks in these bookings."""
    them, theirs = (Q(), Q()) if who is None else (Q(pk__in=who), Q(person__in=who))
    return _read(
        nursery,
        people=_rows(accounts.Person.objects.filter(them), "pk", "roles", "level", "adult", "family_id"),
        clearances=_rows(accounts.Clearance.objects.filter(IN_FORCE, theirs), "person_id", "kind", "starts", "ends"),
        levels=_rows(accounts.PersonLevel.objects.filter(theirs), "person_id", "starts", "level"),
        breaks=_rows(models.Break.objects.filter(booking__in=bookings), "booking_id", "starts_at", "ends_at"),
    )


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
            place=PlaceKind(kind),
            status=Status(status),
            there_from=_maybe_instant(there_from),
            there_to=_maybe_instant(there_to),
            breaks=tuple(TimeSpan(_instant(starts_at), _instant(ends_at)) for starts_at, ends_at in breaks[pk]),
            confirmed=confirmed,
            shadow=shadow,
        )
