"""What a parent still has to do before they stand on the rota as others do: worked out from what is there, and kept
nowhere.

Each sees their own, the manager everybody's. Of another's checks nobody else sees anything.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from nursery.models import Nursery
from rota.models import Booking, BookingStatus
from rota.queries.clearances import Holding, holdings_of
from rota.queries.needs import members, needs_on


@dataclass(frozen=True, slots=True)
class Step:
    """`holding` says more where the step is a clearance."""

    label: str
    why: str
    done: bool
    holding: Holding | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    steps: Sequence[Step]

    @property
    def open(self) -> int:
        return sum(not step.done for step in self.steps)


def checklists_of(people: Iterable[Person], nursery: Nursery, today: dt.date) -> Mapping[int, Checklist]:
    """By person's id, of those who are parents and have not left: six queries, however many."""
    parents = [person for person in people if person.is_parent and (person.left is None or person.left >= today)]
    if not parents:
        return {}
    needs = needs_on(nursery, today)
    stood = set(
        Booking.objects.filter(Q(shadow=True) | Q(kind="parent"), person__in=parents, status=BookingStatus.WORKED)
        .order_by()
        .values_list("person", flat=True)
        .distinct()
    )
    return {
        member.person.pk: Checklist(
            [
                _joined(member.person),
                *(_held(holding) for holding in holdings_of(member, needs, today) if holding.wanted),
                _shadowed(member.person.pk in stood),
            ]
        )
        for member in members(parents)
    }


def checklist_of(person: Person, nursery: Nursery, today: dt.date) -> Checklist | None:
    """None for whoever is no parent; else six queries."""
    return checklists_of([person], nursery, today).get(person.pk)


def _joined(person: Person) -> Step:
    return Step(_("Join"), _("by the link of an invitation, or a code by mail"), person.account_id is not None)


def _held(holding: Holding) -> Step:
    why = _("shown to the manager, who puts it on record; no copy is kept")
    return Step(holding.label[:1].upper() + holding.label[1:], why, holding.held, holding)


def _shadowed(done: bool) -> Step:
    """Whoever has stood on a shift already needs no shadow turn any more."""
    return Step(_("A turn to look on"), _("as a shadow beside somebody who knows the shift"), done)
