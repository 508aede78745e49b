"""Clearances that run out soon, and nothing on record to follow them."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import IN_FORCE, Clearance, Person
from nursery.dates import DAY
from nursery.models import ClearanceKind
from rota.models import Booking, BookingStatus, ShiftStatus
from rota.queries.clearances import held_until

STEPS = (60, 30, 7)  # days before the end on which it is said, the first first


@dataclass(frozen=True, slots=True)
class Ending:
    """One kind of clearance that `person` holds until `on`, the last day, and no longer. `step` is the one of STEPS
    that `days` have reached."""

    person: Person
    kind: str
    on: dt.date
    days: int

    @property
    def label(self) -> str:
        return str(ClearanceKind(self.kind).label)

    @property
    def step(self) -> int:
        return min(step for step in STEPS if self.days <= step)


def clearances_ending(today: dt.date, *, person: str | None = None) -> list[Ending]:
    """Of everybody who has not left, or of one person (a public id), by name: one query. What is to follow, at once
    or after a gap, keeps a clearance out of the list: the renewal is on record."""
    soon = Clearance.objects.filter(IN_FORCE, ends__range=(today, today + max(STEPS) * DAY))
    rows = Clearance.objects.filter(
        IN_FORCE, Q(person__left__isnull=True) | Q(person__left__gte=today), person__in=soon.values("person")
    )
    if person is not None:
        rows = rows.filter(person__public_id=person)
    held: dict[tuple[int, str], list[Clearance]] = defaultdict(list)
    for row in rows.select_related("person").order_by("person__name", "person", "kind", "pk"):
        held[row.person_id, row.kind].append(row)
    found = []
    for (_person, kind), of_kind in held.items():
        is_held, until = held_until(of_kind, kind, today)
        if not is_held or until is None or any(row.starts > until for row in of_kind):
            continue
        days = (until - today).days
        if days <= max(STEPS):
            found.append(Ending(of_kind[0].person, kind, until, days))
    return found


def turns_after(ending: Ending) -> int:
    """How many turns they are booked for after its last day on duties that ask for it: one query."""
    turns = Booking.objects.filter(
        person=ending.person,
        status=BookingStatus.BOOKED,
        shadow=False,
        shift__date__gt=ending.on,
        shift__duty__needs__contains=[ending.kind],
    )
    return turns.exclude(shift__status=ShiftStatus.CANCELLED).count()
