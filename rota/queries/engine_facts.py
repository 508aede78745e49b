"""A nursery's rows as the facts that the engines look at (`rota.safety.facts`, `rota.shares.facts`).

Nearly all of them come in one query: one row, in which each column is a whole table's part as JSON. A day's page asks for
them beside its own reads, and fourteen more round trips would cost it more than the engine does.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Func, Q, QuerySet, Subquery, TextField

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
_Parts = Mapping[str, list[list[Any]]]


def rota_facts(nursery: Nursery, first: dt.date, last: dt.date) -> Rota:
    """Everything about the days from `first` to `last`, in one query.

    Keys of rooms, duties, sessions, families and terms are the nursery file's; those of people, children, shifts and
    bookings are their rows' (`str(pk)`).
    """
    return _rota(nursery, _read(nursery, _Days("range", (first, last)), accounts.Person.objects.all()))


def care_facts(
    nursery: Nursery, days: Collection[dt.date], besides: Collection[int] = ()
) -> tuple[Rota, dict[str, str]]:
    """What the safety engine looks at on these days, and the rooms' names by key, in two queries.

    As `rota_facts`, but of people only those who stand on a care shift of these days, and those whose ids are
    `besides`: they may come.
    """
    on_days = _Days("in", list(days))
    # Read first, and by themselves: as a condition inside the large query they are planned badly by a PostgreSQL
    # that has no statistics of the rows yet, which is how every nursery begins (seconds instead of milliseconds).
    standing = set(
        models.Booking.objects.filter(
            on_days.of("shift"), status__in=models.LIVE, shift__duty__pricing=models.Pricing.CARE
        ).values_list("person", flat=True)
    )
    people = accounts.Person.objects.filter(pk__in=standing | set(besides))
    parts = _read(nursery, on_days, people, rooms=_rows(ground.Room.objects.all(), "key", "name"))
    return _rota(nursery, parts), dict(parts["rooms"])


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


def _rows(rows: QuerySet[Any], *fields: str) -> _Part:
    line = Func(*(F(field) for field in fields), function="json_build_array", output_field=TextField())
    return _Part(rows.annotate(line=line).values("line"))


@dataclass(frozen=True, slots=True)
class _Days:
    """Which days: a lookup of Django's and its value."""

    lookup: str
    value: Any

    def of(self, *path: str) -> Q:
        """Rows whose `date`, reached by this path of relations, is one of the days: a join, never a query inside."""
        return Q(("__".join((*path, "date", self.lookup)), self.value))


def _read(nursery: Nursery, days: _Days, people: QuerySet[accounts.Person], **more: _Part) -> _Parts:
    """Every part by name, each row a list of JSON values."""
    shifts = models.Shift.objects.filter(days.of())
    of_people = people.values("pk")
    bookings = models.Booking.objects.filter(days.of("shift"), status__in=models.LIVE)
    parts = {
        "rules": _rows(models.RatioRule.objects.order_by("starts", "key"), "key", "starts", "ends", "body"),
        "closures": _rows(ground.Closure.objects.order_by("starts"), "term", "starts", "ends"),
        "terms": _rows(ground.Term.objects.order_by("starts"), "pk", "key", "starts", "ends"),
        "sessions": _rows(ground.Session.objects.all(), "key", "room__key", "weekday", "starts", "ends"),
        "enrolments": _rows(accounts.ChildSession.objects.all(), "child", "session__key", "starts", "ends"),
        "children": _rows(accounts.Child.objects.all(), "pk", "born", "joined", "left", "family__key"),
        "clearances": _rows(
            accounts.Clearance.objects.filter(accounts.IN_FORCE, person__in=of_people),
            "person",
            "kind",
            "starts",
            "ends",
        ),
        "levels": _rows(accounts.PersonLevel.objects.filter(person__in=of_people), "person", "starts", "level"),
        "people": _rows(people, "pk", "roles", "level", "adult", "family__key"),
        "duties": _rows(models.Duty.objects.all(), "key", "pricing", "counts_towards_share"),
        "places": _rows(models.Place.objects.filter(days.of("shift")), "shift", "kind"),
        "shifts": _rows(
            shifts.order_by("starts_at", "pk"), "pk", "duty__key", "date", "starts_at", "ends_at", "room__key", "status"
        ),
        "breaks": _rows(
            models.Break.objects.filter(days.of("booking", "shift"), booking__status__in=models.LIVE),
            *("booking", "starts_at", "ends_at"),
        ),
        "bookings": _rows(
            bookings.order_by("pk"),
            *("pk", "shift", "person", "kind", "status", "there_from", "there_to", "confirmed", "shadow"),
        ),
        "day_marks": _rows(models.DayMark.objects.filter(days.of()), "child", "date", "mark", "session__key"),
        "meals": _rows(models.Meal.objects.all(), "room__key", "weekday", "starts", "ends"),
        **more,
    }
    row = Nursery.objects.filter(pk=nursery.pk).values_list(*parts.values()).get()
    # Django asks PostgreSQL nothing of a part that it knows to be empty (nobody stands anywhere), and gives None.
    return {name: json.loads(text or "[]") for name, text in zip(parts, row, strict=True)}


