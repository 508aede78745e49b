"""Named reads of people and accounts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Account, Person
from nursery.crossing import Crossing, crossing
from nursery.models import Nursery


def people_of(account: Account, today: dt.date) -> list[Person]:
    """The people that an account is in the nursery in scope, those who have left not."""
    return list(
        Person.objects.filter(account=account)
        .filter(Q(left__isnull=True) | Q(left__gte=today))
        .select_related("family", "nursery__policy")
        .order_by("name", "pk")
    )


@dataclass(frozen=True, slots=True)
class Membership:
    """An account's place in one nursery, as the switch of nurseries shows it."""

    nursery: Nursery
    roles: frozenset[str]


def memberships(account: Account, today: dt.date) -> list[Membership]:
    """Every nursery in which `account` is somebody today, by name (crossing: memberships)."""
    with crossing(Crossing.MEMBERSHIPS):
        people: Sequence[Person] = list(
            Person.objects.filter(account=account)
            .filter(Q(left__isnull=True) | Q(left__gte=today))
            .select_related("nursery")
            .order_by("nursery__name")
        )
    roles: dict[Nursery, set[str]] = {}
    for person in people:
        roles.setdefault(person.nursery, set()).update(person.roles)
    return [Membership(nursery, frozenset(kinds)) for nursery, kinds in roles.items()]


def nurseries_that_know(email: str, today: dt.date) -> list[Nursery]:
    """The nurseries in which somebody with this address is a person today (crossing: memberships)."""
    with crossing(Crossing.MEMBERSHIPS):
        people = (
            Person.objects.filter(email__iexact=email.strip())
            .exclude(email="")
            .filter(Q(left__isnull=True) | Q(left__gte=today))
            .select_related("nursery")
        )
        return sorted({person.nursery for person in people}, key=lambda nursery: nursery.name)
