"""A nursery's rows as the facts that the engines look at (`rota.safety.facts`, `rota.shares.facts`)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

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


def rota_facts(nursery: Nursery, first: dt.date, last: dt.date) -> Rota:
    """Everything about the days from `first` to `last`, in eighteen queries whatever their number.

    Keys of rooms, duties, sessions, families and terms are the nursery file's; those of people, children, shifts and
    bookings are their rows' (`str(pk)`).
    """
    policy = nursery.policy
    return Rota(
        country=nursery.country,
        zone=nursery.zone,
        policy=SafetyPolicy(Rounding(policy.ratio_rounding), policy.min_adults, policy.parents_count),
        own_rules=own_rule_sets(_own_rules(), nursery.country),
        terms=tuple(_terms()),
        sessions=tuple(
            Session(*row) for row in ground.Session.objects.values_list("key", "room__key", "weekday", "starts", "ends")
        ),
        children=tuple(_children()),
        people=tuple(_people()),
        duties=tuple(
            Duty(key, Pricing(pricing), counts)
            for key, pricing, counts in models.Duty.objects.values_list("key", "pricing", "counts_towards_share")
        ),
        shifts=tuple(_shifts(first, last)),
        bookings=tuple(_bookings(first, last)),
        day_marks=tuple(
            DayMark(str(child), day, Mark(mark), session)
            for child, day, mark, session in models.DayMark.objects.filter(date__range=(first, last)).values_list(
                "child", "date", "mark", "session__key"
            )
        ),
        meals=tuple(Meal(*row) for row in models.Meal.objects.values_list("room__key", "weekday", "starts", "ends")),
    )


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


def _grouped(rows: Iterable[tuple[Any, ...]]) -> dict[Any, list[tuple[Any, ...]]]:
    """By their first column, in the order they come."""
    groups: dict[Any, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *rest in rows:
        groups[key].append(tuple(rest))
    return groups


def _own_rules() -> list[dict[str, Any]]:
    """As the nursery file writes them, which is what the engine reads."""
    return [
        {"id": rule.key, "from": rule.starts.isoformat(), **rule.body}
        | ({"until": rule.ends.isoformat()} if rule.ends else {})
        for rule in models.RatioRule.objects.order_by("starts", "key")
    ]


def _terms() -> Iterable[Term]:
    closures = _grouped(ground.Closure.objects.values_list("term", "starts", "ends"))
    for term in ground.Term.objects.order_by("starts"):
        yield Term(term.key, DateSpan(term.starts, term.ends), tuple(DateSpan(*row) for row in closures[term.pk]))


def _children() -> Iterable[Child]:
    enrolments = _grouped(accounts.ChildSession.objects.values_list("child", "session__key", "starts", "ends"))
    for child in accounts.Child.objects.select_related("family"):
        yield Child(
            key=str(child.pk),
            born=child.born,
            enrolments=tuple(Enrolment(*row) for row in enrolments[child.pk]),
            joined=child.joined,
            left=child.left,
            family=child.family.key,
        )


def _people() -> Iterable[Person]:
    clearances = _grouped(accounts.Clearance.objects.filter(IN_FORCE).values_list("person", "kind", "starts", "ends"))
    levels = _grouped(accounts.PersonLevel.objects.values_list("person", "starts", "level"))
    for person in accounts.Person.objects.select_related("family"):
        yield Person(
            key=str(person.pk),
            paid=not PAID_ROLES.isdisjoint(person.roles),
            parent=RoleKind.PARENT in person.roles,
            level=person.level,
            levels=tuple(DatedLevel(*row) for row in levels[person.pk]),
            of_age=person.adult,
            clearances=tuple(Clearance(*row) for row in clearances[person.pk]),
            family=person.family.key if person.family else None,
        )


def _shifts(first: dt.date, last: dt.date) -> Iterable[Shift]:
    places: dict[tuple[int, str], int] = defaultdict(int)
    kinds = models.Place.objects.filter(shift__date__range=(first, last)).values_list("shift", "kind")
    for shift_id, kind in kinds:
        places[shift_id, kind] += 1
    shifts = models.Shift.objects.filter(date__range=(first, last)).select_related("duty", "room")
    for shift in shifts.order_by("starts_at", "pk"):
        yield Shift(
            key=str(shift.pk),
            duty=shift.duty.key,
            day=shift.date,
            starts=shift.starts_at,
            ends=shift.ends_at,
            room=shift.room.key if shift.room else None,
            paid_places=places[shift.pk, models.PlaceKind.PAID],
            parent_places=places[shift.pk, models.PlaceKind.PARENT],
            cancelled=shift.is_cancelled,
        )


def _bookings(first: dt.date, last: dt.date) -> Iterable[Booking]:
    breaks = _grouped(
        models.Break.objects.filter(booking__shift__date__range=(first, last)).values_list(
            "booking", "starts_at", "ends_at"
        )
    )
    rows = models.Booking.objects.filter(shift__date__range=(first, last), status__in=models.LIVE).values_list(
        "pk", "shift", "person", "kind", "status", "there_from", "there_to", "confirmed", "shadow"
    )
    for pk, shift, person, kind, status, there_from, there_to, confirmed, shadow in rows.order_by("pk"):
        yield Booking(
            key=str(pk),
            shift=str(shift),
            person=str(person),
            place=PlaceKind(kind),
            status=Status(status),
            there_from=there_from,
            there_to=there_to,
            breaks=tuple(TimeSpan(*row) for row in breaks[pk]),
            confirmed=confirmed,
            shadow=shadow,
        )
