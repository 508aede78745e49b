"""What a spreadsheet of people would do to what is there."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import Q

from accounts.models import Family, Person
from membership.models import Invitation
from membership.rules.sheets import Here, SheetPlan, Typed, plan_sheet


def plan_of(typed: Sequence[Typed], now: dt.datetime, today: dt.date) -> SheetPlan:
    """Three queries, however many rows."""
    people = Person.objects.filter(Q(left=None) | Q(left__gte=today)).select_related("family").order_by("pk")
    working = Invitation.objects.filter(used_at=None, recalled_at=None, expires_at__gt=now)
    here = Here(
        list(people),
        list(Family.objects.order_by("pk")),
        set(working.values_list("person", flat=True)),
    )
    return plan_sheet(typed, here)
