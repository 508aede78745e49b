"""Who stands in for the manager."""

import datetime as dt

from django.db.models import QuerySet

from accounts.models import Deputy, Person, RoleKind
from rota.queries.facts import members_on


def deputies_from(day: dt.date) -> list[Deputy]:
    """Those whose days are not over, the first to begin first: one query."""
    return list(Deputy.objects.filter(ends__gte=day).select_related("person").order_by("starts", "person__name"))


def could_deputise(day: dt.date) -> QuerySet[Person]:
    """Everybody of 17 and over but the managers, by name."""
    return members_on(day).filter(adult=True).exclude(roles__contains=[RoleKind.MANAGER]).order_by("name", "pk")
