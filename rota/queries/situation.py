"""Patterns, terms and shifts as the facts that planning looks at (`rota.planning.facts`)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from accounts.models import Person
from nursery.dates import DAY
from nursery.models import Closure, Nursery, Term
from rota.models import LIVE, Booking, Place, Shift, ShiftPattern
from rota.planning import Busy, DatedShift, Holding, Post, Season, Situation, State, Weekly, Work, World
from rota.queries.facts import askers

_NOT_A_TRACE = {"places", "history"}


def world_as_it_is() -> World:
    """Three queries."""
    closures: dict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for term, starts, ends in Closure.objects.order_by("starts", "pk").values_list("term", "starts", "ends"):
        closures[term].append((starts, ends))
    return World(
        tuple(weekly(pattern) for pattern in ShiftPattern.objects.order_by("pk")),
        tuple(
            Season(term.pk, term.starts, term.ends, tuple(closures[term.pk]), term.closed_at is not None)
            for term in Term.objects.order_by("starts")
        ),
    )


def weekly(pattern: ShiftPattern, *, of: int | None = None) -> Weekly:
    """`of` is the pattern that this one would be a change of."""
    return Weekly(
        pattern=of or pattern.pk,
        weekday=pattern.weekday,
        starts=pattern.starts,
        ends=pattern.ends,
        duty=pattern.duty_id,
        room=pattern.room_id,
        paid=pattern.paid_places,
        parent=pattern.parent_places,
        first=pattern.starts_on,
        last=pattern.ends_on,
    )


def situation(nursery: Nursery, now: dt.datetime, which: Q) -> Situation:
    """The shifts of `which` that have not begun, with everybody on them: seven queries whatever their number."""
    rows = list(
        Shift.objects.filter(which, starts_at__gt=now)
        .annotate(**{f"trace_{n}": each for n, each in enumerate(_traces())})
        .order_by("starts_at", "pk")
    )
    ids = [shift.pk for shift in rows]
    posts = [Post(*row) for row in Place.objects.filter(shift__in=ids).values_list("pk", "shift", "kind", "number")]
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for post in posts:
        counts[post.shift, post.kind] += 1
    holdings = [
        Holding(*row)
        for row in Booking.objects.filter(shift__in=ids, status__in=LIVE)
        .order_by("pk")
        .values_list("pk", "shift", "person", "place", "covers")
    ]
    days = [shift.date for shift in rows]
    return Situation(
        zone=nursery.zone,
        now=now,
        shifts=tuple(_dated(shift, counts) for shift in rows),
        posts=tuple(sorted(posts, key=lambda post: post.place)),
        holdings=tuple(holdings),
        busy=tuple(busy_of({h.person for h in holdings}, min(days), max(days))) if holdings else (),
        there=occasions_there(),
    )


def occasions_there() -> frozenset[tuple[int, dt.date]]:
    rows = Shift.objects.filter(pattern__isnull=False).values_list("pattern", "occasion")
    return frozenset((pattern, occasion) for pattern, occasion in rows if pattern and occasion)


def _traces() -> list[Exists]:
    """Whatever of other tables refers to a shift or to its places: somebody stood, offered or was asked there."""
    of_shifts = [
        related.related_model._default_manager.filter(**{related.field.name: OuterRef("pk")})
        for related in Shift._meta.related_objects
        if related.get_accessor_name() not in _NOT_A_TRACE
    ]
    of_places = [
        related.related_model._default_manager.filter(**{f"{related.field.name}__shift": OuterRef("pk")})
        for related in Place._meta.related_objects
    ]
    return [Exists(rows) for rows in (*of_shifts, *of_places)]


def _dated(shift: Shift, counts: dict[tuple[int, str], int]) -> DatedShift:
    work = Work(
        shift.date,
        shift.starts,
        shift.ends,
        shift.duty_id,
        shift.room_id,
        counts[shift.pk, "paid"],
        counts[shift.pk, "parent"],
    )
    traces = any(value for name, value in vars(shift).items() if name.startswith("trace_"))
    return DatedShift(
        shift.pk, work, shift.pattern_id, shift.occasion, State(shift.status), shift.cancelled_by_plan, traces
    )


def busy_of(people: Iterable[int], first: dt.date, last: dt.date) -> list[Busy]:
    """When these people are expected from `first` to `last`, here and (as times alone) in other nurseries."""
    ids = set(people)
    here = Booking.objects.filter(
        person__in=ids, status__in=LIVE, shift__date__range=(first - DAY, last + DAY)
    ).select_related("shift")
    found = [
        Busy(
            booking.person_id,
            booking.there_from or booking.shift.starts_at,
            booking.there_to or booking.shift.ends_at,
            booking.pk,
            booking.shift_id,
        )
        for booking in here.order_by("pk")
    ]
    elsewhere = askers(Person.objects.filter(pk__in=ids).order_by("pk"), first, last, bookings=[])
    for person, asker in sorted(elsewhere.items()):
        found += [Busy(person, busy.starts_at, busy.ends_at) for busy in asker.busy]
    return found
