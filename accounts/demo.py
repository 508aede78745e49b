"""The demo's people: who may be tried out with one click. Picked by role from whatever nursery is there."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from accounts.models import Decision, Person, RoleKind
from nursery import dates
from nursery.crossing import Crossing, crossing
from nursery.models import Nursery
from nursery.scope import nursery_scope

_ONE_EACH = (RoleKind.MANAGER, RoleKind.STAFF, RoleKind.BANK, RoleKind.TRUSTEE, RoleKind.TREASURER)
_PARENTS = 3


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to come in as; `roles` in words, `url` takes a POST."""

    public_id: str
    name: str
    email: str
    roles: str

    @property
    def url(self) -> str:
        return reverse("accounts:demo_sign_in", args=[self.public_id])


def demo_people(nursery: Nursery) -> list[DemoPerson]:
    """One person of each paid and trusted role, then parents of other families, the best cleared first.

    The last parent is the one with the fewest clearances, so that a visitor meets a refusal too.
    """
    today = dates.local_day(dates.now(), nursery.zone)
    with nursery_scope(nursery):
        people = _people_by_clearances(today)
    chosen: list[Person] = []
    for role in _ONE_EACH:
        chosen += [person for person in people if role in person.roles and person not in chosen][:1]
    families: set[int | None] = {person.family_id for person in chosen if person.family_id}
    parents: list[Person] = []
    for person in people:
        if RoleKind.PARENT in person.roles and person not in chosen and person.family_id not in families:
            parents.append(person)
            if person.family_id:
                families.add(person.family_id)
    chosen += parents[: _PARENTS - 1] + parents[_PARENTS - 1 :][-1:]
    return [
        DemoPerson(public_id=person.public_id, name=person.name, email=person.email, roles=person.say_roles)
        for person in chosen
    ]


def _people_by_clearances(today: dt.date) -> list[Person]:
    accepted = Q(clearances__decision=Decision.ACCEPTED, clearances__replaced_at=None)
    holds = (
        accepted
        & Q(clearances__starts__lte=today)
        & (Q(clearances__ends__isnull=True) | Q(clearances__ends__gte=today))
    )
    return list(
        Person.objects.exclude(email="")
        .filter(Q(joined__isnull=True) | Q(joined__lte=today))
        .filter(Q(left__isnull=True) | Q(left__gte=today))
        .annotate(cleared=Count("clearances__kind", filter=holds, distinct=True))
        .order_by("-cleared", "pk")
    )


def demo_person(public_id: str, today: dt.date) -> Person | None:
    """Anybody of any nursery, with their nursery (crossing: memberships)."""
    with crossing(Crossing.MEMBERSHIPS):
        return (
            Person.objects.filter(public_id=public_id)
            .filter(Q(left__isnull=True) | Q(left__gte=today))
            .exclude(email="")
            .select_related("nursery", "account")
            .first()
        )