def _rota(nursery: Nursery, parts: _Parts) -> Rota:
    return Rota(
        country=nursery.country,
        zone=nursery.zone,
        policy=safety_policy(nursery),
        own_rules=own_rule_sets(_own_rules(parts), nursery.country),
        terms=tuple(_terms(parts)),
        sessions=tuple(
            Session(key, room, weekday, _clock(starts), _clock(ends))
            for key, room, weekday, starts, ends in parts["sessions"]
        ),
        children=tuple(_children(parts)),
        people=tuple(_people(parts)),
        duties=tuple(Duty(key, Pricing(pricing), counts) for key, pricing, counts in parts["duties"]),
        shifts=tuple(_shifts(parts)),
        bookings=tuple(_bookings(parts)),
        day_marks=tuple(
            DayMark(str(child), _day(day), Mark(mark), session) for child, day, mark, session in parts["day_marks"]
        ),
        meals=tuple(
            Meal(room, weekday, _clock(starts), _clock(ends)) for room, weekday, starts, ends in parts["meals"]
        ),
    )


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
    for pk, born, joined, left, family in parts["children"]:
        yield Child(
            key=str(pk),
            born=_day(born),
            enrolments=tuple(
                Enrolment(session, _maybe_day(starts), _maybe_day(ends)) for session, starts, ends in enrolments[pk]
            ),
            joined=_maybe_day(joined),
            left=_maybe_day(left),
            family=family,
        )


def _people(parts: _Parts) -> Iterable[Person]:
    clearances = _grouped(parts["clearances"])
    levels = _grouped(parts["levels"])
    for pk, roles, level, adult, family in parts["people"]:
        yield Person(
            key=str(pk),
            paid=not PAID_ROLES.isdisjoint(roles),
            parent=RoleKind.PARENT in roles,
            level=level,
            levels=tuple(DatedLevel(_day(starts), of_then) for starts, of_then in levels[pk]),
            of_age=adult,
            clearances=tuple(Clearance(kind, _day(starts), _maybe_day(ends)) for kind, starts, ends in clearances[pk]),
            family=family,
        )


def _shifts(parts: _Parts) -> Iterable[Shift]:
    places: dict[tuple[int, str], int] = defaultdict(int)
    for shift, kind in parts["places"]:
        places[shift, kind] += 1
    for pk, duty, day, starts_at, ends_at, room, status in parts["shifts"]:
        yield Shift(
            key=str(pk),
            duty=duty,
            day=_day(day),
            starts=_instant(starts_at),
            ends=_instant(ends_at),
            room=room,
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
