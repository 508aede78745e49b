"""Who leaves, and who goes with them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Child, Person
from rota.queries.going import WhatOpens, opens_after


@dataclass(frozen=True, slots=True)
class WouldLeave:
    """One who would leave, with what that ends."""

    person: Person
    opens: WhatOpens


def other_people_of_family(person: Person, last: dt.date) -> list[Person]:
    """The family’s other people who are there after `last`; one query."""
    if person.family_id is None:
        return []
    here = Person.objects.filter(family=person.family_id).filter(Q(left=None) | Q(left__gt=last))
    return list(here.exclude(pk=person.pk).select_related("family", "nursery").order_by("name", "pk"))


def children_of(person: Person, today: dt.date) -> list[Child]:
    """Of their family, those who are here; one query."""
    if person.family_id is None:
        return []
    here = Child.objects.filter(family=person.family_id).filter(Q(left=None) | Q(left__gte=today))
    return list(here.order_by("born", "pk"))


def would_leave(people: list[Person], last: dt.date, now: dt.datetime) -> list[WouldLeave]:
    """Two queries each."""
    return [WouldLeave(person, opens_after(person, last, now)) for person in people]
