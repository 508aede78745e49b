"""One person's own turns."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, Subquery

from accounts.models import Person
from nursery.models import Term
from rota.models import LIVE, Booking, BookingStatus, CoverRequest, CoverStatus, Offer, OfferStatus


@dataclass(frozen=True, slots=True)
class MyRota:
    coming: list[Booking]  # the soonest first; each with `open_requests`
    offers: list[Offer]
    past: list[Booking]  # of this term, the latest first
    term: Term | None
    hours_done: Decimal  # worked and confirmed this term, elapsed hours

    @property
    def next(self) -> Booking | None:
        return self.coming[0] if self.coming else None


def coming_bookings(me: Person, now: dt.datetime) -> list[Booking]:
    """My turns that are not over, the soonest first: two queries."""
    return list(
        Booking.objects.filter(person=me, status__in=LIVE, shift__ends_at__gt=now)
        .select_related("shift__duty", "shift__room", "place")
        .prefetch_related(
            Prefetch(
                "cover_requests",
                CoverRequest.objects.filter(status=CoverStatus.OPEN),
                to_attr="open_requests",
            )
        )
        .order_by("shift__starts_at", "pk")
    )


def my_offers(me: Person, now: dt.datetime) -> list[Offer]:
    """What I offered and what nobody has answered yet."""
    return list(
        Offer.objects.filter(person=me, status=OfferStatus.OPEN, place__shift__starts_at__gt=now)
        .select_related("place__shift__duty", "place__shift__room", "request__booking__person")
        .order_by("place__shift__starts_at")
    )


def hours_given(people: Iterable[Person], now: dt.datetime, today: dt.date) -> dict[int, Decimal]:
    """Hours worked and confirmed in the present or last term, by person id; shadows not. One query."""
    given: dict[int, Decimal] = defaultdict(Decimal)
    begun = Term.objects.filter(starts__lte=today).order_by("-starts").values("starts")
    done = Booking.objects.filter(
        person__in=list(people),
        status=BookingStatus.WORKED,
        confirmed=True,
        shadow=False,
        shift__date__gte=Subquery(begun[:1]),
        shift__ends_at__lte=now,
    ).select_related("shift")
    for booking in done:
        given[booking.person_id] += booking.shift.hours
    return given


def my_rota(me: Person, now: dt.datetime, today: dt.date) -> MyRota:
    """Five queries."""
    term = Term.objects.filter(starts__lte=today).order_by("-starts").first()
    past: list[Booking] = []
    if term is not None:
        past = list(
            Booking.objects.filter(
                person=me,
                shift__ends_at__lte=now,
                shift__date__gte=term.starts,
                status__in=[*LIVE, BookingStatus.MISSED],
            )
            .select_related("shift__duty", "shift__room")
            .order_by("-shift__starts_at")
        )
    done = sum(
        (b.shift.hours for b in past if b.status == BookingStatus.WORKED and b.confirmed and not b.shadow),
        Decimal(0),
    )
    return MyRota(coming_bookings(me, now), my_offers(me, now), past, term, done)
