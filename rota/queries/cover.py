"""Who could take a place over, and what waits for a yes."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Deputy, Person, RoleKind
from nursery.models import Closure, Nursery
from rota.models import (
    LIVE,
    Booking,
    CoverRequest,
    CoverStatus,
    Offer,
    OfferStatus,
    Place,
    ShiftStatus,
)
from rota.queries.facts import askers, closure_on, members_on
from rota.rules.booking import cover_refusal
from rota.rules.facts import Asker, Post, Question


def people_who_could_cover(request: CoverRequest, nursery: Nursery, now: dt.datetime) -> list[Person]:
    """Everybody of the place's kind who may take it over, by name: five queries, whatever their number."""
    booking = request.booking
    if booking.place is None:
        return []
    day = booking.shift.date
    everybody = askers(members_on(day).order_by("name", "pk"), day, day)
    return who_could_cover(booking, everybody.values(), closure_on(day), nursery, now)


def who_could_cover(
    booking: Booking, everybody: Iterable[Asker], closure: Closure | None, nursery: Nursery, now: dt.datetime
) -> list[Person]:
    """Those of `everybody` who may take the booking's place over: no query, where its shift and place are read."""
    if booking.place is None:
        return []
    post = Post(booking.place, booking.shift, booking, closure)
    return [
        asker.person
        for asker in everybody
        if asker.person.pk != booking.person_id
        and asker.person.belongs_on(booking.shift.date)
        and asker.acts_in(booking.kind)
        and cover_refusal(Question(post, asker, nursery, now)) is None
    ]


def managers() -> QuerySet[Person]:
    return Person.objects.filter(roles__contains=[RoleKind.MANAGER]).order_by("name", "pk")


def approvers(day: dt.date) -> QuerySet[Person]:
    """Who says yes or no on a day: the managers, and whoever deputises then."""
    deputies = Deputy.objects.filter(starts__lte=day, ends__gte=day).values("person")
    return members_on(day).filter(Q(roles__contains=[RoleKind.MANAGER]) | Q(pk__in=deputies)).order_by("name", "pk")


def offers_to_decide(now: dt.datetime) -> QuerySet[Offer]:
    """Open offers for shifts that have not begun, the soonest shift first."""
    return (
        Offer.objects.filter(status=OfferStatus.OPEN, place__shift__starts_at__gt=now)
        .select_related("person", "place__shift__duty", "place__shift__room", "request__booking__person")
        .order_by("place__shift__starts_at", "offered_at", "pk")
    )


def open_requests(now: dt.datetime) -> QuerySet[CoverRequest]:
    """Who asks for cover, the soonest shift first."""
    return (
        CoverRequest.objects.filter(status=CoverStatus.OPEN, booking__shift__starts_at__gt=now)
        .select_related("booking__person", "booking__place", "booking__shift__duty", "booking__shift__room")
        .order_by("booking__shift__starts_at", "pk")
    )


def unfilled_places(first: dt.date, last: dt.date, now: dt.datetime) -> QuerySet[Place]:
    """Places that nobody holds, on shifts from `first` to `last` that have not begun, the soonest first.

    Nobody is missing on a day on which the nursery is closed.
    """
    held = Booking.objects.filter(place=OuterRef("pk"), status__in=LIVE)
    closed = Closure.objects.filter(starts__lte=OuterRef("shift__date"), ends__gte=OuterRef("shift__date"))
    return (
        Place.objects.filter(~Exists(held), ~Exists(closed), shift__date__range=(first, last), shift__starts_at__gt=now)
        .exclude(shift__status=ShiftStatus.CANCELLED)
        .select_related("shift__duty", "shift__room")
        .order_by("shift__starts_at", "shift__pk", "kind", "number")
    )
