"""One family and the turns of all its adults."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from accounts.models import Family, Person
from nursery.models import Term
from rota.models import LIVE, Booking, BookingStatus, CoverRequest, CoverStatus, Relief


@dataclass(frozen=True, slots=True)
class FamilyTurns:
    """`coming` the soonest first, each with `open_requests`; `past` the latest first, of the term alone."""

    adults: list[Person]
    coming: list[Booking]
    past: list[Booking]


def family_turns(family: Family, term: Term | None, now: dt.datetime) -> FamilyTurns:
    """Three queries, four where somebody asks for cover."""
    adults = list(family.people.order_by("name", "pk"))
    turns = (
        Booking.objects.filter(person__in=adults)
        .select_related("person", "shift__duty", "shift__room", "place")
        .order_by("shift__starts_at", "pk")
    )
    coming = turns.filter(status__in=LIVE, shift__ends_at__gt=now).prefetch_related(
        Prefetch("cover_requests", CoverRequest.objects.filter(status=CoverStatus.OPEN), to_attr="open_requests")
    )
    past: Iterable[Booking] = ()
    if term is not None:
        past = turns.filter(
            status__in=[*LIVE, BookingStatus.MISSED],
            shift__ends_at__lte=now,
            shift__date__range=(term.starts, term.ends),
        ).reverse()
    return FamilyTurns(adults, list(coming), list(past))


def reliefs_of(family: Family) -> list[Relief]:
    """The latest first."""
    return list(Relief.objects.filter(family=family).select_related("approved_by").order_by("-starts", "-pk"))
